"""Occasions: on which of them one may turn to somebody, as of an instant."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from ...model import Occasion, OverduePromise, Policy, Span, Value
from ...model.events import CRITICALITY_CHANGED, REPLIED, RESPONSE_OVERDUE, UPDATE_OVERDUE
from ...worktime import amount, elapsed
from ...worktime.placed_hours import placed_hours
from ..decision import EscalationStep
from ..rulings import Deadline
from .owed_by_facts import clock_terms

if TYPE_CHECKING:
    from ..escalations import EscalationPart
    from .history import History


class Occasions:
    """What has happened to a request up to an instant, as far as escalation asks for it.

    `levels` are those that it had by each set of facts, empty where it had none, and None where that is open.
    """

    def __init__(
        self,
        policy: Policy,
        history: "History",
        deadlines: Mapping[str, Deadline],
        levels: Collection[str | None],
        facts: Mapping[str, Value],
    ) -> None:
        self._policy = policy
        self._history = history
        self._deadlines = deadlines
        self._levels = list(levels)
        self._facts = facts
        self._names = {event.name for event in history.log.events}

    def step(self, part: "EscalationPart") -> EscalationStep:
        """Return whether one may turn to somebody now, and which of the occasions have come."""
        step = part.settled.escalation
        answers: dict[Occasion | Span, bool | None] = {occasion: self._came(occasion) for occasion in step.when_any}
        if step.after is not None:
            answers[step.after] = self._has_elapsed(step.after, part)
        came = tuple(occasion for occasion, answer in answers.items() if answer)
        any_came = True if came else None if None in answers.values() else False
        return part.settled._replace(applies=self._applies(part.settled, any_came=any_came), came=came)

    def _applies(self, settled: EscalationStep, *, any_came: bool | None) -> bool | None:
        if settled.escalation.is_always_open:
            return settled.holds
        if settled.holds is False or self._history.log.is_closed or any_came is False:
            return False
        return None if settled.holds is None else any_came

    def _came(self, occasion: Occasion) -> bool | None:
        if isinstance(occasion, OverduePromise):
            return self._ran_out([occasion.promise])
        if occasion == RESPONSE_OVERDUE:
            promises = self._policy.promises.values()
            return self._ran_out(p.name for p in promises if not p.repeats and REPLIED in clock_terms(p).ends_at)
        if occasion == UPDATE_OVERDUE:
            return self._ran_out(p.name for p in self._policy.promises.values() if p.repeats)
        if occasion == CRITICALITY_CHANGED:
            return self._has_other_level()
        return occasion in self._names

    def _ran_out(self, promises: Iterable[str]) -> bool | None:
        """Tell whether one of some promises is overdue, or was before it was met; None where that is open."""
        deadlines = [self._deadlines[name] for name in promises if name in self._deadlines]
        states = [state for deadline in deadlines for state in (deadline.state, *_earlier_states(deadline))]
        return True if {"overdue", "late"} & set(states) else None if None in states else False

    def _has_other_level(self) -> bool | None:
        known = {level for level in self._levels if level is not None}
        return True if len(known) > 1 else None if None in self._levels and len(self._levels) > 1 else False

    def _has_elapsed(self, span: Span, part: "EscalationPart") -> bool | None:
        """Tell whether a span has elapsed since the receipt; None where that depends on hours that are open."""
        answers: set[bool | None] = set() if part.is_certain else {None}
        for hours in part.after_in:
            places = [(fact, self._place(fact, part)) for fact in hours.places]
            if any(place is None for _, place in places):
                answers.add(None)
                continue
            counted = placed_hours(hours, tuple((fact, place or None) for fact, place in places))
            passed = elapsed(counted, self._history.present.received, self._history.now)
            answers.add(passed >= amount(counted, span))
        return answers.pop() if len(answers) == 1 else None

    def _place(self, fact: str, part: "EscalationPart") -> str | None:
        """Return the zone or country that a fact gives, empty where it has no value, and None where that is open."""
        value = self._facts.get(fact)
        return str(value) if value is not None else "" if fact in part.absent else None


def _earlier_states(deadline: Deadline) -> Iterable[str | None]:
    return (past.state for past in deadline.occurrences or ())
