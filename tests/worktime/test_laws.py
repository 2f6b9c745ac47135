"""What holds of deadlines and elapsed time whatever the hours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.engine.worktime import due, due_each, elapsed, is_open, next_open, open_time, periods

from .strategies import situations_that_open

if TYPE_CHECKING:
    from remit.engine.model import Hours

DAY = 86_400

amounts = st.integers(0, 60 * 3600)
distances = st.integers(0, 400 * DAY)
law = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@law
@given(situations_that_open(), distances, amounts)
def test_later_start_is_never_due_earlier(situation: tuple[Hours, int], later: int, amount: int):
    """`due` is monotone in its start."""
    hours, start = situation
    assert due(hours, start, amount) <= due(hours, start + later, amount)


@law
@given(situations_that_open(), amounts, amounts)
def test_more_is_due_later(situation: tuple[Hours, int], amount: int, more: int):
    """`due` is strictly monotone in its amount."""
    hours, start = situation
    assert due(hours, start, amount) < due(hours, start, amount + more + 1)


@law
@given(situations_that_open(), amounts)
def test_deadline_has_the_amount_behind_it(situation: tuple[Hours, int], amount: int):
    """At the deadline exactly the amount has elapsed."""
    hours, start = situation
    assert amount == elapsed(hours, start, due(hours, start, amount))


@law
@given(situations_that_open(), st.integers(1, 60 * 3600))
def test_deadline_is_the_earliest(situation: tuple[Hours, int], amount: int):
    """One second before, one second is wanting."""
    hours, start = situation
    assert amount - 1 == elapsed(hours, start, due(hours, start, amount) - 1)


@law
@given(situations_that_open(), amounts, amounts)
def test_deadline_of_a_deadline(situation: tuple[Hours, int], one: int, other: int):
    """Two amounts one after the other are due when their sum is."""
    hours, start = situation
    assert due(hours, start, one + other) == due(hours, due(hours, start, one), other)


@law
@given(situations_that_open(), st.lists(st.integers(1, 60 * 3600), max_size=4))
def test_amounts_are_due_at_once_when_each_is(situation: tuple[Hours, int], several: list[int]):
    """It makes no difference whether the years that this needs were laid out before."""
    hours, start = situation
    at_once = due_each(hours, start, several)
    assert at_once == [due(hours, start, amount) for amount in several] == due_each(hours, start, several)


@law
@given(situations_that_open(), st.lists(distances, max_size=6).map(sorted), st.integers(1, 60 * 3600))
def test_starts_in_order_are_due_at_once_when_each_is(situation: tuple[Hours, int], later: list[int], amount: int):
    hours, start = situation
    known = open_time(hours, start, start + 300 * DAY)  # the last are due beyond it, which it does not know
    starts = [start + distance for distance in later]
    assert known.after_starts(starts, amount) == [known.after(instant, amount) for instant in starts]


@law
@given(situations_that_open(), distances, distances)
def test_elapsed_time_adds_up(situation: tuple[Hours, int], one: int, other: int):
    """However a stretch is split, its parts have the open time of the whole."""
    hours, start = situation
    middle, end = start + one, start + one + other
    assert elapsed(hours, start, end) == elapsed(hours, start, middle) + elapsed(hours, middle, end)


@law
@given(situations_that_open(), distances)
def test_periods_add_up(situation: tuple[Hours, int], distance: int):
    """They are in order, apart, inside what was asked, and as long as what has elapsed."""
    hours, start = situation
    found = periods(hours, start, start + distance)
    assert elapsed(hours, start, start + distance) == sum(end - opened for opened, end in found)
    edges = [start, *(edge for period in found for edge in period), start + distance]
    assert sorted(edges) == edges
    inner = edges[1:-1]
    assert len(set(inner)) == len(inner)


@law
@given(situations_that_open())
def test_next_opening_is_open(situation: tuple[Hours, int]):
    """And nothing before it is."""
    hours, start = situation
    opening = next_open(hours, start)
    assert is_open(hours, opening)
    assert 0 == elapsed(hours, start, opening)
    assert opening + 1 == due(hours, start, 1)


@law
@given(situations_that_open(), st.lists(distances, min_size=1, max_size=5))
def test_order_of_questions(situation: tuple[Hours, int], distances: list[int]):
    """What was asked before, and so how far a table reaches, changes no answer."""
    hours, start = situation
    instants = [start + distance for distance in distances]
    asked = [elapsed(hours, min(instant, start), instant) for instant in instants]
    whole = open_time(_again(hours), start - 800 * DAY, start + 800 * DAY)
    assert asked == [whole.before(instant) - whole.before(start) for instant in instants]


def _again(hours: Hours) -> Hours:
    """Return equal hours with a table of their own."""
    return replace(hours)
