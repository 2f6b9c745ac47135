"""Clocks of promises with one thing changed: where they start, what meets them, that they stand, repeat, start anew."""

from collections.abc import Iterator
from dataclasses import replace

from ...language.yaml_writer import written_value
from ...model import RECEIVED, Promise

AlteredClock = tuple[str, str, str, Promise]
"""What was done, in words, the lines before and after, and the promise."""


def clock_mutants(promise: Promise) -> Iterator[AlteredClock]:
    """Yield a promise with one thing of its clock changed."""
    clock = promise.clock
    if clock.starts_at != RECEIVED:
        altered = replace(promise, clock=replace(clock, starts_at=RECEIVED))
        yield f"its start at `{clock.starts_at}` dropped", f"from: {clock.starts_at}", "(nothing)", altered
    yield from _met_by_fewer(promise)
    if promise.repeats:
        yield "it repeats no longer", "repeats: true", "(nothing)", replace(promise, repeats=False)
    if clock.pauses:
        without = replace(clock, pauses=False, on_resume="continue")
        yield "its pause dropped", "pauses: waiting", "(nothing)", replace(promise, clock=without)
    if clock.on_resume == "restart":
        without = replace(clock, on_resume="continue")
        yield "no restart on resume", "on_resume: restart", "(nothing)", replace(promise, clock=without)
    if clock.on_change == "restart":
        changed = replace(clock, on_change="recompute")
        yield "no restart on change", "on_change: restart", "on_change: recompute", replace(promise, clock=changed)
    elif clock.on_change == "recompute":
        changed = replace(clock, on_change="restart")
        yield "a restart on change", "on_change: recompute", "on_change: restart", replace(promise, clock=changed)


def _met_by_fewer(promise: Promise) -> Iterator[AlteredClock]:
    """Yield a promise that one of its events no longer meets; one without any is met by what meets it by default."""
    written = promise.clock.until
    for n, event in enumerate(written):
        fewer = (*written[:n], *written[n + 1 :])
        altered = replace(promise, clock=replace(promise.clock, until=fewer))
        if set(altered.until) != set(promise.until):
            before, after = (f"until: {written_value(list(events))}" for events in (written, fewer))
            what = f"`{event}` meets it no longer" if fewer else f"`{event}` replaced by what meets it by default"
            yield what, before, after if fewer else "(nothing)", altered
