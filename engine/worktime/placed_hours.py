"""Hours with the zones and holidays that facts give: the same record each time, so that its table stays."""

from ..locks import forkable_lock
from ..model import Hours

MOST_PLACED = 256
"""Hours with their places that are remembered, as many as tables are."""

Places = tuple[tuple[str, str | None], ...]
"""Zones and countries by fact; None where the fact has no value."""

_placed: dict[tuple[int, Places], tuple[Hours, Hours]] = {}
_lock = forkable_lock()


def placed_hours(hours: Hours, places: Places) -> Hours:
    """Return hours with the zones and holidays that some facts give."""
    if not places:
        return hours
    key = (id(hours), places)  # hours have no hash; they are remembered beside what they become, and stay themselves
    known = _placed.get(key)
    if known is None:
        made = hours, hours.placed(dict(places))
        with _lock:
            if len(_placed) >= MOST_PLACED:
                del _placed[next(iter(_placed))]
            known = _placed.setdefault(key, made)
    return known[1]
