"""Coverage measured: what the cases of a policy show of everything that it says."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from ...findings import Findings
from ...triage.decide import resolve_request
from ...triage.find_contract import is_in_force, tier_of
from ...triage.policy_store import date_range_text
from ...triage.request_facts import codes_of
from ..cases.new_cases import NewCase, describe_request, expected_today, numbered_names, parse_witness
from .coverage_records import Count, Coverage, EditionCoverage, Uncovered, cases_file
from .hits import hits_of
from .items import items_of
from .offer_cases import Offers, find_situations
from .uncovered_reasons import CaseHits, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...model import Contract, Request
    from ...rules.evaluator import Evaluator
    from ...triage.policy_store import PolicyStore
    from ..cases.run_cases import CaseResult
    from .hits import Hits
    from .offer_cases import Offer


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
    by_edition: dict[Evaluator, CaseHits] = {}
    policies = dict.fromkeys(names)
    names_in: dict[str, set[str]] = {}
    for result in results:
        names_in.setdefault(result.file, set()).add(result.name)
        request = result.case.request
        decided = _decided(request, store, contracts) if request else None
        if decided:
            evaluator, hits = decided
            policies[evaluator.compiled.policy.id] = None
            cases = by_edition.setdefault(evaluator, CaseHits())
            cases.names.add(result.name)
            cases.left_out += not result.passed
            if hits is not None:
                (cases.counted if result.passed else cases.failed).append(hits)
        elif request and request.policy:
            policies[request.policy] = None
    measured = []
    for evaluator in (evaluator for name in policies for evaluator in store.editions(name)[0]):
        # In one file of cases no two can have the same name.
        taken = names_in.get(cases_file(evaluator.compiled.policy.mark.file), set())
        measured.append(_of_edition(evaluator, by_edition.get(evaluator), store, day, taken))
    return Coverage(tuple(measured))


def _decided(
    request: Request, store: PolicyStore, contracts: Sequence[Contract]
) -> tuple[Evaluator, Hits | None] | None:
    """Return the evaluator of a request and what it shows: nothing, where its contract is not in force."""
    resolved = resolve_request(request, store, contracts, Findings())
    if resolved is None:
        return None
    evaluator, contract, facts = resolved
    if contract and not is_in_force(contract, evaluator.compiled.policy, request.received):
        return evaluator, None
    codes, unknown = codes_of(evaluator.compiled, facts, request)
    tier = tier_of(request, contract)
    return evaluator, hits_of(evaluator.compiled, tier, evaluator.evaluate(tier, codes, unknown).seen)


def _of_edition(
    evaluator: Evaluator, tried: CaseHits | None, store: PolicyStore, day: str, taken: set[str]
) -> EditionCoverage:
    """Return the coverage of an edition, its offered cases named otherwise than those `taken`."""
    compiled, cases = evaluator.compiled, tried or CaseHits()
    items = items_of(compiled)
    targets = dict.fromkeys(target for item in items for target in item.targets)
    hit = {target for target in targets if any(target.is_shown(hits) for hits in cases.counted)}
    covered = [item for item in items if not hit.isdisjoint(item.targets)]
    uncovered = [item for item in items if hit.isdisjoint(item.targets)]
    sets, unproved = find_situations(compiled, dict.fromkeys(target for item in uncovered for target in item.targets))
    never = {target for target, showing in sets.items() if not showing}
    possible = [item for item in uncovered if not never.issuperset(item.targets)]
    impossible = [item for item in uncovered if never.issuperset(item.targets)]

    offers = Offers(compiled, day, partial(_hits, evaluator, store)).covering(possible, sets)
    case_of = {item: n for n, offer in reversed(list(enumerate(offers))) for item in offer.covers}
    number, of = (Counter((item.row, item.kind) for item in items) for items in (covered, [*covered, *possible]))
    policy = compiled.policy
    return EditionCoverage(
        policy=policy.id,
        edition=policy.edition,
        file=policy.mark.file,
        cases=len(cases.counted),
        left_out=cases.left_out,
        counts={key: Count(number[key], of[key]) for key in of},
        uncovered=tuple(
            Uncovered(item.kind, item.row, item.at, item.words, reason(item, cases), case_of.get(item), item.mark)
            for item in sorted(possible, key=lambda item: item.mark)
        ),
        offered=tuple(_new_cases(offers, store, taken | cases.names)),
        impossible=tuple((item.words, item.mark) for item in sorted(impossible, key=lambda item: item.mark)),
        is_proved=not unproved,
        is_tried=tried is not None,
        in_force=date_range_text(policy.effective),
        mark=policy.key_mark("edition"),
    )


def _hits(evaluator: Evaluator, store: PolicyStore, request: Mapping[str, object]) -> Hits | None:
    """Return what a request shows once it is written; None where it does not fall under the edition."""
    record = parse_witness(request)
    decided = _decided(record, store, ()) if record else None
    return decided[1] if decided and decided[0] is evaluator else None


def _new_cases(offers: Iterable[Offer], store: PolicyStore, taken: set[str]) -> Iterable[NewCase]:
    for offer in offers:
        expect = expected_today(offer.request, store, "", has_rules=True)
        outcome = expect.get("priority") or expect.get("scope") or expect["status"]
        words = f"{describe_request(offer.request)}: {str(outcome).replace('_', ' ')}"
        name = next(name for name in numbered_names(words) if name not in taken)
        taken.add(name)
        yield NewCase(name, offer.request, expect)
