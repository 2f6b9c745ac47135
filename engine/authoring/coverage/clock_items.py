"""What clocks of promises do that cases can cover: where they start, that they stand, and what a change does."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from ...findings import printable
from ...model import RECEIVED, Policy, Promise
from ...model.events import RESUMED, WAITING
from ...rules.outcomes import Outcome, owed_of
from ...triage.clocks.promise_clocks import PromiseClocks
from ...worktime import WorktimeError
from .targets import Target

ClockAspect = tuple[str, str]
"""A promise, and a key that it has about its clock."""


def clock_aspects(policy: Policy) -> Iterator[ClockAspect]:
    """Yield what counts of clocks: each `from` that is an event, each `pauses`, each `on_change` that is written."""
    for promise in policy.promises.values():
        yield from ((promise.name, key) for key in _without(promise))


def _without(promise: Promise) -> dict[str, Promise]:
    """Return a promise without each thing that counts of its clock, or with the contrary, by key."""
    clock = promise.clock
    plain = {}
    if clock.starts_at != RECEIVED:
        plain["from"] = replace(clock, starts_at=RECEIVED)
    if clock.pauses:
        plain["pauses"] = replace(clock, pauses=False, on_resume="continue")
    if clock.on_change is not None:
        plain["on_change"] = replace(clock, on_change="recompute" if clock.on_change == "restart" else "restart")
    return {key: replace(promise, clock=changed) for key, changed in plain.items()}


def clock_target(aspect: ClockAspect) -> Target:
    """Return the target of a thing that counts: a case in which it moves due or state."""
    return Target(clock=aspect, accepts=partial(_owes, aspect[0]))


def requests_with_events(promise: Promise, key: str, request: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield a request with events in which what a promise says under a key of its clock may show.

    Changes of facts are tried elsewhere, as they depend on the situations that a policy has.
    """
    received = datetime.fromisoformat(str(request["received"]))
    started = [] if promise.clock.starts_at == RECEIVED else [(timedelta(hours=1), promise.clock.starts_at)]
    if key == "from":
        happened = [started]
    elif key == "pauses":
        first = started[0][0] if started else timedelta()
        happened = [
            [*started, (first, WAITING), (first + waited, RESUMED)]
            for waited in (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
        ]
    else:
        return
    for events in happened:
        listed = [{"at": (received + after).isoformat(), "is": name} for after, name in events]
        yield {**request, "events": listed}


def _owes(promise: str, outcome: Outcome) -> bool:
    return owed_of(outcome, promise) is not None


def clock_words(aspect: ClockAspect) -> str:
    """Return what is not covered, in words."""
    promise, key = aspect
    return f"`{key}` of `{printable(promise)}` never moves its due or its state"


def moved_aspects(policy: Policy, clocks: PromiseClocks) -> frozenset[ClockAspect]:
    """Return what of clocks moves due or state of a request; of one without events and `now`, nothing does.

    That a clock has not started shows only where it is known what has happened until when.
    """
    if not clocks.history.is_dated:
        return frozenset()
    return frozenset(
        (promise.name, key)
        for promise in policy.promises.values()
        for key, changed in _without(promise).items()
        if _stands(clocks, promise.name) != _stands(clocks.with_promise(changed), promise.name)
    )


def _stands(clocks: PromiseClocks, promise: str) -> object:
    """Return when a promise is due and how it stands, and nothing where that cannot be counted."""
    try:
        reading = clocks.reading(promise)
    except WorktimeError:
        return None
    return None if reading is None else (reading.due, reading.earliest, reading.state)
