"""Codes: which values of a fact rules can tell apart, and which sets of them a condition means."""

from __future__ import annotations

import pytest

from remit.engine.model import Compares, Comparison, Condition, Fact, IsOneOf, Span
from remit.engine.rules.codes import Codes, codes_of, named_values
from remit.engine.rules.compiled import Test as CompiledTest
from remit.engine.rules.compiled import compile_condition

from .worlds import BUILT_IN

SIZES = Fact("size", "How large?", "choice", dict.fromkeys(("small", "medium", "large"), ""))


def users(*, low: float | None = None, high: float | None = None, optional: bool = False) -> Fact:
    """Return a fact that is a number."""
    return Fact("users", "How many?", "number", {}, low, high, optional=optional)


def codes(fact: Fact, *conditions: Condition) -> Codes:
    """Return the codes of a fact that only these conditions read."""
    return codes_of(fact, named_values(conditions).get(fact.name, ()))


def regions(fact: Fact, conditions: list[Condition], numbers: list[float]) -> list[int]:
    """Return the codes of some numbers."""
    found = codes(fact, *conditions)
    return [found.code(number) for number in numbers]


def chosen(fact: Fact, condition: Condition) -> set[int]:
    """Return the codes that a condition admits."""
    compiled = compile_condition(condition, {fact.name: codes(fact, condition)})
    assert isinstance(compiled, CompiledTest)
    return {code for code in codes(fact, condition) if compiled.codes >> code & 1}


def compares(comparison: Comparison, bound: float | str, fact: str = "users") -> Condition:
    """Return a comparison, of `users` unless said otherwise."""
    return Compares(fact, comparison, bound)


JUST_BELOW_TEN, JUST_ABOVE_TEN = 9.999999999999998, 10.000000000000002


@pytest.mark.parametrize(
    ("comparison", "regions_of_ten", "admitted"),
    [
        ("at_least", [0, 1, 1], {1}),
        ("less_than", [0, 1, 1], {0}),
        ("more_than", [0, 0, 1], {1}),
        ("at_most", [0, 0, 1], {0}),
    ],
)
def test_a_threshold_cuts_numbers_in_two(comparison: Comparison, regions_of_ten: list[int], admitted: set[int]) -> None:
    """The number itself belongs to one side or the other."""
    condition = compares(comparison, 10)
    assert regions_of_ten == regions(users(), [condition], [JUST_BELOW_TEN, 10, JUST_ABOVE_TEN])
    assert admitted == chosen(users(), condition)


def test_equality_cuts_numbers_in_three() -> None:
    condition = IsOneOf("users", (10,))
    assert [0, 1, 2] == regions(users(), [condition], [JUST_BELOW_TEN, 10, JUST_ABOVE_TEN])
    assert {1} == chosen(users(), condition)


def test_opposite_comparisons_with_one_number_cut_once() -> None:
    conditions = [compares("at_least", 10), compares("less_than", 10)]
    assert 2 == len(codes(users(), *conditions))


def test_at_least_and_more_than_one_number_set_that_number_apart() -> None:
    conditions = [compares("at_least", 10), compares("more_than", 10)]
    assert [0, 1, 2] == regions(users(), conditions, [JUST_BELOW_TEN, 10, JUST_ABOVE_TEN])


def test_two_thresholds_make_three_regions() -> None:
    conditions = [compares("more_than", 20), compares("at_least", 10)]
    assert [0, 1, 1, 1, 2] == regions(users(), conditions, [9, 10, 15, 20, 20.5])


def test_whole_and_decimal_numbers_are_one_threshold() -> None:
    assert 2 == len(codes(users(), compares("at_least", 10), compares("at_least", 10.0)))


def test_a_number_that_no_condition_reads_has_one_region() -> None:
    assert [0, 0, 0] == regions(users(low=0, high=9), [], [0, 4, 9])
    assert [[0]] * 3 == [list(codes(fact)) for fact in (users(), users(low=5), users(low=5, high=5))]


@pytest.mark.parametrize(
    ("fact", "condition", "live"),
    [
        (users(low=10), compares("at_least", 10), [1]),
        (users(low=10), compares("more_than", 10), [0, 1]),
        (users(low=9.5), compares("at_least", 10), [0, 1]),
        (users(high=10), compares("at_least", 10), [0, 1]),
        (users(high=10), compares("more_than", 10), [0]),
        (users(high=10), compares("at_most", 10), [0]),
        (users(low=10), IsOneOf("users", (10,)), [1, 2]),
        (users(high=10), IsOneOf("users", (10,)), [0, 1]),
        (users(low=10, high=10), IsOneOf("users", (10,)), [1]),
    ],
)
def test_a_minimum_and_a_maximum_take_away_the_regions_beyond_them(
    fact: Fact, condition: Condition, live: list[int]
) -> None:
    assert live == list(codes(fact, condition))


def test_an_optional_number_has_a_code_for_none_that_stands_to_no_bound() -> None:
    fact = users(optional=True)
    expected: dict[Comparison, set[int]] = {"at_least": {1}, "less_than": {0}, "more_than": {1}, "at_most": {0}}
    for comparison, admitted in expected.items():
        found = codes(fact, compares(comparison, 10))
        assert (3, 3) == (len(found), len({found.code(9), found.code(11), found.code(None)}))
        assert admitted == chosen(fact, compares(comparison, 10))


def test_a_fact_that_is_not_optional_has_no_none() -> None:
    with pytest.raises(ValueError, match="`users` always has a value"):
        codes(users()).code(None)


def test_none_equals_no_choice_and_is_below_none() -> None:
    fact = Fact("size", "How large?", "choice", SIZES.choices, optional=True)
    assert [0, 1, 2, 3] == list(codes(fact))
    assert {0, 1, 2} == chosen(fact, IsOneOf("size", ("small", "medium", "large")))
    assert {0, 1} == chosen(fact, compares("less_than", "large", "size"))
    assert {1, 2} == chosen(fact, compares("at_least", "medium", "size"))


@pytest.mark.parametrize(
    ("comparison", "admitted"),
    [("at_least", {1, 2}), ("more_than", {2}), ("at_most", {0, 1}), ("less_than", {0})],
)
def test_choices_compare_in_the_order_written(comparison: Comparison, admitted: set[int]) -> None:
    assert admitted == chosen(SIZES, compares(comparison, "medium", "size"))


def test_a_boolean_is_false_or_true() -> None:
    fact = Fact("down", "Down?", "boolean")
    assert [0, 1] == [codes(fact).code(value) for value in (False, True)]
    assert {1} == chosen(fact, IsOneOf("down", (True,)))


def test_texts_that_no_condition_names_are_one_other_text() -> None:
    fact = Fact("product", "Which?", "text")
    found = codes(fact, IsOneOf("product", ("alpha", "beta")))
    assert [0, 1, 2, 2] == [found.code(text) for text in ("alpha", "beta", "gamma", "Alpha")]
    assert {0, 1} == chosen(fact, IsOneOf("product", ("alpha", "beta")))


def test_spans_are_equal_by_their_length_not_by_their_words() -> None:
    fact = Fact("agreed", "What is agreed?", "span", optional=True)
    found = codes(fact, IsOneOf("agreed", (Span(3600, 0, "1 hour"),)))
    written = [Span(3600, 0, "60 minutes"), Span(0, 1), Span(7200), None]
    assert [0, 1, 1, 2] == [found.code(span) for span in written]


def test_a_way_that_the_policy_does_not_have_is_another_way() -> None:
    found = codes(BUILT_IN["arrived_by"])
    assert [0, 1, 2, 3, 3] == [found.code(way) for way in ("phone", "email", "web", "fax", "pigeon")]


def test_priority_can_be_none_and_scope_cannot() -> None:
    assert [4, 3] == [len(codes(BUILT_IN[name])) for name in ("priority", "scope")]


def test_a_choice_that_is_not_one_has_no_code() -> None:
    with pytest.raises(ValueError, match="`size` has no code for `huge`"):
        codes(SIZES).code("huge")


def test_a_threshold_that_no_float_can_hold() -> None:
    """Two to the power of 53, and one: as floats they would be one number."""
    fact = Fact("n", "n?", "number")
    codes = codes_of(fact, [("at_least", 2**53 + 1)])
    assert (0, 1) == (codes.code(2**53), codes.code(2**53 + 1))
