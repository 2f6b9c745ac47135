"""Whether a request that is decided depends on a day: with that day another, something is owed at another instant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from ...findings import Findings
from ...model import Contract, DueDate, Policy, Span, SpanOf
from ...rules.compiled_policy import compile_policy
from ...rules.evaluator import Evaluator
from ...rules.outcomes import Outcome, Owed
from ...triage.clocks.history import History
from ...triage.decide import clocks_of
from ...triage.known_facts import Facts
from ...worktime import WorktimeError, count_of, day_of, deadline, is_open
from ..listed_days import changed_days
from .day_sides import AlteredPolicy, DaySide

_AROUND = 2
"""Days around those of the first zone that may be the same day in others."""


@dataclass(eq=False)
class DayDependence:
    """A request as it was decided: its history, its evaluator, contract and facts, and the outcomes that it can have.

    `start` tells when the clock of a promise starts, None where it does not.
    """

    history: History
    resolved: tuple[Evaluator, Contract | None, Facts]
    outcomes: tuple[Outcome, ...]
    start: Callable[[Policy, str], int | None]
    known: dict[DaySide, bool] = field(default_factory=dict)

    def on(self, side: DaySide) -> bool:
        """Tell whether the request depends on a side of a day, however its open facts turn out."""
        if side not in self.known:
            self.known[side] = any(self._depends(altered) for altered in side.altered)
        return self.known[side]

    @property
    def _policy(self) -> Policy:
        return self.resolved[0].compiled.policy

    def _depends(self, altered: AlteredPolicy) -> bool:
        if not self._passes(altered):
            return False
        receipts, received = self.resolved[0].compiled.receipts, self.history.present.received
        hours = ((receipts[fact], altered.policy.hours[receipts[fact].name]) for fact in altered.read)
        try:
            if any(is_open(own, received) != is_open(other, received) for own, other in hours):
                return True
        except WorktimeError:
            return False
        if self.history.log.events:
            return self._standing != self._stands(self._evaluator(altered))
        return all(any(self._is_moved(owed, altered) for owed in outcome.owed) for outcome in self.outcomes)

    def _passes(self, altered: AlteredPolicy) -> bool:
        """Tell whether a day that one list has alone lies between receipt and last deadline, or beside these."""
        if not altered.before and not altered.after:
            return True
        first, last = self._window
        years = (date.fromordinal(day).year for day in (first, last))
        days = changed_days(altered.before, altered.after, range(next(years), next(years) + 1))
        return any(first <= day <= last for day in days)

    @cached_property
    def _window(self) -> tuple[int, int]:
        """The days from before the receipt to after the last that anything falls due on."""
        received, hours = self.history.present.received, next(iter(self._policy.hours.values()))
        instants = [received, self.history.now]
        if self.history.log.events:
            instants += [instant for entry in self._standing.values() for instant in entry[:3] if instant]
        else:
            instants += [due for outcome in self.outcomes for owed in outcome.owed if (due := self._due(owed))]
        part = hours.parts[0]
        return day_of(part, received) - _AROUND, day_of(part, max(instants)) + _AROUND

    @cached_property
    def _standing(self) -> Mapping[str, tuple[Any, ...]]:
        return self._stands(self.resolved[0])

    def _stands(self, evaluator: Evaluator) -> Mapping[str, tuple[Any, ...]]:
        """Return when each promise is due, and how it stands, by the hours of a policy."""
        _, contract, facts = self.resolved
        standing: dict[str, tuple[Any, ...]] = {}
        try:
            clocks = clocks_of(self.history, (evaluator, contract, facts), "", Findings())
            for promise in self._policy.promises:
                if reading := clocks.reading(promise):
                    standing[promise] = reading.due, reading.earliest, reading.latest, reading.state, reading.earlier
        except WorktimeError:
            return {}
        return standing

    def _evaluator(self, altered: AlteredPolicy) -> Evaluator:
        return Evaluator(compile_policy(altered.policy, like=self.resolved[0].compiled), "builtin")

    def _is_moved(self, owed: Owed, altered: AlteredPolicy) -> bool:
        if not isinstance(owed.hours, str):
            return False
        if self._policy.hours[owed.hours] is altered.policy.hours[owed.hours]:
            return False
        return self._due(owed) != self._due(owed, altered.policy)

    def _due(self, owed: Owed, policy: Policy | None = None) -> int | None:
        """Return when something falls due, by the hours of a policy; None where that is open, or does not start."""
        start, values = self.start(self._policy, owed.promise), self.resolved[2].values
        amount: object = owed.span
        if isinstance(owed.span, SpanOf):
            amount = values.get(owed.span.fact, owed.span.otherwise)
        if start is None or not isinstance(owed.hours, str) or not isinstance(amount, Span | DueDate):
            return None
        places = {place.fact: place.value if place.is_known else values.get(place.fact) for place in owed.places}
        known = {fact: value for fact, value in places.items() if value is None or isinstance(value, str)}
        try:
            hours = (policy or self._policy).hours[owed.hours].placed(known)
            return deadline(count_of(hours, amount, owed.cutoff), start)
        except WorktimeError:
            return None
