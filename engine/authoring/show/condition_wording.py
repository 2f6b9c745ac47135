"""Conditions as a person says them."""

from collections.abc import Iterator, Mapping, Sequence

from ...model import (
    ALWAYS,
    All,
    Any,
    Compares,
    Condition,
    Fact,
    IsOneOf,
    Not,
)
from ...model.receipt_facts import hours_received_within
from ...render.document import Cell, Line, Piece, joined, line_of, tidy
from ...text import either
from .show_wording import spaced, worded_value

_COMPARED = {
    "at_least": "at least {}",
    "more_than": "more than {}",
    "at_most": "at most {}",
    "less_than": "less than {}",
    "before": "before {}",
    "from": "{} or later",
    "older_than": "more than {} before receipt",
    "at_most_old": "at most {} before receipt",
}


def worded_condition(condition: Condition, facts: Mapping[str, Fact]) -> Cell:
    """Return a condition as lines that must all hold, each fact leading to what is asked for it."""
    if condition == ALWAYS:
        return (line_of("always", role="dim"),)
    parts = _split(condition)
    return tuple(
        (*([Piece("and ")] if n else []), *_clause(part, facts, is_inner=len(parts) > 1))
        for n, part in enumerate(parts)
    )


def _split(condition: Condition) -> Sequence[Condition]:
    return condition.parts if isinstance(condition, All) and not _bounds_one_fact(condition) else (condition,)


def _bounds_one_fact(condition: All) -> bool:
    bounds = [part for part in condition.parts if isinstance(part, Compares)]
    return len(bounds) == len(condition.parts) > 0 and len({bound.fact for bound in bounds}) == 1


def _clause(condition: Condition, facts: Mapping[str, Fact], *, is_inner: bool) -> Iterator[Piece]:
    if (hours := hours_received_within(condition)) or (negated := _hours_received_outside(condition)):
        yield from _received("within" if hours else "outside", hours or negated)
    elif isinstance(condition, IsOneOf | Compares):
        yield from _test(condition.fact, _state(condition), facts)
    elif isinstance(condition, Not):
        if isinstance(condition.part, IsOneOf | Compares):
            yield from _test(condition.part.fact, f"not {_state(condition.part)}", facts)
        else:
            yield from (Piece("not ("), *_clause(condition.part, facts, is_inner=False), Piece(")"))
    elif isinstance(condition, All) and _bounds_one_fact(condition):
        bounds = [part for part in condition.parts if isinstance(part, Compares)]
        yield from _test(bounds[0].fact, " and ".join(map(_state, bounds)), facts)
    else:
        word = " or " if isinstance(condition, Any) else " and "
        parts = joined([tuple(_clause(part, facts, is_inner=True)) for part in condition.parts], word)
        yield from (Piece("("), *parts, Piece(")")) if is_inner and len(condition.parts) > 1 else parts


def _hours_received_outside(condition: Condition) -> list[str]:
    """Return the hours of which a condition is that none is open at the receipt; none where it is another."""
    return hours_received_within(condition.part) if isinstance(condition, Not) else []


def _received(word: str, hours: Sequence[str]) -> Iterator[Piece]:
    yield Piece(f"received {word} ")
    yield from joined([line_of(spaced(name), to=f"#hours-{name}") for name in hours], " or ")


def _test(name: str, state: str, facts: Mapping[str, Fact]) -> Line:
    fact = facts.get(name)
    link = line_of(spaced(name), to=f"#fact-{name}" if fact else "", hint=fact.ask if fact else "")
    return (*link, Piece(f" is {tidy(state)}"))


def _state(condition: IsOneOf | Compares) -> str:
    if isinstance(condition, IsOneOf):
        return either(worded_value(value) for value in condition.values)
    return _COMPARED[condition.comparison].format(worded_value(condition.bound))
