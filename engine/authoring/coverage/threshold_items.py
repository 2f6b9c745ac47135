"""The numbers, dates and ages that conditions compare facts with: cases can lie on both sides of each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ...findings import Mark, printable
from ...language.yaml_writer import written_value
from ...model import Age, Compares, Condition, IsOneOf
from ...rules.codes import Codes
from ...rules.compiled import Test, tests_of
from ...rules.compiled_policy import CompiledPolicy
from ...rules.regions import Boundary
from .coverage_item import Item, row_of
from .entry_targets import entry_conditions
from .targets import Target


def threshold_items(compiled: CompiledPolicy) -> Iterator[Item]:
    """Yield both sides of each number that conditions of a group compare with, once in each group."""
    policy = compiled.policy
    conditions: list[tuple[str, str, Condition]] = [
        (row_of(group), group.name, rule.when) for group in policy.groups for rule in group.rules
    ]
    conditions += [("facts", "", case.when) for fact in policy.facts.values() for case in fact.presume]
    conditions += [("facts", "", entry.when) for fact in policy.facts.values() for entry in fact.derive]
    askings = [(row, Target(group=group), condition) for row, group, condition in conditions]
    askings += list(entry_conditions(compiled))
    first: dict[tuple[str, str, Boundary], tuple[Mark, dict[Target, None]]] = {}
    for row, asking, condition in askings:
        for test in tests_of(condition):
            for boundary in _boundaries(test):
                first.setdefault((row, test.fact, boundary), (test.mark, {}))[1][asking] = None
    for (row, fact, boundary), (mark, asked) in first.items():
        codes = compiled.codes[fact]
        below = codes.boundaries.index(boundary)
        for code, side in zip((below, below + 1), _sides(codes, boundary), strict=True):
            lies = Test(fact, codes.live & 1 << code)
            # What a rule of a group reads is asked once in the group; of entries, some one must come up but for it.
            targets = tuple(replace(asking, condition=lies) for asking in asked)
            yield Item("thresholds", row, fact, f"`{printable(fact)}` is never {side}", targets, mark=mark)


def _sides(codes: Codes, boundary: Boundary) -> tuple[str, str]:
    """Return what lies on both sides of a boundary, in words."""
    if codes.unit is not None:
        age = Age(count=int(boundary[0]), unit=codes.unit)
        return f"{age} old or just younger", f"just older than {age}"
    if codes.is_date:
        day = date.fromordinal(int(boundary[0])).isoformat()
        return f"just before {day}", f"{day} or just later"
    number = written_value(boundary[0])
    under, over = f"just under {number}", f"just over {number}"
    return (f"{number} or just under", over) if boundary[1] else (under, f"{number} or just over")


def _boundaries(test: IsOneOf | Compares) -> Iterator[Boundary]:
    """Yield where a test cuts through the numbers, dates or ages: just before one, or just after it."""
    if isinstance(test, Compares) and isinstance(test.bound, date | Age):
        yield (test.bound.toordinal(), 0) if isinstance(test.bound, date) else (test.bound.count, 1)
    for value in test.values if isinstance(test, IsOneOf) else (test.bound,):
        if isinstance(value, int | float) and not isinstance(value, bool):
            if isinstance(test, IsOneOf) or test.comparison in ("at_least", "less_than"):
                yield (value, 0)
            if isinstance(test, IsOneOf) or test.comparison in ("more_than", "at_most"):
                yield (value, 1)
