"""Changes as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...render.document import said
from ...triage.layout import plain
from ..show.columns import width_of, wrapped
from ..show.terminal import WIDTHS
from .diff_wording import Wording
from .replay_wording import LIST_LIMIT, changed_lines, difference_counts, refused_lines, replay_summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...findings import Mark
    from ...render.document import Line
    from ...triage.layout import Paint
    from .changes import Change, Changes
    from .replay import Replay

_LABEL = 12
_INDENT = 2
_ROLES = {"takes": "bad", "gives": "good", "neither": "open"}


def as_text(changes: Changes, width: int = 80, paint: Paint = plain) -> str:
    """Return changes as lines of text of at most `width` columns."""
    layout = _Layout(changes, min(max(width, WIDTHS[0]), WIDTHS[1]), paint)
    return "".join(f"{line.rstrip()}\n" for line in layout.lines())


class _Layout:
    """The lines of changes at one width."""

    def __init__(self, changes: Changes, width: int, paint: Paint) -> None:
        self.changes = changes
        self.width = width
        self.paint = paint
        self.words = Wording(changes)

    def lines(self) -> Iterator[str]:
        yield from self.wrapped(self.words.title(), 0, "strong")
        for words in self.words.introduction():
            yield from self.wrapped(words, 0)
        for title, section in self.words.sections():
            yield from self.section(title, map(self.change, section))
        yield from self.section("Wording changes", map(self.text, self.changes.editorial))
        notes = (self.wrapped(finding.message, _INDENT) for finding in self.changes.findings)
        yield from self.section("Notes on the comparison", notes)
        if self.changes.replay:
            yield from self.section("Replayed requests", self.replay(self.changes.replay))

    def section(self, title: str, parts: Iterable[Iterator[str]]) -> Iterator[str]:
        """Yield the lines of parts under a title, nothing where there are none."""
        for n, part in enumerate(parts):
            if not n:
                yield from self.heading(title)
            yield ""
            yield from part

    def heading(self, title: str) -> Iterator[str]:
        yield ""
        yield ""
        yield f"{self.paint(title, 'strong')} {self.paint('─' * (self.width - len(title) - 1), 'dim')}"

    def painted(self, line: Line, role: str) -> str:
        return "".join(self.paint(piece.text, piece.role or role) if piece.text != " " else " " for piece in line)

    def wrapped(self, text: str, indent: int, role: str = "") -> Iterator[str]:
        for line in wrapped(said(text), self.width - indent):
            yield " " * indent + self.painted(line, role)

    def labelled(self, label: str, text: str, label_role: str, role: str = "") -> Iterator[str]:
        """Lay a text out beside its label."""
        start = _INDENT + _LABEL
        line_of_label = said(label, role="")
        if width_of(line_of_label) >= _LABEL:
            yield from self.wrapped(label, _INDENT, label_role)
            label = ""
        for n, line in enumerate(wrapped(said(text), self.width - start) or [()]):
            before = self.paint(label, label_role) + " " * (_LABEL - len(label)) if not n and label else " " * _LABEL
            yield " " * _INDENT + before + self.painted(line, role)

    def change(self, change: Change) -> Iterator[str]:
        role = _ROLES[change.effect]
        yield from self.labelled(change.kind, self.words.heading(change), role, "strong")
        yield from self.labelled("", self.words.before_and_after(change), role)
        if change.extent:
            yield from self.labelled("", self.words.extent(change.extent), role, "dim")
        example = self.words.example(change)
        if example:
            yield from self.labelled("", example, "dim", "dim")

    def text(self, change: Change) -> Iterator[str]:
        yield from self.wrapped(self.words.heading(change), _INDENT)
        for label, text in (("old", change.before), ("new", change.after)):
            yield from self.labelled(label, text or "nothing", "dim", "" if text else "dim")

    def replay(self, replay: Replay) -> Iterator[Iterator[str]]:
        yield self.wrapped(replay_summary(replay), _INDENT)
        counts = difference_counts(replay)
        if counts:
            yield (line for n, words in counts for line in self.labelled(f"{n:,}", words, "strong"))
        yield from self.listed([(request.mark, changed_lines(request)) for request in replay.changed], "more changed")
        yield from self.listed([(request.mark, refused_lines(request)) for request in replay.refused], "more refused")

    def listed(self, entries: Sequence[tuple[Mark, list[str]]], more: str) -> Iterator[Iterator[str]]:
        for mark, words in entries[:LIST_LIMIT]:
            yield self.request(str(mark), words)
        if len(entries) > LIST_LIMIT:
            yield self.wrapped(f"and {len(entries) - LIST_LIMIT:,} {more}; the JSON form lists all", _INDENT, "dim")

    def request(self, position: str, words: list[str]) -> Iterator[str]:
        yield from self.wrapped(position, _INDENT, "dim")
        for line in words:
            yield from self.wrapped(line, 2 * _INDENT)
