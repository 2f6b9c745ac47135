"""Derived facts with one thing changed: a value, a condition, an entry dropped, two that stand side by side swapped."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from ...language.grids import cell_condition
from ...language.yaml_writer import written_condition, written_value
from ...model import ALWAYS, Derivation, Fact, Grid, Span, Value
from .altered_records import altered, longer

AlteredFact = tuple[str, Fact, tuple[Derivation, ...], tuple[str, ...], tuple[str, ...]]
"""What was done, in words, the fact that it made, the entries that it was done to, and the lines before and after."""


def derivation_mutants(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[AlteredFact]:
    """Yield a derived fact in every way in which one thing of its entries is changed.

    Where no other entry holds the last one counts, so that its condition decides nothing.
    """
    entries = fact.derive
    for n, entry in enumerate(entries):
        for what, changed in _changed_entries(fact, entry, facts, is_last=n == len(entries) - 1):
            yield _made(fact, f"entry `{entry.id}`: {what}", n, (entry,), (changed,))
        if len(entries) > 1 and entry.cell is None:
            yield _made(fact, f"entry `{entry.id}` dropped", n, (entry,), ())
    for n, (first, second) in enumerate(pairwise(entries)):
        if first.cell is None or second.cell is None or first.cell.grid != second.cell.grid:
            what = f"entries `{first.id}` and `{second.id}` swapped"
            yield _made(fact, what, n, (first, second), (second, first))
    for grid in dict.fromkeys(entry.cell.grid for entry in entries if entry.cell):
        yield from _grid_mutants(fact, grid, facts)


def _made(
    fact: Fact, what: str, index: int, before: tuple[Derivation, ...], after: tuple[Derivation, ...]
) -> AlteredFact:
    entries = (*fact.derive[:index], *after, *fact.derive[index + len(before) :])
    return what, replace(fact, derive=entries), before, tuple(map(_item, before)), tuple(map(_item, after))


def _changed_entries(
    fact: Fact, entry: Derivation, facts: Mapping[str, Fact], *, is_last: bool
) -> Iterator[tuple[str, Derivation]]:
    """Yield an entry with its condition or its value changed; the cell of a grid keeps its place."""
    if entry.cell is None and not is_last:
        for what, when in altered(entry.when, facts):
            yield what, replace(entry, when=when)
    for value in _values_beside(fact, entry.value):
        yield f"its value changed to {written_value(value)}", replace(entry, value=value)


def _values_beside(fact: Fact, value: Value) -> Iterator[Value]:
    """Yield the values beside one: the next choices, the other boolean, numbers one off, a longer span."""
    if isinstance(value, Span):
        yield longer(value)
    elif isinstance(value, bool):
        yield not value
    elif fact.choices:
        choices = list(fact.choices)
        index = choices.index(str(value))
        yield from (choices[n] for n in (index - 1, index + 1) if 0 <= n < len(choices))
    elif isinstance(value, int | float):
        low, high = fact.minimum, fact.maximum
        beside = (number for number in (value - 1, value + 1) if number != value)
        yield from (n for n in beside if (low is None or n >= low) and (high is None or n <= high))
    else:
        yield from dict.fromkeys(entry.value for entry in fact.derive if entry.value != value)


def _grid_mutants(fact: Fact, grid: Grid, facts: Mapping[str, Fact]) -> Iterator[AlteredFact]:
    """Yield a fact with the condition changed under which a grid counts, of all of its cells at once."""
    cells = tuple(entry for entry in fact.derive if entry.cell and entry.cell.grid == grid)
    for what, when in altered(grid.when, facts):
        changed = replace(grid, when=when)
        entries = tuple(_under(entry, changed) if entry in cells else entry for entry in fact.derive)
        before, after = ((f"- when: {written_condition(condition)}",) for condition in (grid.when, when))
        yield f"grid `{grid.id}`: {what}", replace(fact, derive=entries), cells[:1], before, after


def _under(entry: Derivation, grid: Grid) -> Derivation:
    if entry.cell is None:
        return entry
    cell = replace(entry.cell, grid=grid)
    return replace(entry, cell=cell, when=cell_condition(cell, entry.mark))


def _item(entry: Derivation) -> str:
    when = "" if entry.when == ALWAYS else f", when: {written_condition(entry.when)}"
    return f"- {{id: {written_value(entry.id)}{when}, value: {written_value(entry.value)}}}"
