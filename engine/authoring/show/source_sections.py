"""The sections on what everything rests on: facts, readings and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.yaml_writer import written_value
from ...model import ALWAYS
from ...render.document import Entries, Entry, Heading, Piece, Row, Section, Table, cell, joined, line_of
from ...text import either
from .show_wording import spaced, worded_condition, worded_value

if TYPE_CHECKING:
    from ...model import Fact, Policy, Presumption
    from ...render.document import Cell, Line
    from .show_wording import Citations

_TYPES = {"boolean": "true or false", "number": "a number", "span": "a span of time", "text": "a text"}


def facts(policy: Policy) -> Section:
    """Return what can be known of a request: the question, the answers, what is presumed when."""
    entries = []
    for name, fact in policy.facts.items():
        fields: list[tuple[str, Cell]] = [("question", cell(fact.ask)), ("answers", _answers(fact))]
        if fact.presume:
            fields.append(("presumed", tuple(_presumed(presumption, policy) for presumption in fact.presume)))
        if fact.from_contract:
            fields.append(("known from", cell("the contract, where there is one")))
        entries.append(Entry(name=line_of(spaced(name), role="strong"), fields=tuple(fields), anchor=f"fact-{name}"))
    return Section(title="Facts", anchor="facts", blocks=(Entries(tuple(entries)),) if entries else ())


def _answers(fact: Fact) -> Cell:
    none = (line_of("or none", role="dim"),) if fact.optional else ()
    if not fact.choices:
        limits = (("at least", fact.minimum), ("at most", fact.maximum))
        bounds = " and ".join(f"{word} {written_value(bound)}" for word, bound in limits if bound is not None)
        return (*cell(", ".join(filter(None, (_TYPES[fact.type], bounds)))), *none)
    if not any(fact.choices.values()):
        return (*cell(either(map(spaced, fact.choices))), *none)
    meanings = (
        (*line_of(spaced(choice)), *(line_of(f": {meaning}", role="dim") if meaning else ()))
        for choice, meaning in fact.choices.items()
    )
    return (*meanings, *none)


def _presumed(presumption: Presumption, policy: Policy) -> Line:
    value = line_of(worded_value(presumption.value))
    if presumption.when == ALWAYS:
        return value
    return (*value, Piece(" if "), *joined(list(worded_condition(presumption.when, policy.facts)), " "))


def readings(policy: Policy, citations: Citations) -> Section:
    """Return how clauses were resolved that are silent, ambiguous or contradict each other."""
    entries = []
    for name, reading in policy.readings.items():
        fields = [
            ("question", cell(reading.question)),
            ("answer", cell(reading.answer)),
            ("otherwise", cell(reading.otherwise)),
            ("clause", (citations.by(reading.clause),)),
            ("cited by", (citations.of(f"readings.{name}"),)),
        ]
        entries.append(
            Entry(
                name=line_of(spaced(name), role="strong"),
                fields=tuple((label, lines) for label, lines in fields if lines),
                anchor=f"reading-{name}",
            )
        )
    return Section(title="Readings", anchor="readings", blocks=(Entries(tuple(entries)),) if entries else ())


def clauses(policy: Policy, citations: Citations) -> Section:
    """Return the places of each source that say something, and what rests on each."""
    blocks: list[Heading | Table] = []
    for source, document in policy.sources.items():
        rows = [
            Row(
                cells=(
                    (*cell(clause.at), line_of(f"{source}.{name}", role="dim")),
                    cell(clause.says),
                    (citations.of(f"{source}.{name}"),),
                ),
                anchor=f"clause-{source}.{name}",
            )
            for name, clause in document.clauses.items()
        ]
        blocks += [
            Heading(line_of(document.title), f"source-{source}"),
            Table(columns=("clause", "says", "cited by"), rows=tuple(rows)),
        ]
    return Section(title="Clauses", anchor="clauses", blocks=tuple(blocks))
