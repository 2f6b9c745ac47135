"""The names that a policy file declares, and the findings about those it does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..text import did_you_mean
from .fact_values import short_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..findings import Findings, Mark
    from ..model import Fact
    from .nodes import Node


_MOST_SUGGESTIONS = 100
"""Unknown names of a file that are compared with the known ones; each takes time that grows with the file."""


@dataclass(slots=True)
class Symbols:
    """What the file declares, by kind, and where findings about it go."""

    findings: Findings
    citations: set[str] = field(default_factory=set)
    tiers: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    hours: list[str] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    """Declared and built-in facts, by name."""
    suggestions: int = 0
    unreadable: set[str] = field(default_factory=set)
    """Sources and facts that could not be read: another finding about them would only repeat that."""
    open_kinds: set[str] = field(default_factory=set)
    """Kinds of names whose tables could not be read in full: any name may be declared there."""

    def declare(self, kind: str, root: Node, *path: str, is_required: bool = False) -> list[str]:
        """Return the names that the table at a path declares, and note where it could not be read in full."""
        table = root
        for key in path:
            inner = table.get(key)
            is_read = isinstance(inner.value, dict) and not inner.is_partial if inner else not table.is_partial
            if not is_read:
                self.open_kinds.add(kind)
            table = table.section(key)
        if is_required and not table.keys:  # as the schema has said
            self.open_kinds.add(kind)
        return list(table.keys)

    def check(self, node: Node, kind: str, known: Collection[str]) -> str | None:
        """Return a name if it is declared, None after a finding if it is not."""
        if not isinstance(node.value, str):
            return None
        if node.value in known:
            return node.value
        if kind == "clause" and node.value.partition(".")[0] in self.unreadable:
            return None
        self.unknown(node.value, kind, known, node.mark)
        return None

    def check_all(self, nodes: list[Node], kind: str, known: Collection[str]) -> tuple[str, ...]:
        """Return those names of a list that are declared, each once."""
        checked = [self.check(node, kind, known) for node in nodes]
        return tuple(dict.fromkeys(name for name in checked if name is not None))

    def unknown(self, name: str, kind: str, known: Collection[str], mark: Mark) -> None:
        """Add the finding that a name is not declared."""
        if kind.rpartition(" ")[2] in self.open_kinds:
            return
        self.suggestions += 1
        verb = "are" if kind == "hours" else "is"
        help_ = (
            did_you_mean(name, sorted(known) if isinstance(known, set) else known)
            if self.suggestions <= _MOST_SUGGESTIONS
            else ""
        )
        self.findings.error(
            f"unknown-{kind.replace(' ', '-')}", f"{kind} `{short_text(name)}` {verb} not declared", mark, help_
        )

    def check_citations(self, node: Node, key: str = "cite") -> tuple[str, ...]:
        """Return the citations at a key, with findings for those that lead nowhere."""
        return self.check_all(node.texts(key), "clause", self.citations)
