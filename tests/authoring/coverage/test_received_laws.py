"""What counts of generated policies that read the receipt is exactly what a request received at some quarter shows."""

from __future__ import annotations

import json

from hypothesis import given
from rules.worlds import laws

from remit.engine.authoring.coverage import measure
from remit.engine.authoring.coverage.coverage_records import total

from ..generated import request_of
from ..received_policies import ReceivedDrawn, received_policies, request_at, walk
from .test_laws import passed
from .verbs import DAY, NO_CASES, covered, results, store, with_offered


def without_cutoffs(written: object) -> object:
    """Return what is written without cut-offs: which side of them a request is on, no rule knows."""
    if isinstance(written, dict):
        return {key: without_cutoffs(value) for key, value in written.items() if key != "cutoff"}
    return [without_cutoffs(value) for value in written] if isinstance(written, list) else written


POLICIES = received_policies().map(lambda content: json.dumps(without_cutoffs(json.loads(content))))


@laws(30)
@given(POLICIES)
def test_offered_cases_are_received_when_they_cover_what_they_are_for(content):
    first = covered(NO_CASES, content, "drawn")
    cases = with_offered(NO_CASES, first)
    assert all(result.passed for result in results(cases, store(content)))
    then = covered(cases, content, "drawn")
    assert ((), first.total.of) == (then.policies[0].uncovered, then.total.covered)


@laws(30)
@given(POLICIES)
def test_with_a_case_of_every_situation_and_receipt_all_that_counts_is_covered_and_nothing_else_is(content):
    drawn = ReceivedDrawn(content)
    walked = walk(drawn.policy)
    requests = []
    for situation in drawn.situations:
        instant = next(at for at, opened in walked if opened.items() >= _receipt(situation.values).items())
        requests.append(request_of(request_at(situation.values, instant)))
    every = measure([passed(request) for request in requests], drawn.store, (), DAY, ["drawn"])
    none = measure([], drawn.store, (), DAY, ["drawn"])
    (counted_in_none, impossible), (counted_in_every, impossible_still) = map(_less_days, (none, every))
    assert counted_in_none.of == counted_in_every.covered == counted_in_every.of
    assert impossible == impossible_still


def _less_days(coverage):
    """Return what is counted, and what is impossible, of all but days, which situations do not tell apart."""
    (policy,) = coverage.policies
    counts = total(count for (row, _), count in policy.counts.items() if row != "hours")
    return counts, [words for words, _ in policy.impossible if " of hours `" not in words]


def _receipt(values):
    return {name: value for name, value in values.items() if name.startswith("received")}
