"""Plain Python values, read into the same nodes as files, within the same limits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from numbers import Integral, Real
from typing import NoReturn

from ..findings import Findings, Mark
from .files import REQUEST_BYTES
from .nodes import Node, Scalar
from .yaml_reader import DEPTH, DIGITS, NODES

HERE = Mark("<request>")
"""Where everything that a program hands over stands."""


class _Refused(Exception):
    """Reading ends here; the finding says why."""


def read_plain(value: object, findings: Findings) -> Node | None:
    """Return mappings, lists, strings, numbers, booleans, None and instants as a node, or None after a finding."""
    try:
        return _Reader(findings).node(value, 0)
    except _Refused:
        return None


class _Reader:
    """Recursive descent, to a depth that the language limits."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.nodes = 0
        self.bytes = 0

    def node(self, value: object, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > NODES:
            self.refuse("too-many-nodes", f"more nodes than the limit of {NODES:,}")
        if isinstance(value, Mapping):
            entries = {self.key(key): self.node(item, self.below(depth)) for key, item in value.items()}
            return Node(entries, HERE, dict.fromkeys(entries, HERE))
        if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
            return Node([self.node(item, self.below(depth)) for item in value], HERE)
        return Node(self.scalar(value), HERE)

    def below(self, depth: int) -> int:
        if depth >= DEPTH:
            self.refuse("too-deep", f"nested deeper than the limit of {DEPTH}")
        return depth + 1

    def key(self, key: object) -> str:
        if not isinstance(key, str):
            self.refuse("wrong-type", f"a key must be a string, not {type(key).__name__}")
        return self.text(key)

    def scalar(self, value: object) -> Scalar:
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, datetime):
            return value.isoformat()
        if not isinstance(value, Real):
            self.refuse("wrong-type", f"a value of type {type(value).__name__} is none that a request can hold")
        return self.number(value)

    def number(self, number: Real) -> Scalar:
        if isinstance(number, Integral):
            integer = int(number)
            if abs(integer) >= 10**DIGITS:
                self.refuse("wrong-value", f"number is longer than the limit of {DIGITS} characters")
            return integer
        if not math.isfinite(number):
            self.refuse("wrong-value", f"number `{float(number)}` is not finite")
        return float(number)

    def text(self, text: str) -> str:
        try:
            self.bytes += len(text.encode())
        except UnicodeEncodeError:
            self.refuse("encoding", "half of a surrogate pair is not a character")
        if self.bytes > REQUEST_BYTES:
            self.refuse("too-large", f"request is larger than the limit of {REQUEST_BYTES // 1024} KiB")
        return str.__str__(text)  # what an enumeration of strings holds, whatever it prints

    def refuse(self, check: str, message: str) -> NoReturn:
        self.findings.error(check, message, HERE)
        raise _Refused
