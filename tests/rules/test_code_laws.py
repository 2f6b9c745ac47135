"""Laws of codes: a condition says the same of a value as its compiled form says of the value's code."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from remit.engine.model import Age, Compares, Fact, IsOneOf
from remit.engine.rules.codes import codes_of, members, named_values
from remit.engine.rules.compiled import compile_condition, kleene

from .plain import truth, values_of
from .worlds import COMPARISONS, conditions, declared, laws

if TYPE_CHECKING:
    from remit.engine.model import Value

NUMBERS = st.one_of(
    st.integers(-3, 3),
    st.integers(-(2**53), 2**53),
    st.floats(-4, 4),
    st.floats(allow_nan=False, allow_infinity=False),
)


@st.composite
def number_tests(draw: st.DrawFn) -> Compares | IsOneOf:
    """Draw a test of a number."""
    if draw(st.booleans()):
        return Compares("f0", draw(st.sampled_from(COMPARISONS)), draw(NUMBERS))
    return IsOneOf("f0", tuple(draw(st.lists(NUMBERS, min_size=1, max_size=3))))


def near(number: Value | Age) -> list[float]:
    """Return a number with its neighbours, infinite ones left out as no file has them."""
    assert isinstance(number, int | float)
    neighbours = (math.nextafter(number, -math.inf), math.nextafter(number, math.inf))
    return [number, *(neighbour for neighbour in neighbours if math.isfinite(neighbour))]


@laws(200)
@given(st.lists(number_tests(), min_size=1, max_size=4), st.lists(NUMBERS, max_size=3))
def test_numbers_at_around_and_far_from_thresholds(tests: list[Compares | IsOneOf], others: list[float]) -> None:
    fact = Fact("f0", "How many?", "number")
    codes = {"f0": codes_of(fact, named_values(tests)["f0"])}
    bounds = [b for test in tests for b in (test.values if isinstance(test, IsOneOf) else (test.bound,))]
    numbers = [*others, *(number for bound in bounds for number in near(bound))]
    for test in tests:
        compiled = compile_condition(test, codes)
        for number in numbers:
            assert truth(test, {"f0": number}, {"f0": fact}) == kleene(compiled, {"f0": codes["f0"].code(number)})


@laws(200)
@given(st.lists(number_tests(), min_size=1, max_size=4))
def test_the_example_of_each_region_is_in_it_and_can_be_written(tests: list[Compares | IsOneOf]) -> None:
    codes = codes_of(Fact("f0", "How many?", "number"), named_values(tests)["f0"])
    for code in codes:
        example = codes.example(code)
        assert code == codes.code(example)
        assert isinstance(example, float | int)
        assert math.isfinite(example)
        assert len(repr(example)) <= 40


@laws(120)
@given(st.lists(number_tests(), min_size=1, max_size=4), st.lists(NUMBERS, min_size=2, max_size=5))
def test_greater_numbers_have_greater_codes(tests: list[Compares | IsOneOf], numbers: list[float]) -> None:
    found = codes_of(Fact("f0", "How many?", "number"), named_values(tests)["f0"])
    assert all(found.code(one) <= found.code(other) for one, other in pairwise(sorted(numbers)))


@laws(120)
@given(st.data())
def test_conditions_on_values_of_every_type(data: st.DataObject) -> None:
    fact = data.draw(declared("f0"))
    written = data.draw(st.lists(conditions([fact]), min_size=1, max_size=3))
    codes = {"f0": codes_of(fact, named_values(written).get("f0", ()))}
    for condition in written:
        compiled = compile_condition(condition, codes)
        for value in values_of(fact, written):
            expected = truth(condition, {"f0": value}, {"f0": fact})
            assert expected == kleene(compiled, {"f0": codes["f0"].code(value)})


@laws(120)
@given(st.data())
def test_the_codes_that_can_occur_are_those_of_the_values_that_can(data: st.DataObject) -> None:
    fact = data.draw(declared("f0"))
    written = data.draw(st.lists(conditions([fact]), min_size=1, max_size=3))
    codes = codes_of(fact, named_values(written).get("f0", ()))
    assert set(codes) == {codes.code(value) for value in values_of(fact, written)}


@given(st.sets(st.integers(0, 200)))
def test_members_are_the_places_of_set_bits_in_order(places: set[int]) -> None:
    assert sorted(places) == list(members(sum(1 << place for place in places)))
