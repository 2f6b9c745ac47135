"""Instants: a date, a time and an offset."""

from __future__ import annotations

from datetime import datetime

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.language.time_notation import NotAnInstant, parse_instant

NO_INSTANT = "is not an instant with an offset such as `2026-03-06T16:30:00-05:00`"
NOT_THERE = "names a day, a time or an offset that does not exist"
NO_OFFSET = "has no offset such as `+01:00`"
OUTSIDE = "is outside 1970 to 2100"


def refusal(text: str) -> str:
    """Return why a text is no instant."""
    with pytest.raises(NotAnInstant) as problem:
        parse_instant(text)
    return str(problem.value)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-06T16:30:00-05:00", "2026-03-06T21:30:00Z", "2026-03-06t21:30:00z", "2026-03-06 21:30:00Z"),
        *("2026-03-06T21:30Z", "2026-03-06T16:30-05:00", "2026-03-06T21:30:00+00:00", "2026-03-06T21:30:00-00:00"),
        *(
            "2026-03-07T21:29:00+23:59",
            "2026-03-07T03:15:00+05:45",
            "2026-03-06T21:30:00.9Z",
            " 2026-03-06T21:30:00Z\n",
        ),
        *("2026-03-06T21:30:00.999999999Z", "2026-03-06T16:30:00.5-05:00"),
    ],
)
def test_same_instant_in_other_words(text):
    """Offset, separators and capitals do not change it; fractions are dropped."""
    assert 1_772_832_600 == parse_instant(text)


@pytest.mark.parametrize("text", ["1970-01-01T00:00:00Z", "2000-02-29T12:00:00+14:00", "2024-02-29T23:59:59-12:00"])
def test_instant_as_the_standard_library_reads_it(text):
    """It is the same."""
    assert int(datetime.fromisoformat(text).timestamp()) == parse_instant(text)


@given(
    some.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30)),  # noqa: DTZ001 - the offset is drawn besides
    some.from_regex(r"([+-](0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]|Z)", fullmatch=True),
)
def test_instant_as_pendulum_reads_it(clock, offset):
    """It is the same."""
    text = f"{clock.isoformat(timespec='seconds')}{offset}"
    parsed = pendulum.parse(text)
    assert isinstance(parsed, pendulum.DateTime)
    assert parsed.int_timestamp == parse_instant(text)


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z"),
        ("1970-01-01T01:00:00+01:00", "1970-01-01T00:59:59+01:00"),
        ("1969-12-31T23:00:00-01:00", "1969-12-31T22:59:59-01:00"),
        ("2100-12-31T23:59:59Z", "2101-01-01T00:00:00Z"),
        ("2100-12-31T23:59:59.999Z", "9999-12-31T23:59:59Z"),
        ("2101-01-01T00:59:59+01:00", "2101-01-01T01:00:00+01:00"),
    ],
)
def test_edge_of_the_years(inside, outside):
    """The years 1970 to 2100 are those of UTC."""
    assert 0 <= parse_instant(inside) < 4_133_980_800
    assert OUTSIDE == refusal(outside)


@pytest.mark.parametrize(
    "text", ["2026-03-06", "2026-03-06T16:30:00", "2026-03-06T16:30", "2026-03-06 16:30:00.5", "2026-03-06T"]
)
def test_text_without_an_offset(text):
    """It is told so, because the reader would have to guess."""
    assert NO_OFFSET == refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        # What pendulum would take, reading the clock or guessing the rest.
        *(
            "12:04",
            "12:04Z",
            "12:04:30+01:00",
            "now",
            "2026",
            "2026-03",
            "20260306",
            "20260306T163000Z",
            "2026-W10-5T16:30:00Z",
        ),
        *(
            "2026-065T16:30:00Z",
            "2026-03-06T16Z",
            "2026-03-06T16:30:00+0500",
            "2026-03-06T16:30:00+05",
            "P1D",
            "1772832600",
        ),
        *("2026-03-06T16:30:00Z/2026-03-07T16:30:00Z", "2026-03-06T16:30:00Z/P1D"),
        # Offsets that are written otherwise.
        *("2026-03-06T16:30:00 Z", "2026-03-06T16:30:00 -05:00", "2026-03-06T16:30:00EST"),
        "2026-03-06T16:30:00[Europe/Berlin]",
        # Near misses.
        *(
            "",
            " ",
            "2026-3-6T16:30:00Z",
            "06.03.2026 16:30Z",
            "2026-03-06T16:30:00.Z",
            "2026-03-06T16:30:00.1234567890Z",
        ),
        *(
            "2026-03-06T16:30:00,5Z",
            "2026-03-06\n16:30:00Z",
            "\uff12\uff10\uff12\uff16-03-06T16:30:00Z",
            "2026-03-06T16:30:00\u221205:00",
        ),
        "1" * 100_000,
    ],
)
def test_text_that_is_no_instant(text):
    """It is shown what one looks like."""
    assert NO_INSTANT == refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-06T24:00:00Z", "2026-03-06T25:00:00Z", "2026-03-06T23:60:00Z", "2026-03-06T24:00Z"),
        *("2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-03-00T00:00:00Z"),
        *("2026-03-32T00:00:00Z", "0000-01-01T00:00:00Z"),
        # Leap seconds.
        *("2016-12-31T23:59:60Z", "2026-06-30T23:59:60Z", "2026-03-06T16:30:60Z"),
        *("2026-03-06T16:30:00+24:00", "2026-03-06T16:30:00+05:60", "2026-03-06T16:30:00+99:99"),
    ],
)
def test_text_that_is_written_as_an_instant_and_names_none(text):
    """It is told so, rather than shown the form that it has."""
    assert NOT_THERE == refusal(text)
