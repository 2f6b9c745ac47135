"""Checks that dates and cut-offs can be counted in the hours that they are in."""

from collections.abc import Iterator

from ..findings import Findings
from ..language.time_notation import written_openings
from ..model import MINUTES_A_DAY, WEEKDAYS, Entry, Hours, Opening, Promise
from ..rules.evaluator import Evaluator
from .check_hours import possible_hours_at

_CLOSE_BY_MIDNIGHT = "count in hours that close by 24:00, or write `by` in place of `within`"
_ONE_PART = "count in hours that have a `week`, such as one of those"


def check_cutoffs(evaluator: Evaluator, findings: Findings) -> None:
    """Add a finding for each date or cut-off that may count in a union, and each span with one in overnight hours.

    Time that is open before the first opening of a day would count for a start in the night, and not for one that a
    cut-off leads there. Of a union nobody can say which days are its own.
    """
    for promise in evaluator.compiled.policy.promises.values():
        reported: set[int] = set()
        for entry, hours in _counted_by_days(evaluator, promise):
            if id(entry) not in reported and _add_misfit(entry, hours, findings):
                reported.add(id(entry))


def _add_misfit(entry: Entry, hours: Hours, findings: Findings) -> bool:
    """Tell whether an entry cannot count in hours, after a finding."""
    overnight = "" if entry.within is None else _overnight(hours)
    if hours.is_union:
        what, where = "by" if entry.by else "cutoff", f"hours `{hours.name}`, which are `any_of` several"
        findings.error("wrong-shape", f"`{what}` counts in {where}", entry.mark, _ONE_PART)
    elif overnight:
        where = f"hours `{hours.name}`, which are open overnight: {overnight}"
        findings.error("wrong-shape", f"`cutoff` beside `within` counts in {where}", entry.mark, _CLOSE_BY_MIDNIGHT)
    return hours.is_union or bool(overnight)


def _counted_by_days(evaluator: Evaluator, promise: Promise) -> Iterator[tuple[Entry, Hours]]:
    """Yield each entry of a promise with a date or a cut-off, and hours in which it may count."""
    policy = evaluator.compiled.policy
    levels = [*policy.levels] if promise.scope == "support" else [None]
    entries = [(entry, [key]) for key, entry in promise.within.items()]
    entries += [(rule.then, [(tier, level) for tier in policy.tiers for level in levels]) for rule in promise.rules]
    for entry, keys in entries:
        if entry is None or not entry.is_counted_by_days:
            continue
        own = entry.hours or promise.hours
        if own is not None:
            yield entry, policy.hours[own]
        else:
            yield from ((entry, hours) for key in keys for hours in possible_hours_at(evaluator, *key))


def _overnight(hours: Hours) -> str:
    """Return a day and its openings of which one runs past midnight; empty where none does."""
    days = [*zip(WEEKDAYS, hours.week, strict=True), *hours.dates.items()]
    nights = (f"{day} {written_openings(openings)}" for day, openings in days if any(map(_is_overnight, openings)))
    return next(nights, "")


def _is_overnight(opening: Opening) -> bool:
    return opening.end > MINUTES_A_DAY
