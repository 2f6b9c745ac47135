"""Each alternative of an `any` that lists a service, a need or a step is covered where it does so alone."""

from __future__ import annotations

from ..verbs import case
from .verbs import ACME, NO_CASES, cases, covered, uncovered, with_offered

SERVICE = "services:\n  visit: {title: A visit, when: {any: [{outage: complete}, {users: {at_least: 5}}]}}\n"
CONTENT = f"{ACME}\n{SERVICE}"


def alternatives(listed: list[str]) -> list[str]:
    return [line.partition(" alone never")[0] for line in listed if " alone never counts for service `visit`" in line]


def visit(facts: str) -> str:
    return case("{status: decided}", facts=f"{{activity: fault, environment: production, {facts}}}", tier="gold")


def test_each_has_to_list_it_by_itself():
    assert ["`outage: complete`", "`users: {at_least: 5}`"] == alternatives(uncovered(NO_CASES, CONTENT))
    both = uncovered(cases(visit("outage: complete, users: 9")), CONTENT)
    assert ["`outage: complete`", "`users: {at_least: 5}`"] == alternatives(both)


def test_a_case_in_which_one_alone_holds_covers_it():
    assert ["`users: {at_least: 5}`"] == alternatives(uncovered(cases(visit("outage: complete, users: 1")), CONTENT))
    assert ["`outage: complete`"] == alternatives(uncovered(cases(visit("outage: partial, users: 9")), CONTENT))


def test_cases_that_are_offered_cover_them():
    assert [] == uncovered(with_offered(NO_CASES, covered(NO_CASES, CONTENT)), CONTENT)


def test_an_alternative_deep_inside_counts_and_what_must_hold_does_not():
    deep = SERVICE.replace(
        "{any: [{outage: complete}, {users: {at_least: 5}}]}",
        "{environment: production, not: {any: [{outage: none}, {users: 1}]}}",
    )
    assert ["`outage: none`", "`users: 1`"] == alternatives(uncovered(NO_CASES, f"{ACME}\n{deep}"))
