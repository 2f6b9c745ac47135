"""Stretches of time between the instants at which some of several hours open or close."""

from collections.abc import Iterator, Sequence
from heapq import merge
from operator import itemgetter

from ..model import Hours
from ..rules.budget import spend
from ..worktime import open_time

Stretch = tuple[int, int]
"""Receipts from one instant to before another."""

PART = 366 * 86_400
"""Seconds that are laid out at a time: most often everything occurs in the first part."""
_SPENT = 64
"""Changes of what is open that cost one step."""


def open_stretches(hours: Sequence[Hours], since: int, until: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield the stretches between changes, in order, each with what is open all along: 1 for hours that are."""
    for start in range(since, until, PART):
        yield from _part(hours, start, min(start + PART, until))


def _part(hours: Sequence[Hours], since: int, until: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    changes = []
    for index, own in enumerate(hours):
        periods = open_time(own, since, until - 1).between(since, until)
        changes.append([(at, index, code) for period in periods for at, code in zip(period, (1, 0), strict=True)])
    spend(1 + sum(map(len, changes)) // _SPENT)
    codes, start = [0] * len(hours), since
    for at, index, code in merge(*changes, key=itemgetter(0)):
        if at > start:
            yield start, at, tuple(codes)
            start = at
        codes[index] = code
    if start < until:
        yield start, until, tuple(codes)
