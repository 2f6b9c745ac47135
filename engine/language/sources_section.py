"""The sections `sources` and `readings`, and the plain tables of tiers and ways."""

from ..model import Clause, Reading, Source, Tier, Way
from .nodes import Node
from .symbols import Symbols

READINGS = "readings"
"""The source name under which readings are cited."""


def parse_sources(root: Node, symbols: Symbols) -> dict[str, Source]:
    """Return the documents encoded, and note what can be cited."""
    sources = {}
    symbols.declare("clause", root, "sources", is_required=True)
    symbols.declare(READINGS, root, READINGS)
    symbols.unreadable |= {READINGS} & symbols.open_kinds
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
    cited = [(name, source.clauses) for name, source in sources.items()] + [(READINGS, symbols.names[READINGS])]
    symbols.names["clause"] = {f"{name}.{key}" for name, keys in cited for key in keys}
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
    return {
        name: Tier(
            title=node.text("title", name),
            contacts=node.integer("contacts"),
            note=node.text("note"),
            cite=symbols.check_citations(node),
            mark=mark,
        )
        for name, node, mark in root.section("tiers").entries()
    }


def parse_ways(root: Node, symbols: Symbols) -> dict[str, Way]:
    """Return the ways of contact, in the order written."""
    return {
        name: Way(contact=node.text("contact"), note=node.text("note"), cite=symbols.check_citations(node), mark=mark)
        for name, node, mark in root.section("channels").section("ways").entries()
    }
