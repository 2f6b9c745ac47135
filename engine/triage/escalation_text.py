"""Whom to turn to, in words: those together who are turned to on the same occasions."""

from collections.abc import Iterable, Iterator

from ..model import Escalation, Occasion, OverduePromise, Policy, Span
from ..text import both, either
from .decision import EscalationStep

_OCCASIONS = {
    "response_overdue": "a response is overdue",
    "update_overdue": "an update is overdue",
    "handling": "the handling gives concern",
    "criticality_changed": "the criticality changes",
}
_EVENTS = {
    "replied": "it was answered",
    "updated": "the customer was updated",
    "asked": "the customer wrote again",
    "waiting": "the customer is awaited",
    "resumed": "work resumed",
    "changed": "a fact changed",
    "closed": "it was closed",
    "reopened": "it was reopened",
}


def escalation_texts(steps: Iterable[EscalationStep], policy: Policy) -> Iterator[str]:
    """Yield whom one may turn to, or perhaps may, with the occasions that have come, or else with all."""
    names: dict[str, list[str]] = {}
    for step in steps:
        if step.applies is not False:
            escalation = step.escalation
            contact = f" ({escalation.contact})" if escalation.contact else ""
            names.setdefault(_occasions(step, policy), []).append(f"{escalation.to}{contact}")
    for occasions, listed in names.items():
        yield "; ".join(listed) + occasions


def _occasions(step: EscalationStep, policy: Policy) -> str:
    escalation = step.escalation
    if step.applies and step.came:
        return f", as {both(_words(occasion, escalation, policy) for occasion in step.came)}"
    occasions = (*escalation.when_any, *([escalation.after] if escalation.after else ()))
    words = either(_words(occasion, escalation, policy) for occasion in occasions)
    return f", where {words}" if words else ""


def _words(occasion: Occasion | Span, escalation: Escalation, policy: Policy) -> str:
    if isinstance(occasion, OverduePromise):
        return f"{occasion.promise.replace('_', ' ')} is overdue"
    if isinstance(occasion, Span):
        hours = f" of {escalation.hours.replace('_', ' ')}" if escalation.hours else ""
        return f"{occasion.text}{hours} have passed since receipt"
    if occasion in policy.events:
        return f"{policy.events[occasion].title} has happened"
    return _OCCASIONS.get(occasion) or _EVENTS.get(occasion) or occasion.replace("_", " ")
