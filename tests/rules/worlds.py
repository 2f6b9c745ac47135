"""Generated facts, conditions and groups."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st

from remit.engine.language.symbols import built_in_facts
from remit.engine.model import All, Any, Compares, Condition, Fact, IsOneOf, Not, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.engine.model import Comparison, DateComparison, FactType, Value

TIERS = ("basic", "gold")
LEVELS = ("P1", "P2", "P3")
WAYS = ("phone", "email", "web")
BUILT_IN = built_in_facts(list(TIERS), list(LEVELS), list(WAYS))
COMPARISONS: tuple[Comparison, ...] = ("at_least", "more_than", "at_most", "less_than")
KINDS: tuple[FactType, ...] = ("choice", "boolean", "number", "text", "span", "date")
CHOICES = ("a", "b", "c", "d")
TEXTS = ("x", "y")
SPANS = (Span(3600), Span(7200), Span(0, 1))
NUMBERS = (-1, 0, 0.5, 1, 2.0, 3)
ZONES = ("Asia/Tokyo", "America/Denver")
DATES = (date(2025, 12, 31), date(2026, 1, 1), date(2027, 2, 28))
BY_DATE: tuple[DateComparison, ...] = ("before", "from")

# Hypothesis validates each strategy that it has not met: those that are drawn from again and again are made once.
_EITHER = st.booleans()
_BY_DATE = st.sampled_from(BY_DATE)
_COMPARISONS = st.sampled_from(COMPARISONS)
_LOWEST = st.sampled_from([None, None, -1, 0, 0.5])
_HIGHEST = st.sampled_from([None, None, 2, 3])


def laws(examples: int) -> settings:
    """Return how often a law is tried: the same examples each time, and as long as they take."""
    return settings(max_examples=examples, deadline=None, derandomize=True)


@st.composite
def declared(draw: st.DrawFn, name: str, kinds: Sequence[FactType] = KINDS) -> Fact:
    """Draw a fact without presumptions."""
    kind = draw(st.sampled_from(kinds))
    optional = draw(_EITHER)
    if kind == "choice":
        count = draw(st.integers(1, len(CHOICES)))
        return Fact(name, f"{name}?", "choice", dict.fromkeys(CHOICES[:count], ""), optional=optional)
    low = high = None
    if kind == "number":
        low = draw(_LOWEST)
        high = draw(_HIGHEST)
    return Fact(name, f"{name}?", kind, {}, low, high, optional=optional)


def allowed(fact: Fact) -> tuple[Value, ...]:
    """Return values that a condition may name of a fact."""
    if fact.type == "choice":
        return tuple(fact.choices)
    if fact.type == "number":
        low = fact.minimum if fact.minimum is not None else min(NUMBERS)
        high = fact.maximum if fact.maximum is not None else max(NUMBERS)
        return tuple(number for number in NUMBERS if low <= number <= high)
    of_others: dict[str, tuple[Value, ...]] = {
        "boolean": (False, True),
        "text": TEXTS,
        "span": SPANS,
        "date": DATES,
        "timezone": ZONES,
    }
    return of_others[fact.type]


@st.composite
def tests_of(draw: st.DrawFn, fact: Fact) -> Condition:
    """Draw a test of one fact: equality, membership or a comparison."""
    value, values = _values(fact.type, allowed(fact))
    if fact.type == "date":
        return Compares(fact.name, draw(_BY_DATE), draw(value))
    has_order = fact.type == "number" or (fact.type == "choice" and fact.name not in BUILT_IN)
    if has_order and draw(_EITHER):
        return Compares(fact.name, draw(_COMPARISONS), draw(value))
    return IsOneOf(fact.name, tuple(draw(values)))


@cache
def _values(
    _type: FactType, listed: tuple[Value, ...]
) -> tuple[st.SearchStrategy[Value], st.SearchStrategy[list[Value]]]:
    """Return what draws one of the values of a fact, and what draws some; of another type, equal ones are others."""
    value = st.sampled_from(listed)
    return value, st.lists(value, min_size=1, max_size=3, unique=True)


def conditions(facts: Sequence[Fact], most_tests: int = 6) -> st.SearchStrategy[Condition]:
    """Draw a condition over some facts, nested with all, any and not."""
    leaf = st.sampled_from(facts).flatmap(tests_of)
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            st.lists(part, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(part, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
            part.map(Not),
        ),
        max_leaves=most_tests,
    )


@st.composite
def written_groups(
    draw: st.DrawFn, most_facts: int = 3, most_rules: int = 5
) -> tuple[dict[str, Fact], list[Condition]]:
    """Draw the facts of a group, built-in ones perhaps among them, and the conditions of its rules."""
    own = [draw(declared(f"f{n}")) for n in range(draw(st.integers(1, most_facts)))]
    lent = draw(st.lists(st.sampled_from(list(BUILT_IN.values())), max_size=1))
    facts = {fact.name: fact for fact in [*own, *lent]}
    rules = draw(st.lists(conditions(list(facts.values())), min_size=1, max_size=most_rules))
    return facts, rules
