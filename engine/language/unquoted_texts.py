"""Texts without quotes of which YAML takes the end for something else: a comment, or a key of its own."""

import re
from dataclasses import replace
from typing import NamedTuple

import yaml

from ..findings import Findings, Mark
from .nodes import Node
from .symbols import short_text

_TEXT_KEYS = frozenset(
    (
        *("title", "says", "at", "question", "answer", "otherwise", "ask", "note", "needs", "contact", "because"),
        *("name", "customer", "subject", "body"),
    )
)
"""Keys under which people write sentences, in all kinds of files."""
_TEXTS_BY_NAME = ("choices", "levels")
"""Keys of mappings from names to sentences."""
_COMMENT = re.compile(r"(?P<space>[ \t]+)(?P<comment>#[^\r\n]*)")


class Entry(NamedTuple):
    """An entry of a mapping as it was parsed: `under` is the key of the mapping, `before` the value before it."""

    under: str
    key: str
    key_event: yaml.Event
    value_event: yaml.Event
    before: yaml.Event | None

    def is_tail(self, text: str) -> bool:
        """Tell whether it is a key without a colon behind a comma in braces."""
        key_end, value_end = self.key_event.end_mark, self.value_event.end_mark
        is_empty = isinstance(self.value_event, yaml.ScalarEvent) and not self.value_event.value
        return bool(
            self.before and is_empty and key_end and value_end and ":" not in text[key_end.index : value_end.index]
        )


def checked_text(entry: Entry, value: Node, text: str, findings: Findings) -> Node:
    """Return the value of an entry that the parser read in a text, and add what is wrong with it as a sentence."""
    if not _is_unquoted(entry.value_event) or not isinstance(value.value, str | None):
        return value
    if entry.is_tail(text):
        start = entry.key_event.start_mark
        if entry.under == "choices" and _is_unquoted(entry.before) and start:
            _add_tail(entry.key, Mark(value.mark.file, start.line + 1, start.column + 1), findings)
        return replace(value, is_tail=True)
    if entry.key in _TEXT_KEYS or entry.under in _TEXTS_BY_NAME:
        end = entry.value_event.end_mark
        comment = _COMMENT.match(text, end.index) if end else None
        if comment and value.value is None:
            return replace(value, written=comment["comment"])
        if comment:
            _check_comment(entry.key, comment, value.mark, findings)
    return value


def _is_unquoted(event: yaml.Event | None) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style


def _check_comment(key: str, comment: re.Match[str], mark: Mark, findings: Findings) -> None:
    """Add a warning where a comment reads as if its author meant it as the end of the sentence.

    Comments are set off by two spaces, and begin with one; `see #12` does neither.
    """
    if len(comment["space"]) > 1 and comment["comment"][1:2] in ("", " ", "\t"):
        return
    column = mark.end_column + len(comment["space"])
    findings.warning(
        "unquoted-text",
        f"`{short_text(key)}` ends before the comment `{short_text(comment['comment'])}`",
        Mark(mark.file, mark.end_line, column, mark.end_line, column + len(comment["comment"])),
        "quote the whole text if this belongs to it; a comment stands behind two spaces and begins with one",
    )


def _add_tail(key: str, mark: Mark, findings: Findings) -> None:
    findings.warning(
        "unquoted-text",
        f"`{short_text(key)}` stands behind a comma, and so is a choice of its own without an explanation",
        mark,
        f"quote the whole text before it if this belongs to it; write `{short_text(key)}: ` if it is a choice",
    )
