"""What has happened to a request, in order: which events have an effect, and which change what is known of it."""

from collections.abc import Iterable
from typing import NamedTuple

from ...model import Event
from ...model.events import ASKED, CHANGED, CLOSED, REOPENED, RESUMED, WAITING


class ClockEvent(NamedTuple):
    """An event that has an effect: whether the customer is awaited from there, or no longer, and which facts hold.

    Of the facts, `fact_set` is the number: 0 are those of the receipt, and each change adds one.
    """

    at: int
    name: str
    stops: bool = False
    resumes: bool = False
    fact_set: int = 0


class EventLog(NamedTuple):
    """The events of a request up to an instant: those with an effect, and why the others have none."""

    events: tuple[ClockEvent, ...]
    changes: tuple[Event, ...]
    """Those that change facts or the claim, each the beginning of a set of facts."""
    idle: tuple[tuple[Event, str], ...]
    """Those without effect, and why."""
    is_waiting: bool
    """Whether the customer is awaited in the end, and the request is not closed."""
    is_closed: bool
    """Whether the request is closed in the end."""


def event_log(written: Iterable[Event], now: int) -> EventLog:
    """Return what has happened up to an instant; later events are not looked at."""
    events: list[ClockEvent] = []
    changes: list[Event] = []
    idle: list[tuple[Event, str]] = []
    is_waiting = is_closed = False
    for event in written:
        if event.at > now:
            break
        why = _why_idle(event, is_waiting=is_waiting, is_closed=is_closed)
        if why:
            idle.append((event, why))
            continue
        if event.is_change:
            changes.append(event)
        stops, resumes = event.name == WAITING, is_waiting and event.name in (RESUMED, ASKED)
        is_waiting = stops or (is_waiting and not resumes)
        is_closed = event.name == CLOSED
        events.append(ClockEvent(at=event.at, name=event.name, stops=stops, resumes=resumes, fact_set=len(changes)))
    return EventLog(
        events=tuple(events),
        changes=tuple(changes),
        idle=tuple(idle),
        is_waiting=is_waiting and not is_closed,
        is_closed=is_closed,
    )


def _why_idle(event: Event, *, is_waiting: bool, is_closed: bool) -> str:
    """Return why an event has no effect, nothing where it has one."""
    if is_closed and event.name != REOPENED:
        return "the request is closed"
    if event.name == REOPENED and not is_closed:
        return "the request is not closed"
    if event.name == WAITING and is_waiting:
        return "the customer is awaited already"
    if event.name == RESUMED and not is_waiting:
        return "the customer is not awaited"
    return "it changes nothing" if event.name == CHANGED and not event.is_change else ""
