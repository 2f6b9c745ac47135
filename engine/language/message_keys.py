"""The keys of a request that say what was read of a message; they state nothing, and a program writes them."""

from ..findings import Finding, Severity
from ..model.messages import MESSAGE_KINDS, MOST_LIKELY, MessageReading
from ..model.words import ChoiceValue, Hit
from .nodes import Node


def parse_reading(root: Node) -> MessageReading:
    """Return what was read of a message, as far as a request says it; the schema has refused all else."""
    kind = root.text("kind", "new")
    return MessageReading(
        kind=kind if kind in MESSAGE_KINDS else "new",
        likely={name: _values(root.section("likely"), name) for name, _, _ in root.section("likely").entries()},
        hits=tuple(hit for node in root.mappings("hits") if (hit := _hit(node)) is not None),
        findings=tuple(map(_finding, root.mappings("findings"))),
    )


def _values(likely: Node, name: str) -> tuple[ChoiceValue, ...]:
    scalars = (item.value for item in likely.items(name))
    return tuple(value for value in scalars if isinstance(value, str | bool))[:MOST_LIKELY]


def _hit(node: Node) -> Hit | None:
    value = node.value_at("value")
    if not isinstance(value, str | bool):
        return None
    return Hit(fact=node.text("fact"), value=value, words=node.text("words"), at=node.text("at"))


def _finding(node: Node) -> Finding:
    severity = Severity.warning if node.text("severity") == "warning" else Severity.note
    return Finding(severity, node.text("check"), node.text("message"), node.mark, node.text("help"))
