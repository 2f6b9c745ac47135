"""What can be said of hours as they are written: never open, colliding, how long a business day is."""

from __future__ import annotations

import pytest

from remit.engine.model import Hours, Opening, Span
from remit.engine.worktime import Collision, amount, collisions, day_length, never_open

from .verbs import hours, opened, refusal

HOUR = 3600


def collide(desk: Hours) -> list[str]:
    """Return the collisions in words, the later opening first."""
    return [f"{c.later_day} {_clock(c.later)} over {c.earlier_day} {_clock(c.earlier)}" for c in collisions(desk)]


def _clock(opening: Opening) -> str:
    return f"{opening.start // 60:02}:{opening.start % 60:02}-{opening.end // 60:02}:{opening.end % 60:02}"


def test_hours_without_any_opening():
    """They never open, whatever dates they close."""
    assert never_open(hours())
    assert never_open(hours(dates={"2026-12-24": "closed"}))


def test_hours_with_one_opening():
    """They open, in the week or on a date."""
    assert not never_open(hours("sun 09:00-10:00"))
    assert not never_open(hours(dates={"2026-12-24": "09:00-10:00"}))


def test_openings_that_overlap_on_a_day():
    """The later one is named beside the one it begins in."""
    desk = hours("mon 09:00-13:00, 12:00-17:00")
    assert ["mon 12:00-17:00 over mon 09:00-13:00"] == collide(desk)
    assert (Collision("mon", Opening(540, 780), "mon", Opening(720, 1020)),) == collisions(desk)


def test_openings_that_touch():
    """They do not collide."""
    desk = hours("mon-sun 00:00-12:00, 12:00-24:00", dates={"2026-01-01": "09:00-12:00, 12:00-13:00"})
    assert [] == collide(desk)
    assert [] == collide(hours("mon-sun 22:00-06:00, 06:00-22:00"))


def test_opening_written_twice():
    """It collides with itself."""
    assert ["tue 09:00-12:00 over tue 09:00-12:00"] == collide(hours("tue 09:00-12:00, 09:00-12:00"))


def test_night_that_runs_into_the_next_day():
    """It collides with what opens there, on Monday after Sunday as well."""
    assert ["wed 05:00-09:00 over tue 22:00-30:00"] == collide(hours("tue 22:00-06:00", "wed 05:00-09:00"))
    assert ["mon 05:00-09:00 over sun 22:00-30:00"] == collide(hours("sun 22:00-06:00", "mon 05:00-09:00"))


def test_long_opening_over_several():
    """Each of the others collides with it, though they lie apart from one another."""
    desk = hours("mon 09:00-17:00, 10:00-11:00, 12:00-13:00")
    assert ["mon 10:00-11:00 over mon 09:00-17:00", "mon 12:00-13:00 over mon 09:00-17:00"] == collide(desk)


def test_openings_that_overlap_on_a_date():
    """They collide with one another, but never with the week that they replace."""
    desk = hours("thu 09:00-17:00", dates={"2026-12-24": "09:00-12:00, 11:00-13:00", "2026-12-25": "09:00-12:00"})
    assert ["2026-12-24 11:00-13:00 over 2026-12-24 09:00-12:00"] == collide(desk)


def test_night_of_a_date():
    """It runs on into the next day, so it does not meet the morning of its own."""
    assert [] == collide(hours(dates={"2026-12-24": "00:00-05:00, 22:00-06:00"}))


def test_monday_that_collides_with_itself():
    """It is told once, though Monday also follows Sunday."""
    assert ["mon 09:30-11:00 over mon 09:00-10:00"] == collide(hours("mon 09:00-10:00, 09:30-11:00", "sun 09:00-10:00"))


def test_many_openings_are_compared_in_no_time():
    """All but the first of each day lie over it."""
    crowded = tuple(Opening(minute % 1000, 1440) for minute in range(10_000))
    assert 7 * 9_999 == len(collisions(Hours("crowded", "UTC", (crowded,) * 7)))


@pytest.mark.parametrize(
    ("week", "length"),
    [
        (["mon-fri 09:00-17:00"], 8 * HOUR),
        (["mon-fri 09:00-12:30, 13:00-17:00"], 7 * HOUR + 1800),
        (["mon-thu 09:00-17:00", "fri 10:00-18:00"], 8 * HOUR),
        (["mon-fri 00:00-24:00"], 24 * HOUR),
        (["mon-fri 22:00-06:00"], 8 * HOUR),
        (["mon 09:00-12:00, 11:00-13:00"], 4 * HOUR),
        (["mon-thu 09:00-17:00", "fri 09:00-15:00"], None),
        ([], None),
    ],
)
def test_length_of_a_business_day(week: list[str], length: int | None):
    """It is that of an open weekday where all are equal, by the clock on the wall."""
    assert length == day_length(hours(*week))


def test_length_of_a_business_day_that_is_written():
    """It is the written one."""
    assert 7 * HOUR == day_length(hours("mon-thu 09:00-17:00", "fri 09:00-15:00", day=7 * HOUR))


def test_length_of_a_business_day_is_that_of_the_week():
    """Half days do not change it."""
    assert 8 * HOUR == day_length(hours("mon-fri 09:00-17:00", dates={"2026-12-24": "09:00-12:00"}))


def test_amount_of_a_span():
    """Days count as long as the hours say, and seconds come on top."""
    desk = hours("mon-fri 09:00-17:00")
    assert 90 == amount(desk, Span(90))
    assert 16 * HOUR + 90 == amount(desk, Span(90, 2))


def test_amount_of_a_span_in_days_of_no_known_length():
    """It is refused; without days it is not."""
    desk = hours("mon-thu 09:00-17:00", "fri 09:00-15:00")
    assert "hours `office` do not say how long a business day is" == refusal(amount, desk, Span(0, 1))
    assert 60 == amount(desk, Span(60))


def test_names_of_openings():
    """The tests' own verbs read an overnight opening as one that ends the next day."""
    assert (Opening(1320, 1800), Opening(0, 1440)) == opened("22:00-06:00, 00:00-24:00")


def test_a_date_that_opens_before_last_night_has_ended():
    """The tail of the night before stays, so the two overlap."""
    nights = hours("mon-fri 22:00-06:00", dates={"2026-03-10": "05:00-12:00"})
    assert [("2026-03-09", "2026-03-10")] == [(c.earlier_day, c.later_day) for c in collisions(nights)]
