"""Zones by what their clocks show around an instant: a few stand for all, as hours open alike in those of a kind."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache

from ..model import Hours
from .tables import part_tables
from .zones import DAY, zone, zone_names

_AROUND = 3 * DAY
"""How far from an instant clocks are compared: an opening that is open then has started at most two days before."""
_HOUR = 3_600
_DAYS = 32
"""Days of which the zones are remembered."""


@cache
def placed_zones() -> tuple[str, ...]:
    """Return the zones that a request can state, in order: those that name a place, and UTC."""
    areas = (name for name in zone_names() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return (*sorted(areas), "UTC")


@lru_cache(_DAYS)
def _kinds_on(day: int, named: frozenset[str]) -> tuple[str, ...]:
    kinds: dict[tuple[int, ...], str] = {}
    for name in placed_zones():
        if name not in named:
            kinds.setdefault(tuple(_offsets(name, day * DAY)), name)
    return tuple(kinds.values())


def _offsets(name: str, instant: int) -> Iterator[int]:
    """Yield the offsets of a zone from UTC around a day: one where its clocks do not change, else that of each hour."""
    since, until = instant - _AROUND, instant + DAY + _AROUND
    first = _offset(name, since)
    yield first
    if any(_offset(name, at) != first for at in (instant, until)):  # no zone changes its clocks back within days
        yield from (_offset(name, at) for at in range(since, until, _HOUR))


def _offset(name: str, instant: int) -> int:
    offset = datetime.fromtimestamp(instant, UTC).astimezone(zone(name)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def zones_of_each_kind(instant: int, named: Iterable[object] = ()) -> tuple[str, ...]:
    """Return a zone of each kind at an instant, of those that are not named.

    In all zones of one kind, hours are open then, or they are not.
    """
    return _kinds_on(instant // DAY, frozenset(name for name in named if isinstance(name, str)))


def is_open_in(hours: Hours, zones: Iterable[str | None], instant: int) -> bool:
    """Tell whether hours are open at an instant with their parts in some zones, None for their own.

    No year of that is laid out: it is one of many zones that are looked at.
    """
    parts = zip(part_tables(hours), zones, strict=True)
    return any(table.is_open_at(instant, name) for table, name in parts)
