"""How much work something is, in lines of Python run: the same count on every run and every machine.

What a line does inside C, such as matching a pattern, is not seen; `benchmarks/growing.py` times that.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import TraceFunction

PROPORTIONATE = 7
"""Growth with four times the size: between four, which is in proportion, and sixteen, which is the square."""


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python some work runs, once whatever it imports late is imported."""
    work()
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times as many lines four times the size runs."""
    return steps(lambda: work(4 * size)) / steps(lambda: work(size))
