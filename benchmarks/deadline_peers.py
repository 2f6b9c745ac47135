"""What counts deadlines in business hours: remit, and what else Python has for it, each used as its documentation says.

All count in the same hours: Monday to Friday, 9 to 17 in New York, without the public holidays of the United States.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import numpy.typing as npt

from remit.engine.bulk.deadlines.due_columns import due_after
from remit.engine.model import Hours
from remit.engine.model.hours import Calendar, HolidayCalendar, Opening
from remit.engine.worktime import due, elapsed

from .figures import installed_version

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Instants = npt.NDArray[np.int64]
"""Seconds since 1970."""

ZONE = ZoneInfo("America/New_York")
OPENS, CLOSES = time(9), time(17)
WORKDAYS = 5
DAY = 86_400


@dataclass(frozen=True)
class Office:
    """The hours in every form that is counted in, for receipts from a year on, and deadlines years later."""

    first: int
    years: int
    extra: tuple[date, ...] = ()
    """Further days off, as many as one likes."""

    @cached_property
    def days_off(self) -> frozenset[date]:
        """Public holidays and further days off."""
        return frozenset(
            {*holidays.country_holidays("US", years=range(self.first - 1, self.first + self.years + 1)), *self.extra}
        )

    @cached_property
    def hours(self) -> Hours:
        """The hours as remit reads them from a policy."""
        day = (Opening(start=9 * 60, end=17 * 60),)
        calendar = Calendar(public=HolidayCalendar("US"), dates=tuple(day.isoformat() for day in self.extra))
        return Hours(
            name="office",
            timezone=str(ZONE),
            week=(*(day for _ in range(WORKDAYS)), (), ()),
            holidays=(calendar,),
        )

    @cached_property
    def table(self) -> tuple[Instants, Instants, Instants]:
        """When the office opens and closes, and the seconds open before each opening, laid out by the calendar."""
        before = date(self.first, 1, 1) - timedelta(days=31)
        days = (before + timedelta(days=n) for n in range(366 * self.years))
        open_days = [day for day in days if day.weekday() < WORKDAYS and day not in self.days_off]
        opens, closes = (
            np.array([int(datetime.combine(day, at, ZONE).timestamp()) for day in open_days], np.int64)
            for at in (OPENS, CLOSES)
        )
        return opens, closes, np.concatenate([[0], np.cumsum(closes - opens)])

    def next_opening(self, instant: int) -> int:
        """Return the first opening at or after an instant."""
        opens = self.table[0]
        return int(opens[np.searchsorted(opens, instant)])


@dataclass(frozen=True)
class Question:
    """Deadlines to count: from each of some receipts, so many seconds, and when those are over."""

    office: Office
    starts: Instants
    seconds: int
    dues: Instants = field(repr=False)

    def first(self, count: int) -> Question:
        """Return the question of the first receipts alone."""
        return Question(self.office, self.starts[:count], self.seconds, self.dues[:count])


@dataclass(frozen=True, slots=True)
class Peer:
    """What answers a question. `prepare` returns what is timed, which returns an answer for each receipt.

    `instants` returns answers as instants, or as seconds elapsed where the peer `counts_elapsed`; `at_most` is how many
    receipts it is asked for, as some take long. `rolls_over` tells that a deadline at closing time becomes one at the
    next opening.
    """

    name: str
    package: str
    module: str
    prepare: Callable[[Question], Callable[[], Sequence[Any] | Instants]]
    instants: Callable[[Sequence[Any] | Instants], Instants]
    at_most: int
    counts_elapsed: bool = False
    rolls_over: bool = False

    def version(self) -> str | None:
        """Return the version installed, None where it cannot be imported."""
        return installed_version(self.package, self.module)


def _whole(answers: Sequence[Any] | Instants) -> Instants:
    return np.asarray(answers, np.int64)


def _timestamps(answers: Sequence[Any] | Instants) -> Instants:
    return np.array([round(answer.timestamp()) for answer in answers], np.int64)


def _remit_single(question: Question) -> Callable[[], list[int]]:
    hours, seconds, starts = question.office.hours, question.seconds, question.starts.tolist()
    return lambda: [due(hours, start, seconds) for start in starts]


def _remit_batch(question: Question) -> Callable[[], Instants]:
    hours, seconds, starts = question.office.hours, question.seconds, question.starts
    return lambda: due_after(hours, starts, seconds)


def _remit_elapsed(question: Question) -> Callable[[], list[int]]:
    hours = question.office.hours
    spans = list(zip(question.starts.tolist(), question.dues.tolist(), strict=True))
    return lambda: [elapsed(hours, start, end) for start, end in spans]


def _ready_table(question: Question) -> Callable[[], Instants]:
    opens, closes, totals = question.office.table
    starts, seconds = question.starts, question.seconds

    def count() -> Instants:
        at = np.searchsorted(opens, starts, "right") - 1
        targets = totals[at] + np.minimum(starts, closes[at]) - opens[at] + seconds
        ends = np.searchsorted(totals, targets, "left") - 1
        deadlines: Instants = opens[ends] + targets - totals[ends]
        return deadlines

    return count


def _bisected(question: Question) -> Callable[[], list[int]]:
    opens, closes, totals = (column.tolist() for column in question.office.table)
    starts, seconds = question.starts.tolist(), question.seconds

    def count(start: int) -> int:
        at = bisect_right(opens, start) - 1
        target: int = totals[at] + min(start, closes[at]) - opens[at] + seconds
        end = bisect_right(totals, target - 1) - 1
        deadline: int = opens[end] + target - totals[end]
        return deadline

    return lambda: [count(start) for start in starts]


def _businesstimedelta(question: Question) -> Callable[[], list[datetime]]:
    package = import_module("businesstimedelta")
    work = package.WorkDayRule(
        start_time=OPENS, end_time=CLOSES, working_days=[*range(WORKDAYS)], tz=import_module("pytz").timezone(str(ZONE))
    )
    days_off = package.HolidayRule(dict.fromkeys(question.office.days_off, "off"), tz=work.tz)
    amount = package.BusinessTimeDelta(package.Rules([work, days_off]), seconds=question.seconds)
    starts = [datetime.fromtimestamp(start, UTC) for start in question.starts.tolist()]
    return lambda: [start + amount for start in starts]


def _business_duration(question: Question) -> Callable[[], list[float]]:
    duration = import_module("business_duration").businessDuration
    days_off = dict.fromkeys(question.office.days_off, "off")
    spans = [
        tuple(datetime.fromtimestamp(instant, ZONE).replace(tzinfo=None) for instant in span)
        for span in zip(question.starts.tolist(), question.dues.tolist(), strict=True)
    ]
    return lambda: [
        duration(startdate=start, enddate=end, starttime=OPENS, endtime=CLOSES, holidaylist=days_off, unit="sec")
        for start, end in spans
    ]


def _custom_business_hour(question: Question) -> Callable[[], list[Any]]:
    pandas = import_module("pandas")
    hour = pandas.offsets.CustomBusinessHour(start="09:00", end="17:00", holidays=[*question.office.days_off])
    amount = hour * (question.seconds // 3600)
    starts = [pandas.Timestamp(start, unit="s", tz=str(ZONE)) for start in question.starts.tolist()]
    return lambda: [start + amount for start in starts]


LIMIT = Peer("numpy.searchsorted, ready table", "numpy", "numpy", _ready_table, _whole, at_most=10**7)
BATCH = Peer("remit, batch", "remit", "remit", _remit_batch, _whole, at_most=10**7)
SINGLE = Peer("remit, single", "remit", "remit", _remit_single, _whole, at_most=20_000)
BUSINESSTIMEDELTA = Peer(
    "businesstimedelta", "businesstimedelta", "businesstimedelta", _businesstimedelta, _timestamps, at_most=60
)
PEERS = (
    LIMIT,
    BATCH,
    Peer("bisect, ready table", "numpy", "numpy", _bisected, _whole, at_most=20_000),
    SINGLE,
    Peer(
        "pandas CustomBusinessHour",
        "pandas",
        "pandas",
        _custom_business_hour,
        _timestamps,
        at_most=200,
        rolls_over=True,
    ),
    BUSINESSTIMEDELTA,
    Peer("remit, time elapsed", "remit", "remit", _remit_elapsed, _whole, at_most=5_000, counts_elapsed=True),
    Peer(
        "business-duration, time elapsed",
        "business-duration",
        "business_duration",
        _business_duration,
        _whole,
        at_most=200,
        counts_elapsed=True,
    ),
)
