"""clock-change, holiday-horizon, review-overdue: whether dates and times can be kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ...model import FIRST_RECEIVED, LAST_RECEIVED, MINUTES_A_DAY
from ...worktime import WorktimeError, holiday_years, skipped
from .context import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Hours
    from .context import CheckContext

_AHEAD = 2
"""Years after the day of the check in which an edition without an end is taken to be in force."""


def clock_change(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for hours of which an opening starts or ends at a wall time that a clock change skips."""
    first, last = _years(subject)
    first, last = max(first, FIRST_RECEIVED.year), min(last, LAST_RECEIVED.year)
    for hours in subject.policy.hours.values():
        for day, minute, change in _skipped(hours, first, last):
            clock = f"{minute // 60:02}:{minute % 60:02}"
            message = (
                f"an opening of hours `{hours.name}` starts or ends at {clock} on {day}, "
                "which the clock change of that day skips"
            )
            help_ = f"it is taken to be {change}, the instant of the change"
            yield Found(hours.name, message, hours.key_mark("week"), help_)
            break


def _skipped(hours: Hours, first: int, last: int) -> Iterator[tuple[str, int, str]]:
    for gap in skipped(hours.timezone, first, last):
        day = date.fromordinal(gap.day)
        openings = hours.dates.get(day.isoformat(), hours.week[day.weekday()])
        night = day - timedelta(days=1)
        before = hours.dates.get(night.isoformat(), hours.week[night.weekday()])
        minutes = [m for o in openings for m in (o.start, o.end)] + [o.end - MINUTES_A_DAY for o in before]
        for minute in minutes:
            if gap.since < minute < gap.until:
                yield day.isoformat(), minute, f"{gap.until // 60:02}:{gap.until % 60:02}"


def holiday_horizon(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for hours of which the holidays are not known in all years in which the edition is in force."""
    first, last = _years(subject)
    for hours in subject.policy.hours.values():
        if hours.holidays is None:
            continue
        try:
            known = holiday_years(hours.holidays)
        except WorktimeError:
            continue  # the country or region is not known, which is a finding of its own
        outside = [year for year in (first, last) if year not in known]
        if outside:
            message = (
                f"hours `{hours.name}` need the holidays of {outside[-1]}, "
                f"and those of `{hours.holidays.country}` are known from {known[0]} to {known[-1]}"
            )
            help_ = "let the edition begin later" if outside == [first] != [last] else "end the edition earlier"
            yield Found(hours.name, message, hours.key_mark("country"), help_)


def _years(subject: CheckContext) -> tuple[int, int]:
    """Return the first and the last year in which the edition is in force; without an end, a while from the check."""
    first, last = subject.policy.effective
    now = int(subject.today[:4])
    since = int(first[:4]) if first else now
    return since, int(last[:4]) if last else max(since, now) + _AHEAD


def review_overdue(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for a policy whose day of review has passed."""
    review_by = subject.policy.review_by
    if review_by is not None and subject.today > review_by:
        mark = subject.policy.key_mark("review_by")
        yield Found("review_by", f"this edition was to be reviewed by {review_by}", mark)
