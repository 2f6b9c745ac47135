"""Builds the questions about facts: those that are missing, and what is presumed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..language.fact_values import NotAValue, read_value
from ..model import Fact
from ..triage.decision import Presumed
from .change_text import change_text, changes_text
from .questions import Choice, Evidence, PresumedValue, Question

PRESUMPTIONS = "presumptions"
"""What the question about several presumptions at once is about."""

Written = str | float | bool
"""A value as a request file writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What a message says that bears on facts: likely values, likeliest first, and words that speak for values."""

    likely: Mapping[str, Sequence[Written]] = field(default_factory=dict)
    hits: tuple[Evidence, ...] = ()

    def hits_of(self, fact: str) -> tuple[Evidence, ...]:
        """Return the words that speak for values of a fact."""
        return tuple(hit for hit in self.hits if hit.fact == fact)

    def in_order(self, fact: Fact, values: Iterable[Written]) -> list[Written]:
        """Return the values of a fact with the likely ones first; where nothing says that, those of hits first."""
        named = self.likely.get(fact.name) or [hit.value for hit in self.hits_of(fact.name)]
        listed = list(values)
        first = [value for written in named for value in listed if _is_same(fact, written, value)]
        # `True` and `1` are equal, but no fact has both.
        return list(dict.fromkeys([*first, *listed]))


def missing_question(fact: Fact, decides: Sequence[str], clues: Clues) -> Question:
    """Return the question about a fact that nobody stated."""
    return Question(
        kind="fact",
        about=fact.name,
        ask=fact.ask,
        type=fact.type,
        choices=_choices(fact, clues, None),
        decides=tuple(decides),
        evidence=clues.hits_of(fact.name),
    )


def presumed_question(presumed: Presumed, fact: Fact, clues: Clues) -> Question:
    """Return the question about one fact of which something is presumed."""
    return Question(
        kind="presumption",
        about=fact.name,
        ask=fact.ask,
        type=fact.type,
        choices=_choices(fact, clues, presumed),
        presumed=presumed.value,
        presumptions=(_presumed_value(presumed),),
        evidence=clues.hits_of(fact.name),
    )


def presumptions_question(listed: Iterable[Presumed]) -> Question:
    """Return the question about what is presumed of several facts."""
    return Question(
        kind="presumptions",
        about=PRESUMPTIONS,
        ask="Is all of this as presumed?",
        presumptions=tuple(map(_presumed_value, listed)),
    )


def _presumed_value(presumed: Presumed) -> PresumedValue:
    return PresumedValue(
        fact=presumed.fact, value=presumed.value, unsafe=presumed.unsafe, changes=changes_text(presumed)
    )


def _choices(fact: Fact, clues: Clues, presumed: Presumed | None) -> tuple[Choice, ...]:
    values: Iterable[Written] = fact.choices or ((True, False) if fact.type == "boolean" else ())
    changes = {entry.value: change_text(entry) for entry in presumed.alternatives} if presumed else {}
    hits = clues.hits_of(fact.name)
    return tuple(
        Choice(
            value=value,
            explanation=fact.choices.get(str(value), ""),
            evidence=tuple(hit for hit in hits if _is_same(fact, hit.value, value)),
            changes=changes.get(value, ""),
            is_presumed=presumed is not None and presumed.value == value,
        )
        for value in clues.in_order(fact, values)
    )


def _is_same(fact: Fact, written: Written, value: Written) -> bool:
    """Tell whether a clue is about a value; what the fact cannot be is about none."""
    try:
        return read_value(fact, written) == value
    except NotAValue:
        return False
