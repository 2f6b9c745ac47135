"""The section `hours`: weekdays, openings, dates, holidays and the length of a day."""

from __future__ import annotations

import pytest

from remit.engine.language.time_notation import NotOpenings, parse_days, parse_openings
from remit.engine.model import Calendar, HolidayCalendar, Opening

from .verbs import complains, helps, policy, refuses, whole

DESK = "hours: {desk: {timezone: UTC, "


def weekdays(text: str) -> str:
    """Return the weekdays that a text names, each by its place in the week."""
    return "".join(str(day) for day in parse_days(text))


def openings(text: str) -> list[tuple[int, int]]:
    """Return the openings that a text writes, in minutes."""
    return [(opening.start, opening.end) for opening in parse_openings(text)]


def refusal(read, text: str) -> str:
    """Return why a text names no weekdays or openings."""
    with pytest.raises(NotOpenings) as problem:
        read(text)
    return str(problem.value)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(
            ("mon", "0"),
            ("sun", "6"),
            ("mon-fri", "01234"),
            ("mon-sun", "0123456"),
            ("sat, sun", "56"),
            ("sat,sun", "56"),
        ),
        *(("fri-mon", "4560"), ("sun-sat", "6012345"), ("tue-mon", "1234560"), ("wed-wed", "2"), ("mon - tue", "01")),
        *(("mon-tue, thu-fri", "0134"), ("mon, wed, fri", "024"), ("mon,mon", "00")),
    ],
)
def test_weekdays(text, days):
    """A range may run around the end of the week; several stand behind commas."""
    assert days == weekdays(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Mon",
        "MON",
        "monday",
        "mo",
        "mon-",
        "-mon",
        "mon--tue",
        "mon-tue-wed",
        "mon,",
        ",mon",
        "mon tue",
        "mon\u2013fri",
        "1",
        "weekdays",
    ],
)
def test_text_that_names_no_weekdays(text):
    """It is refused as a whole."""
    assert f"`{text}` is not a day or days such as `mon`, `mon-fri` or `sat, sun`" == refusal(parse_days, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("closed", []),
        (" closed ", []),
        ("09:00-17:00", [(540, 1020)]),
        ("09:00 - 17:00", [(540, 1020)]),
        ("09:00-12:30, 13:00-17:00", [(540, 750), (780, 1020)]),
        ("13:00-17:00,09:00-12:30", [(780, 1020), (540, 750)]),
        ("00:00-24:00", [(0, 1440)]),
        ("23:59-24:00", [(1439, 1440)]),
        ("00:00-00:01", [(0, 1)]),
        ("22:00-06:00", [(1320, 1800)]),
        ("22:00-00:00", [(1320, 1440)]),
        ("00:01-00:00", [(1, 1440)]),
        ("17:00-16:59", [(1020, 2459)]),
    ],
)
def test_openings(text, expected):
    """An end before its start is on the next day."""
    assert expected == openings(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("09:00-09:00", "opening `09:00-09:00` starts and ends at the same time"),
        ("00:00-00:00", "opening `00:00-00:00` starts and ends at the same time"),
        ("24:00-24:00", "opening `24:00-24:00` starts and ends at the same time"),
        ("24:00-08:00", "opening `24:00-08:00` starts at 24:00"),
        ("25:00-26:00", "`25:00-26:00` has a time outside 00:00 to 24:00"),
        ("00:00-24:01", "`00:00-24:01` has a time outside 00:00 to 24:00"),
        ("09:60-10:00", "`09:60-10:00` has a time outside 00:00 to 24:00"),
        ("", "`` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("9:00-17:00", "`9:00-17:00` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("09:00-17", "`09:00-17` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("09:00", "`09:00` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("9am-5pm", "`9am-5pm` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("09:00\u201317:00", "`09:00\u201317:00` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("٠٩:00-17:00", "`٠٩:00-17:00` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("09:00-17:00,", "`` is neither an opening such as `09:00-17:00` nor `closed`"),
        (
            "09:00-12:00 13:00-17:00",
            "`09:00-12:00 13:00-17:00` is neither an opening such as `09:00-17:00` nor `closed`",
        ),
        ("closed, 09:00-17:00", "`closed` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("Closed", "`Closed` is neither an opening such as `09:00-17:00` nor `closed`"),
    ],
)
def test_text_that_writes_no_openings(text, reason):
    """It is told what is wrong with it."""
    assert reason == refusal(parse_openings, text)


def test_hours_with_everything():
    """They are read as their record."""
    desk = policy(
        DESK + "week: {mon-tue: '09:00-17:00', fri: '22:00-06:00', sun: closed}, holidays: {country: DE, region: BE}, "
        "dates: {2026-12-24: closed, 2026-12-31: '09:00-12:00'}, day: 7 hours 30 minutes, cite: terms.all}, "
        "office: {timezone: UTC, week: {mon: '09:00-17:00'}}}"
    ).hours["desk"]
    assert ((Opening(540, 1020),), (Opening(540, 1020),), (), (), (Opening(1320, 1800),), (), ()) == desk.week
    assert {"2026-12-24": (), "2026-12-31": (Opening(540, 720),)} == desk.dates
    assert (Calendar(HolidayCalendar("DE", "BE")),) == desk.holidays
    assert ("desk", "UTC", 27_000, ("terms.all",)) == (desk.name, desk.timezone, desk.day, desk.cite)


@pytest.mark.parametrize(
    ("week", "days"),
    [("24x7", "mon-sun: '00:00-24:00'"), ("'24x7'", "mon-sun: '00:00-24:00'"), ("24x5", "mon-fri: '00:00-24:00'")],
)
def test_weeks_round_the_clock(week, days):
    """A word stands for the days that it opens."""
    office = ", office: {timezone: UTC, week: {mon: '09:00-17:00'}}}"
    hours = [policy(f"{DESK}week: {written}}}{office}").hours["desk"] for written in (week, f"{{{days}}}")]
    assert hours[0] == hours[1]
    assert hours[0].never_close == ("24x7" in week)


def of_desk(written: str) -> list[str]:
    """Return what is wrong with hours beside which the base's own stand."""
    return refuses(DESK + written + "}, office: {timezone: UTC, week: {mon: '09:00-17:00'}}}")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("week: {}", "1:31 empty `week` must not be empty"),
        ("week: {mo: closed}", "1:38 wrong-hours `mo` is not a day or days such as `mon`, `mon-fri` or `sat, sun`"),
        ("week: {mon: ''}", "1:43 wrong-hours `` is neither an opening such as `09:00-17:00` nor `closed`"),
        ("week: {mon: 9}", "1:38 wrong-type `mon` must be a string, not a number"),
        ("week: {mon: }", "1:38 wrong-type `mon` must be a string, not null"),
        ("week: {mon: [closed]}", "1:38 wrong-type `mon` must be a string, not a list"),
        ("week: {mon-fri: closed, wed: closed}", "1:55 duplicate-key `wed` is given twice, first on line 1"),
        ("week: {mon: closed, mon: closed}", "1:51 duplicate-key key `mon` is given twice, first on line 1"),
        ("week: {mon: closed}, holidays: DE", "1:62 unknown-calendar calendar `DE` is not declared"),
        ("week: {mon: closed}, holidays: {}", "1:52 missing-key `holidays` lacks the key `country`"),
        (
            "week: {mon: closed}, dates: {2026-02-30: closed}",
            "1:60 wrong-date `2026-02-30` is not a day of the calendar",
        ),
        (
            "week: {mon: closed}, dates: {0000-01-01: closed}",
            "1:60 wrong-date `0000-01-01` is not a day of the calendar",
        ),
        (
            "week: {mon: closed}, dates: {24.12.: closed}",
            "1:60 wrong-name key `24.12.` is not a date such as `2026-12-24`, `12-24` or `12-24..12-26`",
        ),
        (
            "week: {mon: closed}, dates: {2026-12-28..2026-12-30: closed, 2026-12-20..2026-12-29: closed}",
            "1:92 duplicate `2026-12-20..2026-12-29` and `2026-12-28..2026-12-30` both have 2026-12-28",
        ),
        (
            "week: {mon: closed}, dates: {12-24..01-02: closed, 12-31..01-01: closed}",
            "1:82 duplicate `12-31..01-01` and `12-24..01-02` both have 01-01",
        ),
        (
            "week: {mon: closed}, dates: {12-24: closed, 12-24: closed}",
            "1:75 duplicate-key key `12-24` is given twice, first on line 1",
        ),
        (
            "week: {mon: closed}, dates: {12-24 .. 12-26: closed}",
            "1:60 wrong-name key `12-24 .. 12-26` is not a date such as `2026-12-24`, `12-24` or `12-24..12-26`",
        ),
        (
            "week: {mon: closed}, dates: {2026-01-01: 9-5}",
            "1:72 wrong-hours `9-5` is neither an opening such as `09:00-17:00` nor `closed`",
        ),
        (
            "week: {mon: closed}, day: 1 day",
            "1:57 wrong-span `day` is `1 day`, not a span such as `6 business hours` or `7 hours 30 minutes`",
        ),
        (
            "week: {mon: closed}, day: 0 hours",
            "1:57 wrong-span `day` is `0 hours`, not a span such as `6 business hours` or `7 hours 30 minutes`",
        ),
        ("week: {mon: closed}, day: 8", "1:52 wrong-type `day` must be a string, not a number"),
        ("week: {mon: closed}, cite: terms.none", "1:58 unknown-clause clause `terms.none` is not declared"),
        ("weak: {mon: closed}, week: {mon: closed}", "1:31 unknown-key unknown key `weak` in `desk`"),
    ],
)
def test_refusal_of_hours(written, expected):
    """It has one message, at the part that is wrong."""
    assert [expected] == of_desk(written)


def test_days_of_different_kinds():
    """They may be the same, for each kind has its place."""
    written = "{2026-12-24: closed, 2026-12-20..2026-12-26: closed, 12-24: closed, 12-01..12-31: closed}"
    assert [] == of_desk(f"week: {{mon: '09:00-17:00'}}, dates: {written}")


def test_weekday_that_is_named_twice_on_other_lines():
    """The later place is the position, and the first one is named."""
    text = (
        "hours:\n  office:\n    timezone: UTC\n    week:\n      mon-fri: closed\n      sat: "
        "closed\n      fri-sat: closed\n"
    )
    expected = [
        "7:7 duplicate-key `fri` is given twice, first on line 5",
        "7:7 duplicate-key `sat` is given twice, first on line 6",
    ]
    assert expected == refuses(text)


def test_hours_without_a_zone():
    """They need one, because nobody should guess it."""
    assert ["1:9 missing-key `office` lacks the key `timezone`"] == refuses("hours: {office: {week: {mon: closed}}}")


def test_help_with_the_length_of_a_day():
    """It says what a day is made of."""
    text = DESK + "week: {mon: closed}, day: 1 day}, office: {timezone: UTC, week: {mon: '09:00-17:00'}}}"
    assert ["a business day is so many hours and minutes"] == helps(text)


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        ("{mon: closed}", "1:33 never-open hours `office` never open"),
        (
            "{mon: '22:00-06:00', tue: '05:00-07:00'}",
            "1:33 overlapping-openings hours `office` have openings that overlap: mon 22:00-06:00 and tue 05:00-07:00",
        ),
        (
            "{sun: '22:00-06:00', mon: '05:00-07:00'}",
            "1:33 overlapping-openings hours `office` have openings that overlap: sun 22:00-06:00 and mon 05:00-07:00",
        ),
    ],
)
def test_week_that_cannot_be_counted_in(week, expected):
    """It is refused once the policy is made ready."""
    assert [expected] == complains(whole(f"hours: {{office: {{timezone: UTC, week: {week}}}}}"), "ready")
