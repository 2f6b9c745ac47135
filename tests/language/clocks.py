"""How long reading takes: the measure behind tests that it does not grow faster than its input."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NOTHING = 0.05
"""Seconds below which a measurement says nothing."""

SUSPECT = 5
"""Growth above which a measurement is made again."""


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes."""
    start = process_time()
    work()
    return process_time() - start


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times longer four times the size takes; four is in proportion, sixteen is its square."""
    small = max(NOTHING, min(seconds(lambda: work(size)) for _ in range(2)))
    large = seconds(lambda: work(4 * size))
    # A busy machine slows one measurement, and hardly two.
    return min(large, seconds(lambda: work(4 * size))) / small if large > SUSPECT * small else large / small
