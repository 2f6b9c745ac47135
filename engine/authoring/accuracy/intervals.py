"""Shares and medians with their 95 % intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

_Z = 1.959964
"""Of the normal distribution, what 95 % lie within on either side."""
_OUTSIDE = 0.05


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, the interval in which it lies with 95 %, and how many things it was taken of."""

    value: float
    low: float
    high: float
    count: int

    def to_dict(self) -> dict[str, float]:
        """Return it as plain values."""
        return {"value": self.value, "low": self.low, "high": self.high, "count": self.count}


def share(hits: int, count: int) -> Interval | None:
    """Return a share with the interval of Wilson, None of nothing."""
    if not count:
        return None
    p, square = hits / count, _Z * _Z / count
    middle = (p + square / 2) / (1 + square)
    width = _Z * sqrt(p * (1 - p) / count + square / (4 * count)) / (1 + square)
    # At the ends, it is an end but for rounding.
    low, high = (0.0 if hits == 0 else middle - width), (1.0 if hits == count else middle + width)
    return Interval(value=p, low=max(low, 0.0), high=min(high, 1.0), count=count)


def median(values: Sequence[float]) -> Interval | None:
    """Return a median with the interval between two order statistics that holds it with at least 95 %."""
    if not values:
        return None
    ordered, count = sorted(values), len(values)
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    below, rank = 0.0, 0
    while rank < (count - 1) // 2 and 2 * (below + comb(count, rank) / 2**count) <= _OUTSIDE:
        below += comb(count, rank) / 2**count
        rank += 1
    # With too few values no two of them hold it; then those at the ends are what is known.
    first = max(rank - 1, 0)
    return Interval(value=middle, low=ordered[first], high=ordered[count - 1 - first], count=count)


def mean(values: Sequence[float]) -> Interval | None:
    """Return a mean with the interval of the normal distribution."""
    if not values:
        return None
    count = len(values)
    middle = sum(values) / count
    variance = sum((value - middle) ** 2 for value in values) / max(count - 1, 1)
    width = _Z * sqrt(variance / count)
    return Interval(value=middle, low=max(middle - width, 0.0), high=middle + width, count=count)
