"""The sections on what everything rests on: facts, readings and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.yaml_writer import written_value
from ...model import ALWAYS
from ...render.document import Entries, Entry, Heading, Piece, Row, Section, Table, cell, said
from ...text import either
from .show_wording import spaced, worded_condition, worded_value

if TYPE_CHECKING:
    from ...model import Fact, Policy, Presumption
    from ...render.document import Cell, Line
    from .citing import Citations

_TYPES = {"boolean": "true or false", "number": "a number", "span": "a span of time", "text": "a text"}


def facts(policy: Policy) -> Section:
    """Return what can be known of a request: the question, the answers, what is presumed when."""
    entries = []
    for name, fact in policy.facts.items():
        fields: list[tuple[str, Cell]] = [("question", cell(fact.ask)), ("answers", _answers(fact))]
        if fact.presume:
            fields.append(("presumed", tuple(_presumed(one, policy) for one in fact.presume)))
        if fact.from_contract:
            fields.append(("known from", cell("the contract, where there is one")))
        entries.append(Entry(said(spaced(name), role="strong"), tuple(fields), f"fact-{name}"))
    return Section("Facts", "facts", (Entries(tuple(entries)),) if entries else ())


def _answers(fact: Fact) -> Cell:
    lines: list[Line] = []
    if fact.choices and not any(fact.choices.values()):
        return (*cell(either(map(spaced, fact.choices))), *_or_none(fact))
    for choice, meaning in fact.choices.items():
        explained = said(f": {meaning}", role="dim") if meaning else ()
        lines.append((*said(spaced(choice)), *explained))
    if not fact.choices:
        bounds = [
            f"{word} {written_value(bound)}"
            for word, bound in (("at least", fact.minimum), ("at most", fact.maximum))
            if bound is not None
        ]
        lines.append(said(_TYPES[fact.type] + (f", {' and '.join(bounds)}" if bounds else "")))
    return (*lines, *_or_none(fact))


def _or_none(fact: Fact) -> Cell:
    return (said("or none", role="dim"),) if fact.optional else ()


def _presumed(presumption: Presumption, policy: Policy) -> Line:
    value = said(worded_value(presumption.value))
    if presumption.when == ALWAYS:
        return value
    pieces: list[Piece] = [*value, Piece(" if ")]
    for line in worded_condition(presumption.when, policy.facts):
        pieces += [*([Piece(" ")] if pieces[-1].text != " if " else []), *line]
    return tuple(pieces)


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
        shown = tuple((label, text) for label, text in fields if text)
        entries.append(Entry(said(spaced(name), role="strong"), shown, f"reading-{name}"))
    return Section("Readings", "readings", (Entries(tuple(entries)),) if entries else ())


def clauses(policy: Policy, citations: Citations) -> Section:
    """Return the places of each source that say something, and what rests on each."""
    blocks: list[Heading | Table] = []
    for source, document in policy.sources.items():
        rows = [
            Row(
                (
                    (*cell(clause.at), said(f"{source}.{name}", role="dim")),
                    cell(clause.says),
                    (citations.of(f"{source}.{name}"),),
                ),
                anchor=f"clause-{source}.{name}",
            )
            for name, clause in document.clauses.items()
        ]
        blocks += [
            Heading(said(document.title), f"source-{source}"),
            Table(("clause", "says", "cited by"), tuple(rows)),
        ]
    return Section("Clauses", "clauses", tuple(blocks))
