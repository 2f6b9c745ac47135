"""The sections on dealing with the desk: channels, services, what to bring, whom to turn to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...language.yaml_writer import written_span
from ...model import Offer
from ...render.document import Heading, Paragraph, Row, Section, Table, cell, said, tidy
from ...text import either
from .promise_sections import level_named
from .show_wording import spaced, worded_condition, worded_offer

if TYPE_CHECKING:
    from ...model import Policy, Service
    from ...render.document import Block, Cell
    from ...rules.outcomes import Ways
    from .citing import Citations
    from .places import Place, Situations

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_NUMBERS = ("", "once a year", "twice a year")


def channels(policy: Policy, citations: Citations, found: Situations) -> Section:
    """Return the ways, which of them a request of each tier and level can come by, and the rules behind that."""
    if not policy.ways:
        return Section("Channels", "channels", ())
    has_notes = any(way.note for way in policy.ways.values())
    ways = [
        Row(
            (cell(spaced(name)), contact(way.contact), *([cell(way.note)] if has_notes else [])),
            citations.by(way.cite),
            f"way-{name}",
        )
        for name, way in policy.ways.items()
    ]
    rules = [
        Row(
            (
                cell(rule.id),
                worded_condition(rule.when, policy.facts),
                cell(worded_offer(rule.then) if isinstance(rule.then, Offer) else rule.then),
            ),
            citations.by(rule.cite),
            f"rule-{rule.id}",
        )
        for rule in policy.channel.rules
    ]
    blocks: list[Block] = [Table(("way", "contact", *(["note"] if has_notes else [])), tuple(ways))]
    blocks += [Heading(said("By tier and level"))]
    blocks += [_by_place(policy, found.ways)] if found.ways is not None else [Paragraph(said(_TOO_MANY))]
    blocks += [
        Heading(said("Rules")),
        Paragraph(said("Every rule that holds adds what it requires, prefers or allows.")),
    ]
    blocks += [Table(("rule", "when", "then"), tuple(rules))]
    return Section("Channels", "channels", tuple(blocks))


_TOO_MANY = "There are too many situations to say by which way a request of each can come."


def _by_place(policy: Policy, found: dict[Place, list[Ways]]) -> Table:
    has_consulting = any(level is None for _, level in found)
    levels: list[str | None] = [*policy.levels, *([None] if has_consulting else [])]
    rows = []
    for level in levels:
        name = cell("consulting") if level is None else (level_named(policy, level),)
        rows.append(Row((name, *(_ways(found.get((tier, level))) for tier in policy.tiers))))
    return Table(("level", *(tidy(tier.title) for tier in policy.tiers.values())), tuple(rows), is_matrix=True)


def _ways(found: list[Ways] | None) -> Cell:
    if not found:
        return (said("does not arise", hint="no situation leads here", role="dim"),)
    *others, last = map(_worded_ways, sorted(found, key=lambda ways: (not ways.required, not ways.preferred)))
    return cell(*(f"{other}, or" for other in others), last)


def _worded_ways(ways: Ways) -> str:
    if ways.required:
        return f"{spaced(ways.required)} required"
    others = either(spaced(way) for way in ways.allowed if way != ways.preferred)
    if ways.preferred:
        return f"{spaced(ways.preferred)} preferred" + (f", else {others}" if others else "")
    return others or "no way"


def contact(text: str) -> Cell:
    """Return an address, which can be followed where it is a mailbox or a page."""
    shown = tidy(text)
    to = shown if _ADDRESS.fullmatch(shown) else f"mailto:{shown}" if _MAILBOX.fullmatch(shown) else ""
    return (said(shown, to=to),) if shown else ()


def services(policy: Policy, citations: Citations) -> Section:
    """Return what a customer may have beside answers, with its limits."""
    rows = []
    for name, service in policy.services.items():
        tiers = ", ".join(policy.tiers[tier].title for tier in service.tiers) or "every tier"
        about = [", ".join(map(spaced, service.activities)), ", ".join(service.levels)]
        cells = (
            _with_note(service.title, service.note),
            cell(tiers),
            cell(*about) if any(about) else (said("any request", role="dim"),),
            cell(_limit(service)),
        )
        rows.append(Row(cells, citations.by(service.cite), f"service-{name}"))
    table = Table(("service", "for", "about", "limit"), tuple(rows))
    return Section("Services", "services", (table,) if rows else ())


def _with_note(text: str, note: str) -> Cell:
    return (*cell(text), *([said(note, role="dim")] if note else []))


def _limit(service: Service) -> str:
    parts = []
    if service.per_year is not None:
        parts.append(
            _NUMBERS[service.per_year] if 0 < service.per_year < len(_NUMBERS) else f"{service.per_year} a year"
        )
    if service.span is not None:
        parts.append(written_span(service.span))
    return ", ".join(parts)


def intake(policy: Policy, citations: Citations) -> Section:
    """Return what the requester must or may bring."""
    rows = []
    for n, item in enumerate(policy.intake, 1):
        what = _with_note(f"{item.needs} (optional)" if item.optional else item.needs, item.note)
        rows.append(Row((what, worded_condition(item.when, policy.facts)), citations.by(item.cite), f"intake-{n}"))
    return Section("What to bring", "intake", (Table(("bring", "when"), tuple(rows)),) if rows else ())


def escalation(policy: Policy, citations: Citations) -> Section:
    """Return whom to turn to, and on what occasions."""
    rows = []
    for n, one in enumerate(policy.escalation, 1):
        occasions = cell(*map(spaced, one.when_any)) or cell("any dissatisfaction")
        cells = (cell(one.to), contact(one.contact), occasions)
        rows.append(Row(cells, citations.by(one.cite), f"escalation-{n}"))
    return Section("Escalation", "escalation", (Table(("to", "contact", "when"), tuple(rows)),) if rows else ())
