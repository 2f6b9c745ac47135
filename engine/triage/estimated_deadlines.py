"""The notes that name the estimated holidays on which deadlines depend."""

from collections.abc import Iterable, Iterator

from ..text import both
from .decision import Deadline


def estimate_notes(deadlines: Iterable[Deadline]) -> Iterator[str]:
    """Yield a note for each set of estimated holidays on which deadlines depend, with the promises that do."""
    promises: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for deadline in deadlines:
        if deadline.estimated:
            promises.setdefault(tuple(deadline.estimated.items()), []).append(deadline.promise.replace("_", " "))
    for days, names in promises.items():
        listed = both(f"{day} {name}" for day, name in days)
        yield f"{both(names)} may fall due earlier or later: {listed} may move by a day"
