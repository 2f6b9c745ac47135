"""What checks say of dates and cut-offs: they compare exactly, at every second of receipt."""

from __future__ import annotations

from tempfile import TemporaryDirectory

import pytest

from remit.engine import Policies, check_paths

from .verbs import TODAY, complaints, edited, written

TABLE = "      basic: {P1: 8 business hours, P2: 2 business days}\n      gold: {P1: 1 hour, P2: 1 business day}\n"
IN_OFFICE = ("then: always", "then: office")


def table(basic: str, gold: str, *more: tuple[str, str]) -> str:
    """Return the good policy with other tables of the first answer."""
    return edited((TABLE, f"      basic: {basic}\n      gold: {gold}\n"), *more)


def said(content: str, check: str) -> list[tuple[str, str]]:
    """Return what one check says, and its help."""
    return [(message, help_) for name, message, help_, _ in complaints(content) if name.endswith(f" {check}")]


SLOWER = [
    ("{by: {business_days: 1, at: close}}", "{by: {business_days: 2, at: close}}", True),
    ("{by: {business_days: 1, at: close}}", "{by: {business_days: 1, at: close}}", False),
    ("{by: {business_days: 2, at: close}}", "{by: {business_days: 1, at: close}}", False),
    ('{by: {business_days: 1, at: close}, cutoff: "15:00"}', "{by: {business_days: 1, at: close}}", False),
    ("{by: {business_days: 1, at: close}}", '{by: {business_days: 1, at: close}, cutoff: "15:00"}', True),
    (
        '{by: {business_days: 1, at: close}, cutoff: "15:00"}',
        '{by: {business_days: 1, at: close}, cutoff: "14:59"}',
        True,
    ),
    ("2 business days", "{by: {business_days: 1, at: close}}", False),
    ("7 hours", "{by: {business_days: 1, at: close}}", True),
    ('{within: 2 hours, cutoff: "15:00"}', "2 hours", False),
    ("2 hours", '{within: 2 hours, cutoff: "15:00"}', True),
    ('{by: {days: 1, at: "12:00"}}', '{by: {days: 1, at: "12:01"}}', True),
]
"""What the lower and the higher tier are owed, and whether the higher one can wait longer."""


@pytest.mark.parametrize(("lower", "higher", "is_slower"), SLOWER)
def test_a_higher_tier_that_can_wait_longer_is_found(lower, higher, is_slower):
    content = table(f"{{P1: {lower}, P2: {lower}}}", f"{{P1: {higher}, P2: {higher}}}", IN_OFFICE)
    assert is_slower == bool(said(content, "slower-in-higher-tier"))


@pytest.mark.parametrize(("mild", "severe", "is_slower"), SLOWER)
def test_a_more_severe_level_that_can_wait_longer_is_found(mild, severe, is_slower):
    row = f"{{P1: {severe}, P2: {mild}}}"
    assert is_slower == bool(said(table(row, row, IN_OFFICE), "slower-when-more-severe"))


INVARIANTS = [
    ("{by: {business_days: 1, at: close}}", "2 business days", True),
    ("{by: {business_days: 1, at: close}}", "1 business day", False),
    ("{by: {business_days: 1, at: close}}", "{by: {business_days: 1, at: close}}", True),
    ("{by: {business_days: 1, at: close}}", "{by: {business_days: 2, at: close}}", True),
    ("{by: {business_days: 1, at: close}}", "{by: {business_days: 0, at: close}}", False),
    ('{by: {business_days: 1, at: close}, cutoff: "15:00"}', "{by: {business_days: 1, at: close}}", False),
    ('{by: {business_days: 1, at: close}, cutoff: "15:00"}', "{by: {business_days: 3, at: close}}", True),
    ("1 hour", "{by: {business_days: 1, at: close}}", True),
    ("1 hour", "{by: {business_days: 0, at: close}}", False),
    ('{within: 1 hour, cutoff: "15:00"}', "1 hour", False),
    ('{within: 1 hour, cutoff: "15:00"}', "2 business days", True),
    ("{by: {business_days: 1, at: close}}", "none", False),
]
"""What is owed, what an invariant expects, and whether it holds."""


@pytest.mark.parametrize(("owed", "expected", "holds"), INVARIANTS)
def test_an_invariant_bounds_dates_and_cut_offs(owed, expected, holds):
    row = f"{{P1: {owed}, P2: {owed}}}"
    invariant = (
        f"always:\n  - {{id: soon, when: {{scope: support}}, expect: {{within: {{initial_response: {expected}}}}}}}"
    )
    findings = said(table(row, row, IN_OFFICE, ("\naccept:", f"\n{invariant}\n\naccept:")), "not-always")
    assert holds == (not findings)


def test_what_breaks_an_invariant_is_shown_at_the_receipt_that_does():
    row = '{P1: 1 hour, P2: {by: {business_days: 1, at: close}, cutoff: "15:00"}}'
    invariant = "always:\n  - {id: soon, when: {priority: P2}, expect: {within: {initial_response: 2 business days}}}"
    with TemporaryDirectory() as folder:
        paths = written(folder, table(row, row, IN_OFFICE, ("\naccept:", f"\n{invariant}\n\naccept:")))
        findings = check_paths(paths, Policies(folder, is_named=True), None, TODAY).findings
    (finding,) = (finding for finding in findings if finding.check == "not-always")
    message = "initial_response is owed by the end of the next business day, cut-off 15:00, not within 2 business days"
    assert message in finding.message
    assert finding.witness is not None
    assert str(finding.witness["received"])[11:16] == "15:00"


def test_business_days_in_hours_that_never_close_are_found():
    row = '{P1: {by: {business_days: 1, at: close}}, P2: {by: {days: 1, at: "12:00"}}}'
    content = table(row, row, ("then: office", "then: always"))
    message = "promise `initial_response` by the end of the next business day of tier `basic` at `P1` counts in hours"
    (first, *_) = said(content, "business-round-the-clock")
    assert first == (f"{message} `always`, which never close", "write `days`, or choose hours that close")


def test_a_date_too_far_away_is_uncountable():
    row = "{P1: 1 hour, P2: {by: {business_days: 3000, at: close}}}"
    ((message, help_),) = said(table(row, row), "uncountable")
    assert "promise `initial_response` by the end of the 3000th business day cannot be counted" in message
    assert help_.startswith("write fewer days: ")


def test_hours_that_coverage_may_choose_are_not_open_overnight_beside_a_span_with_a_cut_off():
    row = '{P1: {within: 1 hour, cutoff: "15:00"}, P2: 1 hour}'
    nights = ('week: {mon-sun: "00:00-24:00"}', 'week: {mon-sun: "22:00-06:00"}')
    ((message, _),) = said(table("{P1: 1 hour, P2: 1 hour}", row, nights), "wrong-shape")
    assert message == ("`cutoff` beside `within` counts in hours `always`, which are open overnight: mon 22:00-06:00")
    assert not said(table(row, "{P1: 1 hour, P2: 1 hour}", nights), "wrong-shape")


@pytest.mark.parametrize(
    ("entry", "word"),
    [("{by: {business_days: 1, at: close}}", "by"), ('{within: 1 hour, cutoff: "15:00"}', "cutoff")],
)
def test_a_union_of_hours_has_no_days_of_its_own(entry, word):
    row = f"{{P1: 1 hour, P2: {{hours: any, {entry[1:]}}}"
    union = ("  always:", "  any: {any_of: [office, always], timezone: UTC}\n  always:")
    message, help_ = said(table(row, row, union), "wrong-shape")[0]
    assert message == f"`{word}` counts in hours `any`, which are `any_of` several"
    assert help_ == "count in hours that have a `week`, such as one of those"
