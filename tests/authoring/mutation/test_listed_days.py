"""Days that hours and calendars list are changed one at a time, and each change shows around that day."""

from __future__ import annotations

import pytest

from remit.engine.authoring.mutation import as_text

from .verbs import changes, small, surviving, without_cases


def of_dates(dates, edits=()):
    """Return the small policy with other dates of its office."""
    return small(('dates: {2026-12-24: "09:00-12:00"}', f"dates: {{{dates}}}"), *edits)


def done_to(content, start="hours `office`: "):
    """Return what is done to days, and what is then written in their place."""
    made = [(change.what.removeprefix(start), change.after[0]) for change in changes(content, start)]
    return [(what, after) for what, after in made if what[:1].isdigit() or what.startswith("its ")]


def test_a_range_is_a_day_longer_or_shorter_at_either_end():
    assert [
        ("2026-12-24..2026-12-30 like any other day", "(nothing)"),
        ("2026-12-24..2026-12-30 starts a day later", "2026-12-25..2026-12-30: closed"),
        ("2026-12-24..2026-12-30 starts a day earlier", "2026-12-23..2026-12-30: closed"),
        ("2026-12-24..2026-12-30 ends a day earlier", "2026-12-24..2026-12-29: closed"),
        ("2026-12-24..2026-12-30 ends a day later", "2026-12-24..2026-12-31: closed"),
    ] == done_to(of_dates("2026-12-24..2026-12-30: closed"))


def test_a_range_of_two_days_becomes_a_single_one():
    assert ["(nothing)", "01-01: closed", "12-30..01-01: closed", "12-31: closed", "12-31..01-02: closed"] == [
        after for _, after in done_to(of_dates("12-31..01-01: closed"))
    ]


def test_a_range_around_29_february_moves_by_a_day_of_most_years():
    after = dict(done_to(of_dates("02-28..03-01: closed")))
    assert "02-28..02-28: closed" not in after.values()
    assert "03-01: closed" == after["02-28..03-01 starts a day later"]
    assert "02-28: closed" == after["02-28..03-01 ends a day earlier"]


def test_a_range_that_takes_every_day_of_the_year_is_not_made():
    assert ["01-03..01-01: 09:00-10:00", "01-02..12-31: 09:00-10:00"] == [
        after
        for _, after in done_to(of_dates('01-02..01-01: "09:00-10:00"'))
        if "..01-01: 09:00-10:00" in after or "..12" in after
    ]


def test_a_day_is_not_moved_onto_one_that_is_listed():
    assert ["12-24 like any other day", "12-25 like any other day", "12-25 a day later"] == [
        what for what, _ in done_to(of_dates("12-24: closed, 12-25: closed"))
    ]


def test_yearly_days_come_in_the_first_year_of_the_edition_alone():
    edition = ('edition: "2026"', 'edition: "2026"\neffective: {from: 2026-01-01}')
    assert ("its yearly days in 2026 alone", "2026-12-24: closed") == done_to(of_dates("12-24: closed", [edition]))[-1]


def test_of_forty_days_twelve_are_looked_at():
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 11) for day in (2, 9, 16, 23)]
    dropped = [what for what, _ in done_to(of_dates(", ".join(f"{day}: closed" for day in days))) if "like" in what]
    assert 12 == len(dropped)
    assert [f"{days[0]} like any other day", f"{days[-1]} like any other day"] == [dropped[0], dropped[-1]]
    text = as_text([without_cases(of_dates(", ".join(f"{day}: closed" for day in days)))])
    assert "small: 12 of the 40 days of hours `office` are changed\n" in text


def test_days_of_a_calendar_that_hours_write_themselves_are_changed():
    content = small(
        ("holidays: {country: DE, region: BE}", "holidays: {country: DE, region: BE, except: 10-03, dates: 05-04}")
    )
    whats = [change.what for change in changes(content, "hours `office`: ")]
    assert "hours `office`: except without 10-03" in whats
    assert "hours `office`: dates without 05-04" in whats


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("2029-12-24: closed", "2029-12-2"),  # years after the year from today, and a Monday
        ("12-24: closed", "2026-12-2"),
        ("2026-12-29..2026-12-30: closed", "2026-12-2"),
    ],
)
def test_a_change_shows_around_its_day_whenever_that_comes(dates, day):
    survivors = [s for s in without_cases(of_dates(dates)).survivors if s.mutant.changed_days[0]]
    assert survivors
    dropped = next(s for s in survivors if "like any other day" in s.mutant.what)
    assert str(dropped.witness["received"]).startswith(day)


def test_a_day_on_which_nothing_opens_anyway_changes_nothing():
    whats = surviving(of_dates("2026-12-26: closed"), "hours `office`")  # a Saturday, and a holiday
    assert [] == [what for what in whats if "like any" in what]
