"""Coverage measured: what the cases of a policy show of everything that it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...findings import Findings
from ...proof.situations import StateSpace
from ...triage.decide import resolve_request
from ...triage.find_contract import is_in_force, tier_of
from ...triage.policy_store import date_range_text
from ...triage.request_facts import codes_of
from ..cases.new_cases import NewCase, decided_today, described, names_from
from .coverage_records import Count, Coverage, OfPolicy, Uncovered, cases_file
from .hits import shown
from .items import items_of
from .offer_cases import Offers, where_shown
from .situation_sets import SituationSets
from .uncovered_reasons import Cases, why

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...model import Contract, Request
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.evaluator import Evaluator
    from ...triage.policy_store import PolicyStore
    from ..cases.run_cases import CaseResult
    from .coverage_records import Kind
    from .hits import Hits
    from .items import Item
    from .offer_cases import Offer
    from .targets import Event


def measure(
    trials: Iterable[CaseResult],
    store: PolicyStore,
    contracts: Sequence[Contract],
    day: str,
    names: Iterable[str] = (),
) -> Coverage:
    """Return what cases that were tried cover, of every edition of each policy that one of them falls under.

    Policies of `names` are measured even if no case falls under them. What is offered comes in on a
    `day`, which ISO writes, or as soon after as the edition is in force.
    """
    cases: dict[Evaluator, Cases] = {}
    wanted = dict.fromkeys(names)
    in_files: dict[str, set[str]] = {}
    for trial in trials:
        in_files.setdefault(trial.case.mark.file, set()).add(trial.case.name)
        request = trial.case.request
        if request is None:
            continue
        found = _shown_by(request, store, contracts)
        policy = found[0].compiled.policy.id if found else request.policy
        wanted |= {policy: None} if policy else {}
        if found:
            evaluator, showing = found
            cases.setdefault(evaluator, Cases()).add(trial.case.name, showing, counts=trial.passed)
    editions = [evaluator for name in wanted for evaluator in store.editions(name)[0]]
    measured = []
    for evaluator in editions:
        # In one file of cases no two can have the same name.
        beside = in_files.get(cases_file(evaluator.compiled.policy.mark.file), set())
        tried = cases.get(evaluator)
        measured.append(_Measured(evaluator, tried, day).of_policy(store, beside | (tried.names if tried else set())))
    return Coverage(tuple(measured))


def _shown_by(
    request: Request, store: PolicyStore, contracts: Sequence[Contract]
) -> tuple[Evaluator, Hits | None] | None:
    """Return the evaluator of a request and what it shows: nothing, where its contract is not in force."""
    prepared = resolve_request(request, store, contracts, Findings())
    if prepared is None:
        return None
    evaluator, contract, facts = prepared
    if contract and not is_in_force(contract, evaluator.compiled.policy, request.received):
        return evaluator, None
    codes, unknown = codes_of(evaluator.compiled, facts, request)
    tier = tier_of(request, contract)
    return evaluator, shown(evaluator.compiled, tier, evaluator.evaluate(tier, codes, unknown).seen)


@dataclass(slots=True)
class _Provable:
    """Where events of a policy can be shown, as far as it can be proved."""

    compiled: CompiledPolicy
    groups: dict[str, tuple[SituationSets, ...] | None] = field(default_factory=dict)

    def plots(self, event: Event) -> tuple[SituationSets, ...] | None:
        """Return the plots that show an event wherever one does; None where there are too many situations."""
        if "" not in self.groups:
            self.groups[""] = _plots(StateSpace(self.compiled))
        if self.groups[""] is None and event.group and event.group not in self.groups:
            self.groups[event.group] = _plots(StateSpace(self.compiled, event.group))
        return self.groups[""] if self.groups[""] is not None else self.groups.get(event.group)


def _plots(ground: StateSpace) -> tuple[SituationSets, ...] | None:
    return None if ground.slices is None else tuple(map(SituationSets, ground.proofs()))


class _Measured:
    """One edition of a policy, and the cases that fall under it."""

    def __init__(self, evaluator: Evaluator, tried: Cases | None, day: str) -> None:
        self.is_tried = tried is not None
        cases = tried or Cases()
        self.compiled = evaluator.compiled
        self.cases = cases
        self.day = day
        items = items_of(self.compiled)
        events = dict.fromkeys(event for item in items for event in item.events)
        seen = {event for event in events if any(event.is_shown(one) for one in cases.counted)}
        self.covered = [item for item in items if not seen.isdisjoint(item.events)]
        self.open = [item for item in items if seen.isdisjoint(item.events)]
        self.provable = _Provable(self.compiled)
        self.plots: dict[Event, list[SituationSets]] = {}
        self.unproved: set[Event] = set()
        for event in dict.fromkeys(event for item in self.open for event in item.events):
            plots = self.provable.plots(event)
            if plots is None:
                self.unproved.add(event)
            else:
                self.plots |= where_shown([event], plots)

    def of_policy(self, store: PolicyStore, taken: set[str]) -> OfPolicy:
        """Return the coverage, its offered cases named otherwise than those `taken`."""
        policy = self.compiled.policy
        impossible = [
            item for item in self.open if not any(self.plots.get(e) or e in self.unproved for e in item.events)
        ]
        never = set(impossible)
        left = [item for item in self.open if item not in never]
        offers = Offers(self.compiled, self.day).covering(left, self.plots)
        counts: dict[tuple[str, Kind], Count] = {}
        for items, covered in ((self.covered, 1), (left, 0)):
            for item in items:
                key = (item.row, item.kind)
                counts[key] = counts.get(key, Count()) + Count(covered, 1)
        return OfPolicy(
            policy.id,
            policy.edition,
            policy.mark.file,
            len(self.cases.counted),
            self.cases.left_out,
            counts,
            tuple(sorted((self._uncovered(item, offers) for item in left), key=lambda one: one.mark)),
            tuple(self._case(offer, store, taken) for offer in offers),
            tuple(sorted(((item.words, item.mark) for item in impossible), key=lambda pair: pair[1])),
            not self.unproved,
            self.is_tried,
            date_range_text(policy.effective),
            policy.key_mark("edition"),
        )

    def _uncovered(self, item: Item, offers: Sequence[Offer]) -> Uncovered:
        case = next((n for n, offer in enumerate(offers) if item in offer.covers), None)
        return Uncovered(item.kind, item.row, item.at, item.words, why(item, self.cases), case, item.mark)

    def _case(self, offer: Offer, store: PolicyStore, taken: set[str]) -> NewCase:
        decided = decided_today(offer.request, store, "")
        if decided["status"] != "invalid":
            decided["rules"] = list(offer.rules)
        outcome = decided.get("priority") or decided.get("scope") or decided["status"]
        said = f"{described(offer.request)}: {str(outcome).replace('_', ' ')}"
        name = next(name for name in names_from(said) if name not in taken)
        taken.add(name)
        return NewCase(name, offer.request, decided)
