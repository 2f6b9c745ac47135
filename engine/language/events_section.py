"""The section `events`, and what promises say of clocks: from and until which events they run, and when they stand."""

from typing import Literal

from ..model import BUILT_IN_EVENTS, OCCASIONS, RECEIVED, EventType, PromiseClock
from ..model.events import CLOSED
from .nodes import Node
from .symbols import Symbols


def parse_events(root: Node, symbols: Symbols) -> dict[str, EventType]:
    """Return the events that a policy declares, and note the names of all that it knows."""
    symbols.declare("event", root, "events")
    events = {}
    for name, node, mark in root.section("events").entries():
        why = _why_reserved(name)
        if why:
            symbols.findings.error(
                "reserved-name",
                f"`{name}` {why} and cannot name an event",
                mark,
                f"name it `own_{name}`, or as you like",
            )
            continue
        events[name] = EventType(title=node.text("title", name), mark=mark)
    symbols.names["event"] = [*events, *BUILT_IN_EVENTS]
    return events


def _why_reserved(name: str) -> str:
    if name in BUILT_IN_EVENTS:
        return "is built in"
    if name == RECEIVED:
        return "is where clocks start"
    return "is an occasion of escalation" if name in OCCASIONS else ""


def parse_clock(node: Node, symbols: Symbols) -> PromiseClock:
    """Return what the clock of a promise does."""
    starts_at = _starts_at(node, symbols)
    until = symbols.check_all(node.texts("until"), "event")
    pauses = node.text("pauses") == "waiting"
    on_resume: Literal["continue", "restart"] = "restart" if node.text("on_resume") == "restart" else "continue"
    on_change = node.text("on_change")
    repeats = node.value_at("repeats") not in (None, False)  # what is neither, the schema has said
    if starts_at in until and not repeats:
        message = f"a clock that starts at `{starts_at}` cannot end at it, unless the promise repeats"
        symbols.findings.error(
            "wrong-shape", message, node.key_mark("until"), "name another event, or add `repeats: true`"
        )
    if on_resume == "restart" and not (pauses and repeats):
        message = "only a promise that pauses and repeats has an occurrence that starts anew on `resumed`"
        symbols.findings.error(
            "wrong-shape", message, node.key_mark("on_resume"), "add `repeats: true` and `pauses: waiting`, or drop it"
        )
    return PromiseClock(
        starts_at=starts_at,
        until=until,
        pauses=pauses,
        on_resume=on_resume,
        on_change="restart" if on_change == "restart" else "recompute" if on_change == "recompute" else None,
    )


def _starts_at(node: Node, symbols: Symbols) -> str:
    written = node.get("from")
    if written is None or not isinstance(written.value, str) or written.value == RECEIVED:
        return RECEIVED
    if written.value == CLOSED:
        message = "no clock starts at `closed`, which ends every clock"
        symbols.findings.error("wrong-shape", message, written.mark, "name another event, such as `reopened`")
        return RECEIVED
    if written.value not in (names := symbols.names["event"]):
        symbols.unknown(written.value, "event", [RECEIVED, *names], written.mark)
        return RECEIVED
    return written.value
