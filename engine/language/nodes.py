"""Nodes: values of a file with their marks, and what makes them within limits; also of plain Python values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from numbers import Integral, Real
from typing import NoReturn

from ..findings import Findings, Mark
from .files import REQUEST_BYTES
from .number_notation import DIGITS, HELP_FOR_LONG_NUMBERS, NotExact, exact_float, parse_number

DEPTH = 40
NODES = 200_000
_KINDS = {dict: "a mapping", list: "a list", str: "a string", bool: "a boolean", int: "a number", float: "a number"}

_PLAIN_TYPES = "values are strings, numbers, booleans, None, dates, datetimes, mappings and lists"

HERE = Mark("<request>")
"""Where everything of a request stands that a program hands over."""

Scalar = str | bool | int | float | None


@dataclass(slots=True)
class Node:
    """A value of the file and where it stands; a mapping also knows where its keys stand.

    The accessors return something empty where the value is of another kind, because the schema
    has said so already and everything else in the file still deserves its findings.
    """

    value: "Scalar | list[Node] | dict[str, Node]"
    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)
    is_partial: bool = False
    """Whether more stands in the file than was read, as a finding says: what is missing may not be."""
    is_tail: bool = False
    """Whether its key stands behind a comma in braces without a colon, and may be the end of the text before it."""
    written: str = field(default="", compare=False, repr=False)
    """How a value without quotes is written that some readers of YAML, or all, do not take for that text."""

    @property
    def kind(self) -> str:
        """The kind of value in the language's own words."""
        return _KINDS.get(type(self.value), "null")

    @property
    def has_gaps(self) -> bool:
        """Whether something of the value, however deep, was not read."""
        inner = self.value.values() if isinstance(self.value, dict) else self.value
        return self.is_partial or (not isinstance(inner, Scalar) and any(node.has_gaps for node in inner))

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def value_at(self, key: str) -> object:
        """Return the value at a key, a list or mapping as nodes; None where there is none."""
        return node.value if (node := self.get(key)) else None

    def entries(self) -> "list[tuple[str, Node, Mark]]":
        """Return a mapping's keys and values, with the mark of each key."""
        table = self.value if isinstance(self.value, dict) else {}
        return [(key, node, self.keys[key]) for key, node in table.items()]

    def items(self, key: str) -> "list[Node]":
        """Return the items of the list at a key."""
        value = self.value_at(key)
        return value if isinstance(value, list) else []

    def mappings(self, key: str) -> "list[Node]":
        """Return those items of the list at a key that are mappings."""
        return [node for node in self.items(key) if isinstance(node.value, dict)]

    def section(self, key: str) -> "Node":
        """Return the mapping at a key, an empty one where there is none."""
        node = self.get(key)
        if node and isinstance(node.value, dict):
            return node
        return Node({}, self.key_mark(key), is_partial=(node or self).is_partial)

    def text(self, key: str, default: str = "") -> str:
        """Return the string at a key."""
        value = self.value_at(key)
        return value if isinstance(value, str) else default

    def one_or_list(self) -> "list[Node]":
        """Return the items of a list, or the one value that stands in its place."""
        return self.value if isinstance(self.value, list) else [self]

    def texts(self, key: str) -> "list[Node]":
        """Return the strings at a key that takes one or a list."""
        node = self.get(key)
        return [item for item in node.one_or_list() if isinstance(item.value, str)] if node else []

    def integer(self, key: str) -> int | None:
        """Return the whole number at a key, `2` and `2.0` alike, or None."""
        value = self.value_at(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return int(value) if float(value).is_integer() else None

    def key_mark(self, key: str) -> Mark:
        """Return the mark of a key, the mapping's own where it has none."""
        return self.keys.get(key, self.mark)

    def plain(self) -> object:
        """Return the value as plain lists, dicts and scalars."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return [node.plain() for node in self.value] if isinstance(self.value, list) else self.value


class ReadingStopped(Exception):
    """Nothing more of the file can be read; a finding says why."""


class TreeReader:
    """What the readers of YAML, JSON and plain values share: they make nodes within limits.

    A value that cannot be read becomes a gap in the tree, and reading goes on.
    """

    def __init__(self, findings: Findings) -> None:
        """Count from nothing."""
        self.findings = findings
        self.nodes = 0

    def count(self, nodes: int, mark: Mark) -> None:
        """Count nodes as if aliases were written out: that is what everything after this walks."""
        self.nodes += nodes
        if self.nodes > NODES:
            self.stop("too-many-nodes", f"more nodes than the limit of {NODES:,}", mark)

    def check_depth(self, depth: int, mark: Mark) -> None:
        """Stop where collections are nested too deep."""
        if depth > DEPTH:
            self.stop("too-deep", f"nested deeper than the limit of {DEPTH}", mark)

    def stop(self, check: str, message: str, mark: Mark) -> NoReturn:
        """Add the finding that ends reading."""
        self.findings.error(check, message, mark)
        raise ReadingStopped

    def gap(self, check: str, message: str, mark: Mark, help_: str = "") -> Node:
        """Return what stands in for a value that cannot be read, after the finding that says why."""
        self.findings.error(check, message, mark, help_)
        return Node(None, mark, is_partial=True)

    def number(self, check: str, text: str, mark: Mark) -> Node:
        """Return the number that a text writes, a gap after a finding where it cannot be kept as it is written."""
        try:
            return Node(parse_number(text), mark)
        except NotExact as problem:
            return self.gap(check, str(problem), mark, problem.help)

    def add_entry(self, mapping: Node, key: str, key_mark: Mark, value: Node) -> None:
        """Put a value under a key of a mapping; if the key is given twice, the first value stays."""
        assert isinstance(mapping.value, dict)  # noqa: S101 - for the type checker
        if key not in mapping.value:
            mapping.value[key], mapping.keys[key] = value, key_mark
            return
        first = mapping.keys[key].line
        self.findings.error("duplicate-key", f"key `{key}` is given twice, first on line {first}", key_mark)
        mapping.value[key] = replace(mapping.value[key], is_partial=True)
        mapping.is_partial = True  # one of them may have been meant as another key


def read_plain(value: object, findings: Findings, mark: Mark = HERE, limit: int = REQUEST_BYTES) -> Node | None:
    """Return mappings, lists, strings, numbers, booleans, None and instants as a node, as far as they can be read.

    All of it stands at `mark`; its texts have at most `limit` bytes. None after the finding that ends reading.
    """
    try:
        return _PlainReader(findings, mark, limit).node(value, 0)
    except ReadingStopped:
        return None


class _PlainReader(TreeReader):
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
            case date():  # a datetime, too
                return Node(value.isoformat(), self.mark)
            case Integral() if abs(int(value)) < 10**DIGITS:
                return Node(int(value), self.mark)
            case Integral():
                message = f"number is longer than the limit of {DIGITS} characters"
                return self.gap("wrong-value", message, self.mark, HELP_FOR_LONG_NUMBERS)
            case Real():
                return self.real(value)
        return self.gap("wrong-type", f"there can be no value of type {type(value).__name__}", self.mark, _PLAIN_TYPES)

    def real(self, value: Real) -> Node:
        try:
            return Node(exact_float(value), self.mark)
        except NotExact as problem:
            return self.gap("wrong-value", str(problem), self.mark, problem.help)

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
