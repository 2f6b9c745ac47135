"""The sections `services`, `intake` and `escalation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Escalation, IntakeItem, Service, Span
from .conditions import parse_condition
from .fact_values import short_text
from .spans import EXPECTED, parse_span

if TYPE_CHECKING:
    from ..findings import Mark
    from .nodes import Node
    from .symbols import Symbols


def parse_services(root: Node, symbols: Symbols) -> dict[str, Service]:
    """Return the entitlements declared."""
    return {name: _service(name, node, mark, symbols) for name, node, mark in root.section("services").entries()}


def _service(name: str, node: Node, mark: Mark, symbols: Symbols) -> Service:
    activity = symbols.facts.get("activity")
    return Service(
        name=name,
        title=node.text("title"),
        tiers=symbols.check_all(node.texts("tiers"), "tier", symbols.tiers),
        activities=symbols.check_all(node.texts("activities"), "activity", activity.choices if activity else ()),
        levels=symbols.check_all(node.texts("levels"), "level", symbols.levels),
        per_year=node.integer("per_year"),
        span=_span(node, symbols),
        note=node.text("note"),
        cite=symbols.check_citations(node),
        mark=mark,
    )


def _span(node: Node, symbols: Symbols) -> Span | None:
    span_node = node.get("span")
    if span_node is None or not isinstance(span_node.value, str):
        return None
    span = parse_span(span_node.value)
    if span is None:
        symbols.findings.error(
            "wrong-span", f"`span` is `{short_text(span_node.value)}`, not {EXPECTED}", span_node.mark
        )
    return span


def parse_intake(root: Node, symbols: Symbols) -> tuple[IntakeItem, ...]:
    """Return what the requester must bring, in the order written."""
    return tuple(
        IntakeItem(
            needs=node.text("needs"),
            when=parse_condition(node.get("when"), symbols, list(symbols.facts)),
            optional=node.value_at("optional") is True,
            note=node.text("note"),
            cite=symbols.check_citations(node),
            mark=node.mark,
        )
        for node in root.items("intake")
    )


def parse_escalation(root: Node, symbols: Symbols) -> tuple[Escalation, ...]:
    """Return whom to turn to, in the order written."""
    return tuple(
        Escalation(
            to=node.text("to"),
            contact=node.text("contact"),
            when_any=tuple(str(occasion.value) for occasion in node.items("when_any")),
            cite=symbols.check_citations(node),
            mark=node.mark,
        )
        for node in root.items("escalation")
    )
