"""Sets of values, in words and as JSON."""

from __future__ import annotations

from datetime import date

import pytest

from remit.engine.model import Age, Compares, Fact, IsOneOf, Span
from remit.engine.rules.codes import codes_of, named_values
from remit.engine.why_not.values import value_set

CHOICES = Fact("x", "?", "choice", dict.fromkeys(["in_house", "b", "c", "d", "e", "f", "g", "h"], ""))
NUMBER = Fact("x", "?", "number")
BOUNDED = Fact("x", "?", "number", {}, 0, 10)


def words(fact, conditions, *holding):
    """Return the words and the JSON of the values for which tests hold."""
    codes = codes_of(fact, named_values(conditions)["x"])
    bits = codes.live
    for test in holding:
        is_named = isinstance(test, IsOneOf)
        bits &= codes.one_of(test.values) if is_named else codes.compared(test.comparison, test.bound)
    values = value_set(codes, bits)
    return values.text, values.to_dict()


def above(comparison, bound):
    return Compares("x", comparison, bound)


@pytest.mark.parametrize(
    ("holding", "text", "record"),
    [
        ((above("at_least", 5),), "at least 5", {"ranges": [{"at_least": 5}]}),
        ((above("less_than", 5),), "less than 5", {"ranges": [{"less_than": 5}]}),
        ((above("more_than", 8),), "more than 8", {"ranges": [{"more_than": 8}]}),
        (
            (above("at_least", 5), above("at_most", 8)),
            "at least 5 and at most 8",
            {"ranges": [{"at_least": 5, "at_most": 8}]},
        ),
        ((), "any", {"ranges": [{}]}),
    ],
)
@pytest.mark.parametrize("fact", [NUMBER, BOUNDED])
def test_a_number_is_said_by_its_bounds(fact, holding, text, record):
    assert (text, record) == words(fact, [above("at_least", 5), above("at_most", 8)], *holding)


def test_a_single_number_is_said_by_itself():
    five = IsOneOf("x", (5,))
    assert ("5", {"ranges": [{"at_least": 5, "at_most": 5}]}) == words(NUMBER, [five], five)


def test_a_date_is_said_by_its_days():
    fact, day = Fact("x", "?", "date"), date(2026, 3, 9)
    tests = [above("from", day), above("before", day)]
    assert ("from 2026-03-09", {"ranges": [{"at_least": "2026-03-09"}]}) == words(fact, tests, tests[0])
    assert ("before 2026-03-09", {"ranges": [{"less_than": "2026-03-09"}]}) == words(fact, tests, tests[1])


def test_an_age_is_said_as_the_language_writes_it():
    fact, year = Fact("x", "?", "date"), Age(12, "months")
    old, young = above("older_than", year), above("at_most_old", year)
    assert ("older than 12 months", {"ranges": [{"more_than": 12, "unit": "months"}]}) == words(fact, [old, young], old)
    assert "at most 12 months old" == words(fact, [old, young], young)[0]


def test_choices_are_named_and_where_nearly_all_do_those_that_do_not():
    few = IsOneOf("x", ("in_house", "b"))
    assert ("in house or b", {"values": ["in_house", "b"]}) == words(CHOICES, [few], few)
    many = IsOneOf("x", ("b", "c", "d", "e", "f", "g", "h"))
    text, record = words(CHOICES, [many], many)
    assert ("any but in house", ["b", "c", "d", "e", "f", "g", "h"]) == (text, record["values"])


def test_what_no_rule_names_and_absence_are_said():
    fact = Fact("x", "?", "span", optional=True)
    named = IsOneOf("x", (Span(3600),))
    text, record = words(fact, [named])
    assert "1 hour, any value that no rule names or absent" == text
    assert {"values": ["1 hour"], "other": True, "absent": True} == record


def test_booleans_are_true_and_false():
    fact, yes = Fact("x", "?", "boolean"), IsOneOf("x", (True,))
    assert ("true", {"values": [True]}) == words(fact, [yes], yes)
