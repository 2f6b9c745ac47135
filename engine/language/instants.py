"""Instants that requests and cases write."""

from ..findings import Findings
from .nodes import Node
from .symbols import short_text
from .time_notation import NotAnInstant, parse_instant


def instant_at(name: str, node: Node | None, findings: Findings) -> int | None:
    """Return the instant that a node writes, None after the finding that it writes none; the schema refuses others."""
    if node is None or not isinstance(node.value, str) or not node.value:
        return None
    try:
        return parse_instant(node.value)
    except NotAnInstant as problem:
        findings.error(
            "wrong-instant", f"`{name}` is `{short_text(node.value)}`, which {problem}", node.mark, problem.help
        )
        return None
