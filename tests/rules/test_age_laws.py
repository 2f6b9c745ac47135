"""Laws of dates and their ages: codes say of a date what the calendar says, day by day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from remit.engine.model import Age, AgeUnit, Compares, DateComparison, Fact
from remit.engine.rules.codes import codes_of, members, named_values

from .worlds import laws

DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 12, 31))
UNITS: tuple[AgeUnit, ...] = ("months", "days")
BY_AGE: tuple[DateComparison, ...] = ("older_than", "at_most_old")
BY_DATE: tuple[DateComparison, ...] = ("before", "from")


def is_older(day: date, limit: Age, received: date) -> bool:
    """Say whether a date is older than a limit, by walking the calendar month after month or day after day."""
    if limit.unit == "days":
        end = day
        for _ in range(limit.count):
            end += timedelta(days=1)
        return received > end
    year, month = day.year, day.month
    for _ in range(limit.count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = monthrange(year, month)[1]
    return received > date(year, month, min(day.day, last))


@st.composite
def limits(draw: st.DrawFn) -> list[Age]:
    unit = draw(st.sampled_from(UNITS))
    most = 60 if unit == "months" else 1000
    return [Age(count, unit) for count in draw(st.lists(st.integers(0, most), min_size=1, max_size=4))]


@given(listed=limits(), data=st.data())
@laws(200)
def test_a_date_is_as_old_as_the_calendar_says(listed: list[Age], data: st.DataObject) -> None:
    """It has the code of those comparisons alone that hold of it at its receipt; also beside the limits."""
    conditions = [Compares("made", data.draw(st.sampled_from(BY_AGE)), limit) for limit in listed]
    codes = codes_of(Fact("made", "?", "date"), named_values(conditions)["made"])
    received = data.draw(DATES)
    made = data.draw(DATES)
    if data.draw(st.booleans()):
        limit = data.draw(st.sampled_from(listed))
        made = limit.oldest(received) + timedelta(days=data.draw(st.integers(-3, 3)))
    code = codes.code_at(made, received)
    for condition, limit in zip(conditions, listed, strict=True):
        holds = bool(codes.compared(condition.comparison, limit) >> code & 1)
        assert holds is (is_older(made, limit, received) is (condition.comparison == "older_than"))


@given(listed=limits(), received=DATES)
@laws(200)
def test_every_age_has_a_date_beside_its_limit(listed: list[Age], received: date) -> None:
    """So that each region can be shown by a request, at whichever receipt; a day earlier or later is another age."""
    conditions = [Compares("made", "older_than", limit) for limit in listed]
    codes = codes_of(Fact("made", "?", "date", optional=True), named_values(conditions)["made"])
    regions = [code for code in members(codes.live) if code != codes.none]
    assert len({limit.count for limit in listed}) + 1 == len(regions)
    for code in regions:
        example = codes.example_at(code, received)
        assert code == codes.code_at(example, received)
        assert code + (-1 if code else 1) == codes.code_at(example + timedelta(days=1 if code else -1), received)


@given(bounds=st.lists(DATES, min_size=1, max_size=4), data=st.data())
@laws(150)
def test_a_date_is_before_another_or_not(bounds: list[date], data: st.DataObject) -> None:
    """Each day of receipt says the same, and each region has a date."""
    conditions = [Compares("made", data.draw(st.sampled_from(BY_DATE)), bound) for bound in bounds]
    codes = codes_of(Fact("made", "?", "date"), named_values(conditions)["made"])
    made = data.draw(st.one_of(DATES, st.sampled_from(bounds)))
    assert codes.code(made) == codes.code_at(made, data.draw(DATES))
    for condition, bound in zip(conditions, bounds, strict=True):
        holds = bool(codes.compared(condition.comparison, bound) >> codes.code(made) & 1)
        assert holds is ((made < bound) is (condition.comparison == "before"))
    for code in codes:
        example = codes.example(code)
        assert isinstance(example, date)
        assert code == codes.code(example)


@given(limit=limits().map(lambda listed: listed[0]), received=DATES, made=DATES)
@laws(100)
def test_a_date_never_grows_younger(limit: Age, received: date, made: date) -> None:
    """Neither by waiting a day nor by being made a day earlier."""
    assume(received > date(1990, 1, 1))
    if received > limit.last_day(made):
        assert received + timedelta(days=1) > limit.last_day(made)
        assert received > limit.last_day(made - timedelta(days=1))
