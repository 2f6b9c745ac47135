"""How durations, stretches and lists are worded."""

from __future__ import annotations

import pytest

from remit.engine.language.time_notation import parse_instant
from remit.engine.text import either
from remit.engine.triage.clock import city, duration, hours_and_minutes, moment, stretch

NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 s"),
        (1, "1 s"),
        (59, "59 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h"),
        (3601, "1 h"),
        (3660, "1 h 1 min"),
        (86_399, "23 h 59 min"),
        (86_400, "1 d"),
        (90_000, "1 d 1 h"),
        (86_460, "1 d"),
        (244_800, "2 d 20 h"),
        (31_536_000, "365 d"),
        (-5400, "-1 h 30 min"),
    ],
)
def test_a_duration_in_its_two_largest_units(seconds, expected):
    assert expected == duration(seconds)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0:00"),
        (60, "0:01"),
        (1800, "0:30"),
        (19_800, "5:30"),
        (86_400, "24:00"),
        (360_000, "100:00"),
        (90, "0:01:30"),
    ],
)
def test_a_duration_as_a_clock_shows_it(seconds, expected):
    assert expected == hours_and_minutes(seconds)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-06T16:30:00-05:00", "2026-03-06T17:00:00-05:00", "Fri 6 Mar 16:30-17:00"),
        ("2026-03-06T16:30:00-05:00", "2026-03-07T00:00:00-05:00", "Fri 6 Mar 16:30-24:00"),
        ("2026-03-06T00:00:00-05:00", "2026-03-07T00:00:00-05:00", "Fri 6 Mar 00:00-24:00"),
        ("2026-03-06T22:00:00-05:00", "2026-03-07T06:00:00-05:00", "Fri 6 Mar 22:00 - Sat 7 Mar 06:00"),
        ("2026-03-06T00:00:00-05:00", "2026-03-08T00:00:00-05:00", "Fri 6 Mar 00:00 - Sun 8 Mar 00:00"),
        ("2026-12-31T22:00:00-05:00", "2027-01-01T06:00:00-05:00", "Thu 31 Dec 22:00 - Fri 1 Jan 2027 06:00"),
        ("2026-12-31T22:00:00-05:00", "2027-01-01T00:00:00-05:00", "Thu 31 Dec 22:00-24:00"),
        ("2027-01-01T08:00:00-05:00", "2027-01-01T09:00:00-05:00", "Fri 1 Jan 2027 08:00-09:00"),
        ("2026-03-06T16:30:10-05:00", "2026-03-06T17:00:00-05:00", "Fri 6 Mar 16:30:10-17:00"),
    ],
)
def test_a_stretch(start, end, expected):
    assert expected == stretch(parse_instant(start), parse_instant(end), NEW_YORK, year=2026)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2026, "Mon 9 Mar 13:30 New York"),
        (2025, "Mon 9 Mar 2026 13:30 New York"),
        (None, "Mon 9 Mar 2026 13:30 New York"),
    ],
)
def test_a_moment_names_its_year_where_it_is_another(year, expected):
    assert expected == moment(parse_instant("2026-03-09T17:30:00Z"), NEW_YORK, year=year)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [(NEW_YORK, "New York"), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("UTC", "UTC")],
)
def test_a_zone_is_called_by_its_city(zone, expected):
    assert expected == city(zone)


@pytest.mark.parametrize(
    ("words", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_a_list_of_choices(words, expected):
    assert expected == either(words)


@pytest.mark.parametrize(
    ("written", "timezone", "expected"),
    [
        ("2026-11-01T01:30:00-04:00", NEW_YORK, "Sun 1 Nov 01:30 EDT New York"),
        ("2026-11-01T01:30:00-05:00", NEW_YORK, "Sun 1 Nov 01:30 EST New York"),
        ("2026-10-25T01:20:00Z", "Europe/London", "Sun 25 Oct 01:20 GMT London"),
        ("2026-11-01T00:59:59-04:00", NEW_YORK, "Sun 1 Nov 00:59:59 New York"),
        ("2026-11-01T02:00:00-05:00", NEW_YORK, "Sun 1 Nov 02:00 New York"),
        ("2026-03-08T03:00:00-04:00", NEW_YORK, "Sun 8 Mar 03:00 New York"),
    ],
)
def test_a_moment_that_the_clock_shows_twice(written, timezone, expected):
    """It is told from the other by the zone's name for it."""
    assert expected == moment(parse_instant(written), timezone, year=2026)


def test_a_stretch_over_a_change_of_the_clock():
    start, end = (parse_instant(f"2026-10-25T{clock}Z") for clock in ("00:20", "01:20"))
    assert "Sun 25 Oct 01:20 BST-01:20 GMT" == stretch(start, end, "Europe/London", year=2026)
