"""Requests to drawn policies: facts stated, unknown or left out, and whatever may have happened since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from .drawn_facts import STATED, TIERS, VALUES, WAYS

if TYPE_CHECKING:
    from .drawn_facts import Written

RECEIPTS = ("2026-03-27T16:59:59+01:00", "2026-03-29T01:30:00Z", "2026-12-24T11:00:00+01:00", "2026-06-03T12:00:00Z")
"""At the end of an opening, while a clock is put forward, on a day off, and at noon."""
MORE: dict[str, list[Any]] = {
    "bought": ["2026-01-01", "2025-12-31"],
    "released": ["2024-01-01", "2025-12-31"],
    "users": [100, 50.5],
}
NAMES = ("replied", "updated", "asked", "waiting", "resumed", "closed", "reopened", "acknowledged", "workaround")


@st.composite
def requests(draw: st.DrawFn, policy: Written) -> Written:
    """Draw a request that is valid."""
    request: Written = {"received": draw(st.sampled_from(RECEIPTS)), "policy": "drawn"}
    request |= {"tier": draw(st.sampled_from(TIERS)), "facts": _stated(draw, policy)}
    keys: dict[str, st.SearchStrategy[Any]] = {
        "channel": st.sampled_from([*WAYS, ["phone", "email"]]),
        "claimed_priority": st.sampled_from(["P1", "critical", "1", "Low", "soon"]),
        "subject": st.just("broken"),
        "events": _events(policy, datetime.fromisoformat(request["received"])),
    }
    return request | {key: draw(values) for key, values in keys.items() if draw(st.booleans())}


def _stated(draw: st.DrawFn, policy: Written) -> Written:
    names = [name for name in policy.get("facts", {}) if name in STATED and draw(st.integers(0, 2))]

    return {name: draw(st.sampled_from([*VALUES[name], *MORE.get(name, [None])])) for name in names}


@st.composite
def _events(draw: st.DrawFn, policy: Written, received: datetime) -> list[Written]:
    at, events = received, []
    for name in draw(st.lists(st.sampled_from([*NAMES, "changed"]), min_size=1, max_size=4)):
        at += timedelta(minutes=draw(st.sampled_from([0, 1, 59, 240, 1440])))
        event: Written = {"at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "is": name}
        if name == "changed":
            facts = _stated(draw, policy)
            event |= {"claimed_priority": "P2", **({"facts": facts} if facts else {})}
        events.append(event)
    return events
