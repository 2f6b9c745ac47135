"""Delays: by how much one thing owed falls due after another, while the edition is in force."""

from __future__ import annotations

from dataclasses import replace

import pytest
from language.verbs import reads

from remit.engine.model import Span, SpanOf
from remit.engine.proof.delays import DelayComparison, Later
from remit.engine.rules.hit_policy import UNDECIDED
from remit.engine.rules.outcomes import Owed

from .verbs import ACME, TODAY, complaints, edited

POLICY = reads(ACME, "policy")
HOUR = Span(3600, text="1 hour")


def owed(hours="office", span=HOUR):
    """Return one thing owed."""
    return Owed("initial_response", hours, span)


def later(one, other, effective=(None, None), today=TODAY):
    """Return how one thing owed is later than another."""
    return DelayComparison(today).later(replace(POLICY, effective=effective), one, other)


def test_nothing_owed_is_later_than_anything():
    assert Later() == later(None, owed())
    assert None is later(owed(), None)
    assert None is later(None, None)


def test_a_span_of_a_request_is_later_by_as_much_as_it_says():
    fact = SpanOf("agreed")
    assert Later(is_open=True) == later(owed(span=fact), owed())
    assert None is later(owed(span=fact), owed(span=fact))


def test_hours_that_nobody_chose_are_a_gap_and_not_later():
    assert None is later(owed(UNDECIDED), owed())


@pytest.mark.parametrize(("one", "other"), [("office", "office"), ("always", "office")])
def test_what_is_never_later(one, other):
    assert None is later(owed(one), owed(other))


IN_FORCE = {
    "no end": ((None, None), TODAY, ("2027-03-25T16:00:01+01:00", "4 d 15 h")),
    "a few days": (("2026-06-02", "2026-06-04"), TODAY, ("2026-06-02T16:00:01+02:00", "16 h")),
    "not yet": (("2026-08-03", "2026-08-06"), TODAY, ("2026-08-03T16:00:01+02:00", "16 h")),
    "long ago": (("2026-02-02", "2026-02-05"), TODAY, ("2026-02-02T16:00:01+01:00", "16 h")),
}


@pytest.mark.parametrize("when", IN_FORCE)
def test_it_is_looked_for_while_the_edition_is_in_force(when):
    effective, today, (received, words) = IN_FORCE[when]
    found = later(owed("office"), owed("always"), effective, today)
    assert found is not None
    assert (received, f"by up to {words}") == (found.received, found.words)


@pytest.mark.parametrize("effective", ["{from: 0001-01-01, to: 9999-12-31}", "{to: 1950-12-31}", "{from: 2150-01-01}"])
def test_days_in_which_no_request_can_come_do_no_harm(effective):
    slower = ("gold: {P1: 1 hour, P2: 1 business day}", "gold: {P1: 1 hour, P2: 5 business days}")
    found = complaints(edited(("effective: {from: 2026-01-01}", f"effective: {effective}"), slower))
    assert "warning holiday-horizon" in {check for check, *_ in found}


def test_what_cannot_be_counted_is_kept_by_its_promise() -> None:
    compared = DelayComparison(TODAY)
    assert ("", {}) == (compared.uncounted, compared.not_compared)
    endless, late = Span(2**40, text="long"), replace(POLICY, effective=("2100-06-01", None))
    assert None is compared.later(POLICY, owed(span=endless), owed())
    assert "more than ten years" in compared.uncounted
    assert ["initial_response"] == list(compared.not_compared)
    compared = DelayComparison(TODAY)
    assert None is compared.later(late, owed(), owed("always"))
    assert "year 2101 is outside the holiday calendar of `DE-BE` (1991 to 2100)" == compared.uncounted


def test_an_edition_that_no_request_can_come_under_is_not_compared() -> None:
    for first in ("2101-01-01", "9999-12-31"):
        compared = DelayComparison(TODAY)
        assert None is compared.later(replace(POLICY, effective=(first, None)), owed(), owed("always"))
        assert "year 2101 is outside the holiday calendar of `DE-BE` (1991 to 2100)" == compared.uncounted


def test_that_two_things_owed_differ_is_not_known_where_they_cannot_be_counted() -> None:
    compared = DelayComparison(TODAY)
    endless, longer = Span(2**40, text="long"), Span(2**41, text="longer")
    assert None is compared.differs(POLICY, owed(span=endless), POLICY, owed(span=longer))
    assert ["initial_response"] == list(compared.not_compared)


def test_hours_of_another_name_that_are_open_alike_owe_alike() -> None:
    other = replace(POLICY, hours={"desk": replace(POLICY.hours["office"], name="desk", cite=())})
    for span in (HOUR, SpanOf("agreed")):
        one, two = owed(span=span), owed("desk", span)
        assert None is DelayComparison(TODAY).later(POLICY, one, two, against=other)
