"""Changes as Markdown, for the description of a pull request or a comment on one."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from ...language.request_yaml import request_as_yaml
from ...render.document import tidy
from ...render.markdown import escaped
from .change_kinds import KINDS
from .diff_wording import Wording
from .replay_wording import LIST_LIMIT, changed_lines, difference_counts, refused_lines, replay_summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .changes import Change, Changes, Witness
    from .replay import Replay

_TICKS = re.compile("`+")
_REFERRING = re.compile(r"(?<![^\W_])@(?=\w)|#(?=\d)|\bGH-(?=\d)", re.IGNORECASE)
_NOTHING = "<!-- -->"
_BREAK = "\\\n"


def as_markdown(changes: Changes) -> str:
    """Return changes as a Markdown text: a heading, a table of kinds, and each change with example request."""
    words = Wording(changes)
    blocks = [f"## {literal(words.title())}", _BREAK.join(map(literal, words.introduction()))]
    if changes.changes:
        blocks.append(_table(changes))
    for title, section in words.sections():
        if section:
            blocks.append(f"### {title}")
            for change in section:
                blocks += _change(change, words)
    if changes.editorial:
        blocks += ["### Wording changes", *_folded("old and new", _texts(changes, words))]
    if changes.replay:
        blocks += ["### Replayed requests", *_replay(changes.replay)]
    if changes.findings:
        findings = [f"- {literal(finding.message)}" for finding in changes.findings]
        blocks += ["### Notes on the comparison", "\n".join(findings)]
    return "\n\n".join(blocks) + "\n"


def _table(changes: Changes) -> str:
    rows = [f"| {kind} | {number} | {KINDS[kind].meaning} |" for kind, number in changes.counts.items()]
    return "\n".join(["| change | number | meaning |", "| --- | ---: | --- |", *rows])


def _change(change: Change, words: Wording) -> Iterator[str]:
    lines = [f"**{change.kind}**: {literal(words.heading(change))}", literal(words.before_and_after(change))]
    if change.extent:
        lines.append(literal(words.extent(change.extent)))
        if change.witness is None:
            lines.append(words.example(change))
    yield _BREAK.join(lines)
    if change.witness:
        yield from _folded("example request", _requests(change.witness))


def _requests(witness: Witness) -> Iterator[str]:
    if witness.old != witness.new:
        yield "For the old edition:"
        yield _fenced(request_as_yaml(witness.old))
        yield "For the new edition:"
    yield _fenced(request_as_yaml(witness.new))


def _texts(changes: Changes, words: Wording) -> Iterator[str]:
    for change in changes.editorial:
        sides = (("old", change.before), ("new", change.after))
        texts = [f"{label}: {literal(text or 'nothing')}" for label, text in sides]
        yield _BREAK.join([f"**{literal(words.heading(change))}**", *texts])


def _replay(replay: Replay) -> Iterator[str]:
    yield literal(f"{replay_summary(replay)}.")
    counts = [f"| {number:,} | {literal(lines)} |" for number, lines in difference_counts(replay)]
    if counts:
        yield "\n".join(["| requests | what |", "| ---: | --- |", *counts])
    for summary, entries in (
        ("changed decisions", [(str(request.mark), changed_lines(request)) for request in replay.changed]),
        ("refused requests", [(str(request.mark), refused_lines(request)) for request in replay.refused]),
    ):
        if entries:
            items = [
                f"- {'; '.join(literal(text) for text in (position, *lines))}"
                for position, lines in entries[:LIST_LIMIT]
            ]
            remainder = [f"- and {len(entries) - LIST_LIMIT:,} more"] if len(entries) > LIST_LIMIT else []
            yield from _folded(summary, ["\n".join([*items, *remainder])])


def _folded(summary: str, blocks: Iterable[str]) -> Iterator[str]:
    """Yield blocks that are opened by a click; an empty line ends the markup, so that Markdown begins anew."""
    yield f"<details><summary>{escape(summary)}</summary>"
    yield from blocks
    yield "</details>"


def literal(text: str) -> str:
    """Return a text on one line that reads as it is written: nothing in it is markup, a mention or a reference.

    GitHub looks for `@name` and `#12` in what Markdown has become, where a backslash or an entity
    no longer shows; a comment keeps the two apart there, and is not seen.
    """
    return _REFERRING.sub(lambda match: f"{match[0]}{_NOTHING}", escaped(tidy(text)))


def _fenced(text: str) -> str:
    """Return text as a block of code, fenced by more backticks than it has in a row."""
    fence = "`" * max(3, 1 + max((len(ticks) for ticks in _TICKS.findall(text)), default=0))
    return f"{fence}yaml\n{text.rstrip()}\n{fence}"
