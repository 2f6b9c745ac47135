"""Conditions with one thing changed: a limb dropped or negated, a value left out, a bound moved by one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...model import ALWAYS, All, Any, Compares, Condition, Fact, IsOneOf, Not, Value

Altered = tuple[str, "Condition"]
"""What was done, in words, and what it made."""


def altered(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Altered]:
    """Yield a condition in every way in which one thing of it is changed."""
    if condition == ALWAYS:
        return
    if not isinstance(condition, All) or len(condition.parts) == 1:
        yield "its only limb dropped", ALWAYS
    # The limbs of a mapping are what stands in it: to negate them all at once is to change more than one thing.
    yield from _within(condition, facts) if isinstance(condition, All) else _altered(condition, facts)


def _altered(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Altered]:
    if isinstance(condition, Not):
        yield "a negation dropped", condition.part
        for what, part in _within(condition.part, facts):
            yield what, replace(condition, part=part)
    else:
        yield "a limb negated", Not(condition, mark=condition.mark)
        yield from _within(condition, facts)


def _within(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Altered]:
    """Yield a condition in every way in which one thing inside it is changed."""
    if isinstance(condition, All | Any):
        yield from _parts(condition, facts)
    elif isinstance(condition, IsOneOf):
        values = condition.values
        for n in range(len(values) if len(values) > 1 else 0):
            yield "a value dropped", replace(condition, values=(*values[:n], *values[n + 1 :]))
    elif isinstance(condition, Compares):
        for bound in _moved(condition.bound, facts.get(condition.fact)):
            yield "a threshold moved by one", replace(condition, bound=bound)
    else:
        yield from _altered(condition, facts)


def _parts(condition: All | Any, facts: Mapping[str, Fact]) -> Iterator[Altered]:
    parts = condition.parts
    for n, part in enumerate(parts):
        if len(parts) > 1:
            fewer = (*parts[:n], *parts[n + 1 :])
            yield "a limb dropped", fewer[0] if len(fewer) == 1 else replace(condition, parts=fewer)
        for what, changed in _altered(part, facts):
            yield what, replace(condition, parts=(*parts[:n], changed, *parts[n + 1 :]))


def _moved(bound: Value, fact: Fact | None) -> Iterator[Value]:
    """Yield the bounds beside one that the fact can have: the numbers one less and one more, or the next choices."""
    if fact is not None and fact.choices:
        choices = list(fact.choices)
        index = choices.index(str(bound))
        yield from (choices[n] for n in (index - 1, index + 1) if 0 <= n < len(choices))
    elif isinstance(bound, int | float) and not isinstance(bound, bool):
        low, high = (fact.minimum, fact.maximum) if fact is not None else (None, None)
        beside = (number for number in (bound - 1, bound + 1) if number != bound)  # a huge one has none
        yield from (n for n in beside if (low is None or n >= low) and (high is None or n <= high))
