"""Requests to which something has happened that shows what clocks do."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ..model import RECEIVED, Policy

_SECOND = timedelta(seconds=1)


def with_starts(policy: Policy, request: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return a request to which all has happened, a second after the receipt, that clocks start with; None without."""
    names = dict.fromkeys(
        promise.clock.starts_at for promise in policy.promises.values() if promise.clock.starts_at != RECEIVED
    )
    if not names or "events" in request:
        return None
    at = datetime.fromisoformat(str(request["received"])) + _SECOND
    return {**request, "events": [event_at(at, name) for name in names]}


def event_at(at: datetime, name: str) -> dict[str, object]:
    """Return an event as a request lists it."""
    return {"at": at.isoformat(), "is": name}
