"""Conditions with one thing changed: a limb dropped or negated, a value left out, a bound moved by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...model import ALWAYS, All, Any, Compares, IsOneOf, Not

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Condition, Fact, Value

Altered = tuple[str, "Condition"]
"""What was done, in words, and what it made."""


def altered(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Altered]:
    """Yield a condition in every way in which one thing of it is changed."""
    if condition == ALWAYS:
        return
    if isinstance(condition, IsOneOf | Compares | Any | Not):
        yield "its only limb dropped", ALWAYS
    yield from _altered(condition, facts)


def _altered(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Altered]:
    if isinstance(condition, All | Any):
        yield from _parts(condition, facts)
    elif isinstance(condition, Not):
        yield "a negation dropped", condition.part
        for what, part in _altered(condition.part, facts):
            yield what, replace(condition, part=part)
    else:
        yield "a limb negated", Not(condition, condition.mark)
        if isinstance(condition, IsOneOf):
            yield from _values(condition)
        else:
            for bound in _moved(condition.bound, facts.get(condition.fact)):
                yield "a threshold moved by one", replace(condition, bound=bound)


def _parts(condition: All | Any, facts: Mapping[str, Fact]) -> Iterator[Altered]:
    parts = condition.parts
    for n, part in enumerate(parts):
        if len(parts) > 1:
            rest = (*parts[:n], *parts[n + 1 :])
            yield "a limb dropped", rest[0] if len(rest) == 1 else replace(condition, parts=rest)
        for what, other in _altered(part, facts):
            yield what, replace(condition, parts=(*parts[:n], other, *parts[n + 1 :]))


def _values(condition: IsOneOf) -> Iterator[Altered]:
    values = condition.values
    for n in range(len(values) if len(values) > 1 else 0):
        yield "a value dropped", replace(condition, values=(*values[:n], *values[n + 1 :]))


def _moved(bound: Value, fact: Fact | None) -> Iterator[Value]:
    """Yield the bounds beside one: the numbers one less and one more, or the choices before and after."""
    if fact is not None and fact.choices:
        choices = list(fact.choices)
        place = choices.index(str(bound))
        yield from (choices[n] for n in (place - 1, place + 1) if 0 <= n < len(choices))
    elif isinstance(bound, int | float) and not isinstance(bound, bool):
        yield from (bound - 1, bound + 1)
