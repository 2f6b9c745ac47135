"""A budget of steps for proofs: the same policy stops at the same place on every machine.

A step is about what a test of one fact takes over sets of 65,536 situations, some microseconds. Decisions of
requests have no budget: they are bounded by the completions that they go through.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

STEPS = 2_000_000
"""Steps that all proofs of one policy may take, or of one pair of policies."""

_SIZE = 16
"""Bits of a situation's place that one step covers."""


class OutOfSteps(Exception):
    """The steps are used up; what was to be proved is not."""


class _Budget:
    def __init__(self, steps: int) -> None:
        self.left = steps


_current: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget(steps: int | None = None) -> Iterator[None]:
    """Give whatever runs inside so many steps."""
    token = _current.set(_Budget(STEPS if steps is None else steps))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def share(part: int) -> Iterator[None]:
    """Give whatever runs inside one part in so many of the steps that are left, so that others have theirs."""
    outer = _current.get()
    if outer is None:
        yield
        return
    steps = outer.left // part
    inner = _Budget(steps)
    token = _current.set(inner)
    try:
        yield
    finally:
        _current.reset(token)
        outer.left -= steps - max(inner.left, 0)


@contextmanager
def unlimited() -> Iterator[None]:
    """Let whatever runs inside take as many steps as it needs: requests are decided whatever is proved."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


def spend(steps: int, size: int = 0) -> None:
    """Take steps for work on sets of so many situations; raise OutOfSteps where too few are left."""
    current = _current.get()
    if current is not None:
        current.left -= steps * (1 + (size >> _SIZE))
        if current.left < 0:
            raise OutOfSteps
