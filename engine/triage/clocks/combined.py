"""How a promise stands over all that is open: what every way in which it can turn out agrees on."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from ..rulings import ClockState
from .clock_records import ClockReading, Occurrence

T = TypeVar("T")


class PromiseReading(NamedTuple):
    """How a promise stands; what the ways in which it can turn out do not agree on is None.

    `fact_set` is the number of the facts by which it was judged, None where the present ones count.
    """

    state: ClockState | None
    due: int | None
    earliest: int | None
    latest: int | None
    start: int | None
    met_at: int | None
    remaining: int | None
    allowed: int | None
    is_at_risk: bool | None
    certain: bool
    fact_set: int | None
    periods: tuple[tuple[int, int], ...] = ()
    earlier: tuple[Occurrence, ...] = ()
    last_instants: tuple[int, ...] = ()
    """When each way is due, or would be if it ran on now."""


def combined(readings: Sequence[ClockReading | None], *, is_known: bool) -> PromiseReading | None:
    """Return what readings agree on, None where each owes nothing; some more are not known where not `is_known`."""
    owing = [reading for reading in readings if reading is not None]
    if not owing:
        return None if is_known else _unknown(certain=None not in readings)
    certain = len(owing) == len(readings)
    due = _common(owing, lambda reading: reading.due) if is_known and certain else None
    earliest = [reading.earliest for reading in owing if reading.earliest is not None]
    is_bounded = is_known and len(earliest) == len(owing)
    latest = [reading.due for reading in owing if reading.due is not None]
    first = owing[0]
    counted = first.owed if due is not None and first.start is not None else None
    return PromiseReading(
        state=_common(owing, lambda reading: reading.state) if is_known else None,
        due=due,
        earliest=min(earliest) if is_bounded else None,
        latest=max(latest) if is_known and len(latest) == len(owing) else None,
        start=_common(owing, lambda reading: reading.start),
        met_at=_common(owing, lambda reading: reading.met_at) if is_known else None,
        remaining=_common(owing, lambda reading: reading.remaining) if is_known else None,
        allowed=_common(owing, lambda reading: reading.allowed) if is_known else None,
        is_at_risk=_common(owing, lambda reading: reading.is_at_risk) if is_known else None,
        certain=certain,
        fact_set=_common(owing, lambda reading: reading.fact_set),
        periods=counted.periods(first.start, due, first.standing)
        if counted and first.start is not None and due
        else (),
        earlier=_agreed([reading.earlier for reading in owing]) if is_known else (),
        last_instants=tuple(earliest),
    )


def _unknown(*, certain: bool) -> PromiseReading:
    return PromiseReading(
        state=None,
        due=None,
        earliest=None,
        latest=None,
        start=None,
        met_at=None,
        remaining=None,
        allowed=None,
        is_at_risk=None,
        certain=certain,
        fact_set=None,
    )


def _common(readings: Iterable[ClockReading], value: Callable[[ClockReading], T | None]) -> T | None:
    """Return what all readings have, None where they differ."""
    values = {value(reading) for reading in readings}
    return values.pop() if len(values) == 1 else None


def _agreed(earlier: Sequence[tuple[Occurrence, ...]]) -> tuple[Occurrence, ...]:
    """Return the earlier occurrences that all have; what they differ in is None."""
    first = earlier[0]
    if all(occurrences == first for occurrences in earlier):
        return first
    if len({len(occurrences) for occurrences in earlier}) > 1:
        return ()
    return tuple(
        before if all(occurrence == before for occurrence in at_once) else before._replace(due=None, state=None)
        for before, *at_once in zip(*earlier, strict=True)
    )
