"""The sections `sources` and `readings`, and the plain tables of tiers and ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Clause, Reading, Source, Tier, Way

if TYPE_CHECKING:
    from .nodes import Node
    from .symbols import Symbols

READINGS = "readings"
"""The source name under which readings are cited."""


def parse_sources(root: Node, symbols: Symbols) -> dict[str, Source]:
    """Return the documents encoded, and note their clauses as citable."""
    sources = {}
    symbols.declare("clause", root, "sources", is_required=True)
    for name, node, mark in root.section("sources").entries():
        if name == READINGS:
            symbols.findings.error("reserved-name", f"`{name}` is reserved and cannot name a source", mark)
        clauses = {
            key: Clause(at=clause.text("at"), says=clause.text("says"), mark=clause_mark)
            for key, clause, clause_mark in node.section("clauses").entries()
        }
        if not clauses or node.section("clauses").is_partial:
            symbols.unreadable.add(name)
        sources[name] = Source(title=node.text("title"), clauses=clauses, mark=mark)
        symbols.citations.update(f"{name}.{key}" for key in clauses)
    symbols.citations.update(f"{READINGS}.{key}" for key in symbols.declare(READINGS, root, READINGS))
    symbols.unreadable |= {READINGS} & symbols.open_kinds
    return sources


def parse_readings(root: Node, symbols: Symbols) -> dict[str, Reading]:
    """Return the readings declared."""
    return {
        name: Reading(
            clause=symbols.check_citations(node, "clause"),
            question=node.text("question"),
            answer=node.text("answer"),
            otherwise=node.text("otherwise"),
            mark=mark,
        )
        for name, node, mark in root.section(READINGS).entries()
    }


def parse_tiers(root: Node, symbols: Symbols) -> dict[str, Tier]:
    """Return the plans, in the order written."""
    tiers = {}
    for name, node, mark in root.section("tiers").entries():
        tiers[name] = Tier(
            title=node.text("title", name),
            contacts=node.integer("contacts"),
            note=node.text("note"),
            cite=symbols.check_citations(node),
            mark=mark,
        )
    return tiers


def parse_ways(root: Node, symbols: Symbols) -> dict[str, Way]:
    """Return the ways of contact, in the order written."""
    return {
        name: Way(contact=node.text("contact"), note=node.text("note"), cite=symbols.check_citations(node), mark=mark)
        for name, node, mark in root.section("channels").section("ways").entries()
    }
