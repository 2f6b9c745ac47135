"""The sections `sources` and `readings`, and the plain tables of tiers and ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Clause, Reading, Source, Tier, Way

if TYPE_CHECKING:
    from .nodes import Node
    from .symbols import Symbols

READINGS = "readings"
"""The source name under which readings are cited."""


def parse_sources(root: Node, names: Symbols) -> dict[str, Source]:
    """Return the documents encoded, and note their clauses as citable."""
    sources = {}
    for name, node, mark in root.section("sources").entries():
        if name == READINGS:
            names.findings.error("reserved-name", f"`{name}` is reserved and cannot name a source", mark)
        clauses = {
            key: Clause(clause.text("at"), clause.text("says"), place)
            for key, clause, place in node.section("clauses").entries()
        }
        if not clauses:
            names.unread.add(name)
        sources[name] = Source(node.text("title"), clauses, mark)
        names.citations.update(f"{name}.{key}" for key in clauses)
    names.citations.update(f"{READINGS}.{key}" for key, _, _ in root.section(READINGS).entries())
    return sources


def parse_readings(root: Node, names: Symbols) -> dict[str, Reading]:
    """Return the readings declared."""
    return {
        name: Reading(
            names.cites(node, "clause"),
            node.text("question"),
            node.text("answer"),
            node.text("otherwise"),
            mark,
        )
        for name, node, mark in root.section(READINGS).entries()
    }


def parse_tiers(root: Node, names: Symbols) -> dict[str, Tier]:
    """Return the plans, in the order written."""
    tiers = {}
    for name, node, mark in root.section("tiers").entries():
        tiers[name] = Tier(node.text("title", name), node.whole("contacts"), node.text("note"), names.cites(node), mark)
    return tiers


def parse_ways(root: Node, names: Symbols) -> dict[str, Way]:
    """Return the ways of contact, in the order written."""
    return {
        name: Way(node.text("contact"), node.text("note"), names.cites(node), mark)
        for name, node, mark in root.section("channels").section("ways").entries()
    }
