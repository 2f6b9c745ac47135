"""What holds of the coverage of any policy: what counts is exactly what some request shows."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from remit.engine.authoring.cases.run_cases import CaseResult
from remit.engine.authoring.coverage import measure
from remit.engine.language.yaml_writer import written_span
from remit.engine.model import CLAIM, NO_CLAIM, Request, Span, Stated
from remit.engine.model.cases import Case
from remit.engine.triage.decide import decide
from remit.engine.triage.decision_json import as_record

from ..generated import Drawn
from .generated import cited_policies
from .verbs import DAY, NO_CASES, covered, results, store, with_offered

MONDAY = 1_780_308_000
"""2026-06-01 at 10:00, in UTC."""
RECEIPTS = (MONDAY, MONDAY + 8 * 3600, MONDAY + 5 * 86_400)
"""On all sides of whichever cut-off is drawn, as far as it has them: before it, after it, and on a Saturday."""


@given(cited_policies(), st.data())
@settings(max_examples=60)
def test_the_offered_cases_pass_and_cover_everything_and_none_could_be_left_out(policy, data):
    first = covered(NO_CASES, policy, "drawn")
    cases = with_offered(NO_CASES, first)
    assert all(result.passed for result in results(cases, store(policy)))
    then = covered(cases, policy, "drawn")
    assert ((), first.total.of) == (then.policies[0].uncovered, then.total.covered)
    listed = cases.split("  # case ")
    left_out = data.draw(st.sampled_from(listed[1:]))
    less = covered("".join(text for text in listed if text != left_out), policy, "drawn")
    assert less.total.covered < first.total.of


@given(cited_policies(is_whole=False))
@settings(max_examples=40)
def test_with_every_situation_as_a_case_everything_counted_is_covered_and_nothing_else_is(policy):
    """And which rules, clauses and readings count is what the decisions say."""
    drawn = Drawn(policy)
    assume(len(drawn.situations) <= 400)
    has_cutoffs = any(
        entry and entry.cutoff is not None for p in drawn.policy.promises.values() for entry in p.entries()
    )
    receipts = RECEIPTS if has_cutoffs else RECEIPTS[:1]
    requests = [asked(situation, at) for at in receipts for situation in drawn.situations]
    every = measure([passed(request) for request in requests], drawn.store, (), DAY, ["drawn"])
    none = measure([], drawn.store, (), DAY, ["drawn"])
    assert (none.total.of, none.total.of, none.policies[0].impossible) == (
        every.total.covered,
        every.total.of,
        every.policies[0].impossible,
    )
    decisions = [as_record(decide(request, drawn.store, (), "0")) for request in requests]
    assert rules_in(decisions) == every.policies[0].kind("rules").covered
    assert cited_in(decisions, drawn.policy) == (
        every.policies[0].kind("clauses").covered,
        every.policies[0].kind("readings").covered,
    )


def asked(situation, received=MONDAY):
    """Return the request that states all facts of a situation."""
    facts = {name: value for name, value in situation.values.items() if value is not None}
    tier, channel = facts.pop("tier"), facts.pop("arrived_by", None)
    claim = facts.pop(CLAIM, NO_CLAIM)
    stated = {name: Stated(plain(value)) for name, value in facts.items()}
    claimed = None if claim == NO_CLAIM else claim
    return Request(None, received, policy="drawn", tier=tier, channel=channel, claimed_priority=claimed, facts=stated)


def plain(value):
    if isinstance(value, date):
        return value.isoformat()
    return written_span(value) if isinstance(value, Span) else value


def passed(request):
    return CaseResult(Case("a case", request, ()), (), (), unsound=False)


def rules_in(decisions):
    """Return how many rules are among those that decided in some decision."""
    rules = {rule for decision in decisions for part in parts(decision) for rule in part["rules"]}
    nothing = [none for decision in decisions if parts(decision) for none in decision["not_owed"]]
    return len(rules | {none["rule"] for none in nothing if "rule" in none})


def parts(decision):
    return (
        [decision["scope"], decision["priority"], decision["channel"], *decision["deadlines"]]
        if decision["status"] != "invalid"
        else []
    )


def cited_in(decisions, policy):
    """Return how many clauses and readings decisions cite."""
    cites = {cite for decision in decisions for part in parts(decision) for cite in part["cites"]}
    decided = [decision for decision in decisions if parts(decision)]
    cites |= {cite for decision in decided for part in decision["not_owed"] for cite in part["cites"]}
    cites |= {cite for decision in decided for cite in decision["tier_cites"]}
    readings = {cite.removeprefix("readings.") for cite in cites if cite.startswith("readings.")}
    # Each clause is cited by one record or its reading, or by both: then the record counts.
    clauses = {cite for cite in cites if cite.startswith("terms.")}
    direct = {cite for record in records(policy) for cite in record.cite if cite.startswith("terms.")}
    clauses |= {clause for name in readings for clause in policy.readings[name].clause if clause not in direct}
    return len(clauses), len(readings)


def records(policy):
    groups = [rule for group in policy.groups for rule in group.rules]
    mappings = (policy.hours, policy.tiers, policy.ways, policy.promises)
    return [*groups, *(record for mapping in mappings for record in mapping.values())]
