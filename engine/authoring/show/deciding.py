"""The sections on what rules decide of a request: scope, priority and the hours that count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import SCOPES
from .owing import level_named
from .sheet import Heading, Paragraph, Row, Section, Table, cell, said
from .wording import spaced, worded_condition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import Policy, Rule
    from .citing import Citations
    from .sheet import Block, Role

_ROLES: dict[str, Role] = {"support": "good", "consulting": "open", "not_covered": "bad"}


def scope(policy: Policy, citations: Citations) -> Section:
    """Return what is support, consulting and not covered, and under which conditions."""
    blocks: list[Block] = [Paragraph(said("Of the rules that hold, the most restrictive decides."))]
    for outcome in reversed(SCOPES):
        rules = [rule for rule in policy.scope.rules if rule.then == outcome]
        if rules:
            blocks.append(Heading(said(spaced(outcome).capitalize(), role=_ROLES[outcome])))
            blocks.append(_rules(policy, rules, citations))
    return Section("Scope", "scope", tuple(blocks))


def priorities(policy: Policy, citations: Citations) -> Section:
    """Return the rules of each level, the most severe level first."""
    blocks: list[Block] = [Paragraph(said("Of the rules that hold, the one with the most severe level decides."))]
    for level in policy.levels:
        rules = [rule for rule in policy.priority.rules if rule.then == level]
        blocks.append(Heading(level_named(policy, level), f"level-{level}"))
        blocks.append(_rules(policy, rules, citations) if rules else Paragraph(said("No rule gives this level.")))
    return Section("Priorities", "priorities", tuple(blocks))


def waiting(policy: Policy, citations: Citations) -> Section:
    """Return which hours count when."""
    rules = policy.coverage.rules
    if not rules:
        return Section("Coverage", "coverage", ())
    rows = [
        Row(
            (
                cell(rule.id),
                worded_condition(rule.when, policy.facts),
                (said(spaced(str(rule.then)), to=f"#hours-{rule.then}"),),
            ),
            citations.by(rule.cite),
            f"rule-{rule.id}",
        )
        for rule in rules
    ]
    first = Paragraph(said("The first rule that holds says in which hours time counts."))
    return Section("Coverage", "coverage", (first, Table(("rule", "when", "counts in"), tuple(rows))))


def _rules(policy: Policy, rules: Iterable[Rule], citations: Citations) -> Table:
    rows = [
        Row((cell(rule.id), worded_condition(rule.when, policy.facts)), citations.by(rule.cite), f"rule-{rule.id}")
        for rule in rules
    ]
    return Table(("rule", "when"), tuple(rows))
