"""Columns of deadlines hold what each would be by itself; where that cannot be counted, nothing is said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from triage.any_requests import SPANS
from worktime.strategies import DAY
from worktime.test_due_date_laws import dates, places, wall_times

from remit.engine.bulk.classes.class_columns import CountedWays
from remit.engine.bulk.classes.situation_classes import SituationClasses
from remit.engine.bulk.deadlines.due_columns import (
    NEVER,
    ValueColumn,
    due_after,
    due_column,
    due_dates,
    facts_of_way,
    starts_after_cutoff,
)
from remit.engine.model import Hours, Opening, Request, Span
from remit.engine.worktime import Count, WorktimeError, deadline, due, due_date, start_after_cutoff
from remit.engine.worktime.zones import LATEST

from .test_situation_classes import read, situations_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.engine.model import Value
    from remit.engine.triage.counts import Count as WayOfTemplate

LAW = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

spans = st.sampled_from([0, 1, 59, 3600, 8 * 3600, 18 * 3600, 400 * 3600]) | st.integers(0, 90 * DAY)


@st.composite
def receipts(draw: st.DrawFn, near: int) -> list[int]:
    """Draw instants, most of them near one, some far away or outside the years that are counted."""
    around = st.integers(-2, 2) | st.integers(-3 * DAY, 3 * DAY) | st.integers(-400 * DAY, 400 * DAY)
    drawn = [near + draw(around) for _ in range(draw(st.integers(0, 12)))]
    return drawn + draw(st.lists(st.sampled_from([-1, 0, LATEST, LATEST + 1, 2**40]), max_size=1))


def one_by_one(count: Callable[[int], int], starts: list[int]) -> list[int]:
    """Return what each start comes to by itself."""

    def instant(start: int) -> int:
        try:
            return count(start)
        except WorktimeError:
            return NEVER

    return [instant(start) for start in starts]


def column(starts: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(starts, np.int64)


@LAW
@given(places(), st.data())
def test_spans(place: tuple[Hours, int], data: st.DataObject) -> None:
    hours, near = place
    starts, seconds = data.draw(receipts(near)), data.draw(spans)
    assert (
        one_by_one(lambda start: due(hours, start, seconds), starts)
        == due_after(hours, column(starts), seconds).tolist()
    )


@LAW
@given(places(), wall_times, st.data())
def test_cutoffs(place: tuple[Hours, int], cutoff: int | str, data: st.DataObject) -> None:
    hours, near = place
    starts, seconds = data.draw(receipts(near)), data.draw(spans)
    counted_from = starts_after_cutoff(hours, column(starts), cutoff)  # type: ignore[arg-type]
    assert one_by_one(lambda start: start_after_cutoff(hours, start, cutoff), starts) == counted_from.tolist()  # type: ignore[arg-type]
    count = Count(hours, seconds, cutoff)  # type: ignore[arg-type]
    expected = one_by_one(lambda start: deadline(count, start), starts)
    assert expected == due_after(hours, column(starts), seconds, counted_from).tolist()


@LAW
@given(places(), st.data())
def test_dates(place: tuple[Hours, int], data: st.DataObject) -> None:
    hours, near = place
    count, starts = data.draw(dates(hours)), data.draw(receipts(near))
    assert one_by_one(lambda start: due_date(count, start), starts) == due_dates(count, column(starts)).tolist()


def test_hours_that_never_open_or_never_close() -> None:
    starts = [0, 1_700_000_000, LATEST]
    never, always = Hours("never", "UTC", ((),) * 7), Hours("always", "UTC", ((Opening(0, 1440),),) * 7)
    assert [NEVER] * 3 == due_after(never, column(starts), 1).tolist()
    assert [start + 7200 for start in starts] == due_after(always, column(starts), 7200).tolist()


def test_a_receipt_for_which_holidays_are_not_known_spoils_no_others() -> None:
    office = Hours("office", "Europe/Berlin", ((Opening(540, 1020),),) * 7, holidays=())
    starts = [0, *range(1_700_000_000, 1_700_900_000, 9_973), LATEST]
    assert (
        one_by_one(lambda start: due(office, start, 30_000), starts)
        == due_after(office, column(starts), 30_000).tolist()
    )


VALUES: dict[str, list[Value]] = {
    "agreed": [Span(3600), Span(0, 3), Span(0), Span(90 * DAY)],
    "zone": ["Asia/Tokyo", "Pacific/Apia", "America/St_Johns"],
    "land": ["DE", "US", "JP"],
}


def test_ways_whose_span_zone_or_country_facts_give() -> None:
    """Each row is counted by its own values; one that lacks a value of the way has no instant."""
    judge, dice = read(SPANS), np.random.default_rng(2)
    ways = CountedWays()
    classes = SituationClasses(judge, ways)
    classes.classify(situations_of(judge.compiled, classes.features, 3, 800), dice.integers(0, 2, 800))
    assert {fact for way in ways.listed for fact in facts_of_way(way)} == {*VALUES}
    starts = column(dice.integers(1_700_000_000, 1_900_000_000, 60).tolist())
    drawn = {fact: dice.integers(-1, len(values), 60) for fact, values in VALUES.items()}
    stated = {fact: ValueColumn(indices, VALUES[fact]) for fact, indices in drawn.items()}
    for way in ways.listed:
        expected = []
        for row, start in enumerate(starts.tolist()):
            facts = {fact: VALUES[fact][place] for fact, own in drawn.items() if (place := int(own[row])) >= 0}
            lacks = not facts.keys() >= {*facts_of_way(way)}
            expected += [NEVER] if lacks else one_by_one(partial(instant_of, way, facts), [start])
        assert expected == due_column(way, starts, stated).tolist(), way


def instant_of(way: WayOfTemplate, facts: dict[str, Value], start: int) -> int:
    return way.due(Request(id=None, received=start), facts)
