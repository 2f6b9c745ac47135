"""The section `escalation`: whom to turn to, in which situations, after how long and on what occasions."""

from ..model import OCCASIONS, Escalation, Occasion, OverduePromise
from .conditions import parse_condition
from .nodes import Node
from .symbols import Symbols, short_text


def parse_escalation(root: Node, symbols: Symbols) -> tuple[Escalation, ...]:
    """Return whom to turn to, in the order written."""
    has_coverage = bool(root.section("coverage").mappings("rules")) or root.section("coverage").has_gaps
    return tuple(_step(node, symbols, has_coverage=has_coverage) for node in root.items("escalation"))


def _step(node: Node, symbols: Symbols, *, has_coverage: bool) -> Escalation:
    hours = symbols.check_node(node.get("hours"), "hours")
    occasions = [_occasion(item, symbols) for item in node.items("when_any")]
    _check_hours(node, symbols, has_coverage=has_coverage)
    return Escalation(
        to=node.text("to"),
        contact=node.text("contact"),
        when=parse_condition(node.get("when"), symbols),
        after=symbols.read_span(node.get("after"), "`after` is ", ", not "),
        hours=hours,
        when_any=tuple(dict.fromkeys(occasion for occasion in occasions if occasion is not None)),
        cite=symbols.check_citations(node),
        mark=node.mark,
    )


def _occasion(node: Node, symbols: Symbols) -> Occasion | None:
    """Return an occasion, None after a finding; the schema has refused what is neither a text nor a mapping."""
    if isinstance(node.value, dict):
        promise = symbols.check_node(node.get("overdue"), "promise")
        return OverduePromise(promise) if promise else None
    if not isinstance(node.value, str):
        return None
    names = [*OCCASIONS, *symbols.names["event"]]
    if node.value in names:
        return node.value
    symbols.unknown(node.value, "event", names, node.mark)
    return None


def _check_hours(node: Node, symbols: Symbols, *, has_coverage: bool) -> None:
    """Add a finding for hours in which nothing is counted, and for a span that no hours count."""
    after = node.get("after")
    if after is None and node.get("hours") is not None and not node.has_gaps:
        message = f"escalation to `{short_text(node.text('to'))}` has hours, but no `after` that counts in them"
        symbols.findings.error("wrong-shape", message, node.key_mark("hours"), "write `after: 4 hours` beside them")
    if after is not None and node.get("hours") is None and not has_coverage:
        message = f"escalation to `{short_text(node.text('to'))}` counts `after` in no hours, and coverage chooses none"
        symbols.findings.error("missing-key", message, node.key_mark("after"), "add `hours`")
