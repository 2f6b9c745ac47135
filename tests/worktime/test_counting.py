"""Deadlines, elapsed time and openings in an ordinary week."""

from __future__ import annotations

from remit.engine.worktime import due, elapsed, is_open, next_open, open_time, periods

from .verbs import at, hours

HOUR = 3600
OFFICE = hours("mon-fri 09:00-17:00")
SPLIT = hours("mon-fri 09:00-12:30, 13:00-17:00")
NIGHT = hours("mon-fri 22:00-06:00")
ALWAYS = hours("mon-sun 00:00-24:00")


def test_promise_that_runs_out_at_closing_time():
    """It is due then, not at the next opening."""
    assert at("Thu 17:00") == due(OFFICE, at("Thu 16:00"), HOUR)


def test_promise_that_runs_out_one_second_after_closing_time():
    """It is due in the first second of the next day."""
    assert at("Fri 09:00") + 1 == due(OFFICE, at("Thu 16:00"), HOUR + 1)


def test_promise_made_while_closed():
    """Its clock starts at the next opening."""
    assert at("2026-01-12T10:00Z") == due(OFFICE, at("Fri 17:00"), HOUR)
    assert at("Mon 10:00") == due(OFFICE, at("Mon 03:12"), HOUR)


def test_promise_over_a_lunch_break():
    """The break does not count, and its beginning is a closing time like any other."""
    assert at("Mon 12:30") == due(SPLIT, at("Mon 12:00"), HOUR // 2)
    assert at("Mon 13:30") == due(SPLIT, at("Mon 12:00"), HOUR)
    assert at("Mon 13:30") == due(SPLIT, at("Mon 12:45"), HOUR // 2)


def test_amount_0_in_closed_time():
    """It is due at once, open or not."""
    assert at("Sat 12:00") == due(OFFICE, at("Sat 12:00"), 0)
    assert at("Thu 17:00") == due(OFFICE, at("Thu 17:00"), 0)


def test_desk_at_its_opening_and_closing_instants():
    """It is open from the first, and closed at the second."""
    assert [False, True, True, False] == [
        is_open(OFFICE, at("Mon 09:00") - 1),
        is_open(OFFICE, at("Mon 09:00")),
        is_open(OFFICE, at("Mon 17:00") - 1),
        is_open(OFFICE, at("Mon 17:00")),
    ]


def test_next_opening():
    """It is now while the desk is open, else the start of the next period."""
    assert at("Mon 10:00") == next_open(OFFICE, at("Mon 10:00"))
    assert at("Tue 09:00") == next_open(OFFICE, at("Mon 17:00"))
    assert at("2026-01-12T09:00Z") == next_open(OFFICE, at("Fri 17:00"))


def test_overnight_opening_belongs_to_the_day_it_starts_on():
    """Friday's lasts into Saturday, and Sunday has none that would last into Monday."""
    assert is_open(NIGHT, at("Sat 05:59"))
    assert not is_open(NIGHT, at("Mon 05:00"))
    assert at("Sat 01:00") == due(NIGHT, at("Fri 12:00"), 3 * HOUR)


def test_elapsed_time():
    """Only what is open counts, from either side."""
    assert 9 * HOUR == elapsed(OFFICE, at("Mon 16:00"), at("Wed 09:00"))
    assert 0 == elapsed(OFFICE, at("Mon 17:00"), at("Tue 09:00"))
    assert 1 == elapsed(OFFICE, at("Mon 17:00") - 1, at("Tue 09:00"))


def test_elapsed_time_to_an_earlier_instant():
    """It is nothing, never less."""
    assert 0 == elapsed(OFFICE, at("Tue 12:00"), at("Mon 12:00"))


def test_periods_are_cut_to_what_is_asked():
    """A decision lists only what its deadline used up."""
    assert (
        (at("Mon 12:00"), at("Mon 12:30")),
        (at("Mon 13:00"), at("Mon 17:00")),
        (at("Tue 09:00"), at("Tue 09:20")),
    ) == periods(SPLIT, at("Mon 12:00"), at("Tue 09:20"))


def test_periods_of_a_stretch_in_which_nothing_is_open():
    """There are none, also where the stretch only touches what is open, or is turned round."""
    assert () == periods(OFFICE, at("Mon 17:00"), at("Tue 09:00"))
    assert () == periods(OFFICE, at("Mon 12:00"), at("Mon 12:00"))
    assert () == periods(OFFICE, at("Tue 12:00"), at("Mon 12:00"))


def test_openings_that_overlap_or_touch():
    """They are one period, however they are ordered."""
    untidy = hours("mon 13:00-15:00, 09:00-12:00, 12:00-13:00, 10:00-11:00", "tue 09:00-10:00")
    assert ((at("Mon 09:00"), at("Mon 15:00")), (at("Tue 09:00"), at("Tue 10:00"))) == periods(
        untidy, at("Mon 00:00"), at("Wed 00:00")
    )


def test_night_that_runs_into_the_opening_of_the_next_day():
    """What both cover counts once."""
    desk = hours("mon 20:00-10:00", "tue 08:00-12:00")
    assert 16 * HOUR == elapsed(desk, at("Mon 00:00"), at("Wed 00:00"))


def test_night_that_touches_an_evening_over_new_year():
    """Evening, night and morning are one period."""
    desk = hours("mon-sun 18:00-22:00, 22:00-06:00, 05:00-08:00")
    stretch = (at("2025-12-31T18:00Z"), at("2026-01-01T08:00Z"))
    assert (stretch,) == periods(desk, stretch[0] - HOUR, stretch[1] + HOUR)
    assert (stretch,) == periods(hours("mon-sun 18:00-22:00, 22:00-06:00, 05:00-08:00"), *stretch)


def test_days_that_never_close():
    """They are one period, over the turn of the year as well."""
    stretch = (at("2025-12-30T12:00Z"), at("2026-01-02T12:00Z"))
    assert (stretch,) == periods(ALWAYS, *stretch)


def test_night_of_new_years_eve():
    """It is open on New Year's morning, whichever year is asked about first."""
    eve, morning = at("2025-12-31T23:00Z"), at("2026-01-01T05:00Z")
    for instants in ((eve, morning), (morning, eve)):
        desk = hours("mon-sun 09:00-17:00, 22:00-06:00")
        assert [True, True] == [is_open(desk, instant) for instant in instants]
        assert ((eve, morning),) == periods(desk, eve, morning)


def test_columns_of_open_time():
    """They hold whole periods and the open time before each, for as many years as were asked about."""
    columns = open_time(OFFICE, at("Mon 12:00"), at("Tue 12:00"))
    index = columns.starts.index(at("Tue 09:00"))
    assert at("Tue 17:00") == columns.ends[index]
    assert 8 * HOUR == columns.totals[index + 1] - columns.totals[index]
    assert len(columns.starts) + 1 == len(columns.totals)
    assert 0 == columns.totals[0]
