"""The sections on what rules decide of a request, and on dealing with the desk: ways, services, intake."""

import re
from collections.abc import Iterable, Iterator

from ...model import ALWAYS, SCOPES, Policy
from ...proof.situations import StateSpace
from ...render.document import (
    Block,
    Cell,
    Heading,
    Paragraph,
    Piece,
    Role,
    Section,
    Table,
    cell,
    joined,
    line_of,
    paragraph,
    table,
    tidy,
)
from ...rules.hit_policy import Ways
from ...rules.outcomes import Outcome
from ...text import both, either
from ...triage.entitlements import limits
from .citations import Citations
from .condition_wording import worded_condition
from .grid_matrix import grid_matrix
from .promise_sections import TierLevel, outcomes_by_level, tier_matrix
from .rule_tables import rule_table
from .show_wording import level_title, section_of_rows, spaced, titled, worded_occasions

_ROLES: dict[str, Role] = {"support": "good", "consulting": "open", "not_covered": "bad"}
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def scope(policy: Policy, citations: Citations) -> Section:
    """Return what is support, consulting and not covered, and under which conditions."""
    blocks: list[Block] = [paragraph("Of the rules that hold, the most restrictive decides.")]
    for outcome in reversed(SCOPES):
        if rules := [rule for rule in policy.scope.rules if rule.then == outcome]:
            heading = Heading(line_of(titled(outcome), role=_ROLES[outcome]))
            blocks += [heading, rule_table(policy, rules, citations)]
    return Section(title="Scope", anchor="scope", blocks=tuple(blocks))


def priorities(policy: Policy, citations: Citations) -> Section:
    """Return the rules of each level, the most severe level first."""
    blocks: list[Block] = [paragraph("Of the rules that hold, the one with the most severe level decides.")]
    for level in policy.levels:
        rules = [rule for rule in policy.priority.rules if rule.then == level and rule.cell is None]
        words = policy.level_words.get(level, ())
        blocks += [
            Heading(level_title(policy, level), f"level-{level}"),
            *([paragraph(f"Also claimed as {either(words)}.")] if words else []),
            rule_table(policy, rules, citations) if rules else _level_of_grids(policy, level),
        ]
    blocks += _grids(policy, citations)
    return Section(title="Priorities", anchor="priorities", blocks=tuple(blocks))


def _level_of_grids(policy: Policy, level: str) -> Paragraph:
    """Return what stands under a level that no rule gives but cells of grids."""
    grids = dict.fromkeys(rule.cell.grid.id for rule in policy.priority.rules if rule.then == level and rule.cell)
    if not grids:
        return paragraph("No rule gives this level.")
    return Paragraph(((Piece("Given in "), *joined([line_of(spaced(name), to=f"#rule-{name}") for name in grids])),))


def _grids(policy: Policy, citations: Citations) -> Iterator[Block]:
    for grid in policy.priority.grids:
        rules = [(rule, rule.cell) for rule in policy.priority.rules if rule.cell and rule.cell.grid == grid]
        yield from grid_matrix(
            policy, grid, {(place.down, place.across): cell(str(rule.then)) for rule, place in rules}, citations
        )


def coverage(policy: Policy, citations: Citations) -> Section:
    """Return which hours count when."""
    blocks = (
        paragraph("The first rule that holds decides which hours count."),
        rule_table(policy, policy.coverage.rules, citations, then="counts in"),
    )
    return Section(title="Coverage", anchor="coverage", blocks=blocks if policy.coverage.rules else ())


def channels(space: StateSpace, citations: Citations) -> Section:
    """Return the ways, which of them a request of each tier and level can come by, and the rules behind that."""
    policy, outcomes = space.compiled.policy, outcomes_by_level(space, "channel")
    rows = [
        citations.row(f"way-{name}", way.cite, cell(spaced(name)), _contact(way.contact), cell(way.note))
        for name, way in policy.ways.items()
    ]
    blocks = (
        table(("way", "contact", "note"), rows, optional=("note",)),
        Heading(line_of("By tier and level")),
        paragraph("There are too many situations to list the ways of each tier and level.")
        if outcomes is None
        else _ways_by_level(policy, outcomes),
        Heading(line_of("Rules")),
        paragraph("Every rule that holds adds what it requires, prefers or allows."),
        rule_table(policy, policy.channel.rules, citations, then="then"),
    )
    return Section(title="Channels", anchor="channels", blocks=blocks if rows else ())


def _ways_by_level(policy: Policy, outcomes: list[tuple[TierLevel, Outcome]]) -> Table:
    ways: dict[TierLevel, dict[Ways, None]] = {}
    for level, outcome in outcomes:
        ways.setdefault(level, {}).update({outcome.ways: None} if isinstance(outcome.ways, Ways) else {})
    consulting = [None] if any(level is None for _, level in ways) else []
    return tier_matrix(policy, "level", [*policy.levels, *consulting], lambda key: _choices(ways.get(key)))


def _choices(ways: Iterable[Ways] | None) -> Cell:
    if not ways:
        return (line_of("does not arise", hint="no situation has this tier and level", role="dim"),)
    words = list(map(_worded_ways, sorted(ways, key=lambda choice: (not choice.required, not choice.preferred))))
    return cell(*(f"{word}, or" for word in words[:-1]), words[-1])


def _worded_ways(ways: Ways) -> str:
    following = both(map(spaced, ways.follow_up))
    return _worded_first_ways(ways) + (f", then {following}" if following else "")


def _worded_first_ways(ways: Ways) -> str:
    if ways.required:
        return f"{spaced(ways.required)} required"
    allowed = either(spaced(way) for way in ways.allowed if way != ways.preferred)
    if ways.preferred:
        return f"{spaced(ways.preferred)} preferred" + (f", else {allowed}" if allowed else "")
    return allowed or "no way"


def _contact(text: str) -> Cell:
    """Return an address, which can be followed where it is a mailbox or a page."""
    address = tidy(text)
    target = address if _ADDRESS.fullmatch(address) else f"mailto:{address}" if _MAILBOX.fullmatch(address) else ""
    return (line_of(address, to=target),) if address else ()


def services(policy: Policy, citations: Citations) -> Section:
    """Return what a customer may have beside answers, with its limits."""
    rows = (
        citations.row(
            f"service-{name}",
            service.cite,
            _with_note(service.title, service.note),
            cell(", ".join(policy.tiers[tier].title for tier in service.tiers) or "every tier"),
            cell(", ".join(map(spaced, service.activities)), ", ".join(service.levels))
            or (line_of("any request", role="dim"),),
            worded_condition(service.when, policy.facts) if service.when != ALWAYS else (),
            cell(", ".join(limits(service))),
        )
        for name, service in policy.services.items()
    )
    columns = ("service", "for", "about", "if", "limit")
    return section_of_rows("Services", "services", columns, rows, ("if", "limit"))


def _with_note(text: str, note: str) -> Cell:
    return (*cell(text), *([line_of(note, role="dim")] if note else []))


def intake(policy: Policy, citations: Citations) -> Section:
    """Return what the requester must or may bring."""
    rows = (
        citations.row(
            f"intake-{n}",
            item.cite,
            _with_note(f"{item.needs} (optional)" if item.optional else item.needs, item.note),
            worded_condition(item.when, policy.facts),
        )
        for n, item in enumerate(policy.intake, 1)
    )
    return section_of_rows("What to bring", "intake", ("bring", "when"), rows)


def escalation(policy: Policy, citations: Citations) -> Section:
    """Return whom to turn to, and on what occasions."""
    rows = (
        citations.row(
            f"escalation-{n}",
            item.cite,
            cell(item.to),
            _contact(item.contact),
            cell(*worded_occasions(item)) or cell("any dissatisfaction"),
            worded_condition(item.when, policy.facts) if item.when != ALWAYS else (),
        )
        for n, item in enumerate(policy.escalation, 1)
    )
    return section_of_rows("Escalation", "escalation", ("to", "contact", "when", "if"), rows, ("if",))
