"""YAML read strictly into nodes that know their place.

The parser's events are walked one by one rather than composed: the composer keeps the last of
two equal keys, and its C version crashes on deep nesting. Scalars follow the YAML 1.2 core
schema, in which `no`, `8:00` and dates are strings.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NoReturn

import yaml

from ..findings import Findings, Mark
from .nodes import Node, Scalar

DEPTH = 40
NODES = 200_000
ALIASES = 100
DIGITS = 40
"""Longer numbers are refused: no contract counts that far, and Python will not convert them all."""

_TOO_DEEP = f"nested deeper than the limit of {DEPTH}"
_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_AHEAD = re.compile(
    r"""
    "(?:[^"\\]|\\.)*"? | '[^']*'?      # quoted, perhaps to the end
    | (?<!\S)\#[^\n]*                  # a comment
    | [^\s,\[\]{}]+                    # a word
    | (?P<opened>[\[{]) | (?P<closed>[\]}])
    """,
    re.VERBOSE | re.DOTALL,
)
"""Enough of a flow collection to count its brackets."""
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CONSTANTS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class _Refused(Exception):
    """Reading ends here; the finding is made."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read."""

    node: Node
    anchor: str | None
    before: int
    below: int = 0
    key: str | None = None
    key_mark: Mark | None = None


def read_yaml(text: str, file: str, findings: Findings) -> Node | None:
    """Return the one document of a YAML text, or None after a finding that says why not."""
    reader = _Reader(file, findings)
    try:
        return reader.read(text)
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        position = error.problem_mark or error.context_mark
        too_deep = reader.too_deep_ahead(text, position.index if position else len(text))
        if too_deep:
            findings.error("too-deep", _TOO_DEEP, too_deep)
            return None
        mark = Mark(file, position.line + 1, position.column + 1) if position else Mark(file)
        findings.error("yaml", *_syntax(str(error.problem), text, mark))
    except yaml.reader.ReaderError as error:
        # The C reader counts bytes, as it was handed UTF-8.
        offset = error.position if isinstance(error.position, int) else 0
        before = text.encode()[:offset].decode("utf-8", "ignore")
        mark = Mark(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        findings.error("yaml", "not YAML: a control character is not allowed", mark)
    return None


_MEANT = {
    "mapping values are not allowed": "quote a text that holds `: `",
    "expected ',' or": "put a comma between entries, close the bracket, and quote a text that holds `: `",
    "expected key": "indent this line like the keys beside it, or close a quote that is open above",
    "expected '-' indicator": "indent this line like the entries beside it",
}
"""What is most often meant, by what the parser says."""


def _syntax(problem: str, text: str, mark: Mark) -> tuple[str, Mark, str]:
    lines = text.splitlines()
    line = lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation and ("cannot start any token" in problem or "tab" in problem):
        place = Mark(mark.file, mark.line, indentation.index("\t") + 1)
        return "a tab is not allowed in indentation", place, "indent with spaces"
    help_ = next((help_ for said, help_ in _MEANT.items() if said in problem), "")
    return f"not YAML: {problem}", mark, help_


class _Reader:
    """Builds nodes from events, with a stack of its own and the language's limits."""

    def __init__(self, file: str, findings: Findings) -> None:
        self.file = file
        self.findings = findings
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.nodes = 0
        self.aliases = 0
        self.root: Node | None = None
        self.ended = 0
        """The offset at which the last event ended."""

    def read(self, text: str) -> Node | None:
        loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
        errors = len(self.findings.found)
        for event in yaml.parse(text, Loader=loader):
            self.take(event)
            self.ended = event.end_mark.index if event.end_mark else self.ended
        if self.root is None:
            self.findings.error("yaml", "file is empty", Mark(self.file))
        return self.root if len(self.findings.found) == errors else None

    def too_deep_ahead(self, text: str, end: int) -> Mark | None:
        """Return where brackets after the last event, up to an offset, open deeper than the limit.

        A parser looks ahead on a line before it gives an event, and may have stopped there at a
        limit of its own, which differs from one release to the next.
        """
        depth = len(self.stack)
        for token in _AHEAD.finditer(text, self.ended, end):
            if token["closed"]:
                depth -= 1
            elif token["opened"]:
                depth += 1
                if depth > DEPTH:
                    before = text[: token.start()]
                    return Mark(self.file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.refuse("yaml", "only one document is allowed in a file", self.at(event))
        if not isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.CollectionEndEvent):
                self.close()
            return
        mark = self.at(event)
        if isinstance(event, yaml.AliasEvent):
            self.place(*self.alias(str(event.anchor), mark), mark)
            return
        self.count(1, mark)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.findings.error("yaml", f"tag `{tag.replace('tag:yaml.org,2002:', '!!')}` is not allowed", mark)
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event, mark)
            return
        node = Node({} if isinstance(event, yaml.MappingStartEvent) else [], mark)
        if len(self.stack) >= DEPTH:
            self.refuse("too-deep", _TOO_DEEP, mark)
        self.stack.append(_Open(node=node, anchor=event.anchor, before=self.nodes - 1))

    def scalar(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        is_key = self.expects_key()
        plain = not event.style  # None or empty, by parser
        if is_key and plain and event.value == "<<":
            self.findings.error("yaml", "merge key `<<` is not allowed", mark, "write the keys out")
        value = self.resolve(event.value, mark) if plain else event.value
        if is_key and not isinstance(value, str):
            kind = Node(value, mark).kind
            self.findings.error("yaml", f"key `{event.value}` is {kind}, not a string", mark, "quote it")
            value = str(event.value)
        node = Node(value, mark)
        if event.anchor:
            self.anchors[event.anchor] = (node, 1, 0)
        self.place(node, 0, mark)

    def resolve(self, text: str, mark: Mark) -> Scalar:
        """Return what a plain scalar means; what only looks like a number is a string."""
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if not (text[0].isdigit() or text[0] in "-+."):
            return text
        if _NOT_FINITE.fullmatch(text):
            self.findings.error("yaml", f"number `{text}` is not finite", mark)
        if not _NUMBER.fullmatch(text):
            return text
        if len(text) > DIGITS:
            self.findings.error("yaml", f"number of {len(text)} characters is longer than the limit of {DIGITS}", mark)
            return 0
        number = _number(text)
        if not math.isfinite(number):
            self.findings.error("yaml", f"number `{text}` is not finite", mark)
            return 0
        return number

    def alias(self, anchor: str, mark: Mark) -> tuple[Node, int]:
        """Return what an alias stands for and how deep that is nested, counted as if written out."""
        self.aliases += 1
        if self.aliases > ALIASES:
            self.refuse("too-many-aliases", f"more aliases than the limit of {ALIASES}", mark)
        if anchor not in self.anchors:
            self.refuse("yaml", f"alias `*{anchor}` has no anchor before it", mark)
        node, size, height = self.anchors[anchor]
        self.count(size, mark)
        if len(self.stack) + height > DEPTH:
            self.refuse("too-deep", _TOO_DEEP, mark)
        return node, height

    def place(self, node: Node, height: int, mark: Mark) -> None:
        """Put a finished node where it belongs: a key, a value, an item or the root."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.below = max(top.below, height)
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict):
            if top.key is None:
                if not isinstance(node.value, str):
                    self.refuse("yaml", f"a key must be a string, not {node.kind}", mark)
                top.key, top.key_mark = str(node.value), mark
                return
            self.enter(top, node)

    def enter(self, top: _Open, node: Node) -> None:
        key, mark = top.key, top.key_mark
        top.key = None
        if key is None or mark is None or not isinstance(top.node.value, dict):
            return
        if key in top.node.value:
            first = top.node.keys[key].line
            self.findings.error("duplicate-key", f"key `{key}` is given twice, first on line {first}", mark)
            return
        top.node.value[key] = node
        top.node.keys[key] = mark

    def close(self) -> None:
        done = self.stack.pop()
        height = done.below + 1
        if done.anchor:
            self.anchors[done.anchor] = (done.node, self.nodes - done.before, height)
        self.place(done.node, height, done.node.mark)

    def expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node.value, dict) and self.stack[-1].key is None

    def count(self, nodes: int, mark: Mark) -> None:
        """Count nodes as if aliases were written out: that is what everything after this walks."""
        self.nodes += nodes
        if self.nodes > NODES:
            self.refuse("too-many-nodes", f"more nodes than the limit of {NODES:,}", mark)

    def at(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        return Mark(self.file, start.line + 1, start.column + 1) if start else Mark(self.file)

    def refuse(self, check: str, message: str, mark: Mark) -> NoReturn:
        self.findings.error(check, message, mark)
        raise _Refused


def _number(text: str) -> float:
    if text[:2] in ("0o", "0x"):
        return int(text[2:], 8 if text[1] == "o" else 16)
    return int(text) if _INTEGER.fullmatch(text) else float(text)
