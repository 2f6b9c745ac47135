"""Entries of promises with one thing changed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...model import Cell, Span, SpanOf
from .altered_due_dates import altered_due_dates
from .altered_records import longer


def altered_entries(entry: Cell, hours: Sequence[str], beside: Cell = None) -> Iterator[tuple[str, Cell]]:
    """Yield what an entry becomes with one thing changed, each with what was done; `hours` are those of the policy.

    Where nothing is owed, that is what is owed `beside`, if that is something.
    """
    if entry is None:
        if beside is not None:
            yield "something owed", beside
        return
    if isinstance(entry.within, Span):
        yield "the span changed", replace(entry, within=longer(entry.within))
    elif isinstance(entry.within, SpanOf) and entry.within.otherwise:
        extended = replace(entry.within, otherwise=longer(entry.within.otherwise))
        yield "the span otherwise owed changed", replace(entry, within=extended)
        yield "nothing owed otherwise", replace(entry, within=SpanOf(entry.within.fact))
    yield from altered_due_dates(entry)
    if entry.hours is not None and len(hours) > 1:
        following = hours[(hours.index(entry.hours) + 1) % len(hours)]
        yield "its hours changed", replace(entry, hours=following)
    yield "nothing owed", None
