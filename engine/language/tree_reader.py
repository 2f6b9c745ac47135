"""What the readers of YAML, JSON and plain values share: their limits, and how they go on after an error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from .nodes import Node

if TYPE_CHECKING:
    from ..findings import Findings, Mark

DEPTH = 40
NODES = 200_000
DIGITS = 40
"""Longer numbers are refused: no contract counts that far, and Python will not convert them all."""


class ReadingStopped(Exception):
    """Nothing more of the file can be read; a finding says why."""


class TreeReader:
    """Makes nodes within limits. A value that cannot be read becomes a gap in the tree, and reading goes on."""

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

    def add_entry(self, mapping: Node, key: str, key_mark: Mark, value: Node) -> None:
        """Put a value under a key of a mapping; if the key is given twice, the first value stays."""
        assert isinstance(mapping.value, dict)  # noqa: S101 - for the type checker
        if key in mapping.value:
            first = mapping.keys[key].line
            self.findings.error("duplicate-key", f"key `{key}` is given twice, first on line {first}", key_mark)
            mapping.value[key] = replace(mapping.value[key], is_partial=True)
            mapping.is_partial = True  # one of them may have been meant as another key
            return
        mapping.value[key] = value
        mapping.keys[key] = key_mark
