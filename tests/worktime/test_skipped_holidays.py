"""The public holidays that a count skips, by name."""

from __future__ import annotations

import pytest

from remit.engine.worktime import skipped_days

from .verbs import at, hours

NEW_YORK = hours("mon-fri 08:00-17:00", holidays="US", zone="America/New_York")
THANKSGIVING = {"2026-11-26": "Thanksgiving Day"}


@pytest.mark.parametrize(
    ("start", "end", "skipped"),
    [
        ("2026-11-25T15:00-05:00", "2026-11-27T09:00-05:00", THANKSGIVING),
        ("2026-11-25T15:00-05:00", "2026-11-25T17:00-05:00", {}),
        ("2026-11-25T15:00-05:00", "2026-11-26T08:00-05:00", {}),
        ("2026-11-25T15:00-05:00", "2026-11-26T08:01-05:00", THANKSGIVING),
        ("2026-11-26T16:59-05:00", "2026-11-27T09:00-05:00", THANKSGIVING),
        ("2026-11-26T17:00-05:00", "2026-11-27T09:00-05:00", {}),
    ],
)
def test_a_holiday_is_skipped_where_the_desk_would_have_been_open(start, end, skipped):
    assert skipped == skipped_days(NEW_YORK, at(start), at(end))


def test_a_holiday_at_the_weekend_is_not_skipped_but_the_day_on_which_it_is_observed_is():
    """The fourth of July is a Saturday in 2026."""
    days = skipped_days(NEW_YORK, at("2026-07-01T09:00-04:00"), at("2026-07-07T09:00-04:00"))
    assert {"2026-07-03": "Independence Day (observed)"} == days


def test_a_day_whose_openings_are_written_is_no_holiday():
    desk = hours("mon-fri 08:00-17:00", holidays="US", zone="UTC", dates={"2026-11-26": "08:00-12:00"})
    assert {} == skipped_days(desk, at("2026-11-25T15:00+00:00"), at("2026-11-27T15:00+00:00"))


def test_hours_without_a_calendar_skip_none():
    desk = hours("mon-fri 08:00-17:00", zone="UTC")
    assert {} == skipped_days(desk, at("2026-11-25T15:00+00:00"), at("2026-11-27T15:00+00:00"))
