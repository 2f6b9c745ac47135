"""Instants as text for people, as pendulum words them."""

import pendulum
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.triage.clock import moment, wall_clock
from remit.engine.worktime import zone_names

LAST = 4_133_980_799


@given(some.integers(0, LAST), some.sampled_from(sorted(zone_names())), some.booleans())
def test_day_of_a_moment(instant, timezone, is_this_year):
    # The offset alone: pendulum would look the zone up in the system's database.
    clock = pendulum.instance(wall_clock(instant, timezone))
    text = moment(instant, timezone, year=clock.year if is_this_year else None)
    assert text.startswith(clock.format("ddd D MMM HH:mm" if is_this_year else "ddd D MMM YYYY HH:mm", locale="en"))
