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
        if isinstance(value, Mapping):
            self.check_depth(depth + 1, self.mark)
            return self.mapping(value, depth + 1)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
            self.check_depth(depth + 1, self.mark)
            return Node([self.node(item, depth + 1) for item in value], self.mark)
        return self.scalar(value)

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

    def scalar(self, value: object) -> Node:
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, bool):
            return Node(value, self.mark)
        if isinstance(value, datetime):
            return Node(value.isoformat(), self.mark)
        if isinstance(value, Real):
            return self.number(value)
        return self.gap("wrong-type", f"there can be no value of type {type(value).__name__}", self.mark)

    def number(self, number: Real) -> Node:
        if isinstance(number, Integral):
            if abs(int(number)) < 10**DIGITS:
                return Node(int(number), self.mark)
            return self.gap("wrong-value", f"number is longer than the limit of {DIGITS} characters", self.mark)
        if math.isfinite(number):
            return Node(float(number), self.mark)
        return self.gap("wrong-value", f"number `{float(number)}` is not finite", self.mark)

    def text(self, text: str) -> Node:
        try:
            self.bytes += len(text.encode())
        except UnicodeEncodeError:
            return self.gap("encoding", "half of a surrogate pair is not a character", self.mark)
        if self.bytes > self.limit:
            self.stop("too-large", f"there is more text than the limit of {self.limit // 1024:,} KiB", self.mark)
        return Node(str.__str__(text), self.mark)  # what an enumeration of strings holds, whatever it prints
