"""Plain Python values, read into the same nodes as files, within the same limits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from numbers import Integral, Real

from ..findings import Findings, Mark
from .files import REQUEST_BYTES
from .nodes import DIGITS, Node, ReadingStopped, TreeReader

HERE = Mark("<request>")
"""Where everything of a request stands that a program hands over."""


def read_plain(value: object, findings: Findings, mark: Mark = HERE, limit: int = REQUEST_BYTES) -> Node | None:
    """Return mappings, lists, strings, numbers, booleans, None and instants as a node, as far as they can be read.

    All of it stands at `mark`; its texts have at most `limit` bytes. None after the finding that ends reading.
    """
    try:
        return _Reader(findings, mark, limit).node(value, 0)
    except ReadingStopped:
        return None


class _Reader(TreeReader):
    """Recursive descent, to a depth that the language limits."""

    def __init__(self, findings: Findings, mark: Mark, limit: int) -> None:
        super().__init__(findings)
        self.mark = mark
        self.limit = limit
        self.bytes = 0

    def node(self, value: object, depth: int) -> Node:
        self.count(1, self.mark)
        if not isinstance(value, Mapping | Sequence) or isinstance(value, str | bytes | bytearray):
            return self.scalar(value)
        self.check_depth(depth + 1, self.mark)
        if isinstance(value, Mapping):
            return self.mapping(value, depth + 1)
        return Node([self.node(item, depth + 1) for item in value], self.mark)

    def scalar(self, value: object) -> Node:  # noqa: PLR0911 - one for each type
        match value:
            case None | bool():
                return Node(value, self.mark)
            case str():
                return self.text(value)
            case datetime():
                return Node(value.isoformat(), self.mark)
            case Integral() if abs(int(value)) < 10**DIGITS:
                return Node(int(value), self.mark)
            case Integral():
                return self.gap("wrong-value", f"number is longer than the limit of {DIGITS} characters", self.mark)
            case Real() if math.isfinite(value):
                return Node(float(value), self.mark)
            case Real():
                return self.gap("wrong-value", f"number `{float(value)}` is not finite", self.mark)
        return self.gap("wrong-type", f"there can be no value of type {type(value).__name__}", self.mark)

    def mapping(self, value: Mapping[object, object], depth: int) -> Node:
        node = Node({}, self.mark)
        for key, item in value.items():
            if isinstance(key, str):
                name = self.text(key)
            else:
                name = self.gap("wrong-type", f"a key must be a string, not {type(key).__name__}", self.mark)
            if isinstance(name.value, str):
                self.add_entry(node, name.value, self.mark, self.node(item, depth))
            node.is_partial |= name.is_partial
        return node

    def text(self, text: str) -> Node:
        try:
            self.bytes += len(text.encode())
        except UnicodeEncodeError:
            return self.gap("encoding", "half of a surrogate pair is not a character", self.mark)
        if self.bytes > self.limit:
            self.stop("too-large", f"there is more text than the limit of {self.limit // 1024:,} KiB", self.mark)
        return Node(str.__str__(text), self.mark)  # what an enumeration of strings holds, whatever it prints
