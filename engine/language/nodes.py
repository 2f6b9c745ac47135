"""Nodes: values of a file with their marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..findings import Mark

Scalar = str | bool | int | float | None

_KINDS = {dict: "a mapping", list: "a list", str: "a string", bool: "a boolean", int: "a number", float: "a number"}


@dataclass(slots=True)
class Node:
    """A value of the file and where it stands; a mapping also knows where its keys stand.

    The accessors return something empty where the value is of another kind, because the schema
    has said so already and everything else in the file still deserves its findings.
    """

    value: Scalar | list[Node] | dict[str, Node]
    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)
    is_partial: bool = False
    """Whether more stands in the file than was read, as a finding says: what is missing may not be."""

    @property
    def kind(self) -> str:
        """The kind of value in the language's own words."""
        return _KINDS.get(type(self.value), "null")

    @property
    def has_gaps(self) -> bool:
        """Whether something of the value, however deep, was not read."""
        if isinstance(self.value, dict):
            return self.is_partial or any(node.has_gaps for node in self.value.values())
        return self.is_partial or (isinstance(self.value, list) and any(node.has_gaps for node in self.value))

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def value_at(self, key: str) -> object:
        """Return the value at a key, a list or mapping as nodes; None where there is none."""
        node = self.get(key)
        return node.value if node else None

    def entries(self) -> Iterator[tuple[str, Node, Mark]]:
        """Yield a mapping's keys and values, with the mark of each key."""
        if isinstance(self.value, dict):
            for key, node in self.value.items():
                yield key, node, self.keys[key]

    def items(self, key: str) -> list[Node]:
        """Return the items of the list at a key."""
        value = self.value_at(key)
        return value if isinstance(value, list) else []

    def section(self, key: str) -> Node:
        """Return the mapping at a key, an empty one where there is none."""
        node = self.get(key)
        if node and isinstance(node.value, dict):
            return node
        return Node({}, self.key_mark(key), is_partial=(node or self).is_partial)

    def text(self, key: str, default: str = "") -> str:
        """Return the string at a key."""
        value = self.value_at(key)
        return value if isinstance(value, str) else default

    def optional_text(self, key: str) -> str | None:
        """Return the string at a key, or None."""
        return self.text(key) or None

    def texts(self, key: str) -> list[Node]:
        """Return the strings at a key that takes one or a list."""
        node = self.get(key)
        return node.own_texts() if node else []

    def own_texts(self) -> list[Node]:
        """Return the strings of a value that is one or a list."""
        nodes = self.value if isinstance(self.value, list) else [self]
        return [n for n in nodes if isinstance(n.value, str)]

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
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return self.value
