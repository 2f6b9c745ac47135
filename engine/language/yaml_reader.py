"""YAML read strictly into nodes with marks.

The parser's events are walked one by one rather than composed: the composer keeps the last of
two equal keys, and its C version crashes on deep nesting. Scalars follow the YAML 1.2 core
schema, in which `no`, `8:00` and dates are strings.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import yaml

from ..findings import NOWHERE, Findings, Mark
from .nodes import DEPTH, DIGITS, Node, ReadingStopped, Scalar, TreeReader
from .yaml_errors import mark_after, syntax_error

ALIASES = 100

_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_FLOW_TOKEN = re.compile(
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


@dataclass(slots=True)
class _OpenCollection:
    """A list or mapping that is still being read."""

    node: Node
    event: yaml.CollectionStartEvent
    nodes_before: int
    height: int = 0
    """How deep the collections in it are nested."""
    expects_key: bool = True
    key: str | None = None
    """The key of the value that comes next; None where that value is dropped."""
    key_mark: Mark = NOWHERE
    last_mark: Mark = NOWHERE
    """Where the last key or value in it stands."""


def read_yaml(text: str, file: str, findings: Findings) -> Node | None:
    """Return the one document of a YAML text, as far as it can be read; None after the finding that ends reading."""
    reader = _Reader(file, findings)
    try:
        return reader.read(text)
    except ReadingStopped:
        return None
    except yaml.MarkedYAMLError as error:
        position = error.problem_mark or error.context_mark
        too_deep = reader.mark_of_too_deep(text, position.index if position else len(text))
        if too_deep:
            findings.error("too-deep", f"nested deeper than the limit of {DEPTH}", too_deep)
            return None
        mark = Mark(file, position.line + 1, position.column + 1) if position else Mark(file)
        findings.error("yaml", *syntax_error(str(error.problem), text, mark))
    except yaml.reader.ReaderError as error:
        # The C reader counts bytes, as it was handed UTF-8.
        offset = error.position if isinstance(error.position, int) else 0
        before = text.encode()[:offset].decode("utf-8", "ignore")
        findings.error("yaml", "not YAML: a control character is not allowed", mark_after(before, file))
    return None


class _Reader(TreeReader):
    """Builds nodes from events, with a stack of its own and the language's limits."""

    def __init__(self, file: str, findings: Findings) -> None:
        super().__init__(findings)
        self.file = file
        self.stack: list[_OpenCollection] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """By name, what an anchor marks, how many nodes that is and how deep it is nested."""
        self.aliases = 0
        self.root: Node | None = None
        self.read_until = 0
        """The offset at which the last event ended."""

    def read(self, text: str) -> Node:
        loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
        for event in yaml.parse(text, Loader=loader):
            self.take(event)
            self.read_until = event.end_mark.index if event.end_mark else self.read_until
        if self.root is None:
            self.stop("yaml", "file is empty", Mark(self.file))
        return self.root

    def mark_of_too_deep(self, text: str, end: int) -> Mark | None:
        """Return where brackets after the last event, up to an offset, open deeper than the limit.

        A parser looks ahead on a line before it gives an event, and may have stopped there at a
        limit of its own, which differs from one release to the next.
        """
        depth = len(self.stack)
        for token in _FLOW_TOKEN.finditer(text, self.read_until, end):
            depth += bool(token["opened"]) - bool(token["closed"])
            if depth > DEPTH:
                return mark_after(text[: token.start()], self.file)
        return None

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.end(event)
        elif isinstance(event, yaml.AliasEvent):
            mark = self.mark(event)
            node, height = self.alias(str(event.anchor), mark)
            self.attach(node, height, mark)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.stop("yaml", "only one document is allowed in a file", self.mark(event))

    def scalar(self, event: yaml.ScalarEvent) -> None:
        mark = self.mark(event)
        self.count(1, mark)
        is_key = bool(self.stack) and isinstance(self.stack[-1].node.value, dict) and self.stack[-1].expects_key
        is_plain = not event.style  # None or empty, by parser
        if is_key and is_plain and event.value == "<<":
            node = self.gap("yaml", "merge key `<<` is not allowed", mark, "write the keys out")
        elif event.tag is not None:
            node = self.gap("yaml", _tag_message(event.tag), mark)
        else:
            node = self.plain_scalar(event.value, mark) if is_plain else Node(event.value, mark)
        if is_key and not isinstance(node.value, str) and event.value != "<<":
            if not node.is_partial:
                self.findings.error("yaml", f"key `{event.value}` is {node.kind}, not a string", mark, "quote it")
            node = Node(event.value, mark)
        if event.anchor:
            self.anchors[event.anchor] = (node, 1, 0)
        self.attach(node, 0, mark)

    def plain_scalar(self, text: str, mark: Mark) -> Node:
        """Return what a scalar without quotes means; what only looks like a number is a string."""
        if text in _CONSTANTS:
            return Node(_CONSTANTS[text], mark)
        if not (text[0].isdigit() or text[0] in "-+."):
            return Node(text, mark)
        if _NUMBER.fullmatch(text):
            if len(text) > DIGITS:
                return self.gap("yaml", f"number of {len(text)} characters is longer than the limit of {DIGITS}", mark)
            number = _number(text)
            if math.isfinite(number):
                return Node(number, mark)
        elif not _NOT_FINITE.fullmatch(text):
            return Node(text, mark)
        return self.gap("yaml", f"number `{text}` is not finite", mark)

    def start(self, event: yaml.CollectionStartEvent) -> None:
        mark = self.mark(event)
        self.count(1, mark)
        if event.tag is not None:
            self.findings.error("yaml", _tag_message(event.tag), mark)
        self.check_depth(len(self.stack) + 1, mark)
        node = Node({} if isinstance(event, yaml.MappingStartEvent) else [], mark)
        self.stack.append(_OpenCollection(node, event, self.nodes - 1, last_mark=mark))

    def end(self, event: yaml.CollectionEndEvent) -> None:
        opened = self.stack.pop()
        node, mark = opened.node, opened.node.mark
        # In block style the end event stands where the next key does.
        last = self.mark(event) if opened.event.flow_style else opened.last_mark
        node.mark = Mark(self.file, mark.line, mark.column, last.end_line, last.end_column)
        if opened.event.tag is not None:
            node = Node(None, node.mark, is_partial=True)
        if opened.event.anchor:
            self.anchors[opened.event.anchor] = (node, self.nodes - opened.nodes_before, opened.height + 1)
        self.attach(node, opened.height + 1, node.mark)

    def alias(self, anchor: str, mark: Mark) -> tuple[Node, int]:
        """Return what an alias stands for and how deep that is nested, counted as if written out."""
        self.aliases += 1
        if self.aliases > ALIASES:
            self.stop("too-many-aliases", f"more aliases than the limit of {ALIASES}", mark)
        if anchor not in self.anchors:
            return self.gap("yaml", f"alias `*{anchor}` has no anchor before it", mark), 0
        node, size, height = self.anchors[anchor]
        self.count(size, mark)
        self.check_depth(len(self.stack) + height, mark)
        return node, height

    def attach(self, node: Node, height: int, mark: Mark) -> None:
        """Attach a finished node as a key, a value, an item or the root."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.height, parent.last_mark = max(parent.height, height), mark
        if isinstance(parent.node.value, list):
            parent.node.value.append(node)
            return
        if parent.expects_key:
            if not isinstance(node.value, str):
                if not node.is_partial:
                    self.findings.error("yaml", f"a key must be a string, not {node.kind}", mark)
                parent.node.is_partial = True
            parent.key, parent.key_mark = node.value if isinstance(node.value, str) else None, mark
        elif parent.key is not None:
            self.add_entry(parent.node, parent.key, parent.key_mark, node)
        parent.expects_key = not parent.expects_key

    def mark(self, event: yaml.Event) -> Mark:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Mark(self.file)
        return Mark(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _tag_message(tag: str) -> str:
    return f"tag `{tag.replace('tag:yaml.org,2002:', '!!')}` is not allowed"


def _number(text: str) -> float:
    if text[:2] in ("0o", "0x"):
        return int(text[2:], 8 if text[1] == "o" else 16)
    return int(text) if _INTEGER.fullmatch(text) else float(text)
