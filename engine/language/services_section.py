"""The sections `services`, `intake` and `escalation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Escalation, IntakeItem, Service, Span
from .conditions import parse_condition
from .fact_values import shown
from .spans import EXPECTED, parse_span

if TYPE_CHECKING:
    from ..findings import Mark
    from .nodes import Node
    from .symbols import Symbols


def parse_services(root: Node, names: Symbols) -> dict[str, Service]:
    """Return the entitlements declared."""
    return {name: _service(name, node, mark, names) for name, node, mark in root.section("services").entries()}


def _service(name: str, node: Node, mark: Mark, names: Symbols) -> Service:
    activity = names.facts.get("activity")
    return Service(
        name,
        node.text("title"),
        names.check_all(node.texts("tiers"), "tier", names.tiers),
        names.check_all(node.texts("activities"), "activity", activity.choices if activity else ()),
        names.check_all(node.texts("levels"), "level", names.levels),
        node.whole("per_year"),
        _span(node, names),
        node.text("note"),
        names.cites(node),
        mark,
    )


def _span(node: Node, names: Symbols) -> Span | None:
    found = node.get("span")
    if found is None or not isinstance(found.value, str):
        return None
    span = parse_span(found.value)
    if span is None:
        names.findings.error("wrong-span", f"`span` is `{shown(found.value)}`, not {EXPECTED}", found.mark)
    return span


def parse_intake(root: Node, names: Symbols) -> tuple[IntakeItem, ...]:
    """Return what the requester must bring, in the order written."""
    return tuple(
        IntakeItem(
            node.text("needs"),
            parse_condition(node.get("when"), names, list(names.facts)),
            bool((optional := node.get("optional")) and optional.value is True),
            node.text("note"),
            names.cites(node),
            node.mark,
        )
        for node in root.items("intake")
    )


def parse_escalation(root: Node, names: Symbols) -> tuple[Escalation, ...]:
    """Return whom to turn to, in the order written."""
    return tuple(
        Escalation(
            node.text("to"),
            node.text("contact"),
            tuple(str(occasion.value) for occasion in node.items("when_any")),
            names.cites(node),
            node.mark,
        )
        for node in root.items("escalation")
    )
