"""The four groups of rules: `scope`, `priorities`, `coverage` and `channels`."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Literal

from ..findings import Findings, Mark
from ..model import SCOPES, Derivation, Fact, Group, Offer, Rule
from .conditions import facts_read, parse_condition
from .grids import NO_ENTRY, is_grid, parse_grid
from .nodes import Node
from .symbols import Symbols, check_repeats

GroupName = Literal["scope", "priority", "coverage", "channel"]
SECTIONS: dict[GroupName, str] = {
    "scope": "scope",
    "priority": "priorities",
    "coverage": "coverage",
    "channel": "channels",
}
_OUTCOMES = {"priority": "level", "coverage": "hours"}
"""The kind of name that a rule of these groups concludes."""


def parse_groups(root: Node, symbols: Symbols) -> dict[GroupName, Group]:
    """Return the four groups; one whose section is left out has no rules."""
    groups = {name: _group(name, root, symbols) for name in SECTIONS}
    _check_order(groups, symbols)
    return groups


def check_rule_names(groups: Iterable[Group], facts: Iterable[Fact], findings: Findings) -> None:
    """Add a finding for each name that two rules have, derived entries and grids among them."""
    rules: list[Rule | Derivation] = [rule for group in groups for rule in group.rules]
    rules += [entry for fact in facts for entry in fact.derive]
    names = [(rule.id, rule.mark) for rule in rules]
    names += [(grid.id, grid.mark) for grid in dict.fromkeys(rule.cell.grid for rule in rules if rule.cell)]
    check_repeats("duplicate-rule", "rule ", sorted(names, key=itemgetter(1)), findings)


def _group(name: GroupName, root: Node, symbols: Symbols) -> Group:
    section = SECTIONS[name]
    rules: list[Rule] = []
    for node in root.section(section).mappings("rules"):
        if name == "priority" and is_grid(node):
            rules += _grid(node, symbols)
        elif (rule := _rule(name, node, symbols)) is not None:
            rules.append(rule)
    return Group(name=name, rules=tuple(rules), mark=root.key_mark(section))


def _grid(node: Node, symbols: Symbols) -> list[Rule]:
    """Return the cells of a grid of levels as rules."""

    def level(_key: str, cell: Node, _mark: Mark) -> str | None:
        is_empty = cell.value == NO_ENTRY and NO_ENTRY not in symbols.names["level"]
        return None if is_empty else symbols.check_node(cell, "level")

    return [
        Rule(
            id=entry.id, when=entry.when, then=entry.value, cite=entry.cell.grid.cite, cell=entry.cell, mark=entry.mark
        )
        for entry in parse_grid(node, symbols, level)
    ]


def _rule(group: GroupName, node: Node, symbols: Symbols) -> Rule | None:
    when = parse_condition(node.get("when"), symbols)
    cite = rule_citations(node, symbols)
    then: str | Offer | None = node.text("then") if node.text("then") in SCOPES else None
    if group == "channel":
        then = _offer(node, symbols)
    elif group in _OUTCOMES:
        then = symbols.check_node(node.get("then"), _OUTCOMES[group])
    return None if then is None else Rule(id=node.text("id"), when=when, then=then, cite=cite, mark=node.mark)


def rule_citations(node: Node, symbols: Symbols) -> tuple[str, ...]:
    """Return what a rule cites; one that cites nothing is a finding."""
    return symbols.check_cited(node, "rule")


def _offer(rule: Node, symbols: Symbols) -> Offer:
    node = rule.section("then")
    require, prefer, allow = (symbols.check_all(node.texts(key), "way") for key in ("require", "prefer", "allow"))
    for key, ways in (("require", require), ("prefer", prefer)):
        if len(ways) > 1:
            symbols.findings.error(
                "conflicting-ways",
                f"rule `{rule.text('id')}` {key}s {len(ways)} ways; at most one is allowed",
                node.key_mark(key),
                "keep one, and write the others under `allow`",
            )
    following = symbols.check_node(node.get("follow_up"), "way")
    if following in require:
        message = f"rule `{rule.text('id')}` requires `{following}`, which cannot be what follows it, too"
        symbols.findings.error("conflicting-ways", message, node.key_mark("follow_up"), "name another way, or drop it")
    return Offer(require=require, prefer=prefer, allow=allow, follow_up=(following,) if following else ())


def _check_order(groups: dict[GroupName, Group], symbols: Symbols) -> None:
    """Refuse groups that read their own outcome, straight or by way of one another."""
    reads = {
        name: {fact: (rule, mark) for rule in group.rules for fact, mark in facts_read(rule.when)}
        for name, group in groups.items()
    }
    for name in ("scope", "priority"):
        if name in reads[name]:
            rule, mark = reads[name][name]
            symbols.findings.error("group-cycle", f"rule `{rule.id}` decides {name} and reads `{name}`", mark)
    if "priority" in reads["scope"] and "scope" in reads["priority"]:
        pairs = (reads["scope"]["priority"], reads["priority"]["scope"])
        (early, _), (late, mark) = sorted(pairs, key=lambda pair: pair[1])
        symbols.findings.error(
            "group-cycle",
            f"rule `{late.id}` makes scope and priority read each other, "
            f"with rule `{early.id}` on line {early.mark.line}",
            mark,
        )
