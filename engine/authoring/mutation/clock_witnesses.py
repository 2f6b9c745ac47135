"""Requests with events that can show what the clock of a promise does."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import islice, product

from ...model import RECEIVED, Promise
from ...model.events import ASKED, RESUMED, WAITING
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
_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()
_WAITS = ((_WEEK, _NOTHING), (_HOUR, _NOTHING), (_HOUR, _HOUR), (_DAY, _NOTHING), (_DAY, _HOUR))
"""How long is waited, and how long after the start."""
_LONG = timedelta(days=60)
"""After so long whatever is owed is overdue."""
_OUTCOMES, _HAPPENED = 4, 128
"""Outcomes of which what may have happened is tried, and how many requests in all."""


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
        altered = mutant.policy.promises[promise.name]
        if promise.clock.on_change != altered.clock.on_change:
            return islice(self._changes(promise), _TRIED) if self._can_change(promise) else None
        owing = [*self._owing(promise)]
        if not owing:
            return None
        if (promise.clock.pauses, promise.clock.on_resume) != (altered.clock.pauses, altered.clock.on_resume):
            return islice(self._pauses(promise, owing), _TRIED)
        return islice(self._happenings(promise, altered, owing), _HAPPENED)

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
            # What was waited for is a restart only where some time had passed before.
            for waited, before in (
                (_WEEK, _NOTHING),
                (_HOUR, _NOTHING),
                (_HOUR, _HOUR),
                (_DAY, _NOTHING),
                (_DAY, _HOUR),
            ):
                waiting = received + before
                waits = event_at(waiting, WAITING), event_at(waiting + waited, RESUMED)
                yield {**request, "events": [*_started(promise, received), *waits]}, outcome

    def _happenings(
        self, promise: Promise, altered: Promise, owing: list[tuple[TierSituations, Outcome, int]]
    ) -> Iterator[Witness]:
        """Yield requests to which what starts or meets a promise has happened, or does in its changed form."""
        names = dict.fromkeys((promise.clock.starts_at, *promise.until, altered.clock.starts_at, *altered.until))
        named = [name for name in names if name != RECEIVED]
        for proof, outcome, bits in owing[:_OUTCOMES]:
            request = self._request(proof, bits)
            received = datetime.fromisoformat(str(request["received"]))
            for first, second in product(named, repeat=2):
                for start in ([], _started(promise, received)):
                    happened = [event_at(received + _MINUTE, first), event_at(received + 2 * _MINUTE, second)]
                    for events in (happened[:1], happened, [*happened[:1], event_at(received + _LONG, ASKED)]):
                        yield {**request, "events": [*start, *events]}, outcome

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
