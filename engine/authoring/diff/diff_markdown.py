"""Changes as Markdown, for the description of a pull request or a comment on one."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from ...language.yaml_writer import request_as_yaml
from ...render.document import tidy
from ...render.markdown import escaped
from .change_kinds import KINDS
from .diff_wording import LIST_LIMIT, Wording, changed_lines, difference_counts, refused_lines, replay_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .changes import Change, Changes, Witness
    from .replay import Replay

_TICKS = re.compile("`+")
_REFERRING = re.compile(r"(?<![^\W_])@(?=\w)|#(?=\d)|\bGH-(?=\d)", re.IGNORECASE)
_BREAK = "\\\n"


def as_markdown(changes: Changes) -> str:
    """Return changes as a Markdown text: a heading, a table of kinds, and each change with example request."""
    words = Wording(changes)
    kinds = [(kind, str(number), KINDS[kind].meaning) for kind, number in changes.counts.items()]
    sections: list[tuple[str, list[str]]] = [
        *((title, [block for c in section for block in _change(c, words)]) for title, section in words.sections()),
        ("Wording changes", _folded("old and new", [_text(change, words) for change in changes.editorial])),
        ("Replayed requests", _replay(changes.replay) if changes.replay else []),
        ("Notes on the comparison", ["\n".join(f"- {literal(f.message)}" for f in changes.findings)]),
    ]
    blocks = [f"## {literal(words.title())}", _BREAK.join(map(literal, words.introduction()))]
    blocks += _table("| change | number | meaning |\n| --- | ---: | --- |", kinds)
    blocks += (block for title, own in sections if any(own) for block in (f"### {title}", *own))
    return "\n\n".join(blocks) + "\n"


def _table(head: str, rows: Sequence[Sequence[str]]) -> list[str]:
    return ["\n".join([head, *(f"| {' | '.join(row)} |" for row in rows)])] if rows else []


def _change(change: Change, words: Wording) -> list[str]:
    extent = words.extent(change.extent) if change.extent else ""
    details = (words.before_and_after(change), extent, "" if change.witness else words.example(change))
    lines = [f"**{change.kind}**: {literal(words.heading(change))}", *(literal(line) for line in details if line)]
    return [_BREAK.join(lines), *_folded("example request", _requests(change.witness) if change.witness else [])]


def _requests(witness: Witness) -> list[str]:
    old, new = (_fenced(request_as_yaml(request)) for request in (witness.old, witness.new))
    return [new] if old == new else ["For the old edition:", old, "For the new edition:", new]


def _text(change: Change, words: Wording) -> str:
    texts = (
        f"{label}: {literal(text or 'nothing')}" for label, text in (("old", change.before), ("new", change.after))
    )
    return _BREAK.join([f"**{literal(words.heading(change))}**", *texts])


def _replay(replay: Replay) -> list[str]:
    counts = [(f"{number:,}", literal(words)) for number, words in difference_counts(replay)]
    changed = [(str(request.mark), *changed_lines(request)) for request in replay.changed]
    refused = [(str(request.mark), *refused_lines(request)) for request in replay.refused]
    return [
        literal(f"{replay_summary(replay)}."),
        *_table("| requests | what |\n| ---: | --- |", counts),
        *_folded("changed decisions", _items(changed)),
        *_folded("refused requests", _items(refused)),
    ]


def _items(entries: Sequence[tuple[str, ...]]) -> list[str]:
    items = [f"- {'; '.join(map(literal, lines))}" for lines in entries[:LIST_LIMIT]]
    if len(entries) > LIST_LIMIT:
        items.append(f"- and {len(entries) - LIST_LIMIT:,} more")
    return ["\n".join(items)] if items else []


def _folded(summary: str, blocks: Sequence[str]) -> list[str]:
    """Return blocks that are opened by a click; an empty line ends the markup, so that Markdown begins anew."""
    return [f"<details><summary>{escape(summary)}</summary>", *blocks, "</details>"] if blocks else []


def literal(text: str) -> str:
    """Return a text on one line that reads as it is written: nothing in it is markup, a mention or a reference.

    GitHub looks for `@name` and `#12` in what Markdown has become, where a backslash or an entity
    no longer shows; a comment keeps the two apart there, and is not seen.
    """
    return _REFERRING.sub(lambda match: f"{match[0]}<!-- -->", escaped(tidy(text)))


def _fenced(text: str) -> str:
    """Return text as a block of code, fenced by more backticks than it has in a row."""
    fence = "`" * max(3, 1 + max((len(ticks) for ticks in _TICKS.findall(text)), default=0))
    return f"{fence}yaml\n{text.rstrip()}\n{fence}"
