"""Steps of escalation with one thing changed of the occasions on which one may turn to somebody."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...language.yaml_writer import written_value
from ...model import Escalation, Occasion, OverduePromise
from .altered_records import longer

AlteredStep = tuple[str, str, str, Escalation]
"""What was done, in words, the lines before and after, and the step."""


def altered_occasions(step: Escalation, hours: Sequence[str]) -> Iterator[AlteredStep]:
    """Yield a step with an occasion dropped, or its `after` longer, dropped or counted in other hours.

    Where one may turn there at all times, no other occasion matters.
    """
    for n, occasion in enumerate(step.when_any):
        fewer = (*step.when_any[:n], *step.when_any[n + 1 :])
        altered = replace(step, when_any=fewer)
        if not (step.is_always_open and altered.is_always_open):
            before, after = (f"when_any: {_written(occasions)}" for occasions in (step.when_any, fewer))
            yield f"occasion {_plain(occasion)} dropped", before, after, altered
    if step.after is None or step.is_always_open:
        return
    line, later = f"after: {written_value(step.after)}", longer(step.after)
    yield "a longer `after`", line, f"after: {written_value(later)}", replace(step, after=later)
    yield "no `after`", line, "(nothing)", replace(step, after=None, hours=None)
    if step.hours is not None and len(hours) > 1:
        following = hours[(hours.index(step.hours) + 1) % len(hours)]
        yield "its hours changed", f"hours: {step.hours}", f"hours: {following}", replace(step, hours=following)


def _written(occasions: Sequence[Occasion]) -> str:
    plain = [{"overdue": own.promise} if isinstance(own, OverduePromise) else own for own in occasions]
    return written_value(plain) if plain else "(any dissatisfaction)"


def _plain(occasion: Occasion) -> str:
    return f"`{{overdue: {occasion.promise}}}`" if isinstance(occasion, OverduePromise) else f"`{occasion}`"
