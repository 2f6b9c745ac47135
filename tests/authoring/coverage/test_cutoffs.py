"""A cut-off has three sides: a clock that starts before it, at or after it, and on no business day."""

from __future__ import annotations

import pytest

from ..verbs import case
from .verbs import ACME, NO_CASES, cases, covered, edited, impossible, uncovered, with_offered

ROW = "      basic: {P1: 8 business hours, P2: 2 business days}\n"
SIDES = {
    "before": "before its cut-off `15:00`",
    "after": "at or after its cut-off `15:00`",
    "no business day": "on no business day, with its cut-off `15:00`",
}


def owing(row: str, *more: tuple[str, str]) -> str:
    """Return the good policy with another row of the first answer."""
    return edited((ROW, f"      basic: {row}\n"), *more)


CUT = owing('{P1: 8 business hours, P2: {by: {business_days: 1, at: close}, cutoff: "15:00"}}')


def sides(listed: list[str]) -> list[str]:
    """Return the sides that are among what is not covered, in order."""
    return [side for line in listed for side, words in SIDES.items() if f"`basic` never starts {words}" in line]


def received(at: str, **keys: str) -> str:
    return case("{priority: P2}", received=at, **keys)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-10T14:59:59+01:00", ["after", "no business day"]),
        ("2026-03-10T15:00:00+01:00", ["before", "no business day"]),
        ("2026-03-10T23:00:00+01:00", ["before", "no business day"]),
        ("2026-03-14T09:00:00+01:00", ["before", "after"]),
        ("2026-04-03T09:00:00+02:00", ["before", "after"]),  # Good Friday
    ],
)
def test_a_case_covers_the_side_on_which_its_clock_starts(at, expected):
    assert expected == sides(uncovered(cases(received(at)), CUT))


def test_a_clock_that_repeats_starts_at_the_last_update():
    content = CUT.replace("    within:\n", "    repeats: true\n    within:\n", 1)
    told = received("2026-03-10T09:00:00+01:00", last_update="2026-03-10T16:00:00+01:00")
    assert ["before", "no business day"] == sides(uncovered(cases(told), content))


def test_a_case_that_is_owed_something_else_covers_none():
    listed = uncovered(cases(received("2026-03-10T16:00:00+01:00", tier="gold")), CUT)
    assert list(SIDES) == sides(listed)
    assert f"`initial_response` of tier `basic` never starts {SIDES['before']}: no case is owed it" in listed


def test_why_a_side_is_not_covered():
    listed = uncovered(cases(received("2026-03-10T16:00:00+01:00")), CUT)
    why = "1 case is owed it, at other times"
    assert f"`initial_response` of tier `basic` never starts {SIDES['before']}: {why}" in listed


def test_all_sides_are_offered_and_cover_all():
    coverage = covered(NO_CASES, CUT)
    assert coverage.total.of == covered(with_offered(NO_CASES, coverage), CUT).total.covered


@pytest.mark.parametrize(
    ("entry", "count"),
    [
        ('{within: 4 hours, cutoff: "15:00"}', 3),
        ("{within: 4 hours, cutoff: close}", 3),
        ("{by: {business_days: 1, at: close}, cutoff: close}", 3),
        # A day ends before the clock shows 24:00, and what every day counts for has no day that is none.
        ('{by: {business_days: 1, at: close}, cutoff: "24:00"}', 2),
        ('{by: {business_days: 1, at: close}, cutoff: "00:00"}', 2),
        ('{by: {days: 1, at: "12:00"}, cutoff: "15:00"}', 2),
        ('{within: 4 hours, cutoff: "15:00", hours: always}', 2),
    ],
)
def test_the_sides_that_can_come_up_are_counted(entry, count):
    (plain,) = covered(NO_CASES, ACME).policies
    (cut,) = covered(NO_CASES, owing(f"{{P1: 8 business hours, P2: {entry}}}")).policies
    assert count == cut.counts["promises", "thresholds"].of
    assert ("promises", "thresholds") not in plain.counts


def test_what_cannot_come_up_is_said():
    content = owing('{P1: 8 business hours, P2: {within: 4 hours, cutoff: "15:00", hours: always}}')
    assert [f"`initial_response` of tier `basic` never starts {SIDES['no business day']}"] == impossible(content)


def test_an_entry_for_all_levels_has_one_cut_off():
    (cut,) = covered(NO_CASES, owing('{within: 4 hours, cutoff: "15:00"}')).policies
    assert 3 == cut.counts["promises", "thresholds"].of


def test_an_edition_that_is_over_is_covered_by_days_on_which_it_was_in_force():
    content = CUT.replace("effective: {from: 2026-01-01}", "effective: {from: 2020-01-01, to: 2021-12-31}")
    coverage = covered(NO_CASES, content)
    (only,) = coverage.policies
    assert 3 == only.counts["promises", "thresholds"].of
    assert coverage.total.of == covered(with_offered(NO_CASES, coverage), content).total.covered


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("[]", ["before", "after", "no business day"]),
        ("[{at: 2026-03-11T16:00:00+01:00, is: replied}]", ["before", "no business day"]),
    ],
)
def test_a_clock_that_an_event_starts_is_on_the_side_of_that_event(events, expected):
    content = CUT.replace("    within:\n", "    from: replied\n    until: closed\n    within:\n", 1)
    assert expected == sides(uncovered(cases(received("2026-03-10T09:00:00+01:00", events=events)), content))


def test_an_offered_case_is_called_by_the_side_that_it_shows():
    (only,) = covered(cases(received("2026-03-10T09:00:00+01:00")), CUT).policies
    names = [case.name for case in only.offered if "business day" in case.name or "cut-off" in case.name]
    assert 2 == len(names)
    assert all(name.partition(":")[0].endswith((", after the cut-off", ", on no business day")) for name in names)
