"""Changes for people: as text for a terminal, and as Markdown for a pull request or a comment on one."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from ...findings import Mark
from ...language.yaml_writer import request_as_yaml
from ...render import render
from ...render.document import (
    Block,
    Document,
    Entries,
    Entry,
    Role,
    Section,
    cell,
    line_of,
    paragraph,
    tidy,
)
from ...render.markdown import escaped
from .changes import KINDS, Change, Changes, Witness
from .diff_wording import LIST_LIMIT, Wording, changed_lines, difference_counts, refused_lines, replay_summary
from .replay import Replay

_ROLES: dict[str, Role] = {"takes": "bad", "gives": "good", "neither": "open"}
_TICKS = re.compile("`+")
_REFERRING = re.compile(r"(?<![^\W_])@(?=\w)|#(?=\d)|\bGH-(?=\d)", re.IGNORECASE)
_BREAK = "\\\n"


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
    listed = [
        Entry(name=line_of(str(mark), role="dim"), fields=(("", cell(*lines)),))
        for mark, lines in requests[:LIST_LIMIT]
    ]
    yield from _entries(listed)
    if len(requests) > LIST_LIMIT:
        yield paragraph(f"and {len(requests) - LIST_LIMIT:,} {more}; the JSON form lists all")


def as_markdown(changes: Changes) -> str:
    """Return changes as a Markdown text: a heading, a table of kinds, and each change with example request."""
    words = Wording(changes)
    kinds = [(kind, str(number), KINDS[kind].meaning) for kind, number in changes.counts.items()]
    sections: list[tuple[str, list[str]]] = [
        *((title, [b for change in own for b in _change_blocks(change, words)]) for title, own in words.sections()),
        ("Wording changes", _folded("old and new", [_text_block(change, words) for change in changes.editorial])),
        ("Replayed requests", _replay_blocks(changes.replay) if changes.replay else []),
        ("Notes on the comparison", ["\n".join(f"- {literal(f.message)}" for f in changes.findings)]),
    ]
    blocks = [f"## {literal(words.title())}", _BREAK.join(map(literal, words.introduction()))]
    blocks += _table("| change | number | meaning |\n| --- | ---: | --- |", kinds)
    blocks += (block for title, own in sections if any(own) for block in (f"### {title}", *own))
    return "\n\n".join(blocks) + "\n"


def _table(head: str, rows: Sequence[Sequence[str]]) -> list[str]:
    return ["\n".join([head, *(f"| {' | '.join(row)} |" for row in rows)])] if rows else []


def _change_blocks(change: Change, words: Wording) -> list[str]:
    extent = words.extent(change.extent) if change.extent else ""
    details = (words.before_and_after(change), extent, "" if change.witness else words.example(change))
    lines = [f"**{change.kind}**: {literal(words.heading(change))}", *(literal(line) for line in details if line)]
    return [_BREAK.join(lines), *_folded("example request", _request_blocks(change.witness) if change.witness else [])]


def _request_blocks(witness: Witness) -> list[str]:
    old, new = (_fenced(request_as_yaml(request)) for request in (witness.old, witness.new))
    return [new] if old == new else ["For the old edition:", old, "For the new edition:", new]


def _text_block(change: Change, words: Wording) -> str:
    texts = (
        f"{label}: {literal(text or 'nothing')}" for label, text in (("old", change.before), ("new", change.after))
    )
    return _BREAK.join([f"**{literal(words.heading(change))}**", *texts])


def _replay_blocks(replay: Replay) -> list[str]:
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
