"""Worktime agrees with a clock that is read minute by minute, near clock changes above all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from remit.engine.worktime import due, elapsed, is_open, next_open, periods

from .minutes import Minutes
from .strategies import situations

if TYPE_CHECKING:
    from remit.engine.model import Hours

DAY = 86_400
SPAN = 8


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(situations(), st.floats(0, 1), st.floats(0, 1))
def test_every_operation(situation: tuple[Hours, int], share: float, cut: float):
    """Deadline, elapsed time, openings and periods are those that one sees on the wall."""
    hours, start = situation
    seen = Minutes(hours, start, SPAN)
    available = seen.elapsed(start, seen.until)
    end = start + int(cut * (seen.until - start))
    assert seen.elapsed(start, end) == elapsed(hours, start, end)
    assert seen.periods(start, end) == periods(hours, start, end)
    assert [seen.is_open(instant) for instant in (start, end)] == [is_open(hours, instant) for instant in (start, end)]
    if not available:
        event("closed throughout")
        return
    # Up to all there is, often to the very end of a period.
    seconds = int(share * available)
    closing = seen.elapsed(start, seen.periods(start, seen.until)[0][1])
    for amount in (seconds, seconds // 60 * 60, available, closing):
        assert seen.due(start, amount) == due(hours, start, amount)
    assert seen.next_open(start) == next_open(hours, start)
