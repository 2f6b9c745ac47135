"""Regions of numbers and of dates between the boundaries that conditions name, and what lies in each."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from ..language.number_notation import DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model import Age, Value

Boundary = tuple[float, int]
"""A cut through the numbers: (t, 0) lies just before t, (t, 1) just after it. Dates are numbered by day."""

_SHORT = 10**39
"""Numbers nearer to zero have no more digits than can be written."""

_ANY_DATE = date(2026, 1, 1)
"""A date of which nothing is asked."""


def example_number(cuts: Sequence[Boundary], region: int) -> float | None:
    """Return a number of a region, a whole one where there is one; None where no file can write one."""
    bottom = cuts[region - 1] if region else (-math.inf, 1)
    top = cuts[region] if region < len(cuts) else (math.inf, 0)
    candidates = _from(bottom, top[0]) if region else _up_to(top)
    return next((n for n in candidates if bottom < (n, 1) and (n, 0) < top and _can_be_written(n)), None)


def example_date(cuts: Sequence[Boundary], region: int) -> date | None:
    """Return the first date of a region of dates, of the first region the last; None where it has none."""
    if math.isinf(cuts[0][0]):
        return _ANY_DATE
    ordinal = int(cuts[region - 1][0]) if region else int(cuts[0][0]) - 1
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _up_to(top: Boundary) -> Iterator[float]:
    """Yield numbers that may lie just up to a boundary, the greatest of all that can be written among them."""
    bound, comes_after = top
    if bound == math.inf:
        yield 0
    elif comes_after:
        yield _whole(bound)
    else:
        yield _whole(bound - 1)
        yield math.nextafter(bound, -math.inf)


def _from(bottom: Boundary, end: float) -> Iterator[float]:
    """Yield numbers that may lie just above a boundary, the least of all that can be written among them."""
    bound, comes_after = bottom
    if not comes_after:
        yield _whole(bound)
        return
    yield math.floor(bound) + 1
    yield (bound + end) / 2
    # A number with a fraction has the precision of a float, which a whole number of many digits exceeds.
    yield float(bound)
    yield math.nextafter(bound, math.inf)


def _can_be_written(number: float) -> bool:
    return len(str(number)) <= DIGITS if isinstance(number, int) else math.isfinite(number)


def _whole(number: float) -> float:
    return int(number) if number == int(number) and abs(number) < _SHORT else number


def date_cuts(comparison: str | None, value: Value | Age) -> Iterator[Boundary]:
    """Yield where a comparison with a date cuts through the days: before one; an equality does before the next, too."""
    if isinstance(value, date):
        yield value.toordinal(), 0
        if comparison is None:
            yield value.toordinal() + 1, 0
