"""Requests with events that can show what the clock of a promise does."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice, permutations

from ...model import RECEIVED, Promise
from ...model.events import CHANGED, RESUMED, WAITING
from ...proof.situations import StateSpace, TierSituations
from ...proof.witness import Witnesses
from ...rules.outcomes import Outcome, Owed, owed_of
from ..event_requests import event_at
from .mutants import Mutant

Witness = tuple[Mapping[str, object], Outcome]
_TRIED = 32
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_HOUR = timedelta(hours=1)


class ClockWitnesses:
    """Writes requests in which something is owed, and has happened what its clock can be seen by."""

    def __init__(self, space: StateSpace, day: str) -> None:
        """Take the situations of a policy, and a day from which on requests come in."""
        self._space = space
        self._day = day

    def requests(self, promise: Promise, mutant: Mutant) -> Iterator[Witness] | None:
        """Return some requests that may show that a clock was changed; None where nothing can."""
        if self._space.by_tier is None:
            return iter(())
        if promise.clock.pauses != mutant.policy.promises[promise.name].clock.pauses:
            owing = [*self._owing(promise)]
            return islice(self._pauses(promise, owing), _TRIED) if owing else None
        changing = [*self._changing(promise)]
        return islice(self._changes(promise, changing), _TRIED) if changing else None

    def _owing(self, promise: Promise) -> Iterator[tuple[TierSituations, Outcome, int]]:
        """Yield the situations of each outcome in which a promise is owed some time."""
        for proof in self._space.proofs():
            for outcome, bits in proof.parts.items():
                owed = owed_of(outcome, promise.name)
                if owed and not owed.is_due_at_once and bits & proof.valid:
                    yield proof, outcome, bits & proof.valid

    def _pauses(self, promise: Promise, owing: list[tuple[TierSituations, Outcome, int]]) -> Iterator[Witness]:
        for proof, outcome, bits in owing:
            request = self._request(proof, bits)
            received = datetime.fromisoformat(str(request["received"]))
            # Most often a wait since the start of a week moves it; some hours are open only where one waits for less.
            for waited in (_WEEK, _HOUR, _DAY):
                events = [
                    *_started(promise, received),
                    event_at(received, WAITING),
                    event_at(received + waited, RESUMED),
                ]
                yield {**request, "events": events}, outcome

    def _changing(self, promise: Promise) -> Iterator[tuple[TierSituations, tuple[Outcome, int], tuple[Outcome, int]]]:
        """Yield pairs of outcomes of a tier between which a promise owes another thing."""
        for proof in self._space.proofs():
            by_owed: dict[Owed | None, tuple[Outcome, int]] = {}
            for outcome, bits in proof.parts.items():
                if bits & proof.valid:
                    by_owed.setdefault(owed_of(outcome, promise.name), (outcome, bits & proof.valid))
            yield from ((proof, before, after) for before, after in permutations(by_owed.values(), 2))

    def _changes(
        self, promise: Promise, changing: list[tuple[TierSituations, tuple[Outcome, int], tuple[Outcome, int]]]
    ) -> Iterator[Witness]:
        for proof, (_, bits), (outcome, bits_after) in changing:
            request, after = (self._request(proof, situations) for situations in (bits, bits_after))
            facts, facts_after = _facts(request), _facts(after)
            is_stated = facts.keys() <= facts_after.keys() and facts_after != facts
            if is_stated and all(request.get(key) == after.get(key) for key in ("received", "channel")):
                received = datetime.fromisoformat(str(request["received"]))
                changed = {fact: value for fact, value in facts_after.items() if facts.get(fact) != value}
                for later in (_HOUR, _DAY):
                    events = [*_started(promise, received), {**event_at(received + later, CHANGED), "facts": changed}]
                    yield {**request, "events": events}, outcome

    def _request(self, proof: TierSituations, bits: int) -> dict[str, object]:
        return Witnesses(proof.compiled, self._day).request(proof.tier, proof.codes(bits))


def _facts(request: Mapping[str, object]) -> Mapping[str, object]:
    facts = request.get("facts")
    return facts if isinstance(facts, dict) else {}


def _started(promise: Promise, received: datetime) -> list[dict[str, object]]:
    """Return the event that the clock of a promise starts with, at the receipt."""
    starts_at = promise.clock.starts_at
    return [] if starts_at == RECEIVED else [event_at(received, starts_at)]
