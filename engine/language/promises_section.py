"""The sections `promises`, `services` and `intake`: what is owed, and what is brought."""

from typing import Literal

from ..findings import Mark
from ..model import Cell, CellCitation, Entry, IntakeItem, Measure, Promise, PromiseRule, Service
from .conditions import parse_condition
from .entries_section import is_row, parse_entry, parse_tier_entry
from .events_section import parse_clock
from .grids import GridEntry, is_grid, parse_grid
from .nodes import Node
from .rules_section import rule_citations
from .symbols import Symbols, short_text

Cells = dict[tuple[str, str | None], Cell]


def parse_promises(root: Node, symbols: Symbols) -> dict[str, Promise]:
    """Return the promises declared."""
    return {name: _promise(name, node, mark, symbols) for name, node, mark in root.section("promises").entries()}


def _promise(name: str, node: Node, mark: Mark, symbols: Symbols) -> Promise:
    kind = node.text("kind")
    scope: Literal["support", "consulting"] = "consulting" if node.text("scope") == "consulting" else "support"
    count = len(symbols.findings)
    within = _within(node.section("within"), scope, symbols)
    is_table = node.get("rules") is None and not node.has_gaps and len(symbols.findings) == count
    rules = _rules(node, symbols)
    _check_keys(name, node, mark, symbols, is_cited=any(entry.cite for entry in within.values() if entry))
    return Promise(
        name=name,
        scope=scope,
        within=within,
        rules=rules,
        # A rule may owe something to any tier and level, and so may a cell that could not be read.
        citations=_citations(node, within if is_table else None, symbols),
        repeats=node.value_at("repeats") is True,
        hours=symbols.check_node(node.get("hours"), "hours"),
        measure=_measure(node.section("measure"), symbols),
        clock=parse_clock(node, symbols),
        kind="goal" if kind == "goal" else "guarantee" if kind == "guarantee" else None,
        mark=mark,
    )


def _check_keys(name: str, node: Node, mark: Mark, symbols: Symbols, *, is_cited: bool) -> None:
    """Add a finding for what a promise lacks; where rules or entries cite, it need not."""
    if node.has_gaps:
        return
    if node.get("within") is None and node.get("rules") is None:
        help_ = "write it as in `within: {standard: {P1: 6 business hours}}`"
        symbols.findings.error("missing-key", f"`{short_text(name)}` lacks the key `within` or `rules`", mark, help_)
    if not is_cited and node.get("cite") is None and node.get("rules") is None:
        help_ = "write it as in `cite: terms.plans`"
        symbols.findings.error("missing-key", f"`{short_text(name)}` lacks the key `cite`", mark, help_)


def _rules(promise: Node, symbols: Symbols) -> tuple[PromiseRule, ...]:
    """Return the rules of a promise, in the order written."""
    rules: list[PromiseRule] = []
    for node in promise.mappings("rules"):
        rules += _grid(node, symbols) if is_grid(node) else _rule(node, symbols)
    return tuple(rules)


def _rule(node: Node, symbols: Symbols) -> list[PromiseRule]:
    when, cite = parse_condition(node.get("when"), symbols), rule_citations(node, symbols)
    written = node.get("then")
    entries = [] if written is None else parse_entry("then", written, node.key_mark("then"), symbols)
    return [PromiseRule(id=node.text("id"), when=when, then=entry, cite=cite, mark=node.mark) for entry in entries]


def _grid(node: Node, symbols: Symbols) -> list[PromiseRule]:
    """Return the cells of a grid of entries as rules; where a cell says `none`, no rule stands."""

    def entry_in(key: str, cell: Node, mark: Mark) -> Entry | None:
        return next(iter(parse_entry(key, cell, mark, symbols)), None)

    grid: list[GridEntry[Entry]] = parse_grid(node, symbols, entry_in, built_in_axes=("tier", "priority"))
    return [
        PromiseRule(id=e.id, when=e.when, then=e.value, cite=e.cell.grid.cite, cell=e.cell, mark=e.mark) for e in grid
    ]


def _within(table: Node, scope: str, symbols: Symbols) -> Cells:
    """Return the cells of a table of tiers, or of tiers and levels."""
    cells: Cells = {}
    levels = symbols.names["level"]
    columns: list[str | None] = [*levels] if scope == "support" else [None]
    for tier, node, mark in table.entries():
        symbols.check(tier, "tier", mark)
        if not is_row(node, levels):
            entry = next(iter(parse_tier_entry(tier, node, mark, symbols)), None)
            cells.update({(tier, level): entry for level in columns})
        elif scope == "consulting":
            symbols.findings.error("wrong-shape", "a consulting promise has no levels", mark, "give the tier one span")
        else:
            _fill_row(cells, tier, node, symbols)
    return cells


def _fill_row(cells: Cells, tier: str, row: Node, symbols: Symbols) -> None:
    """Fill the cells of a tier with the entries of its levels."""
    for written, node, mark in row.entries():
        level = symbols.check(written, "level", mark) or written
        if (tier, level) in cells:
            message = f"`{short_text(written)}` is level `{level}`, which the row has already"
            symbols.findings.error("duplicate", message, mark)
        # One that could not be read is a cell all the same, so that no citation of it is refused.
        cells[tier, level] = next(iter(parse_entry(written, node, mark, symbols)), None)


def _measure(node: Node, symbols: Symbols) -> Measure | None:
    share, per, credit = (node.text(key) or None for key in ("share", "per", "credit"))
    if share is None and credit is None:
        if node.keys and node.get("share") is None and node.get("credit") is None:
            message, help_ = (
                "`measure` lacks the key `share` or `credit`",
                "write it as in `{share: 95 %, per: quarter}`",
            )
            symbols.findings.error("missing-key", message, node.mark, help_)
        return None
    return Measure(share=share, per=per, credit=credit, cite=symbols.check_citations(node))


def _citations(promise: Node, within: Cells | None, symbols: Symbols) -> tuple[CellCitation, ...]:
    """Return what a promise cites, each with the cells that it is limited to.

    One for no cell is a finding, where all cells are known.
    """
    node = promise.get("cite")
    citations = []
    for item in node.one_or_list() if node else []:
        if isinstance(item.value, str):
            name = symbols.check(item.value, "clause", item.mark)
            citations += [CellCitation((name,))] if name else []
        elif isinstance(item.value, dict):
            citation = CellCitation(
                cites=symbols.check_citations(item),
                tiers=symbols.check_all(item.texts("tiers"), "tier"),
                levels=symbols.check_all(item.texts("levels"), "level"),
            )
            citations.append(citation)
            is_known = all(len(getattr(citation, key)) == len(item.texts(key)) for key in ("tiers", "levels"))
            if is_known and within is not None and not any(citation.selects(*cell) for cell in within):
                message = "no cell of `within` is of these tiers and levels"
                symbols.findings.error("cites-no-cell", message, item.mark, "name those of a cell, or drop it")
    return tuple(citations)


def parse_services(root: Node, symbols: Symbols) -> dict[str, Service]:
    """Return the entitlements declared."""
    return {
        name: Service(
            name=name,
            title=node.text("title"),
            tiers=symbols.check_all(node.texts("tiers"), "tier"),
            activities=symbols.check_all(node.texts("activities"), "activity"),
            levels=symbols.check_all(node.texts("levels"), "level"),
            per_year=node.integer("per_year"),
            span=symbols.read_span(node.get("span"), "`span` is ", ", not "),
            billable=node.value_at("billable") is True,
            when=parse_condition(node.get("when"), symbols),
            note=node.text("note"),
            cite=symbols.check_citations(node),
            mark=mark,
        )
        for name, node, mark in root.section("services").entries()
    }


def parse_intake(root: Node, symbols: Symbols) -> tuple[IntakeItem, ...]:
    """Return what the requester must bring, in the order written."""
    return tuple(
        IntakeItem(
            needs=node.text("needs"),
            when=parse_condition(node.get("when"), symbols),
            optional=node.value_at("optional") is True,
            given_by=tuple(dict.fromkeys(str(key.value) for key in node.items("given_by"))),
            note=node.text("note"),
            cite=symbols.check_citations(node),
            mark=node.mark,
        )
        for node in root.items("intake")
    )
