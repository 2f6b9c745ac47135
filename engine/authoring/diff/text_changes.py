"""Texts that read otherwise, by which nothing is decided: clauses, readings, titles, notes and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .changes import Change
from .record_changes import pair_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Policy

TextKey = tuple[str, str, str]
"""What a text belongs to: the section, what of it, and which of its texts."""

_UNLISTED_SECTIONS = ("source", "clause", "reading")
_MAIN_TEXTS = ("", "answer")


def text_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield every text that reads otherwise, and each clause, source and reading that one policy alone has."""
    for (about, name, which), before, after in pair_entries(_texts(old), _texts(new)):
        # What else one policy alone has is listed, its texts with it.
        if (before is not None and after is not None) or (about in _UNLISTED_SECTIONS and which in _MAIN_TEXTS):
            yield Change("editorial", about, f"{name} {which}".strip(), before or None, after or None)


def _texts(policy: Policy) -> Iterator[tuple[TextKey, str]]:
    yield ("policy", "", "title"), policy.title
    for source, document in policy.sources.items():
        yield ("source", source, ""), document.title
        for name, clause in document.clauses.items():
            yield ("clause", f"{source}.{name}", ""), f"{clause.says} ({clause.at})"
    for name, reading in policy.readings.items():
        yield ("reading", name, "question"), reading.question
        yield ("reading", name, "answer"), reading.answer
        yield ("reading", name, "otherwise"), reading.otherwise
    yield from _note_texts(policy)


def _note_texts(policy: Policy) -> Iterator[tuple[TextKey, str]]:
    for name, tier in policy.tiers.items():
        yield ("tier", name, "title"), tier.title
        yield ("tier", name, "note"), tier.note
    for name, way in policy.ways.items():
        yield ("way", name, "note"), way.note
    for name, service in policy.services.items():
        yield ("service", name, "title"), service.title
        yield ("service", name, "note"), service.note
    for item in policy.intake:
        yield ("intake", item.needs, "note"), item.note
    for name, fact in policy.facts.items():
        yield ("fact", name, "question"), fact.ask
        for choice, meaning in fact.choices.items():
            yield ("fact", name, f"choice {choice}"), meaning
