"""Which cases count, and for which policy."""

from __future__ import annotations

from remit.engine.authoring.coverage import measure

from ..verbs import case
from .verbs import ACME, DAY, ENOUGH, NO_CASES, cases, covered, edited, results, store, uncovered, without

PROJECT = "{activity: custom_work}"


def numbers(cases, **more):
    (only,) = covered(cases, **more).policies
    return only.cases, only.left_out


def test_a_case_that_failed_does_not_count_and_that_is_said():
    failed = case("{scope: support}", name="a failure", facts=PROJECT)
    assert (4, 1) == numbers(without("a project") + failed)
    expected = [
        "`activity: [fault, question]` is never false in rule `faults`: only a case that failed shows it",
        "rule `projects` never decides: only a case that failed shows it",
        "`activity: custom_work` is never true in rule `projects`: only a case that failed shows it",
    ]
    assert expected == uncovered(without("a project") + failed)


def test_an_unsound_case_does_not_count():
    unsound = case("{scope: consulting, rules: [projets]}", name="unsound", facts=PROJECT)
    assert (4, 1) == numbers(without("a project") + unsound)
    assert 3 == len(uncovered(without("a project") + unsound))


def test_a_request_that_is_refused_as_it_should_shows_nothing():
    refused = case("{status: invalid}", name="refused", facts="{activity: 3}")
    assert (5, 0) == numbers(without() + refused)
    assert (0, 0) == numbers(cases(refused))


def test_a_contract_that_is_not_in_force_shows_nothing():
    contracts = "contracts: [{id: ada, customer: Ada, policy: acme, tier: gold, to: 2020-01-01}]\n"
    under_contract = case("{scope: not_covered}", policy="", tier="", contract="ada")
    assert (0, 0) == numbers(cases(under_contract), contracts=contracts)


def test_what_a_contract_settles_counts():
    contracts = "contracts: [{id: ada, customer: Ada, policy: acme, tier: gold}]\n"
    under_contract = case("{priority: P2}", name="by contract", policy="", tier="", contract="ada")
    assert [] == uncovered(without("gold, and all is well") + under_contract, contracts=contracts)


def test_each_edition_has_its_own_cases():
    """A request falls under the edition of its day."""
    before = edited(
        ('edition: "2026"', 'edition: "2025"'), ("effective: {from: 2026-01-01}", "effective: {to: 2025-12-31}")
    )
    policies = store(ACME, before)
    coverage = measure(results(without(), policies), policies, (), DAY)
    assert [("acme 2026", "100%", 5), ("acme 2025", "0%", 0)] == [
        (edition.label, edition.total.percent, edition.cases) for edition in coverage.policies
    ]
    offered = coverage.policies[1].offered
    assert {"2025-12-31T10:00:00+01:00"} == {case.request["received"] for case in offered}
    listed = without() + "".join(
        ENOUGH[name].replace("2026-03-10", "2025-03-11").replace(name, f"{name} before") for name in ENOUGH
    )
    assert ["100%", "100%"] == [
        edition.total.percent for edition in measure(results(listed, policies), policies, (), DAY).policies
    ]


def test_a_policy_without_any_case_is_measured_where_it_is_named():
    policies = store(ACME)
    assert () == measure([], policies, (), DAY).policies
    (only,) = measure([], policies, (), DAY, ["acme", "acme", "nobody"]).policies
    assert (0, 0, 36) == (only.cases, only.total.covered, only.total.of)


def test_the_name_of_an_offered_case_is_new():
    (only,) = covered(without("a project")).policies
    (name,) = [case.name for case in only.offered]
    (again,) = covered(without("a project") + case("{scope: support}", name=name)).policies
    assert (name, [f"{name} (2)"]) == (
        "tier basic, activity custom_work: consulting",
        [offer.name for offer in again.offered],
    )


def test_names_of_offered_cases_are_kept_apart_within_one_edition_alone():
    before = edited(
        ('edition: "2026"', 'edition: "2025"'), ("effective: {from: 2026-01-01}", "effective: {to: 2025-12-31}")
    )
    policies = store(ACME, before)
    editions = measure([], policies, (), DAY, ["acme"]).policies
    names = [[case.name for case in edition.offered] for edition in editions]
    assert names[0] == names[1]
    assert not any("(2)" in name for name in names[0])


def test_no_cases_at_all():
    assert (0, 0) == numbers(NO_CASES)
