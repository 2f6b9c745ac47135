"""The sections on what rules decide of a request, and on what is true of every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import ALWAYS, SCOPES
from ...render.document import Heading, Row, Section, Table, cell, line_of, paragraph
from .show_wording import level_title, spaced, titled, worded_condition, worded_expectation, worded_offer, worded_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import Invariant, Offer, Policy, Rule
    from ...render.document import Block, Cell, Role
    from .show_wording import Citations

_ROLES: dict[str, Role] = {"support": "good", "consulting": "open", "not_covered": "bad"}


def scope(policy: Policy, citations: Citations) -> Section:
    """Return what is support, consulting and not covered, and under which conditions."""
    blocks: list[Block] = [paragraph("Of the rules that hold, the most restrictive decides.")]
    for outcome in reversed(SCOPES):
        rules = [rule for rule in policy.scope.rules if rule.then == outcome]
        if rules:
            blocks += [
                Heading(line_of(titled(outcome), role=_ROLES[outcome])),
                rule_table(policy, rules, citations),
            ]
    return Section(title="Scope", anchor="scope", blocks=tuple(blocks))


def priorities(policy: Policy, citations: Citations) -> Section:
    """Return the rules of each level, the most severe level first."""
    blocks: list[Block] = [paragraph("Of the rules that hold, the one with the most severe level decides.")]
    for level in policy.levels:
        rules = [rule for rule in policy.priority.rules if rule.then == level]
        blocks += [
            Heading(level_title(policy, level), f"level-{level}"),
            rule_table(policy, rules, citations) if rules else paragraph("No rule gives this level."),
        ]
    return Section(title="Priorities", anchor="priorities", blocks=tuple(blocks))


def coverage(policy: Policy, citations: Citations) -> Section:
    """Return which hours count when."""
    blocks = (
        paragraph("The first rule that holds decides which hours count."),
        rule_table(policy, policy.coverage.rules, citations, then="counts in"),
    )
    return Section(title="Coverage", anchor="coverage", blocks=blocks if policy.coverage.rules else ())


def always(policy: Policy, citations: Citations) -> Section:
    """Return what the policy says of itself: its invariants, and the findings that it accepts."""
    invariants = [
        Row(
            cells=(cell(inv.id), _compared_situations(inv, policy), cell(*map(worded_expectation, inv.expect))),
            cites=citations.by(inv.cite),
            anchor=f"always-{inv.id}",
        )
        for inv in policy.always
    ]
    accepted = [Row(cells=(cell(item.check), cell(item.at), cell(item.because))) for item in policy.accept]
    blocks: list[Block] = []
    if invariants:
        blocks += [
            paragraph("These statements hold in every situation."),
            Table(columns=("name", "when", "expected"), rows=tuple(invariants)),
        ]
    if accepted:
        blocks += [
            Heading(line_of("Accepted findings")),
            Table(columns=("finding", "at", "because"), rows=tuple(accepted)),
        ]
    return Section(title="Always", anchor="always", blocks=tuple(blocks))


def _compared_situations(invariant: Invariant, policy: Policy) -> Cell:
    """Return the situations that an invariant is about, and which of them it compares."""
    when = worded_condition(invariant.when, policy.facts)
    if invariant.between is None:
        return when
    fact, values = invariant.between
    compared = cell(f"comparing {spaced(fact)} {', then '.join(map(worded_value, values))}")
    return compared if invariant.when == ALWAYS else (*when, *compared)


def rule_table(policy: Policy, rules: Iterable[Rule], citations: Citations, then: str = "") -> Table:
    """Return rules as a table, with what each gives under a title where there is one."""
    rows = [
        Row(
            cells=(
                cell(rule.id),
                worded_condition(rule.when, policy.facts),
                *([_consequence(rule.then)] if then else []),
            ),
            cites=citations.by(rule.cite),
            anchor=f"rule-{rule.id}",
        )
        for rule in rules
    ]
    return Table(columns=("rule", "when", *([then] if then else [])), rows=tuple(rows))


def _consequence(then: str | Offer) -> Cell:
    """Return what a rule of channels offers, or the hours that a rule of coverage chooses."""
    return (line_of(spaced(then), to=f"#hours-{then}"),) if isinstance(then, str) else cell(worded_offer(then))
