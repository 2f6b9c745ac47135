"""A board as an iCalendar file (RFC 5545), for calendars to subscribe to: an event for each promise with an instant."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from ..findings import printable
from ..text import both
from ..triage.clock import in_utc, open_duration
from .board_records import OVER, Board, BoardRow
from .board_text import STATE_WORDS

if TYPE_CHECKING:
    from icalendar import Event

_NAMESPACE = UUID("5d3b0a52-1c3e-5a57-9d7c-6d1f0f0f5c11")
"""Of the identities of events, which are the same whoever writes them, wherever and when."""
_PRODUCT = "-//remit//board//EN"
_LONGEST = 1_000
"""Characters of a text: calendars show less, and a stranger's name can be long."""


def board_calendar(board: Board) -> str:
    """Return the promises of a board as events, in order of their instants; lines end as the standard says."""
    from icalendar import Calendar  # noqa: PLC0415 - few boards are calendars

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    dated = [(row.instant, event_uid(row), row) for row in board.rows if row.instant is not None]
    for instant, uid, row in sorted(dated, key=lambda entry: entry[:2]):
        calendar.add_component(_event(row, instant, uid, board.now))
    written: bytes = calendar.to_ical()
    return written.decode()


def event_uid(row: BoardRow) -> str:
    """Return the identity of a promise of a request, which does not depend on when or where it is asked for."""
    return str(uuid5(_NAMESPACE, json.dumps([row.request.uid, row.promise])))


def _event(row: BoardRow, instant: int, uid: str, now: int) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - few boards are calendars

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.fromtimestamp(now, UTC))
    event.add("dtstart", datetime.fromtimestamp(instant, UTC))
    # Calendars take the later stamp of two equal numbers, which is what passes while nothing happens.
    event.add("sequence", row.request.changes)
    event.add("status", _status(row))
    event.add("transp", "TRANSPARENT")
    event.add("summary", calendar_text(_summary(row)))
    event.add("description", calendar_text(_description(row)))
    return event


def _status(row: BoardRow) -> str:
    """Return `CANCELLED` for what is over, `TENTATIVE` for an instant that can still move, or not count at all."""
    if row.state in OVER:
        return "CANCELLED"
    return "CONFIRMED" if row.due is not None and row.certain else "TENTATIVE"


def _summary(row: BoardRow) -> str:
    level = f" ({row.request.level})" if row.request.level else ""
    received = row.request.received
    # Where a request without an id lies is nobody else's business.
    name = row.request.id or ("request" if received is None else f"request of {in_utc(received)}")
    return f"{name}{level}: {row.promise.replace('_', ' ')} {_standing(row)}"


def _standing(row: BoardRow) -> str:
    if row.state in ("running", "at_risk", "open"):
        return "due" if row.due is not None else "due at the earliest"
    return STATE_WORDS[row.state]


def _description(row: BoardRow) -> str:
    request = row.request
    remaining = f", {open_duration(row.left)} left" if row.left and row.left > 0 else ""
    parts = [
        " · ".join(filter(None, (request.policy, request.plan, request.customer))),
        STATE_WORDS[row.state] + remaining,
        f"within {row.within}" if row.within else "",
        f"met {in_utc(row.met_at)}" if row.met_at is not None else "",
        f"missing {both(request.missing)}" if request.missing else "",
        *(f"escalate to {text}" for text in request.escalation_texts if row.state not in OVER),
    ]
    return "; ".join(filter(None, parts))


def calendar_text(text: str) -> str:
    """Return a stranger's text on one line of an event, which no program takes for anything else.

    Commas, semicolons and backslashes are escaped where it is written. What steers the log of a workflow (two colons at
    the start of a line, `##[` anywhere) is kept apart.
    """
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return printable(short).replace("::", ": :").replace("::", ": :").replace("##[", "# #[")
