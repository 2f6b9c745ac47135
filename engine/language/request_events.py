"""What has happened to a request: its events, in order of time and none before its receipt."""

from ..findings import Findings
from ..model import Event
from ..model.events import CHANGED
from .instants import instant_at
from .nodes import Node
from .symbols import short_text, stated_facts

MOST_EVENTS = 1_000
"""Events that a request can have: how the clocks of promises stand can depend on any two of them."""


def parse_request_events(root: Node, received: int | None, findings: Findings) -> tuple[Event, ...]:
    """Return the events of a request, with a finding for each that is out of order or says what it cannot."""
    if root.get("events") is not None and root.get("last_update") is not None:
        message = "`last_update` stands beside `events`, which has every event"
        findings.error("wrong-shape", message, root.key_mark("last_update"), "write it in `events` as `updated`")
    nodes = root.mappings("events")
    if len(nodes) > MOST_EVENTS:
        message = f"there are {len(nodes):,} events, more than the limit of {MOST_EVENTS:,}"
        findings.error("too-large", message, root.key_mark("events"))
        return ()
    events = []
    latest, before = received, "which is before `received`"
    for node in nodes:
        at, name = instant_at("at", node.get("at"), findings), node.text("is")
        _check_keys(node, name, findings)
        if at is None:
            continue
        if latest is not None and at < latest:
            message = f"event `{short_text(name)}` is at `{short_text(node.text('at'))}`, {before}"
            findings.error(
                "wrong-instant", message, node.key_mark("at"), "write events in order of time, from the receipt"
            )
        else:
            latest, before = at, "which is before the event above it"
        if name:
            events.append(_event(node, at, name))
    return tuple(events)


def _event(node: Node, at: int, name: str) -> Event:
    return Event(
        at=at,
        name=name,
        facts=stated_facts(node),
        claimed_priority=node.text("claimed_priority") or None,
        is_alone=node.value_at("alone") is True,
        mark=node.key_mark("is"),
    )


def _check_keys(node: Node, name: str, findings: Findings) -> None:
    """Add a finding for each key that only a change has."""
    for key in ("facts", "claimed_priority"):
        if name and name != CHANGED and node.get(key) is not None:
            message = f"unknown key `{key}` in event `{short_text(name)}`"
            findings.error("unknown-key", message, node.key_mark(key), "write it in an event `changed`")
