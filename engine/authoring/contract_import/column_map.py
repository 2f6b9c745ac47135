"""The map of an import: which column, or which fixed value, gives each key of a contract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...findings import Findings, Mark
from ...language.files import SourceFile
from ...language.nodes import Node
from ...language.yaml_reader import read_yaml
from ...text import did_you_mean

REQUIRED = ("id", "customer", "policy", "tier")
LISTS = ("domains", "contacts", "cases")
_KEYS = (*REQUIRED, "edition", "from", "to", "timezone", *LISTS)
_ENTRY = "write a column's name, `{column: NAME, values: {Ent: enterprise}}`, or `{value: jumpmind}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEntry:
    """Where the value of a key comes from: a column, whose words `values` may translate, or a fixed value."""

    column: str | None
    value: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    mark: Mark


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The entries of a map by key, those of facts as `facts.NAME`."""

    entries: Mapping[str, ColumnEntry]

    def columns(self) -> Iterator[tuple[str, Mark]]:
        """Yield the columns that it names, and where."""
        for entry in self.entries.values():
            if entry.column is not None:
                yield entry.column, entry.mark


def read_map(source: SourceFile, findings: Findings) -> ColumnMap:
    """Return the map that a file writes, as far as it can be read; what is wrong is a finding."""
    root = read_yaml(source.text, source.file, findings)
    if root is None or not isinstance(root.value, dict):
        if root is not None:
            findings.error("wrong-type", "a map must be a mapping, such as `{id: Contract no}`", root.mark)
        return ColumnMap({})
    named = dict(_named(root, findings))
    read = ((name, _entry(name, node, findings)) for name, node in named.items())
    entries = {name: entry for name, entry in read if entry is not None}
    if not findings.has_errors:
        for key in REQUIRED:
            if key not in entries:
                findings.error("missing-key", f"the map lacks the key `{key}`", root.mark, _ENTRY)
    return ColumnMap(entries)


def _named(root: Node, findings: Findings) -> Iterator[tuple[str, Node]]:
    """Yield the entries of a map with their names, those of facts as `facts.NAME`."""
    for key, node, mark in root.entries():
        if key == "facts":
            yield from ((f"facts.{name}", value) for name, value, _ in root.section("facts").entries())
        elif key in _KEYS:
            yield key, node
        else:
            findings.error("unknown-key", f"a contract has no key `{key}`", mark, did_you_mean(key, (*_KEYS, "facts")))


def _entry(name: str, node: Node, findings: Findings) -> ColumnEntry | None:
    if isinstance(node.value, str) and node.value:
        return ColumnEntry(column=node.value, mark=node.mark)
    keys = set(node.keys)
    column, value = node.text("column"), node.text("value")
    values = {key: item.plain() for key, item, _ in node.section("values").entries()}
    is_column = keys in ({"column"}, {"column", "values"}) and column
    if not isinstance(node.value, dict) or not (is_column or (keys == {"value"} and value)):
        findings.error("wrong-shape", f"`{name}` names no column and has no value", node.mark, _ENTRY)
        return None
    return ColumnEntry(column=column or None, value=value or None, values=values, mark=node.mark)
