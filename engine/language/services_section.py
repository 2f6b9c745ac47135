"""The sections `services`, `intake` and `escalation`."""

from ..model import Escalation, IntakeItem, Service
from .conditions import parse_condition
from .nodes import Node
from .symbols import Symbols


def parse_services(root: Node, symbols: Symbols) -> dict[str, Service]:
    """Return the entitlements declared."""
    return {
        name: Service(
            name=name,
            title=node.text("title"),
            tiers=symbols.check_all(node.texts("tiers"), "tier"),
            activities=symbols.check_all(node.texts("activities"), "activity"),
            levels=symbols.check_all(node.texts("levels"), "level"),
            per_year=node.integer("per_year"),
            span=symbols.read_span(node.get("span"), "`span` is ", ", not "),
            note=node.text("note"),
            cite=symbols.check_citations(node),
            mark=mark,
        )
        for name, node, mark in root.section("services").entries()
    }


def parse_intake(root: Node, symbols: Symbols) -> tuple[IntakeItem, ...]:
    """Return what the requester must bring, in the order written."""
    return tuple(
        IntakeItem(
            needs=node.text("needs"),
            when=parse_condition(node.get("when"), symbols),
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
