"""When something falls due at many receipts at once, by searches in the same tables of open time as a single request.

What the tables do not hold, or would refuse, is `NEVER`: a single request says why.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...model import DueDate, Hours, SpanOf, Value, WallTime
from ...triage.counts import Count
from ...worktime import DateCount, OpenTime, WorktimeError, never_open
from ...worktime.business_days import at_wall_time, business_days_after, day_of, days_after, midnight_of, opening_of
from ...worktime.tables import table_of
from ...worktime.zones import DAY, LATEST, LATEST_DEADLINE, TEN_YEARS

Instants = npt.NDArray[np.int64]
"""Seconds since 1970."""

NEVER = np.iinfo(np.int64).min
"""What stands in place of an instant where something cannot be counted here."""


class ValueColumn(NamedTuple):
    """The values that rows state of a fact: the index of each among the distinct ones; below zero where none is."""

    indices: npt.NDArray[np.integer]
    values: Sequence[Value]


def facts_of_way(way: Count) -> tuple[str, ...]:
    """Return the facts whose stated values a way depends on: of its span, and of the places of its hours."""
    spans = (way.span.fact,) if isinstance(way.span, SpanOf) else ()
    return (*spans, *(place.fact for place in way.places if not place.is_known))


def due_column(way: Count, starts: Instants, stated: Mapping[str, ValueColumn]) -> Instants:
    """Return when a way falls due whose clock starts at each of some instants.

    `starts` are of shape (rows), and so are the indices of `stated`, which has the facts of the way, presumed and
    derived values among them. `NEVER` stands where it cannot be counted, or a fact of it has no value.
    """
    facts = facts_of_way(way)
    if not facts:
        return _due_by(way, starts, {})
    columns = [stated[fact] for fact in facts]
    keys, inverse = np.unique(np.stack([column.indices for column in columns], 1), axis=0, return_inverse=True)
    due, rows_by_key = np.full(len(starts), NEVER, np.int64), inverse.ravel()
    for n, key in enumerate(keys.tolist()):
        if min(key) >= 0:
            values = {fact: column.values[index] for fact, column, index in zip(facts, columns, key, strict=True)}
            rows = np.flatnonzero(rows_by_key == n)
            due[rows] = _due_by(way, starts[rows], values)
    return due


def _due_by(way: Count, starts: Instants, facts: Mapping[str, Value]) -> Instants:
    """Return when a way falls due where its facts have some values."""
    try:
        hours, seconds = way.hours_in(facts), way.amount(facts)
    except WorktimeError:
        return np.full(len(starts), NEVER, np.int64)
    if isinstance(way.span, DueDate):
        return due_dates(way.date_in(facts, way.span), starts)
    if way.cutoff is None:
        return due_after(hours, starts, seconds)
    return due_after(hours, starts, seconds, starts_after_cutoff(hours, starts, way.cutoff))


_WEEK, _RUN = 7 * DAY, 300 * DAY

_SLACK = 40
"""Days looked at beyond the receipts, so that most of what is owed falls into what is laid out at once."""


def due_after(
    hours: Hours, starts: Instants, seconds: "Instants | int", counted_from: Instants | None = None
) -> Instants:
    """Return when so many open seconds (not below zero) have passed since each start.

    `counted_from` is where they count from, no earlier than the start, where that is elsewhere.
    """
    due = np.full(len(starts), NEVER, np.int64)
    since = starts if counted_from is None else counted_from
    valid = (starts >= 0) & (starts <= LATEST) & (since != NEVER)
    if not valid.any():
        return due
    amounts = np.broadcast_to(np.asarray(seconds, np.int64), starts.shape)
    counted = np.flatnonzero(valid & (amounts > 0) & (amounts <= TEN_YEARS))
    if len(counted):
        due[counted] = _counted(hours, since[counted], amounts[counted])
    due[due > np.minimum(starts + TEN_YEARS, LATEST_DEADLINE)] = NEVER
    at_once = valid & (amounts == 0)
    due[at_once] = since[at_once]
    return due


def _counted(hours: Hours, starts: Instants, amounts: Instants) -> Instants:
    """Return when so many open seconds have passed; `NEVER` where that is in no year in which holidays are known."""
    first, last = int(starts.min()), int(starts.max())
    horizon = min(last + TEN_YEARS, LATEST_DEADLINE)
    try:
        known = table_of(hours).covering(first, last)
    except WorktimeError:
        return _in_halves(hours, starts, amounts)
    while True:
        due, lacking = _searched(known, starts, amounts)
        if not lacking.any() or known.until > horizon or (not known.starts and never_open(hours)):
            return due
        try:
            known = table_of(hours).covering(first, known.until)
        except WorktimeError:
            return due  # holidays are not known from there on


def _in_halves(hours: Hours, starts: Instants, amounts: Instants) -> Instants:
    """Return the same where holidays are not known in one of the years, of the earlier and later starts apart."""
    due, middle = np.full(len(starts), NEVER, np.int64), (int(starts.min()) + int(starts.max())) // 2
    if int(starts.max()) - int(starts.min()) > _WEEK:
        for half in (np.flatnonzero(starts <= middle), np.flatnonzero(starts > middle)):
            due[half] = _counted(hours, starts[half], amounts[half])
    return due


def _searched(known: OpenTime, starts: Instants, amounts: Instants) -> tuple[Instants, npt.NDArray[np.bool_]]:
    """Return when amounts have passed by what is laid out, and for which that is too little."""
    due = np.full(len(starts), NEVER, np.int64)
    opens, closes, totals = (np.asarray(column, np.int64) for column in (known.starts, known.ends, known.totals))
    if not len(opens):
        return due, np.ones(len(starts), np.bool_)
    before = np.searchsorted(opens, starts, "right") - 1
    at = np.maximum(before, 0)
    targets = np.where(before < 0, 0, totals[at] + np.minimum(starts, closes[at]) - opens[at]) + amounts
    lacking = targets > totals[-1]
    place = np.searchsorted(totals, targets, "left") - 1
    ready = ~lacking
    due[ready] = targets[ready] + (opens - totals[:-1])[place[ready]]
    return due, lacking


def starts_after_cutoff(hours: Hours, starts: Instants, cutoff: WallTime) -> Instants:
    """Return where a span counts from, with a cut-off: the start, or the first opening of the next business day."""

    def counted_from(some: Instants) -> Instants:
        days = _Days(hours, some, 1, is_business=True)
        cut = days.at(cutoff)[days.following(days.before)]
        opens = days.instants([opening_of(hours, day) for day in days.listed])
        moved = opens[days.following(days.later)]
        moved[moved > some + TEN_YEARS] = NEVER
        return np.where(days.counts & (some < cut), some, moved)

    return _in_runs(starts, counted_from)


def due_dates(count: DateCount, starts: Instants) -> Instants:
    """Return when something falls due by a date whose clock starts at each of some instants."""
    if count.days < 0:
        return np.full(len(starts), NEVER, np.int64)

    def due(some: Instants) -> Instants:
        days = _Days(count.hours, some, count.days + 1, is_business=count.is_business)
        number = max(count.days, 1) - 1
        place = days.later + number if count.days else np.where(days.counts, days.before, days.later)
        if count.cutoff is not None:
            # A start at or after the cut-off counts as one on the next day that counts.
            is_early = days.counts & (some < days.at(count.cutoff)[days.following(days.before)])
            place = np.where(is_early, place, days.later + count.days)
        instants = days.at(count.at)
        dates = instants[days.following(place)]
        while (moving := (dates != NEVER) & (dates <= some)).any():
            place = place + moving
            dates = instants[days.following(place)]
        dates[dates > np.minimum(some + TEN_YEARS, LATEST_DEADLINE)] = NEVER
        return dates

    return _in_runs(starts, due)


def _in_runs(starts: Instants, count: Callable[[Instants], Instants]) -> Instants:
    """Count starts that are days apart by themselves: no more days are laid out than can be counted on at once."""
    counted = np.full(len(starts), NEVER, np.int64)
    ahead = [np.flatnonzero((starts >= 0) & (starts <= LATEST))]
    while ahead:
        rows = ahead.pop()
        if not len(rows):
            continue
        first, last = int(starts[rows].min()), int(starts[rows].max())
        is_short = last - first <= _RUN
        with suppress(WorktimeError):
            if is_short:
                counted[rows] = count(starts[rows])
                continue
        if last - first > _WEEK:  # some of them are years apart, or in a year of which holidays are not known
            is_early = starts[rows] <= (first + last) // 2
            ahead += [rows[is_early], rows[~is_early]]
    return counted


class _Days:
    """The days of hours on which starts lie, and those that count, with some after them; `NEVER` stands after these.

    By start, `before` is the place of its day among those that count where it `counts`, and `later` that of the next.
    """

    def __init__(self, hours: Hours, starts: Instants, following: int, *, is_business: bool) -> None:
        first, last = day_of(hours, int(starts.min())), day_of(hours, int(starts.max()))
        midnights = self.instants(midnight_of(hours, day) for day in range(first, last + 2))[:-1]
        own = np.searchsorted(midnights, starts, "right") - 1 + first
        self._hours = hours
        self.listed = _counting(hours, first, last, following + _SLACK, is_business=is_business)
        days = np.array(self.listed, np.int64)
        self.before, self.later = np.searchsorted(days, own, "left"), np.searchsorted(days, own, "right")
        self.counts = self.later > self.before if is_business else np.ones(len(starts), np.bool_)

    def at(self, time: WallTime) -> Instants:
        """Return a time on each day that counts."""
        return self.instants(at_wall_time(self._hours, day, time) for day in self.listed)

    def instants(self, instants: Iterable[int]) -> Instants:
        """Return instants of the days that count, with `NEVER` last."""
        return np.array([*instants, NEVER], np.int64)

    def following(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return places among the days, those beyond them as that of `NEVER`."""
        return np.minimum(places, len(self.listed))


def _counting(hours: Hours, first: int, last: int, following: int, *, is_business: bool) -> list[int]:
    """Return the days that count from the first on up to so many after the last, as far as any can be counted."""
    days: list[int] = []
    beyond = 0
    try:
        for day in (business_days_after if is_business else days_after)(hours, first - 1):
            days.append(day)
            beyond += day > last
            if beyond > following:
                break
    except WorktimeError:
        if not days or days[-1] < last:
            raise
    return days
