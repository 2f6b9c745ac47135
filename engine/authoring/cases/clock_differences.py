"""What of the clocks of a decision is not as a case expects it."""

from collections.abc import Iterable, Iterator, Mapping

from ...language.expected_clocks import OfPromise
from ...triage.clock import in_utc
from ...triage.decision import Decision
from ...triage.rulings import Deadline

NOT_OWED = "nothing owed"


def clock_values(decision: Decision) -> dict[str, Mapping[str, object]]:
    """Return what cases can expect of the clocks of a decision, by key and promise."""
    deadlines = decision.deadlines
    return {
        "state": {name: deadline.state for name, deadline in deadlines.items()},
        "left": {name: deadline.left for name, deadline in deadlines.items()},
        "met_at": {name: deadline.met_instant for name, deadline in deadlines.items()},
        "occurrences": {name: _occurrences(deadline) for name, deadline in deadlines.items()},
    }


def due_text(deadline: Deadline) -> str:
    """Return when a deadline is due, or why it has no instant."""
    if deadline.due_instant is not None:
        return in_utc(deadline.due_instant)
    return {"not_started": "not started", "paused": "paused", "met": "met", "ended": "ended"}.get(
        deadline.state or "", "not started" if deadline.is_not_started else "open"
    )


def _occurrences(deadline: Deadline) -> tuple[Mapping[str, object], ...]:
    return tuple(
        {"due": past.due_instant, "state": past.state, "met_at": past.met_instant}
        for past in deadline.occurrences or ()
    )


def clock_differences(
    key: str, expect: Iterable[OfPromise], actual: Mapping[str, object]
) -> Iterator[tuple[OfPromise, str, str]]:
    """Yield each expectation that is not met, with what was expected and what came out, in words."""
    for item in expect:
        value = actual.get(item.promise)
        if item.promise not in actual:
            yield item, _text(key, item.value), NOT_OWED
        elif not _is_met(item.value, value):
            yield item, _text(key, item.value), _text(key, _asked(item.value, value))


def _is_met(expected: object, actual: object) -> bool:
    return expected == _asked(expected, actual)


def _asked(expected: object, actual: object) -> object:
    """Return of occurrences what was asked of each."""
    if not isinstance(expected, tuple) or not isinstance(actual, tuple):
        return actual
    keys = [list(occurrence) for occurrence in expected]
    return tuple(
        {key: occurrence[key] for key in keys[n]} if n < len(keys) else occurrence
        for n, occurrence in enumerate(actual)
    )


def _text(key: str, value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_occurrence_text(occurrence) for occurrence in value) or "none"
    if value is None:
        return "open" if key == "state" else "none"
    return in_utc(value) if key == "met_at" and isinstance(value, int) else str(value)


def _occurrence_text(occurrence: Mapping[str, object]) -> str:
    instants = {
        key: in_utc(value) if isinstance(value, int) else str(value or "none") for key, value in occurrence.items()
    }
    return ", ".join(f"{key} {text}" for key, text in instants.items())
