"""A replayed history in words that text and Markdown share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...render.document import tidy
from ...text import counted, either
from ...triage.time_text import duration
from ..show.show_wording import spaced
from .replay import MOVED

if TYPE_CHECKING:
    from .replay import Difference, Redecided, Refused, Replay, Told


LISTED = 50
"""Requests that are listed one by one, of those decided otherwise and of those refused."""


def replayed(replay: Replay) -> str:
    """Return in a sentence how a history comes out."""
    parts = [f"{replay.alike:,} decided as before", f"{len(replay.changed):,} otherwise"]
    if replay.refused:
        parts.append(f"{len(replay.refused):,} refused")
    if replay.others:
        parts.append(f"{replay.others:,} of other policies")
    head = counted(replay.requests, "request")
    return f"{head}, decided by each edition as if it were in force: {', '.join(parts)}"


def tallied(replay: Replay) -> list[tuple[int, str]]:
    """Return how many requests differ in what."""
    return [
        (number, f"{spaced(what)} {after}" if before == MOVED else f"{spaced(what)}: {_told(before)} → {_told(after)}")
        for (what, before, after), number in replay.counts.items()
    ]


def redecided(one: Redecided) -> list[str]:
    """Return what is decided otherwise of a request."""
    name = [f"request {tidy(one.request)}"] if one.request else []
    return [*name, *(_difference(difference) for difference in one.differences)]


def refused(one: Refused) -> list[str]:
    """Return by which edition a request is refused, and why."""
    by = "both editions" if one.by == "both" else f"the {one.by} edition"
    name = f"request {tidy(one.request)} is " if one.request else ""
    return [f"{name}refused by {by}", *(tidy(finding.message) for finding in one.findings)]


def _difference(difference: Difference) -> str:
    words = f"{spaced(difference.what)}: {_told(difference.before)} → {_told(difference.after)}"
    if difference.seconds is None:
        return words
    return f"{words} ({duration(abs(difference.seconds))} {'later' if difference.seconds > 0 else 'earlier'})"


def _told(told: Told) -> str:
    if isinstance(told, tuple):
        return either(spaced(each) for each in told) or "none"
    return "none" if told is None else spaced(told)
