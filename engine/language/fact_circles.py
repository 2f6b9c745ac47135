"""Facts of which the value, presumed or derived, depends on itself."""

from collections.abc import Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from ..findings import Findings
from ..model import Fact, Hours
from ..model.receipt_facts import hours_of_receipt, is_receipt_fact
from ..text import either
from .conditions import facts_read
from .nodes import Node


def check_circles(root: Node, facts: Mapping[str, Fact], hours: Mapping[str, Hours], findings: Findings) -> None:
    """Add a finding for each fact that is derived, or of which something is presumed, by itself or through others."""
    for name in _cycle_members({name: reads_of(fact, hours) for name, fact in facts.items()}):
        node = root.section("facts").section(name)
        if facts[name].derive:
            message = f"the derived fact `{name}` depends on itself"
            findings.error("fact-cycle", message, node.key_mark("derive"), _help(facts[name], hours))
        else:
            message = f"the presumption of `{name}` depends on itself"
            findings.error("presumption-cycle", message, node.key_mark("presume"), _help(facts[name], hours))


def _help(fact: Fact, hours: Mapping[str, Hours]) -> str:
    """Return that hours are read at the receipt which depend on a fact themselves; nothing where none are."""
    read = [hours_of_receipt(name) for name in _read_by(fact) if is_receipt_fact(name)]
    placed = [f"`{name}`" for name in sorted(read) if name in hours and hours[name].places]
    return f"when {either(placed)} is open depends on the fact: name hours that it does not place" if placed else ""


def _read_by(fact: Fact) -> set[str]:
    conditions = [presumption.when for presumption in fact.presume] + [entry.when for entry in fact.derive]
    return {name for condition in conditions for name, _ in facts_read(condition)}


def reads_of(fact: Fact, hours: Mapping[str, Hours]) -> set[str]:
    """Return the facts that the presumptions and the derived entries of a fact read.

    With a fact of the receipt they read the facts that give its hours their zone and holidays.
    """
    read = _read_by(fact)
    within = (hours.get(hours_of_receipt(name)) for name in read if is_receipt_fact(name))
    return read.union(*(own.places for own in within if own))


def _cycle_members(reads: dict[str, set[str]]) -> list[str]:
    """Return the names that reach themselves, or lie between two that do."""
    readers: dict[str, set[str]] = {name: set() for name in reads}
    for name, names in reads.items():
        for read in names & reads.keys():
            readers[read].add(name)
    members = _unsortable(reads) & _unsortable(readers)
    return [name for name in reads if name in members]


def _unsortable(graph: dict[str, set[str]]) -> set[str]:
    """Return the names that reach a cycle."""
    sorter = TopologicalSorter(graph)
    with suppress(CycleError):
        sorter.prepare()
    names = set(graph)
    while ready := sorter.get_ready():
        names -= set(ready)
        sorter.done(*ready)
    return names
