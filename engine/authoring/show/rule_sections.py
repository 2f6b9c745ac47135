"""The sections on what rules decide of a request, and on what is so however they decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import ALWAYS, SCOPES
from ...render.document import Heading, Paragraph, Row, Section, Table, cell, said
from .promise_sections import level_named
from .show_wording import spaced, titled, worded_condition, worded_expectation, worded_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import Invariant, Policy, Rule
    from ...render.document import Block, Cell, Role
    from .citing import Citations

_ROLES: dict[str, Role] = {"support": "good", "consulting": "open", "not_covered": "bad"}


def scope(policy: Policy, citations: Citations) -> Section:
    """Return what is support, consulting and not covered, and under which conditions."""
    blocks: list[Block] = [Paragraph(said("Of the rules that hold, the most restrictive decides."))]
    for outcome in reversed(SCOPES):
        rules = [rule for rule in policy.scope.rules if rule.then == outcome]
        if rules:
            blocks.append(Heading(said(titled(outcome), role=_ROLES[outcome])))
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


def always(policy: Policy, citations: Citations) -> Section:
    """Return what the policy says of itself: what is so in every situation, and what is meant to be odd."""
    blocks: list[Block] = []
    if policy.always:
        rows = [
            Row(
                (
                    cell(one.id),
                    _situations(one, policy),
                    cell(*map(worded_expectation, one.expect)),
                ),
                citations.by(one.cite),
                f"always-{one.id}",
            )
            for one in policy.always
        ]
        blocks += [
            Paragraph(said("This is so in every situation.")),
            Table(("name", "when", "what is so"), tuple(rows)),
        ]
    if policy.accept:
        odd = [Row((cell(one.check), cell(one.at), cell(one.because))) for one in policy.accept]
        blocks += [Heading(said("Meant to be so")), Table(("finding", "at", "because"), tuple(odd))]
    return Section("Always", "always", tuple(blocks))


def _situations(one: Invariant, policy: Policy) -> Cell:
    """Return the situations that an invariant is about, and which of them it compares."""
    when = worded_condition(one.when, policy.facts)
    if one.between is None:
        return when
    fact, values = one.between
    compared = cell(f"comparing {spaced(fact)} {', then '.join(map(worded_value, values))}")
    return compared if one.when == ALWAYS else (*when, *compared)


def _rules(policy: Policy, rules: Iterable[Rule], citations: Citations) -> Table:
    rows = [
        Row((cell(rule.id), worded_condition(rule.when, policy.facts)), citations.by(rule.cite), f"rule-{rule.id}")
        for rule in rules
    ]
    return Table(("rule", "when"), tuple(rows))
