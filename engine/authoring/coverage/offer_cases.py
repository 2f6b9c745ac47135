"""The cases that would cover what none does: few of them, each with as little said as shows it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache, partial
from itertools import islice
from typing import NamedTuple

from ...model import CLAIM, RECEIVED
from ...proof.occurring_receipts import Receipts
from ...proof.situations import StateSpace
from ...proof.witness import Witnesses
from ...rules.budget import OutOfSteps, share, spend, unlimited
from ...rules.compiled import Neither, Test
from ...rules.compiled_policy import CompiledPolicy
from ...rules.listed_entries import facts_of_entries
from ...rules.outcomes import owed_of
from ...worktime import zone
from ..changed_requests import changed_requests
from ..event_requests import with_starts
from .clock_items import requests_with_events
from .coverage_item import Item
from .hits import Hits, ReceiptSide, hits_of
from .targets import SituationSets, Target

_COMPARED = 4
"""Sets of situations of which those are taken where most can be shown at once."""

_SOUGHT = 512
"""Items beside the first that a request is sought for; it may show more. All with all takes the square of time."""

_RECEIPTS = 8
"""Instants at which a request may come in that are tried for one side of a cut-off or a day."""

_CHANGES = 64
"""Changes of facts that are tried for what a clock does on one."""

_WIDE = 32
"""Values of an open fact that are tried in one step."""


class Offer(NamedTuple):
    """A request, and the items that it covers; and when it comes in, in words, where that is what it shows."""

    request: Mapping[str, object]
    covers: frozenset[Item]
    received: str = ""


class _Candidate(NamedTuple):
    """Situations that show some targets, and the codes that facts have there which no rule reads."""

    sets: SituationSets
    bits: int
    stated: Mapping[str, int]
    targets: tuple[Target, ...]


class Offers:
    """Finds requests that cover items of one policy."""

    def __init__(self, witnesses: Witnesses, decide: Callable[[Mapping[str, object]], Hits | None]) -> None:
        """Take what writes requests of the policy, and what tells what a request shows."""
        self._compiled = compiled = witnesses.compiled
        self._decide = decide
        self._witnesses = witnesses
        self._rules = sum(len(group.rules) for group in compiled.groups.values())

    def covering(
        self, items: Collection[Item], sets: Mapping[Target, Sequence[SituationSets]]
    ) -> tuple[list[Offer], Collection[Item]]:
        """Return requests that together cover items, and the items for which there were not steps enough to seek one.

        The `sets` are those in which a target is shown.
        """
        uncovered = dict.fromkeys(items)
        offers: list[Offer] = []
        with suppress(OutOfSteps):
            while uncovered:
                first = next(iter(uncovered))
                starts = [(of_target, target) for target in first.targets for of_target in sets.get(target, ())]
                candidates = (self._candidate(of_target, target, uncovered) for of_target, target in starts[:_COMPARED])
                candidate = max(candidates, key=lambda candidate: len(candidate.targets), default=None)
                offer = self._offer(candidate, items) if candidate else None
                if candidate and offer is None:
                    offer = self._offer(candidate._replace(targets=candidate.targets[:1]), items)
                offers += [offer] if offer else []
                for item in (first, *(offer.covers if offer else ())):
                    uncovered.pop(item, None)
        return _needed(offers), uncovered

    def _candidate(self, sets: SituationSets, first: Target, items: Iterable[Item]) -> _Candidate:
        """Return situations that show a target, and as many targets of further items as can be had in turn."""
        bits, stated = next(extent for extent in first.extents(sets, {}) if extent[0])
        targets = {first: None}
        for choices in dict.fromkeys(item.targets for item in islice(items, _SOUGHT)):
            spend(1, sets.proof.space.set_size)
            for target in choices:
                if target.receipt and any(further.receipt for further in targets):
                    continue  # a request comes in at one instant, which may show more all the same
                if target.clock and target is not first:
                    continue  # its events are those of one clock
                extents = ((bits & further, codes) for further, codes in target.extents(sets, stated))
                extent = next((extent for extent in extents if extent[0]), None)
                if extent:
                    bits, stated = extent
                    targets[target] = None
                    break
        return _Candidate(sets=sets, bits=bits, stated=stated, targets=tuple(targets))

    def _offer(self, candidate: _Candidate, items: Collection[Item]) -> Offer | None:
        """Return the smallest request found that shows the targets of a candidate; None where, decided, it does not."""
        tier = candidate.sets.proof.tier
        codes = {**candidate.sets.proof.codes(candidate.bits), **candidate.stated}
        is_settled = len(self._witnesses.evaluate(tier, codes).outcomes) == 1
        needed = self._stated(candidate.targets)

        def shows(fewer: Mapping[str, int]) -> bool:
            if not needed <= fewer.keys():
                return False  # to see that takes less time than to decide
            # To decide what is open takes as long as the widest of the facts that are not stated.
            widest = max((len(codes) for fact, codes in self._compiled.codes.items() if fact not in fewer), default=0)
            spend(self._rules * (1 + widest // _WIDE))
            result = self._witnesses.evaluate(tier, fewer)
            if is_settled and len(result.outcomes) > 1:
                return False
            hits = hits_of(self._compiled, tier, result, partial(self._witnesses.derived, tier, fewer))
            return all(target.without_clock.is_shown(hits) for target in candidate.targets)

        if not shows(codes):
            return None  # where a group is proved alone, too much else may be open
        fewest = self._witnesses.least(codes, shows)
        spend(len(items))
        for received in self._receipts(candidate, fewest):
            for request in self._with_events(candidate, self._witnesses.request(tier, fewest, received)):
                with unlimited():
                    hits = self._decide(request)
                if hits is not None and all(target.is_shown(hits) for target in candidate.targets):
                    covers = frozenset(item for item in items if any(target.is_shown(hits) for target in item.targets))
                    side = _side_of(candidate)
                    return Offer(request, covers, side.words if side else _happened(request))
        return None

    def _with_events(self, candidate: _Candidate, request: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
        """Yield a request as it is, or with the events that show what the clock of its candidate does."""
        clock = next((target.clock for target in candidate.targets if target.clock), None)
        if clock is None:
            yield request
            if _side_of(candidate) and (started := with_starts(self._compiled.policy, request)):
                yield started
        else:
            promise = self._compiled.policy.promises[clock[0]]
            yield from requests_with_events(promise, clock[1], request)
            if clock[1] == "on_change":
                starts_at = promise.clock.starts_at
                owed = partial(owed_of, promise=promise.name)
                before = () if starts_at == RECEIVED else (starts_at,)
                changed = changed_requests(self._witnesses, candidate.sets.proof, owed, before)
                yield from (changed_request for changed_request, _ in islice(changed, _CHANGES))

    def _receipts(self, candidate: _Candidate, codes: Mapping[str, int]) -> Iterator[str | None]:
        """Yield when the request of a candidate can come in: any time, or on the side that it shows."""
        side = _side_of(candidate)
        if side is None:
            yield None
            return
        outcome = self._witnesses.outcomes(candidate.sets.proof.tier, codes)[0]
        own_zone = zone(self._compiled.policy.timezone)
        for start in islice(side.starts(outcome), _RECEIPTS):
            yield datetime.fromtimestamp(start, own_zone).isoformat()

    def _stated(self, targets: Iterable[Target]) -> set[str]:
        """Return facts that targets test and that have no value unless they are stated."""
        compiled = self._compiled
        conditions = (target.condition for target in targets)
        tests = (condition.part if isinstance(condition, Neither) else condition for condition in conditions)
        tested = {test.fact for test in tests if isinstance(test, Test)} - {"tier", "scope", "priority", CLAIM}
        tested = tested.difference(compiled.receipts)
        known = {fact for fact in tested if compiled.facts[fact].derive or compiled.facts[fact].optional}
        return {fact for fact in tested - known if not compiled.presumptions.get(fact)}


def _happened(request: Mapping[str, object]) -> str:
    """Return the events of a request in words, empty where it has none."""
    events = request.get("events")
    names = [str(event["is"]) for event in events] if isinstance(events, list) else []
    return f"then {', '.join(names)}" if names else ""


def _side_of(candidate: _Candidate) -> ReceiptSide | None:
    """Return the side of a cut-off or a day that a candidate shows, if it shows one."""
    return next((target.receipt for target in candidate.targets if target.receipt), None)


def find_situations(
    compiled: CompiledPolicy, targets: Iterable[Target], receipts: Receipts
) -> tuple[dict[Target, list[SituationSets]], set[Target]]:
    """Return, by target, some sets of situations in which it is shown, none where nothing shows it.

    The others are those of which there are too many situations to know.
    """
    # What is derived may decide no more than what is listed beside the groups.
    beside = facts_of_entries(compiled) if compiled.derivations else set()

    @cache
    def proved(group: str) -> list[SituationSets] | None:
        space = StateSpace(compiled, group or None, also=() if group else beside, receipts=receipts)
        if space.by_tier is None and beside and not group:
            space = StateSpace(compiled, receipts=receipts)
        return None if space.by_tier is None else [SituationSets(proof) for proof in space.proofs()]

    shown_in: dict[Target, list[SituationSets]] = {}
    unproved = dict.fromkeys(targets)
    with suppress(OutOfSteps), share(2):  # half of the steps are for what is offered
        for target in tuple(unproved):
            group = target.group or target.proof_group
            sets = proved("") or (proved(group) if group else None)
            if sets is not None:
                showing = (situations for situations in sets if any(bits for bits, _ in target.extents(situations, {})))
                shown_in[target] = list(islice(showing, _COMPARED))
                del unproved[target]
    return shown_in, set(unproved)


def _needed(offers: list[Offer]) -> list[Offer]:
    """Leave out each offer whose items the others cover, those that cover least first."""
    needed = list(offers)
    times = Counter(item for offer in offers for item in offer.covers)
    for offer in sorted(offers, key=lambda offer: len(offer.covers)):
        if all(times[item] > 1 for item in offer.covers):
            needed.remove(offer)
            times.subtract(offer.covers)
    return needed
