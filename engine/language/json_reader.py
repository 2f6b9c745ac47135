"""JSON read strictly into the same nodes as YAML, with places, limits and no equal keys.

JSON is not quite a subset of what YAML parsers take (tabs, surrogate escapes), so it has a
reader of its own.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from json.decoder import scanstring  # type: ignore[attr-defined] # the library's own, in C where it can be
from typing import NoReturn

from ..findings import Findings, Mark
from .nodes import Node
from .yaml_reader import DEPTH, DIGITS, NODES

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z]+")
_CONSTANTS = {"true": True, "false": False, "null": None}


class _Refused(Exception):
    """Reading ends here; the finding says why."""


def read_json(text: str, file: str, findings: Findings) -> Node | None:
    """Return a JSON text as a node, or None after a finding that says why not."""
    errors = len(findings.found)
    reader = _Reader(text, file, findings)
    try:
        node = reader.value(0)
        reader.skip()
        if reader.position < len(text):
            reader.refuse("json", "not JSON: there is more after the end of the value")
    except _Refused:
        return None
    return node if len(findings.found) == errors else None


class _Reader:
    """Recursive descent, to a depth that the language limits."""

    def __init__(self, text: str, file: str, findings: Findings) -> None:
        self.text = text
        self.file = file
        self.findings = findings
        self.position = 0
        self.nodes = 0
        self.lines = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def value(self, depth: int) -> Node:
        self.skip()
        mark = self.mark()
        self.nodes += 1
        if self.nodes > NODES:
            self.refuse("too-many-nodes", f"more nodes than the limit of {NODES:,}")
        first = self.text[self.position : self.position + 1]
        if first in ("{", "["):
            if depth >= DEPTH:
                self.refuse("too-deep", f"nested deeper than the limit of {DEPTH}")
            self.position += 1
            return self.mapping(mark, depth) if first == "{" else self.list(mark, depth)
        if first == '"':
            return Node(self.string(), mark)
        if first == "":
            self.refuse(
                "json", "not JSON: the text ends where a value is expected" if self.nodes > 1 else "file is empty"
            )
        return Node(self.constant(), mark)

    def mapping(self, mark: Mark, depth: int) -> Node:
        entries: dict[str, Node] = {}
        node = Node(entries, mark)
        while not self.ends("}", first=not entries):
            self.skip()
            key_mark = self.mark()
            if self.text[self.position : self.position + 1] != '"':
                self.refuse("json", "not JSON: expected a key in double quotes")
            key = self.string()
            self.expect(":")
            value = self.value(depth + 1)
            if key in entries:
                line = node.keys[key].line
                self.findings.error("duplicate-key", f"key `{key}` is given twice, first on line {line}", key_mark)
                continue
            entries[key] = value
            node.keys[key] = key_mark
        return node

    def list(self, mark: Mark, depth: int) -> Node:
        items: list[Node] = []
        while not self.ends("]", first=not items):
            items.append(self.value(depth + 1))
        return Node(items, mark)

    def ends(self, bracket: str, *, first: bool) -> bool:
        """Pass the closing bracket, or the comma before the next item."""
        self.skip()
        if self.text[self.position : self.position + 1] == bracket:
            self.position += 1
            return True
        if not first:
            self.expect(",")
        return False

    def string(self) -> str:
        start = self.position
        try:
            text, self.position = scanstring(self.text, self.position + 1, True)  # noqa: FBT003 - its signature
        except json.JSONDecodeError as error:
            self.position = error.pos
            problem = error.msg.removesuffix(" at").removesuffix(" starting")
            self.refuse("json", f"not JSON: {problem[:1].lower()}{problem[1:]}")
        if any("\ud800" <= character <= "\udfff" for character in text):
            self.position = start
            self.refuse("json", "not JSON: half of a surrogate pair is not a character")
        return str(text)

    def constant(self) -> bool | float | None:
        match = _NUMBER.match(self.text, self.position)
        if match:
            self.position = match.end()
            return self.number(match)
        word = _WORD.match(self.text, self.position)
        if word is None or word.group() not in _CONSTANTS:
            snippet = word.group()[:20] if word else self.text[self.position]
            self.refuse("json", f"not JSON: `{snippet}` is not a value")
        self.position += len(word.group()) if word else 0
        return _CONSTANTS[word.group()] if word else None

    def number(self, match: re.Match[str]) -> float:
        text = match.group()
        if len(text) > DIGITS or not math.isfinite(float(text)):
            self.position = match.start()
            self.refuse("json", "number is too long or too large")
        return float(text) if match.group(1) or match.group(2) else int(text)

    def expect(self, character: str) -> None:
        self.skip()
        if self.text[self.position : self.position + 1] != character:
            self.refuse("json", f"not JSON: expected `{character}`")
        self.position += 1

    def skip(self) -> None:
        space = _SPACE.match(self.text, self.position)
        self.position = space.end() if space else self.position

    def mark(self) -> Mark:
        line = bisect_right(self.lines, self.position)
        return Mark(self.file, line, self.position - self.lines[line - 1] + 1)

    def refuse(self, check: str, message: str) -> NoReturn:
        self.findings.error(check, message, self.mark())
        raise _Refused
