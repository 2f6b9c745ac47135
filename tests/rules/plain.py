"""Conditions in plain Python, on values: what the policy language says they mean, written a second time."""

from __future__ import annotations

from datetime import date, timedelta
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

from remit.engine.model import Age, All, Any, Compares, Fact, IsOneOf, Not, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from remit.engine.model import Condition, Value

DAY = timedelta(days=1)
OTHER_TEXT = "a text that no condition names"
OTHER_SPANS = (Span(11), Span(12))
OTHER_ZONES = ("Europe/Paris", "America/Lima")
OTHER_WAY = "a way that the policy does not have"
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "at_least": ge,
    "more_than": gt,
    "at_most": le,
    "less_than": lt,
}


def truth(condition: Condition, values: Mapping[str, Value | None], facts: Mapping[str, Fact]) -> bool | None:
    """Say whether a condition is true, false or unknown (None). A fact that is unknown is absent; None is *none*."""
    if isinstance(condition, Not):
        inner = truth(condition.part, values, facts)
        return None if inner is None else not inner
    if isinstance(condition, (All, Any)):
        decisive = isinstance(condition, Any)
        answer: bool | None = not decisive
        for part in condition.parts:
            holds = truth(part, values, facts)
            if holds is decisive:
                return decisive
            answer = None if holds is None else answer
        return answer
    if condition.fact not in values:
        return None
    value = values[condition.fact]
    if isinstance(condition, IsOneOf):
        return value is not None and value in condition.values
    return value is not None and _stands(condition, value, facts[condition.fact])


def _stands(condition: Compares, value: Value, fact: Fact) -> bool:
    mine: float
    bound: float
    if fact.type == "date":
        assert isinstance(value, date)
        assert isinstance(condition.bound, date)
        return value < condition.bound if condition.comparison == "before" else value >= condition.bound
    if fact.type == "choice":
        order = list(fact.choices)
        mine, bound = order.index(str(value)), order.index(str(condition.bound))
    else:
        assert isinstance(value, int | float)
        assert isinstance(condition.bound, int | float)
        mine, bound = value, condition.bound
    return COMPARISONS[condition.comparison](mine, bound)


def leaves(condition: Condition) -> Iterator[IsOneOf | Compares]:
    """Yield the tests that a condition is made of."""
    if isinstance(condition, (IsOneOf, Compares)):
        yield condition
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        for part in condition.parts:
            yield from leaves(part)


def read(conditions: Sequence[Condition]) -> set[str]:
    """Return the facts that conditions read."""
    return {leaf.fact for condition in conditions for leaf in leaves(condition)}


def values_of(fact: Fact, conditions: Sequence[Condition]) -> list[Value | None]:
    """Return values of a fact among which is one for each answer that conditions can tell apart."""
    written = named(fact.name, conditions)
    found: list[Value | None]
    if fact.type == "boolean":
        found = [False, True]
    elif fact.type == "number":
        found = [*_numbers(fact, sorted({value for value in written if isinstance(value, int | float)}))]
    elif fact.type == "choice":
        found = [*fact.choices, *([OTHER_WAY] if fact.name == "arrived_by" else [])]
    elif fact.type == "date":
        days = sorted({day for value in written if isinstance(value, date) for day in (value - DAY, value)})
        found = [*(days or [date(2026, 1, 1)])]
    elif fact.type == "text":
        found = [*written, OTHER_TEXT]
    elif fact.type == "timezone":
        found = [*OTHER_ZONES]
    else:
        found = [*written, *OTHER_SPANS]
    return [*found, None] if fact.optional else found


def named(fact: str, conditions: Sequence[Condition]) -> list[Value]:
    """Return the values that conditions compare a fact with."""
    tests = [leaf for condition in conditions for leaf in leaves(condition) if leaf.fact == fact]
    found = [value for test in tests for value in (test.values if isinstance(test, IsOneOf) else (test.bound,))]
    return [value for value in dict.fromkeys(found) if not isinstance(value, Age)]


def _numbers(fact: Fact, written: list[float]) -> Iterator[float]:
    """Yield the numbers named, one in each gap between them, and one beyond either end, as far as the fact allows."""
    low = fact.minimum if fact.minimum is not None else min(written, default=0) - 1
    high = fact.maximum if fact.maximum is not None else max(written, default=0) + 1
    yield low
    last = low
    for number in [*written, high]:
        if number > last:
            yield (last + number) / 2
            yield number
            last = number
