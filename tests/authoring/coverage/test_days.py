"""A listed day counts on both of its sides: where a deadline, or what rules read of the receipt, depends on it."""

from __future__ import annotations

import pytest

from remit.engine.authoring.coverage import as_text

from ..verbs import case
from .verbs import NO_CASES, cases, covered, edited, impossible, uncovered, with_offered

CLOCK = 'week: {mon-fri: "09:00-17:00"}'


def listing(days: str, *more: tuple[str, str]) -> str:
    """Return the good policy of which the office lists days."""
    return edited((CLOCK, f"{CLOCK}\n    {days}"), *more)


def days(listed: list[str]) -> list[str]:
    """Return what is not covered of days, in order."""
    of_days = [line for line in listed if "hours `office`" in line and " counts: " in line]
    return [line.partition(" never counts")[0].partition(" ever counts")[0] for line in of_days]


def of_office(listed: list[str]) -> list[str]:
    return [line.replace(" of hours `office`", "") for line in days(listed) if "`office`" in line]


def received(at: str, **keys: str) -> str:
    return case("{priority: P2}", received=at, **keys)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-06-08T09:00:00+02:00", ["`2026-06-10`"]),  # due on Tuesday at its close
        ("2026-06-09T16:00:00+02:00", []),  # due on Friday, past the day off and both beside it
        ("2026-06-10T12:00:00+02:00", []),
        ("2026-06-11T12:00:00+02:00", ["`2026-06-10`"]),
        ("2026-07-10T12:00:00+02:00", ["`2026-06-10`", "a day beside `2026-06-10`"]),
    ],
)
def test_a_case_covers_a_day_that_its_deadline_depends_on(at, expected):
    content = listing("dates: {2026-06-10: closed}")
    assert expected == of_office(uncovered(cases(received(at)), content))


def test_both_ends_of_a_range_have_two_sides():
    assert [
        "the first day of `06-08..06-10`",
        "the day before `06-08..06-10`",
        "the last day of `06-08..06-10`",
        "the day after `06-08..06-10`",
    ] == of_office(uncovered(NO_CASES, listing("dates: {06-08..06-10: closed}")))


def test_a_case_that_ends_beside_a_range_covers_that_side_alone():
    content = listing("dates: {06-10..06-12: closed}")
    assert ["the first day of `06-10..06-12`", "the last day of `06-10..06-12`", "the day after `06-10..06-12`"] == (
        of_office(uncovered(cases(received("2026-06-08T09:00:00+02:00")), content))
    )


def test_between_neighbours_that_are_listed_nothing_is_beside():
    content = listing("dates: {2026-06-09: closed, 2026-06-10: closed, 2026-06-11: closed}")
    listed = of_office(uncovered(NO_CASES, content))
    assert "`2026-06-10`" in listed
    assert "a day beside `2026-06-10`" not in listed


def test_a_day_that_dates_open_counts_and_so_does_an_exception_and_another_holiday():
    content = listing(
        'dates: {2026-06-13: "09:00-12:00"}',
        ("holidays: {country: DE, region: BE}", "holidays: {country: DE, region: BE, except: 12-25}"),
    )
    assert [
        "`2026-06-13` of hours `office`",
        "a day beside `2026-06-13` of hours `office`",
        "`12-25`, which hours `office` excepts,",
        "no other public holiday of `DE-BE` in hours `office`",
    ] == days(uncovered(NO_CASES, content))


def test_days_of_a_calendar_are_found_at_it():
    named = ("holidays: {country: DE, region: BE}", "holidays: company")
    content = edited(named, ("hours:\n", "calendars: {company: {dates: [06-10]}}\nhours:\n"))
    (only,) = covered(NO_CASES, content).policies
    assert [("company", "hours")] * 2 == [(item.at, item.row) for item in only.uncovered if "company" in item.words]


def test_a_day_on_which_nothing_opens_is_not_counted():
    words = [line for line in impossible(listing("dates: {2026-06-13: closed}")) if "06-13" in line]
    assert ["`2026-06-13` of hours `office` never counts"] == words


def test_a_day_before_the_edition_is_not_counted():
    content = listing("dates: {2025-12-29: closed}")  # the edition begins in 2026
    assert ["`2025-12-29` of hours `office` never counts"] == [w for w in impossible(content) if "2025" in w]


def test_the_receipt_within_hours_that_rules_read_depends_on_a_day_too():
    last = "    - {id: office, then: office, cite: terms.plans}\n"
    content = listing(
        "dates: {2026-06-10: closed}",
        (
            last,
            "    - {id: night, when: {not: {received: {within: office}}}, then: always, cite: terms.plans}\n" + last,
        ),
    )
    listed = of_office(uncovered(cases(received("2026-06-10T12:00:00+02:00")), content))
    assert "`2026-06-10`" not in listed


def test_events_count_where_a_clock_runs_over_a_day():
    """It stands over the day off: what is due on Friday would be due then without that day, too."""
    content = listing("dates: {2026-06-10: closed}").replace(
        "  initial_response:\n", "  initial_response:\n    pauses: waiting\n", 1
    )
    waits = "[{at: 2026-06-10T08:00:00+02:00, is: waiting}, {at: 2026-06-11T08:00:00+02:00, is: resumed}]"
    standing = received("2026-06-09T16:00:00+02:00", events=waits)
    running = received("2026-06-09T16:00:00+02:00", events="[{at: 2026-06-09T16:30:00+02:00, is: asked}]")
    assert "`2026-06-10`" in of_office(uncovered(cases(standing), content))
    assert "`2026-06-10`" not in of_office(uncovered(cases(running), content))


LISTS = {
    "a day": "dates: {2026-06-10: closed}",
    "a shorter day": 'dates: {12-24: "09:00-12:00"}',
    "a range over New Year": "dates: {12-27..01-02: closed}",
    "a Saturday": 'dates: {2027-02-06: "09:00-17:00"}',
    "a day of another year": "dates: {2029-06-12: closed}",
    "29 February": "dates: {02-29: closed}",
    "a range and a day in it": 'dates: {06-08..06-12: closed, 06-10: "09:00-12:00"}',
}


@pytest.mark.parametrize("listed", LISTS)
def test_cases_that_are_offered_cover_every_side(listed):
    content = listing(LISTS[listed])
    first = covered(NO_CASES, content)
    assert any(item.row == "hours" for policy in first.policies for item in policy.uncovered)
    assert [] == uncovered(with_offered(NO_CASES, first), content)


def test_of_forty_days_twelve_count():
    listed = ", ".join(f"2026-{month:02}-{day:02}: closed" for month in range(1, 11) for day in (2, 9, 16, 23))
    sides = of_office(uncovered(NO_CASES, listing(f"dates: {{{listed}}}")))
    assert len([side for side in sides if not side.startswith("a day")]) <= 12
    text = as_text(covered(NO_CASES, listing(f"dates: {{{listed}}}")))
    assert "acme 2026: 12 of the 40 days of hours `office` count\n" in text
