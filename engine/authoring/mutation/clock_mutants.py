"""Clocks of promises with one thing changed: a pause dropped, `recompute` and `restart` swapped."""

from collections.abc import Iterator
from dataclasses import replace

from ...model import PromiseClock


def clock_mutants(clock: PromiseClock) -> Iterator[tuple[str, str, str, PromiseClock]]:
    """Yield a clock with one thing changed: what, in words, the lines before and after, and the clock."""
    if clock.pauses:
        without = replace(clock, pauses=False, on_resume="continue")
        yield "its pause dropped", "pauses: waiting", "(nothing)", without
    if clock.on_change == "restart":
        yield (
            "no restart on change",
            "on_change: restart",
            "on_change: recompute",
            replace(clock, on_change="recompute"),
        )
    elif clock.on_change == "recompute":
        yield "a restart on change", "on_change: recompute", "on_change: restart", replace(clock, on_change="restart")
