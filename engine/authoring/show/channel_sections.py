"""The sections on dealing with the desk: channels, services, what to bring, whom to turn to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...language.yaml_writer import written_span
from ...render.document import Heading, Row, Section, Table, cell, line_of, paragraph, table, tidy
from ...text import either
from .promise_sections import tier_matrix
from .rule_sections import rule_table
from .show_wording import spaced, worded_condition

if TYPE_CHECKING:
    from ...model import Policy, Service
    from ...render.document import Cell
    from ...rules.hit_policy import Ways
    from .show_wording import Citations
    from .tier_outcomes import TierOutcomes

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_TIMES = {1: "once a year", 2: "twice a year"}


def channels(policy: Policy, citations: Citations, outcomes: TierOutcomes) -> Section:
    """Return the ways, which of them a request of each tier and level can come by, and the rules behind that."""
    rows = [
        Row(
            cells=(cell(spaced(name)), _contact(way.contact), cell(way.note)),
            cites=citations.by(way.cite),
            anchor=f"way-{name}",
        )
        for name, way in policy.ways.items()
    ]
    blocks = (
        table(("way", "contact", "note"), rows, optional=("note",)),
        Heading(line_of("By tier and level")),
        paragraph("There are too many situations to list the ways of each tier and level.")
        if outcomes.ways is None
        else _ways_by_level(policy, outcomes.ways),
        Heading(line_of("Rules")),
        paragraph("Every rule that holds adds what it requires, prefers or allows."),
        rule_table(policy, policy.channel.rules, citations, then="then"),
    )
    return Section(title="Channels", anchor="channels", blocks=blocks if rows else ())


def _ways_by_level(policy: Policy, ways: dict[tuple[str, str | None], list[Ways]]) -> Table:
    consulting = [None] if any(level is None for _, level in ways) else []
    return tier_matrix(policy, "level", [*policy.levels, *consulting], lambda key: _choices(ways.get(key)))


def _choices(ways: list[Ways] | None) -> Cell:
    if not ways:
        return (line_of("does not arise", hint="no situation has this tier and level", role="dim"),)
    words = list(map(_worded_ways, sorted(ways, key=lambda choice: (not choice.required, not choice.preferred))))
    return cell(*(f"{word}, or" for word in words[:-1]), words[-1])


def _worded_ways(ways: Ways) -> str:
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
    rows = [
        Row(
            cells=(
                _with_note(service.title, service.note),
                cell(", ".join(policy.tiers[tier].title for tier in service.tiers) or "every tier"),
                cell(", ".join(map(spaced, service.activities)), ", ".join(service.levels))
                or (line_of("any request", role="dim"),),
                cell(_limit(service)),
            ),
            cites=citations.by(service.cite),
            anchor=f"service-{name}",
        )
        for name, service in policy.services.items()
    ]
    return _section_of_rows("Services", "services", ("service", "for", "about", "limit"), rows)


def _with_note(text: str, note: str) -> Cell:
    return (*cell(text), *([line_of(note, role="dim")] if note else []))


def _limit(service: Service) -> str:
    per_year = "" if service.per_year is None else _TIMES.get(service.per_year, f"{service.per_year} a year")
    span = "" if service.span is None else written_span(service.span)
    return ", ".join(filter(None, (per_year, span)))


def intake(policy: Policy, citations: Citations) -> Section:
    """Return what the requester must or may bring."""
    rows = [
        Row(
            cells=(
                _with_note(f"{item.needs} (optional)" if item.optional else item.needs, item.note),
                worded_condition(item.when, policy.facts),
            ),
            cites=citations.by(item.cite),
            anchor=f"intake-{n}",
        )
        for n, item in enumerate(policy.intake, 1)
    ]
    return _section_of_rows("What to bring", "intake", ("bring", "when"), rows)


def escalation(policy: Policy, citations: Citations) -> Section:
    """Return whom to turn to, and on what occasions."""
    rows = [
        Row(
            cells=(
                cell(item.to),
                _contact(item.contact),
                cell(*map(spaced, item.when_any)) or cell("any dissatisfaction"),
            ),
            cites=citations.by(item.cite),
            anchor=f"escalation-{n}",
        )
        for n, item in enumerate(policy.escalation, 1)
    ]
    return _section_of_rows("Escalation", "escalation", ("to", "contact", "when"), rows)


def _section_of_rows(title: str, anchor: str, columns: tuple[str, ...], rows: list[Row]) -> Section:
    """Return a section of one table, without it where it has no rows."""
    return Section(title=title, anchor=anchor, blocks=(table(columns, rows, optional=("limit",)),) if rows else ())
