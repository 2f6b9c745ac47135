"""Spans: numbers and units."""

from __future__ import annotations

import pytest

from remit.engine.language.time_notation import parse_span
from remit.engine.model import Span

from .verbs import policy, refuses


@pytest.mark.parametrize(
    ("text", "seconds", "days"),
    [
        ("1 second", 1, 0),
        ("90 seconds", 90, 0),
        ("15 minutes", 900, 0),
        ("1 hour", 3600, 0),
        ("1 hours", 3600, 0),
        ("6 business hours", 21_600, 0),
        ("1 day", 0, 1),
        ("2 business days", 0, 2),
        ("7 hours 30 minutes", 27_000, 0),
        ("30 minutes 7 hours", 27_000, 0),
        ("1 day 4 hours 1 minute 1 second", 14_461, 1),
        ("1 day 1 day", 0, 2),
        ("0 hours", 0, 0),
        ("0 days", 0, 0),
        ("007 hours", 25_200, 0),
        ("999999999 seconds", 999_999_999, 0),
        ("  1   business \t hour  ", 3600, 0),
    ],
)
def test_span(text, seconds, days):
    """It is the sum of its parts; days stay days."""
    assert Span(seconds, days) == parse_span(text)


def test_words_of_a_span():
    """They are kept for whoever reads the decision."""
    span = parse_span(" 2 business days ")
    assert span is not None
    assert "2 business days" == span.text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "1",
            "hour",
            "an hour",
            "1hour",
            "1h",
            "1 h",
            "1 hr",
            "1 hourss",
            "1 Hour",
            "1 HOURS",
            "1 week",
            "1 month",
        ),
        *(
            "-1 hour",
            "- 1 hour",
            "+1 hour",
            "1.5 hours",
            "1,5 hours",
            ".5 hours",
            "1/2 hour",
            "1e3 hours",
            "½ hour",
            "٣ hours",
        ),
        *(
            "1 hour30 minutes",
            "1 hour, 30 minutes",
            "1 hour and 30 minutes",
            "1 hour 30",
            "1 hour hour",
            "1 hour business",
        ),
        *("business 1 hour", "1 businesshour", "1 Business hour", "1 working hour", "1:30", "PT1H", "1000000000 hours"),
        *("1 hour\x00", "1 hour.", "24x7", "none", "9" * 10_000 + " hours"),
    ],
)
def test_text_that_is_no_span(text):
    """It is refused, also where it is nearly one."""
    assert parse_span(text) is None


def test_span_in_a_service():
    """It is read as one, and refused at its place."""
    assert Span(7200) == policy("services: {s: {title: x, span: 2 hours}}").services["s"].span
    expected = (
        "1:32 wrong-span `span` is `soon`, not a span such as `6 business hours`, `2 days` or `7 hours 30 minutes`"
    )
    assert [expected] == refuses("services: {s: {title: x, span: soon}}")
