"""JSON read strictly into the same nodes as YAML, with marks, limits and no duplicate keys.

JSON is not quite a subset of what YAML parsers take (tabs, surrogate escapes), so it has a
reader of its own.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Collection
from json.decoder import scanstring  # type: ignore[attr-defined] # the library's own, in C where it can be
from typing import NoReturn

from ..findings import Findings, Mark
from .hidden_characters import HIDDEN, Span, line_starts, refuse_hidden
from .nodes import Node, ReadingStopped, TreeReader

_SPACE = re.compile(rf"[ \t\n\r{HIDDEN}]*")
"""What stands between tokens; what is hidden there has a finding of its own, and reading goes on."""
_TOKEN = re.compile(r"(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|[A-Za-z]+")
_CONSTANTS = {"true": True, "false": False, "null": None}


def read_json(text: str, file: str, findings: Findings, free_text: Collection[str] = ()) -> Node | None:
    """Return a JSON text as a node, as far as it can be read; None after the finding that ends reading.

    Under the keys of `free_text`, strangers may write hidden characters as they are.
    """
    reader = _Reader(text, file, findings, free_text)
    root = _document(reader, text)
    refuse_hidden(text, file, "json", reader.free_spans, findings)
    return root


def _document(reader: "_Reader", text: str) -> Node | None:
    try:
        node = reader.value(0)
        reader.skip()
        if reader.position < len(text):
            reader.refuse("not JSON: more text follows the value")
    except ReadingStopped:
        return None
    return node


class _Reader(TreeReader):
    """Recursive descent, to a depth that the language limits."""

    def __init__(self, text: str, file: str, findings: Findings, free_text: Collection[str]) -> None:
        super().__init__(findings)
        self.text = text
        self.file = file
        self.free_text = free_text
        self.free_spans: list[Span] = []
        self.position = 0
        self.lines = line_starts(text)

    def value(self, depth: int) -> Node:
        self.skip()
        start = self.position
        self.count(1, self.mark(start))
        first = self.text[start : start + 1]
        if first == "":
            self.refuse("not JSON: the text ends where a value is expected" if self.nodes > 1 else "file is empty")
        if first in "{[":
            self.check_depth(depth + 1, self.mark(start))
            self.position += 1
            node = self.collection(first, depth)
        else:
            node = self.string() if first == '"' else self.constant()
        node.mark = self.mark(start)
        return node

    def collection(self, bracket: str, depth: int) -> Node:
        node = Node({} if bracket == "{" else [], self.mark(self.position))
        while not self.passes("}" if bracket == "{" else "]"):
            if node.value:
                self.expect(",")
            if isinstance(node.value, list):
                node.value.append(self.value(depth + 1))
            else:
                self.entry(node, depth)
        return node

    def entry(self, mapping: Node, depth: int) -> None:
        self.skip()
        start = self.position
        if not self.text.startswith('"', start):
            self.refuse("not JSON: expected a key in double quotes")
        key = self.string()
        key_mark = self.mark(start)
        self.expect(":")
        self.skip()
        start = self.position
        value = self.value(depth + 1)
        if key.value in self.free_text and isinstance(value.value, str):
            self.free_spans.append((start, self.position))
        mapping.is_partial |= key.is_partial
        if isinstance(key.value, str):
            self.add_entry(mapping, key.value, key_mark, value)

    def string(self) -> Node:
        start = self.position
        try:
            text, self.position = scanstring(self.text, start + 1, True)  # noqa: FBT003 - its signature
        except json.JSONDecodeError as error:
            self.position = error.pos
            problem = error.msg.removesuffix(" at").removesuffix(" starting")
            self.refuse(f"not JSON: {problem[:1].lower()}{problem[1:]}")
        if any("\ud800" <= character <= "\udfff" for character in text):
            return self.gap("json", "not JSON: half of a surrogate pair is not a character", self.mark(start))
        return Node(str(text), self.mark(start))

    def constant(self) -> Node:
        start = self.position
        token = _TOKEN.match(self.text, start)
        word = token.group() if token else self.text[start]
        if token is None or not (token["number"] or word in _CONSTANTS):
            self.refuse(f"not JSON: `{word[:20]}` is not a value")
        self.position = token.end()
        if word in _CONSTANTS:
            return Node(_CONSTANTS[word], self.mark(start))
        return self.number("json", word, self.mark(start))

    def expect(self, character: str) -> None:
        if not self.passes(character):
            self.refuse(f"not JSON: expected `{character}`")

    def passes(self, character: str) -> bool:
        """Pass a character where it comes next."""
        self.skip()
        is_next = self.text.startswith(character, self.position)
        self.position += is_next
        return is_next

    def skip(self) -> None:
        space = _SPACE.match(self.text, self.position)
        self.position = space.end() if space else self.position

    def mark(self, start: int) -> Mark:
        """Return the mark of what stands from an offset to where reading is."""
        line, end_line = bisect_right(self.lines, start), bisect_right(self.lines, self.position)
        columns = start - self.lines[line - 1] + 1, self.position - self.lines[end_line - 1] + 1
        return Mark(self.file, line, columns[0], end_line, columns[1])

    def refuse(self, message: str) -> NoReturn:
        self.stop("json", message, self.mark(self.position))
