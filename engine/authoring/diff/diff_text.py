"""Changes as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...render import render
from ...render.document import Block, Document, Entries, Entry, Role, Section, cell, line_of, paragraph
from .diff_wording import LIST_LIMIT, Wording, changed_lines, difference_counts, refused_lines, replay_summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...findings import Mark
    from .changes import Change, Changes
    from .replay import Replay

_ROLES: dict[str, Role] = {"takes": "bad", "gives": "good", "neither": "open"}


def as_text(changes: Changes, width: int = 80, *, colours: bool = False) -> str:
    """Return changes as lines of text of at most `width` columns."""
    return render(diff_document(changes), "text", width, colours=colours)


def diff_document(changes: Changes) -> Document:
    """Return changes as a document: a section for each effect, with an entry for each change."""
    words = Wording(changes)
    sections: list[tuple[str, Sequence[Block]]] = [
        *((title, _entries([_change(change, words) for change in section])) for title, section in words.sections()),
        ("Wording changes", _entries([_text(change, words) for change in changes.editorial])),
        ("Notes on the comparison", [paragraph(finding.message) for finding in changes.findings]),
        ("Replayed requests", list(_replay(changes.replay)) if changes.replay else []),
    ]
    return Document(
        title=words.title(),
        opening=cell(*words.introduction()),
        sections=tuple(Section(title=title, anchor="", blocks=tuple(blocks)) for title, blocks in sections if blocks),
    )


def _entries(entries: Sequence[Entry]) -> list[Block]:
    return [Entries(tuple(entries))] if entries else []


def _change(change: Change, words: Wording) -> Entry:
    role = _ROLES[change.effect]
    lines = [line_of(words.heading(change), role="strong"), line_of(words.before_and_after(change), role=role)]
    details = (words.extent(change.extent) if change.extent else "", words.example(change))
    lines += [line_of(detail, role="dim") for detail in details if detail]
    return Entry(fields=((change.kind, tuple(lines)),), label_role=role)


def _text(change: Change, words: Wording) -> Entry:
    texts = (("old", change.before), ("new", change.after))
    fields = ((label, cell(text) if text else (line_of("nothing", role="dim"),)) for label, text in texts)
    return Entry(name=line_of(words.heading(change)), fields=tuple(fields))


def _replay(replay: Replay) -> Iterator[Block]:
    yield paragraph(replay_summary(replay))
    counts = tuple((f"{number:,}", cell(words)) for number, words in difference_counts(replay))
    if counts:
        yield Entries((Entry(fields=counts, label_role="strong"),))
    yield from _requests([(request.mark, changed_lines(request)) for request in replay.changed], "more changed")
    yield from _requests([(request.mark, refused_lines(request)) for request in replay.refused], "more refused")


def _requests(requests: Sequence[tuple[Mark, list[str]]], more: str) -> Iterator[Block]:
    yield from _entries(
        [
            Entry(name=line_of(str(mark), role="dim"), fields=(("", cell(*lines)),))
            for mark, lines in requests[:LIST_LIMIT]
        ]
    )
    if len(requests) > LIST_LIMIT:
        yield paragraph(f"and {len(requests) - LIST_LIMIT:,} {more}; the JSON form lists all")
