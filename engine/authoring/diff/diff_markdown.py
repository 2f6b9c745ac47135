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
from .replay_wording import LISTED, redecided, refused, replayed, tallied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .changes import Change, Changes, Witness
    from .replay import Replay

_TICKS = re.compile("`+")
_REFERRING = re.compile(r"(?<![^\W_])@(?=\w)|#(?=\d)|\bGH-(?=\d)", re.IGNORECASE)
_NOTHING = "<!-- -->"
_BREAK = "\\\n"


def as_markdown(changes: Changes) -> str:
    """Return changes as a Markdown text: a heading, a table of kinds, and each change with a request that shows it."""
    words = Wording(changes)
    blocks = [f"## {literal(words.title())}", _BREAK.join(map(literal, words.opening()))]
    if changes.changes:
        blocks.append(_table(changes))
    for title, shown in words.sections():
        if shown:
            blocks.append(f"### {title}")
            for change in shown:
                blocks += _change(change, words)
    if changes.editorial:
        blocks += ["### Texts that read otherwise", *_folded("old and new", _texts(changes, words))]
    if changes.replay:
        blocks += ["### Requests replayed", *_replay(changes.replay)]
    if changes.findings:
        findings = [f"- {literal(finding.message)}" for finding in changes.findings]
        blocks += ["### Notes on the comparison", "\n".join(findings)]
    return "\n\n".join(blocks) + "\n"


def _table(changes: Changes) -> str:
    rows = [f"| {kind} | {number} | {KINDS[kind].meaning} |" for kind, number in changes.counts.items()]
    return "\n".join(["| change | number | meaning |", "| --- | ---: | --- |", *rows])


def _change(change: Change, words: Wording) -> Iterator[str]:
    lines = [f"**{change.kind}**: {literal(words.heading(change))}", literal(words.moved(change))]
    if change.extent:
        lines.append(literal(words.extent(change.extent)))
        if change.witness is None:
            lines.append(words.example(change))
    yield _BREAK.join(lines)
    if change.witness:
        yield from _folded("a request that shows it", _requests(change.witness))


def _requests(witness: Witness) -> Iterator[str]:
    if witness.old != witness.new:
        yield "As the old edition asks:"
        yield _fenced(request_as_yaml(witness.old))
        yield "As the new edition asks:"
    yield _fenced(request_as_yaml(witness.new))


def _texts(changes: Changes, words: Wording) -> Iterator[str]:
    for change in changes.editorial:
        sides = (("old", change.before), ("new", change.after))
        texts = [f"{label}: {literal(text or 'nothing')}" for label, text in sides]
        yield _BREAK.join([f"**{literal(words.heading(change))}**", *texts])


def _replay(replay: Replay) -> Iterator[str]:
    yield literal(f"{replayed(replay)}.")
    counts = [f"| {number:,} | {literal(words)} |" for number, words in tallied(replay)]
    if counts:
        yield "\n".join(["| requests | what |", "| ---: | --- |", *counts])
    for summary, told in (
        ("decided otherwise", [(str(one.mark), redecided(one)) for one in replay.changed]),
        ("refused", [(str(one.mark), refused(one)) for one in replay.refused]),
    ):
        if told:
            items = [f"- {'; '.join(literal(text) for text in (place, *words))}" for place, words in told[:LISTED]]
            more = [f"- and {len(told) - LISTED:,} more"] if len(told) > LISTED else []
            yield from _folded(summary, ["\n".join([*items, *more])])


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
    return _REFERRING.sub(lambda found: f"{found[0]}{_NOTHING}", escaped(tidy(text)))


def _fenced(text: str) -> str:
    """Return text as a block of code, fenced by more backticks than it has in a row."""
    fence = "`" * max(3, 1 + max((len(found) for found in _TICKS.findall(text)), default=0))
    return f"{fence}yaml\n{text.rstrip()}\n{fence}"
