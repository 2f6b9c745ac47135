"""Clocks drawn at random, as the language's sentences see them and as the engine does."""

from __future__ import annotations

from hypothesis import strategies as st

from remit.engine.model import BUILT_IN_EVENTS, Event, Hours, Opening, Stated
from remit.engine.triage.clocks.clock_records import ClockTerms
from remit.engine.triage.clocks.owed_time import OwedSpan

from .walked_clock import WEEK, Happening, Owing

MONDAY = 1_767_571_200
"""Monday 5 January 2026, 00:00 UTC."""
DECLARED = ("acknowledged", "workaround")
NAMES = (*BUILT_IN_EVENTS, *DECLARED)
WEEKS = (
    frozenset({(0, WEEK)}),
    frozenset((day * 1440 + 540, day * 1440 + 1020) for day in range(5)),
    frozenset((day * 1440 + start, day * 1440 + end) for day in range(7) for start, end in ((0, 360), (600, 601))),
)


def instant(minute: int) -> int:
    return MONDAY + 60 * minute


def hours_of(owing: Owing) -> Hours:
    days: list[list[Opening]] = [[] for _ in range(7)]
    for start, end in sorted(owing.open):
        for day in range(7):
            first, last = max(start, day * 1440), min(end, (day + 1) * 1440)
            if first < last:
                days[day].append(Opening(first - day * 1440, last - day * 1440))
    return Hours(f"week {WEEKS.index(owing.open)}", "UTC", tuple(map(tuple, days)))


def owed_span(owing: Owing | None) -> OwedSpan | None:
    return None if owing is None else OwedSpan(hours_of(owing), owing.minutes * 60)


@st.composite
def terms(draw: st.DrawFn) -> ClockTerms:
    repeats = draw(st.booleans())
    starts_at = draw(st.none() | st.sampled_from(("asked", "acknowledged", "replied", "reopened")))
    ends = draw(
        st.sets(st.sampled_from(("replied", "updated", "closed", "workaround", "asked")), min_size=1, max_size=2)
    )
    pauses = draw(st.booleans())
    return ClockTerms(
        starts_at=starts_at,
        ends_at=frozenset(ends if repeats else ends - {starts_at} or {"closed"}),
        repeats=repeats,
        pauses=pauses,
        restarts_on_resume=repeats and pauses and draw(st.booleans()),
        restarts_on_change=draw(st.booleans()),
    )


def owing() -> st.SearchStrategy[Owing]:
    minutes = st.integers(0, 30) | st.integers(0, 20).map(lambda half: half * 30)
    return st.builds(Owing, st.sampled_from(WEEKS), minutes)


@st.composite
def happenings(draw: st.DrawFn, received: int, names: tuple[str, ...] = NAMES) -> list[Happening]:
    """Draw what happens, often several things in one minute and often on the half hour."""
    step = st.just(0) | st.integers(1, 90) | st.integers(1, 40).map(lambda half: half * 30)
    events, at = [], received
    for name in draw(st.lists(st.sampled_from(names), max_size=8)):
        at += draw(step)
        events.append(Happening(at, name, changes=name == "changed"))
    return events


def written(events: list[Happening]) -> list[Event]:
    return [
        Event(at=instant(event.at), name=event.name, facts={"level": Stated(n)} if event.changes else {})
        for n, event in enumerate(events)
    ]
