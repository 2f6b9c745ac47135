"""A replayed history in words that text and Markdown share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...render.document import tidy
from ...text import counted, either
from ...triage.clock import duration
from ..show.show_wording import spaced
from .replay import MOVED

if TYPE_CHECKING:
    from .replay import ChangedRequest, DecidedValue, Difference, RefusedRequest, Replay


LIST_LIMIT = 50
"""How many requests are listed one by one, of those decided differently and of those refused."""


def replay_summary(replay: Replay) -> str:
    """Return in a sentence how the requests of a history are decided."""
    optional = ((len(replay.refused), "refused"), (replay.other_policies, "of other policies"))
    parts = [(replay.alike, "unchanged"), (len(replay.changed), "changed"), *(part for part in optional if part[0])]
    head = counted(replay.requests, "request")
    counts = ", ".join(f"{count:,} {words}" for count, words in parts)
    return f"{head}, decided by each edition as if it were in force: {counts}"


def difference_counts(replay: Replay) -> list[tuple[int, str]]:
    """Return how many requests have each difference, in words."""
    return [
        (
            number,
            f"{spaced(what)} {after}"
            if before == MOVED
            else f"{spaced(what)}: {_value_words(before)} → {_value_words(after)}",
        )
        for (what, before, after), number in replay.counts.items()
    ]


def changed_lines(request: ChangedRequest) -> list[str]:
    """Return what is decided differently about a request."""
    name = [f"request {tidy(request.request)}"] if request.request else []
    return [*name, *(_difference(difference) for difference in request.differences)]


def refused_lines(request: RefusedRequest) -> list[str]:
    """Return by which edition a request is refused, and why."""
    by = "both editions" if request.by == "both" else f"the {request.by} edition"
    name = f"request {tidy(request.request)} is " if request.request else ""
    return [f"{name}refused by {by}", *(tidy(finding.message) for finding in request.findings)]


def _difference(difference: Difference) -> str:
    words = f"{spaced(difference.what)}: {_value_words(difference.before)} → {_value_words(difference.after)}"
    if difference.seconds is None:
        return words
    return f"{words} ({duration(abs(difference.seconds))} {'later' if difference.seconds > 0 else 'earlier'})"


def _value_words(value: DecidedValue) -> str:
    if isinstance(value, tuple):
        return either(spaced(name) for name in value) or "none"
    return "none" if value is None else spaced(value)
