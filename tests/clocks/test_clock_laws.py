"""Laws of clocks, against one that is walked minute by minute."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from remit.engine.triage.clocks.clock_records import ClockReading, ClockTerms
from remit.engine.triage.clocks.clock_walk import read_clock
from remit.engine.triage.clocks.event_log import event_log
from remit.engine.worktime import due, elapsed
from remit.engine.worktime.standing import due_with_standing, elapsed_with_standing, periods_with_standing

from .drawn_clocks import happenings, hours_of, instant, owed_span, owing, terms, written
from .walked_clock import Happening, Owing, walked


def read(
    clock: ClockTerms, received: int, owed: list[Owing | None], events: list[Happening], now: int
) -> ClockReading | None:
    log = event_log(written(events), instant(now))
    return read_clock(
        clock, instant(received), [owed_span(owing_time) for owing_time in owed], log.events, instant(now)
    )


def times(stated: tuple[int | None, ...]) -> tuple[int | None, ...]:
    return tuple(None if minute is None else instant(minute) for minute in stated)


@st.composite
def owed_by_facts(draw: st.DrawFn, events: list[Happening]) -> list[Owing | None]:
    count = 1 + sum(event.changes for event in events)
    return draw(st.lists(st.none() | owing(), min_size=count, max_size=count))


@given(st.data())
@settings(max_examples=400)
def test_a_clock_stands_as_the_walk_minute_by_minute_says(data: st.DataObject) -> None:
    received, clock = data.draw(st.integers(0, 6 * 1440)), data.draw(terms())
    events = data.draw(happenings(received))
    owed = data.draw(owed_by_facts(events))
    last = events[-1].at if events else received
    now = data.draw(st.integers(received, last + 600) | st.sampled_from([received, *(e.at for e in events)]))
    expected, actual = walked(clock, received, owed, events, now), read(clock, received, owed, events, now)
    assert (expected is None) == (actual is None)
    if expected is None or actual is None:
        return
    remaining = None if expected.remaining is None else expected.remaining * 60
    assert (expected.state, remaining) == (actual.state, actual.remaining)
    instants = times((expected.due, expected.earliest, expected.met_at))
    assert instants == (actual.due, actual.earliest, actual.met_at)
    earlier = [(o.due, o.state, o.met_at) for o in actual.earlier]
    assert [(*times((d,)), state, *times((met,))) for d, state, met in expected.earlier] == earlier
    if actual.due is not None and actual.start is not None and actual.owed is not None:
        periods = actual.owed.periods(actual.start, actual.due, actual.standing)
        assert sum(end - start for start, end in periods) == elapsed_in(actual)


def elapsed_in(reading: ClockReading) -> int:
    assert reading.owed is not None and reading.start is not None and reading.due is not None  # noqa: PT018
    return reading.owed.measured(reading.start, reading.due, reading.standing)


@given(st.data())
def test_a_pause_inside_open_time_moves_due_by_exactly_the_open_time_it_took(data: st.DataObject) -> None:
    received, owed_time = data.draw(st.integers(0, 6 * 1440)), data.draw(owing())
    assume(owed_time.minutes)
    hours, start = hours_of(owed_time), instant(received)
    plain = due(hours, start, owed_time.minutes * 60)
    stands = data.draw(st.integers(start, plain - 1))
    runs = data.draw(st.integers(stands, stands + 200_000))
    moved = due_with_standing(hours, start, owed_time.minutes * 60, [(stands, runs)])
    assert elapsed(hours, plain, moved) == elapsed(hours, stands, runs)
    assert elapsed_with_standing(hours, start, moved, [(stands, runs)]) == owed_time.minutes * 60


@given(st.data())
def test_no_pause_as_before(data: st.DataObject) -> None:
    received, owed_time = data.draw(st.integers(0, 6 * 1440)), data.draw(owing())
    clock = ClockTerms(starts_at=None, ends_at=frozenset({"closed"}))
    events = data.draw(happenings(received, ("replied", "waiting", "resumed", "asked", "updated")))
    reading = read(clock, received, [owed_time], events, received + 10_000)
    assert reading is not None
    assert reading.due == due(hours_of(owed_time), instant(received), owed_time.minutes * 60)


@given(st.data())
def test_recompute_equals_a_fresh_count_with_the_new_facts(data: st.DataObject) -> None:
    received, clock = data.draw(st.integers(0, 6 * 1440)), data.draw(terms())
    clock = clock._replace(restarts_on_change=False, repeats=False, restarts_on_resume=False)
    events = data.draw(happenings(received, ("waiting", "resumed", "asked", "changed", "acknowledged")))
    owed = data.draw(owed_by_facts(events))
    now = received + data.draw(st.integers(0, 4000))
    changes = sum(event.changes for event in events if event.at <= now)
    fresh = [event for event in events if not event.changes]
    assume("changed" not in clock.ends_at and not (clock.ends_at & {"acknowledged", "asked"}))
    first, second = read(clock, received, owed, events, now), read(clock, received, [owed[changes]], fresh, now)
    assert (first is None) == (second is None)
    if first and second:
        assert second._replace(fact_set=first.fact_set) == first


@given(st.data())
def test_closed_then_reopened_equals_a_pause(data: st.DataObject) -> None:
    received, owed_time = data.draw(st.integers(0, 6 * 1440)), data.draw(owing())
    ends = [received + n for n in sorted(data.draw(st.lists(st.integers(0, 3000), min_size=2, max_size=2)))]
    now = ends[1] + data.draw(st.integers(0, 3000))
    clock = ClockTerms(starts_at=None, ends_at=frozenset({"workaround"}), pauses=True)

    def reading(*names: str) -> ClockReading | None:
        events = [Happening(at, name) for at, name in zip(ends, names, strict=True)]
        return read(clock._replace(pauses="waiting" in names), received, [owed_time], events, now)

    assert reading("waiting", "resumed") == reading("closed", "reopened")


@given(st.data())
def test_closed_ends_every_clock(data: st.DataObject) -> None:
    received, clock = data.draw(st.integers(0, 6 * 1440)), data.draw(terms())
    events = data.draw(happenings(received))
    at = (events[-1].at if events else received) + data.draw(st.integers(0, 600))
    owed: list[Owing | None] = [data.draw(owing()) for _ in range(1 + sum(event.changes for event in events))]
    later = at + data.draw(st.integers(0, 6000))
    closed = [*events, Happening(at, "closed")]
    reading = read(clock, received, owed, closed, later)
    assert reading is not None
    assert reading.state in ("met", "late", "ended")
    assert reading == read(clock, received, owed, closed, at)


@given(st.data())
def test_periods_are_the_open_time_less_what_stands(data: st.DataObject) -> None:
    owed_time, start = data.draw(owing()), instant(data.draw(st.integers(0, 6 * 1440)))
    edges = sorted(data.draw(st.sets(st.integers(start, start + 300_000), min_size=2, max_size=8)))
    standing = list(zip(edges[::2], edges[1::2], strict=False))
    end = start + data.draw(st.integers(0, 400_000))
    periods = periods_with_standing(hours_of(owed_time), start, end, standing)
    assert sum(last - first for first, last in periods) == elapsed_with_standing(
        hours_of(owed_time), start, end, standing
    )
    assert all(first < last for first, last in periods)
    assert all(before[1] <= after[0] for before, after in pairwise(periods))
    assert not any(stands < last and first < runs for first, last in periods for stands, runs in standing)
