"""How a deadline stands, in words: met or late, overdue, paused, not started or ended."""

from collections import Counter
from collections.abc import Callable

from .clock import open_duration
from .rulings import Deadline

Moment = Callable[[int], str]
"""Returns an instant on the wall clock of whoever reads."""


def standing_text(deadline: Deadline, moment: Moment) -> str:
    """Return how a deadline stands that does not just run, and when it is or was due; nothing where it does."""
    due, met, earliest = (
        moment(instant) if instant is not None else ""
        for instant in (deadline.due_instant, deadline.met_instant, deadline.earliest_instant)
    )
    texts = {
        "met": f"met {met}, due {due}" if due else f"met {met}, before its clock started",
        "late": f"late: met {met}, was due {due}" if met else f"late: closed unmet, was due {due}",
        "ended": f"ended: closed unmet before it was due, {due}" if due else "ended: closed before its clock started",
        "overdue": f"{due}   overdue" + (f" by {open_duration(-deadline.left)}" if deadline.left else ""),
        "paused": f"paused; due {earliest} if it ran on now" if earliest else "paused",
        "not_started": f"not started: its clock starts with {(deadline.starts_at or 'its event').replace('_', ' ')}",
    }
    return texts.get("not_started" if deadline.is_not_started else deadline.state or "", "")


def left_text(deadline: Deadline) -> str:
    """Return how much is left of a deadline that runs or stands, and whether that is little; else nothing."""
    if deadline.left is None or deadline.state not in ("running", "paused"):
        return ""
    return f"{open_duration(deadline.left)} left" + (", at risk" if deadline.at_risk else "")


def earlier_text(deadline: Deadline) -> str:
    """Return how many earlier occurrences were met, and how many late; nothing where there were none."""
    counts = Counter(past.state for past in deadline.occurrences or ())
    return ", ".join(f"{counts[state]} {state} before" for state in ("met", "late") if counts[state])
