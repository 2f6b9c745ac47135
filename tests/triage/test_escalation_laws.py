"""A law of escalation by time: as many open minutes have passed since the receipt as a walk over minutes counts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from rules.worlds import laws

from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision

from .verbs import policy, request, store

if TYPE_CHECKING:
    from collections.abc import Sequence

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 26, tzinfo=UTC)
"""Three days before clocks change in Berlin."""
MINUTES = st.integers(0, 6 * 24 * 60)
EVENTS = ("replied", "waiting", "resumed", "asked", "closed", "reopened")


def instant(minutes: int) -> datetime:
    return datetime.fromtimestamp(START.timestamp() + 60 * minutes, UTC)


def is_open(minute: int) -> bool:
    """Say whether the small vendor's desk is open: from 8 to 16 on a weekday in Berlin."""
    wall = instant(minute).astimezone(BERLIN)
    return wall.weekday() < 5 and 8 <= wall.hour < 16


def is_closed(events: Sequence[tuple[int, str]], now: int) -> bool:
    """Say whether the request is closed: by the last of the two events that say so, of those that have happened."""
    closing = [name for at, name in events if at <= now and name in ("closed", "reopened")]
    return closing[-1:] == ["closed"]


@given(
    received=MINUTES,
    waited=MINUTES,
    hours=st.integers(0, 20),
    minutes=st.integers(0, 59),
    happened=st.lists(st.tuples(MINUTES, st.sampled_from(EVENTS)), max_size=4),
    in_office=st.booleans(),
)
@laws(150)
def test_time_alone_escalates(  # noqa: PLR0913 - all that it depends on
    received: int,
    waited: int,
    hours: int,
    minutes: int,
    happened: list[tuple[int, str]],
    in_office: bool,
) -> None:
    """Whatever has happened since, unless the request is closed."""
    now = received + waited
    events = sorted(((received + at, name) for at, name in happened), key=lambda event: event[0])
    step = f"{{to: chief, after: {hours} hours {minutes} minutes{', hours: office' if in_office else ''}}}"
    where = store(policy(escalation=f"[{step}]"))
    written = [{"at": instant(at).isoformat(), "is": name} for at, name in events]
    asked = request(
        received=instant(received).isoformat(),
        tier="gold",
        facts={"activity": "fault", "outage": "complete"},
        events=written or None,
    )
    found = decide(asked, where, (), "0.1.0", int(instant(now).timestamp()))
    assert isinstance(found, Decision), found
    passed = sum(1 for minute in range(received, now) if not in_office or is_open(minute))
    expected = passed >= 60 * hours + minutes and not is_closed(events, now)
    # A span that has run out at closing time is due then, and not at the next opening.
    assert expected is found.escalation[0].applies
