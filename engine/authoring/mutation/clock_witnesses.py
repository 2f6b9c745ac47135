"""Requests with events that can show what the clock of a promise does."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from ...model import RECEIVED, Promise
from ...model.events import RESUMED, WAITING
from ...proof.situations import StateSpace
from ...proof.tier_situations import TierSituations
from ...proof.witness import Witnesses
from ...rules.outcomes import Outcome, Owed, owed_of
from ..changed_requests import changed_requests
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
        return islice(self._changes(promise), _TRIED) if self._can_change(promise) else None

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

    def _can_change(self, promise: Promise) -> bool:
        """Tell whether of one tier a promise can owe several things, so that one may become another."""
        owed: dict[str, set[Owed | None]] = {}
        for proof in self._space.proofs():
            possible = (outcome for outcome, bits in proof.parts.items() if bits & proof.valid)
            owed[proof.tier] = {owed_of(outcome, promise.name) for outcome in possible}
        return any(len(listed) > 1 for listed in owed.values())

    def _changes(self, promise: Promise) -> Iterator[Witness]:
        starts_at = promise.clock.starts_at
        before = () if starts_at == RECEIVED else (starts_at,)
        for proof in self._space.proofs():
            witnesses = Witnesses(proof.compiled, self._day)
            yield from changed_requests(witnesses, proof, partial(owed_of, promise=promise.name), before)

    def _request(self, proof: TierSituations, bits: int) -> dict[str, object]:
        return Witnesses(proof.compiled, self._day).request(proof.tier, proof.codes(bits))


def _started(promise: Promise, received: datetime) -> list[dict[str, object]]:
    """Return the event that the clock of a promise starts with, at the receipt."""
    starts_at = promise.clock.starts_at
    return [] if starts_at == RECEIVED else [event_at(received, starts_at)]
