"""Coverage measured: what the cases of a policy show of everything that it says, and why not the rest."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ...findings import printable
from ...model import Contract, Policy
from ...proof.witness import Witnesses
from ...rules.budget import budget
from ...rules.compiled import Neither, facts_of, kleene
from ...rules.evaluator import Evaluator
from ...text import both, counted
from ...triage.effective_days import date_range_text
from ...triage.policy_store import PolicyStore
from ..cases.new_cases import NewCase, describe_request, expected_today, numbered_names, parse_witness
from ..cases.run_cases import CaseResult
from ..listed_days import parts_looked_at
from .case_hits import decided_hits
from .coverage_item import Item
from .coverage_records import Count, Coverage, EditionCoverage, Uncovered, cases_file
from .hits import Hits
from .items import items_of
from .offer_cases import Offer, Offers, find_situations
from .targets import Target

_NAMED = 3

_UNASKED = {
    "intake": "no case asks what must be brought",
    "facts": "no case asks what is presumed",
    "promises": "no case asks for its promise",
    "escalation": "no case asks whom to turn to",
    "services": "no case asks for services",
    "clocks": "no case has events that show it",
}
"""Why nothing is known of conditions outside the groups, by their row, and of clocks."""


@dataclass(slots=True)
class CaseHits:
    """What the cases of a policy show: those that count, those that failed, and those that nobody has read."""

    counted: list[Hits] = field(default_factory=list)
    failed: list[Hits] = field(default_factory=list)
    unread: list[Hits] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    left_out: int = 0
    left_unread: int = 0

    def add(self, result: CaseResult, hits: Hits | None) -> None:
        """Add a case that was run, with what it shows."""
        self.names.add(result.name)
        self.left_out += not result.passed
        self.left_unread += result.passed and not result.case.is_read
        if hits is not None:
            passed = self.counted if result.case.is_read else self.unread
            (passed if result.passed else self.failed).append(hits)


def measure(
    results: Iterable[CaseResult],
    store: PolicyStore,
    contracts: Sequence[Contract],
    day: str,
    names: Iterable[str] = (),
) -> Coverage:
    """Return what cases that were run cover, of every edition of each policy that one of them falls under.

    Policies of `names` are measured even if no case falls under them. What is offered comes in on a
    `day`, which ISO writes, or as soon after as the edition is in force.
    """
    by_edition: dict[Evaluator, CaseHits] = defaultdict(CaseHits)
    policies = dict.fromkeys(names)
    names_in: dict[str, set[str]] = defaultdict(set)
    for result in results:
        names_in[result.file].add(result.name)
        request = result.case.request
        if request and (decided := decided_hits(request, store, contracts, result.case.now)):
            evaluator, hits = decided
            policies[evaluator.compiled.policy.id] = None
            by_edition[evaluator].add(result, hits)
        elif request and request.policy:
            policies[request.policy] = None
    measured = []
    for evaluator in (evaluator for name in policies for evaluator in store.editions(name)[0]):
        # In one file of cases no two can have the same name.
        cases, file = by_edition[evaluator], cases_file(evaluator.compiled.policy.mark.file)
        measured.append(_of_edition(evaluator, cases, store, day, names_in[file] | cases.names))
    return Coverage(tuple(measured))


def _of_edition(
    evaluator: Evaluator, cases: CaseHits, store: PolicyStore, day: str, taken: set[str]
) -> EditionCoverage:
    """Return the coverage of an edition, its offered cases named otherwise than those `taken`."""
    compiled, policy = evaluator.compiled, evaluator.compiled.policy
    items = items_of(compiled, day)
    targets = dict.fromkeys(target for item in items for target in item.targets)
    hit = {target for target in targets if any(target.is_shown(hits) for hits in cases.counted)}
    uncovered = [item for item in items if hit.isdisjoint(item.targets)]
    with budget():
        witnesses, sought = Witnesses(compiled, day), [target for item in uncovered for target in item.targets]
        sets, unproved = find_situations(compiled, sought, witnesses.receipts)
        never = {target for target, showing in sets.items() if not showing}
        possible = [item for item in uncovered if not never.issuperset(item.targets)]
        offers, unsought = Offers(witnesses, partial(_hits, evaluator, store)).covering(possible, sets)
    impossible = [(item.words, item.mark) for item in uncovered if never.issuperset(item.targets)]
    number = Counter((item.row, item.kind) for item in items if not hit.isdisjoint(item.targets))
    of = number + Counter((item.row, item.kind) for item in possible)
    case_of = {item: n for n, offer in reversed(list(enumerate(offers))) for item in offer.covers}
    return EditionCoverage(
        policy=policy.id,
        edition=policy.edition,
        file=policy.mark.file,
        cases=len(cases.counted),
        left_out=cases.left_out,
        unread=cases.left_unread,
        counts={key: Count(number[key], of[key]) for key in of},
        uncovered=tuple(
            _uncovered(
                item, reason(item, cases), case_of, is_proved=item not in unsought and unproved.isdisjoint(item.targets)
            )
            for item in sorted(possible, key=lambda item: item.mark)
        ),
        offered=tuple(_new_cases(offers, store, taken)),
        impossible=tuple(sorted(impossible, key=lambda item: item[1])),
        untried="" if cases.names else _untried(policy),
        mark=policy.key_mark("edition"),
        parts_asked=tuple(parts_looked_at(policy)),
    )


def _uncovered(item: Item, why: str, case_of: Mapping[Item, int], *, is_proved: bool) -> Uncovered:
    """Return what no case shows; what an offered case shows is proved by that."""
    return Uncovered(
        kind=item.kind,
        row=item.row,
        at=item.at,
        words=item.words,
        why=why,
        case=case_of.get(item),
        mark=item.mark,
        is_proved=is_proved or item in case_of,
    )


def _untried(policy: Policy) -> str:
    in_force = date_range_text(policy.effective)
    return f"no case falls under edition {policy.edition}" + (f" ({in_force})" if in_force else "")


def _hits(evaluator: Evaluator, store: PolicyStore, request: Mapping[str, object]) -> Hits | None:
    """Return what a request shows once it is written; None where it does not fall under the edition."""
    record = parse_witness(request)
    decided = decided_hits(record, store, ()) if record else None
    return decided[1] if decided and decided[0] is evaluator else None


def _new_cases(offers: Iterable[Offer], store: PolicyStore, taken: set[str]) -> Iterator[NewCase]:
    for offer in offers:
        expect = expected_today(offer.request, store, "", has_rules=True)
        outcome = expect.get("priority") or expect.get("scope") or expect["status"]
        described = ", ".join(filter(None, (describe_request(offer.request), offer.received)))
        words = f"{described}: {str(outcome).replace('_', ' ')}"
        name = next(name for name in numbered_names(words) if name not in taken)
        taken.add(name)
        yield NewCase(name, offer.request, expect)


def reason(item: Item, cases: CaseHits) -> str:
    """Return why no case covers an item, in words."""
    for listed, cases_meant in ((cases.unread, "a case that nobody has read"), (cases.failed, "a case that failed")):
        if any(target.is_shown(hits) for hits in listed for target in item.targets):
            return f"only {cases_meant} shows it"
    if item.cited_by:
        named = " nor ".join(item.cited_by[:_NAMED])
        more = f" nor {len(item.cited_by) - _NAMED} more" if len(item.cited_by) > _NAMED else ""
        return f"neither {named}{more} counts in any case" if len(item.cited_by) > 1 else f"{named} counts in no case"
    target, group, condition = item.targets[0], item.targets[0].group, item.targets[0].condition
    if target.receipt or item.kind == "cells":
        of_tier = [hits for hits in cases.counted if hits.tier in target.tiers]
        return _of_cutoff(item, cases.counted) if target.receipt else _of_cell(target, of_tier)
    asked = [hits for hits in cases.counted if item.kind != "clocks" and any(t.is_asked(hits) for t in item.targets)]
    if not asked:
        return _UNASKED.get(item.kind) or _UNASKED.get(item.row, f"{item.row} is decided in no case")
    if target.rule is not None:
        holding = sum(hits.known.holds(group, target.rule) for hits in asked)
        return f"it holds in {counted(holding, 'case')}, and wins in none" if holding else "it holds in no case"
    unknown = "it is known in no case"
    if target.entry is not None:
        number, state = _giving(target.entry, asked), "gives its fact a value, and decides nothing,"
        unknown = "it holds in no case"
    elif item.kind == "limbs":
        number = sum(kleene(condition, hits.codes[group]) is False for hits in asked)
        state = "is true" if isinstance(condition, Neither) else "is false"
    else:
        number = sum(facts_of(condition) <= hits.codes[group].keys() for hits in asked)
        state = "lies elsewhere"
    return f"it {state} in {counted(number, 'case')}" if number else unknown


def _giving(entry: tuple[str, int], cases: Iterable[Hits]) -> int:
    """Return in how many cases an entry gives its derived fact the value."""
    fact, place = entry
    known = (hits.derived().get(fact) for hits in cases)
    return sum(derived is not None and derived.place == place for derived in known)


def _of_cutoff(item: Item, cases: list[Hits]) -> str:
    """Return why no case starts on a side of a cut-off, or depends on a day."""
    if item.row == "hours":
        return "no deadline of a case depends on it, and no receipt that rules read"
    owed = sum(any(replace(target, receipt=None).is_shown(hits) for target in item.targets) for hits in cases)
    return (
        f"{counted(owed, 'case')} {'is' if owed == 1 else 'are'} owed it, at other times"
        if owed
        else "no case is owed it"
    )


def _of_cell(cell: Target, cases: list[Hits]) -> str:
    """Return what the cases of a tier come to, of which none comes to what a promise is about."""
    if not cases:
        return "no case is of the tier"
    (tier,), level = cell.tiers, cell.level or ("", None)
    of_tier = f"of `{printable(tier)}`"
    expected = level[0].replace("_", " ") if level[1] is None else f"`{level[1]}`"
    reached = sum((hits.known.scope, hits.known.level) == level for hits in cases)
    if reached and any(outcome.promise_rules for hits in cases for outcome in hits.known.outcomes):
        return printable(f"{counted(reached, 'case')} {of_tier} {'is' if reached == 1 else 'are'} {expected}, by rules")
    if reached:  # a fact gives the span, and no case gives the fact
        gives = "is {}, and gives" if reached == 1 else "are {}, and give"
        return printable(f"{counted(reached, 'case')} {of_tier} {gives.format(expected)} no span")
    results = list(dict.fromkeys(_result(hits, level) for hits in cases))
    if len(results) > _NAMED:
        results = [*results[:_NAMED], f"{len(results) - _NAMED} more"]
    subject = f"the {len(cases)} cases {of_tier} are" if len(cases) > 1 else f"the only case {of_tier} is"
    return printable(f"{subject} {both(results)}, not {expected}")


def _result(hits: Hits, level: tuple[str, str | None]) -> str:
    """Return what a case comes to, as finely as sets it apart from what a promise is about."""
    if hits.known.scope is None:
        return "open"
    if level[1] is None or hits.known.scope != level[0]:
        return hits.known.scope.replace("_", " ")
    return "of an open priority" if hits.known.level is None else f"`{hits.known.level}`"
