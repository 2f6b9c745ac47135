"""The offered cases are few, small, and decided where they can be."""

from __future__ import annotations

from remit.engine.authoring.coverage import offer_cases
from remit.engine.proof.witness import Witnesses

from .verbs import NO_CASES, covered, edited, without

BY_WAY = """\
remit: 1
policy: acme
title: Acme
edition: "1"
sources: {terms: {title: Terms, clauses: {all: {at: page 1, says: everything}}}}
hours: {always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}}
tiers: {basic: {title: Basic}}
scope: {rules: [{id: all, then: support, cite: terms.all}]}
priorities:
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: written, when: {not: {arrived_by: phone}}, then: P1, cite: terms.all}
    - {id: said-or-mailed, when: {arrived_by: [phone, email]}, then: P1, cite: terms.all}
coverage: {rules: [{id: always, then: always, cite: terms.all}]}
channels:
  ways: {phone: {}, email: {}, web: {}}
  rules: [{id: any-way, then: {allow: email}, cite: terms.all}]
"""


def offered(cases, policy):
    (only,) = covered(cases, policy).policies
    return [case.name for case in only.offered]


def test_a_case_is_left_out_where_the_others_cover_all_that_it_does():
    """A mail shows both rules at once, but a call and a ticket are needed all the same, and together show as much."""
    assert ["tier basic, arrived_by phone: P1", "tier basic, arrived_by web: P1"] == offered(NO_CASES, BY_WAY)


def test_one_case_covers_what_it_can():
    lacking = without("gold, and nothing runs", "many users")
    expected = "tier gold, activity fault, environment production, outage complete, users 500: P1"
    assert expected in offered(lacking, edited())


def test_no_more_is_said_than_is_needed():
    """Whatever the environment is, a project is consulting."""
    assert ["tier basic, activity custom_work: consulting"] == offered(without("a project"), edited())


def test_an_offered_case_is_decided_though_less_would_show_it():
    """That the tier is gold shows at once, but not what becomes of the request."""
    lacking = without("gold, and all is well", "gold, and nothing runs")
    (only,) = covered(lacking, edited()).policies
    assert {"decided"} == {case.expect["status"] for case in only.offered}


def test_all_is_covered_by_what_is_offered_though_little_is_sought_at_once(monkeypatch):
    """A request is sought for as many things as a large policy allows; it shows others all the same."""
    monkeypatch.setattr(offer_cases, "_SOUGHT", 1)
    (only,) = covered(NO_CASES, BY_WAY).policies
    assert {True} == {item.case is not None for item in only.uncovered}


def test_a_request_that_does_not_show_its_target_once_it_is_decided_is_not_offered(monkeypatch):
    monkeypatch.setattr(Witnesses, "request", lambda *_: {"received": "2026-06-01T10:00:00Z", "policy": "nobody"})
    (only,) = covered(NO_CASES, BY_WAY).policies
    assert () == only.offered
    assert {None} == {item.case for item in only.uncovered}
