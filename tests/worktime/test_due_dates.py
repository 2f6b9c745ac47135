"""Dates that something falls due by, and cut-offs: what other projects state, boundaries, and refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from remit.engine.model import Calendar
from remit.engine.worktime import (
    Count,
    DateCount,
    day_of,
    deadline,
    due_date,
    is_business_day,
    start_after_cutoff,
)

from .clock_records import Record, desk, records
from .verbs import at, hours, refusal

if TYPE_CHECKING:
    from remit.engine.model import Hours, WallTime

OFFICE = hours("mon-fri 09:00-17:00")
NIGHTS = hours("mon-fri 22:00-06:00", name="nights")
CLOSED = hours(name="closed")


def wall_time(written: str) -> WallTime:
    return "close" if written == "close" else int(written[:2]) * 60 + int(written[3:])


def date_count(where: Hours, by: dict[str, Any], cutoff: str | None = None) -> DateCount:
    return DateCount(
        hours=where,
        days=by["business_days" if "business_days" in by else "days"],
        at=wall_time(by["at"]),
        is_business="business_days" in by,
        cutoff=wall_time(cutoff) if cutoff else None,
    )


def business(number: int, time: str, cutoff: str | None = None, where: Hours = OFFICE) -> DateCount:
    return date_count(where, {"business_days": number, "at": time}, cutoff)


def calendar(number: int, time: str, cutoff: str | None = None, where: Hours = OFFICE) -> DateCount:
    return date_count(where, {"days": number, "at": time}, cutoff)


def standing(record: Record) -> list[tuple[int, int]]:
    """Return the stretches in which the clock of a record stands; it runs again now, at the latest."""
    stretches, since = [], None
    for event in record["events"]:
        if event["is"] in ("waiting", "closed"):
            since = at(event["at"])
        elif event["is"] in ("resumed", "reopened") and since is not None:
            stretches.append((since, at(event["at"])))
            since = None
    return stretches if since is None else [*stretches, (since, at(record["now"]))]


@pytest.mark.parametrize("record", records("by", "date-pause"), ids=lambda record: record["id"])
def test_dates_that_others_state(record: Record):
    entry, want = record["promise"]["within"]["gold"], record["want"]
    count = date_count(desk(record), entry["by"], entry.get("cutoff"))
    assert at(want["due"] or want["earliest"]) == due_date(count, at(record["received"]), standing(record))


@pytest.mark.parametrize(
    "record", [r for r in records("cutoff") if "due" in r["want"]], ids=lambda record: record["id"]
)
def test_spans_with_a_cut_off_that_others_state(record: Record):
    entry, where = record["promise"]["within"]["gold"], desk(record)
    number, unit = entry["within"].split()
    seconds = int(number) * {"hour": 3600, "hours": 3600}[unit]
    count = Count(hours=where, seconds=seconds, cutoff=wall_time(entry["cutoff"]))
    assert at(record["want"]["due"]) == deadline(count, at(record["received"]))


AT_BOUNDARIES = {
    "Saturday counts as itself without a cut-off": (business(1, "17:00"), "Sat 12:00", "2026-01-12T17:00:00Z"),
    "and as Monday with one": (business(1, "17:00", "24:00"), "Sat 12:00", "2026-01-13T17:00:00Z"),
    "a cut-off at midnight says only that": (business(1, "17:00", "24:00"), "Mon 23:59", "Tue 17:00"),
    "the second before a cut-off": (business(1, "close", "15:00"), "2026-01-05T14:59:59Z", "Tue 17:00"),
    "at a cut-off": (business(1, "close", "15:00"), "Mon 15:00", "Wed 17:00"),
    "a close that is a cut-off": (business(0, "close", "close"), "Mon 17:00", "Tue 17:00"),
    "the second before the close": (business(0, "close"), "2026-01-05T16:59:59Z", "Mon 17:00"),
    "a date that is the start moves": (business(0, "close"), "Mon 17:00", "Tue 17:00"),
    "a Saturday is not the same day": (business(0, "close"), "Sat 12:00", "2026-01-12T17:00:00Z"),
    "a Saturday is the same day where every day counts": (calendar(0, "17:00"), "Sat 12:00", "Sat 17:00"),
    "a cut-off of days leads to the next day": (calendar(0, "17:00", "12:00"), "Fri 12:00", "Sat 17:00"),
    "and asks for no business day": (calendar(0, "17:00", "12:00"), "Sat 11:59", "Sat 17:00"),
    "a night closes on the morrow": (business(0, "close", where=NIGHTS), "Tue 05:00", "Wed 06:00"),
    "a night belongs to the day on which it opens": (business(0, "close", where=NIGHTS), "Sat 05:00", None),
    "a date before the opening": (business(1, "06:00"), "Mon 20:00", "Tue 06:00"),
    "moved past a cut-off: the start before it counts": (
        business(0, "12:00", "15:00"),
        "Mon 13:00",
        "Tue 12:00",
    ),
}


@pytest.mark.parametrize("name", AT_BOUNDARIES)
def test_at_boundaries(name: str):
    count, start, due = AT_BOUNDARIES[name]
    expected = "2026-01-13T06:00:00Z" if due is None else due
    assert at(expected) == due_date(count, at(start))


def test_a_day_that_the_zone_skips_is_none():
    """Samoa moved over the date line: after Thursday 29 December 2011 came Saturday."""
    samoa = hours("mon-fri 09:00-17:00", zone="Pacific/Apia")
    start = at("2011-12-29T20:00:00Z")  # Thursday, ten in the morning
    assert at("2011-12-31T12:00:00+14:00") == due_date(calendar(1, "12:00", where=samoa), start)
    assert at("2012-01-02T17:00:00+14:00") == due_date(business(1, "close", where=samoa), start)
    friday = day_of(samoa, start) + 1
    assert not is_business_day(samoa, friday)
    assert friday + 1 == day_of(samoa, at("2011-12-30T10:00:00Z"))


def test_an_hour_that_comes_again_after_midnight_lies_on_the_new_day():
    """St. John's put its clock back at 00:01, to 23:01 of the day before."""
    island = hours("mon-sun 09:00-17:00", zone="America/St_Johns")
    first, again = at("2006-10-29T02:30:30Z"), at("2006-10-29T02:45:00Z")
    assert day_of(island, first) == day_of(island, again) == day_of(island, at("2006-10-29T12:00:00Z"))
    assert day_of(island, at("2006-10-29T02:29:59Z")) == day_of(island, first) - 1


def test_a_time_that_is_skipped_is_the_change():
    berlin = hours("mon-sun 09:00-17:00", zone="Europe/Berlin")
    start = at("2026-03-28T12:00:00Z")
    assert at("2026-03-29T01:00:00Z") == due_date(business(1, "02:30", where=berlin), start)


def test_a_span_counts_from_the_first_opening_after_its_cut_off():
    assert at("Tue 09:00") == start_after_cutoff(OFFICE, at("Mon 15:00"), 15 * 60)
    assert at("Mon 15:00") == start_after_cutoff(OFFICE, at("Mon 15:00"), None)
    assert at("Tue 11:00") == deadline(Count(OFFICE, 7200, 15 * 60), at("Mon 16:00"))


STANDING = {
    "nothing": ([], "Wed 17:00"),
    "over no midnight": ([("Mon 12:00", "Mon 16:00")], "Wed 17:00"),
    "over a midnight": ([("Mon 16:00", "Tue 08:00")], "Thu 17:00"),
    "from midnight on": ([("2026-01-06T00:00:00Z", "Tue 08:00")], "Thu 17:00"),
    "until midnight": ([("Mon 16:00", "2026-01-06T00:00:00Z")], "Wed 17:00"),
    "over the date": ([("Wed 16:00", "Wed 18:00")], "Thu 17:00"),
    "until the date": ([("Wed 16:00", "Wed 17:00")], "Wed 17:00"),
    "from the date on": ([("Wed 17:00", "Fri 17:00")], "Wed 17:00"),
    "from after the date": ([("Wed 18:00", "Fri 17:00")], "Wed 17:00"),
    "twice": ([("Mon 16:00", "Tue 08:00"), ("Wed 12:00", "Thu 12:00")], "Fri 17:00"),
    "a second time when it would be due": ([("Mon 16:00", "Tue 08:00"), ("Thu 17:00", "Fri 12:00")], "Thu 17:00"),
}


@pytest.mark.parametrize("name", STANDING)
def test_a_day_that_begins_while_the_clock_stands_does_not_count(name: str):
    stretches, due = STANDING[name]
    listed = [(at(first), at(last)) for first, last in stretches]
    assert at(due) == due_date(business(2, "close"), at("Mon 10:00"), listed)


def test_the_day_that_a_cut_off_leads_to_does_not_count_where_it_begins_standing():
    listed = [(at("Mon 18:00"), at("Tue 08:00"))]
    assert at("Wed 17:00") == due_date(business(0, "close", "15:00"), at("Mon 16:00"), listed)


@pytest.mark.parametrize(
    ("count", "start", "message"),
    [
        (business(1, "close", where=CLOSED), "Mon 10:00", "hours `closed` never open"),
        (business(-1, "close"), "Mon 10:00", "a number of -1 days is below zero"),
        (
            business(3000, "close"),
            "Mon 10:00",
            "3000 business days in hours `office` take more than ten years from `2026-01-05T10:00:00Z`",
        ),
        (
            calendar(3654, "12:00"),
            "Mon 10:00",
            "3654 days in hours `office` take more than ten years from `2026-01-05T10:00:00Z`",
        ),
        (
            calendar(10**30, "12:00"),
            "Mon 10:00",
            f"{10**30} days in hours `office` take more than ten years from `2026-01-05T10:00:00Z`",
        ),
        (calendar(1, "12:00"), "2101-01-01T10:00:00Z", "`2101-01-01T10:00:00Z` is outside 1970 to 2100"),
    ],
    ids=["never open", "below zero", "too many business days", "too many days", "far too many", "received too late"],
)
def test_what_cannot_be_counted(count: DateCount, start: str, message: str):
    assert message == refusal(due_date, count, at(start))


def test_ten_years_are_counted():
    assert at("2036-01-05T12:00:00Z") == due_date(calendar(3652, "12:00"), at("Mon 10:00"))


def test_hours_that_never_open_after_a_cut_off():
    opened_once = hours(dates={"2026-01-05": "09:00-17:00"}, name="once")
    start = at("Mon 17:00")
    message = "hours `once` do not open within ten years of `2026-01-05T17:00:00Z`"
    assert message == refusal(start_after_cutoff, opened_once, start, "close")
    assert message == refusal(due_date, business(1, "close", where=opened_once), start)
    assert at("Mon 17:00") == due_date(business(0, "close", where=opened_once), at("Mon 10:00"))


def test_days_off_may_last_for_months():
    tuesdays = hours("tue 10:00-10:15")
    where = replace(tuesdays, holidays=(Calendar(None, dates=("1990-01-01..1990-03-06",)),))
    start = at("1989-12-31T23:59:59Z")
    assert at("1990-03-13T10:00:00Z") == start_after_cutoff(where, start, "close")
    assert at("1990-03-13T10:15:00Z") == due_date(business(1, "close", where=where), start)
