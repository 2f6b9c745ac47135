"""The four groups of rules: scope, priorities, coverage and channels."""

from typing import Literal

from ..model import SCOPES, Group, Offer, Rule
from .conditions import facts_read, parse_condition
from .nodes import Node
from .symbols import Symbols, check_repeats

GroupName = Literal["scope", "priority", "coverage", "channel"]
SECTIONS: dict[GroupName, str] = {
    "scope": "scope",
    "priority": "priorities",
    "coverage": "coverage",
    "channel": "channels",
}
_KINDS = {"priority": "level", "coverage": "hours"}


def parse_groups(root: Node, symbols: Symbols) -> dict[GroupName, Group]:
    """Return the four groups; one whose section is left out has no rules."""
    groups = {name: _group(name, root, symbols) for name in SECTIONS}
    rules = [(rule.id, rule.mark) for group in groups.values() for rule in group.rules]
    check_repeats("duplicate-rule", "rule ", rules, symbols.findings)
    _check_order(groups, symbols)
    return groups


def _group(name: GroupName, root: Node, symbols: Symbols) -> Group:
    section = SECTIONS[name]
    rules = [_rule(name, node, symbols) for node in root.section(section).mappings("rules")]
    return Group(name=name, rules=tuple(rule for rule in rules if rule is not None), mark=root.key_mark(section))


def _rule(group: GroupName, node: Node, symbols: Symbols) -> Rule | None:
    when = parse_condition(node.get("when"), symbols)
    cite = symbols.check_citations(node)
    cited = node.get("cite")
    if cited is not None and not node.texts("cite") and not cited.has_gaps and node.get("id") is not None:
        symbols.findings.error("uncited-rule", f"rule `{node.text('id')}` cites nothing", node.mark)
    then: str | Offer | None = node.text("then") if node.text("then") in SCOPES else None
    if group == "channel":
        then = _offer(node, symbols)
    elif group in _KINDS:
        then = symbols.check_node(node.get("then"), _KINDS[group])
    return None if then is None else Rule(id=node.text("id"), when=when, then=then, cite=cite, mark=node.mark)


def _offer(rule: Node, symbols: Symbols) -> Offer:
    node = rule.section("then")
    require, prefer, allow = (symbols.check_all(node.texts(key), "way") for key in ("require", "prefer", "allow"))
    for key, ways in (("require", require), ("prefer", prefer)):
        if len(ways) > 1:
            symbols.findings.error(
                "conflicting-ways",
                f"rule `{rule.text('id')}` {key}s {len(ways)} ways; at most one is allowed",
                node.key_mark(key),
            )
    return Offer(require=require, prefer=prefer, allow=allow)


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
