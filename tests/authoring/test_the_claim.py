"""What authors ask of a policy whose rules read what the requester claims."""

from __future__ import annotations

import json

from .coverage.verbs import covered
from .diff.verbs import changed
from .mutation.verbs import done
from .verbs import TODAY, case, cases, complaints, edited, remit, run, written

WORDS = ("levels: {P1: Critical, P2: Normal}", "levels: {P1: {title: Critical, also: [urgent, sev 1]}, P2: Normal}")
RULE = (
    "    - {id: the-rest",
    "    - {id: claimed, when: {claimed_priority: P1, tier: gold}, then: P1, cite: terms.p1}\n    - {id: the-rest",
)
ACCEPTS = edited(WORDS, RULE)
FACTS = "{activity: fault, environment: development, outage: none}"
NO_REST = (
    "    - {id: the-rest, then: P2, cite: terms.p1}\n",
    "    - {id: the-rest, when: {claimed_priority: [P1, P2]}, then: P2, cite: terms.p1}\n",
)


def test_nothing_is_found_in_a_policy_that_accepts_claims():
    assert [] == complaints(ACCEPTS)


def test_a_gap_where_nothing_is_claimed_has_a_witness_without_a_claim(tmp_path):
    written(tmp_path, edited(NO_REST))
    found = json.loads(remit("check", tmp_path, "--at", TODAY, "--format", "json").stdout)
    (gap,) = [finding for finding in found if finding["check"] == "gap"]
    assert "claimed_priority" not in gap["witness"]


def test_a_gap_of_a_claim_has_a_witness_that_claims(tmp_path):
    rule = NO_REST[1].replace("[P1, P2]", "[P1, none]")
    written(tmp_path, edited((NO_REST[0], rule)))
    found = json.loads(remit("check", tmp_path, "--at", TODAY, "--format", "json").stdout)
    (gap,) = [finding for finding in found if finding["check"] == "gap"]
    assert "P2" == gap["witness"]["claimed_priority"]
    file = tmp_path / "gap.cases.yaml"
    remit("check", tmp_path, "--at", TODAY, "--write-cases", file)
    assert "      claimed_priority: P2\n" in file.read_text("utf-8")


def test_an_invariant_compares_claims():
    law = "always: [{id: law, between: {claimed_priority: [P1, none]}, expect: {priority: same}, cite: terms.p1}]\n"
    (found,) = complaints(ACCEPTS + law)
    assert ("error not-always", True) == (found[0], "`claimed_priority` goes from P1 to none" in found[1])
    assert [] == complaints(ACCEPTS + law.replace("[P1, none]", "[P2, none]"))


def test_coverage_asks_for_a_claim_and_offers_one():
    (only,) = covered(cases().content, ACCEPTS).policies
    claims = {str(offer.request.get("claimed_priority")) for offer in only.offered}
    assert "P1" in claims
    assert not any(item.case is None for item in only.uncovered)


def test_mutants_change_what_is_read_of_a_claim():
    assert any("claimed" in what for what in done(ACCEPTS))


def test_a_claim_kills_a_mutant(tmp_path):
    claim = case("{priority: P1}", tier="gold", claimed_priority="SEV-1", facts=FACTS)
    written(tmp_path, ACCEPTS, cases(claim))
    result = remit("test", tmp_path, "--mutate", "--at", TODAY)
    assert "rule `claimed` dropped" not in result.stdout
    written(tmp_path, ACCEPTS, cases(claim.replace("SEV-1", "P2").replace("P1", "P2")))
    assert "rule `claimed` dropped" in remit("test", tmp_path, "--mutate", "--at", TODAY).stdout


def test_a_case_expects_a_level_by_a_similar_name_and_a_claim_that_is_missing():
    assert run(
        case("{priority: p1}", tier="gold", claimed_priority="urgent", facts="{activity: fault}"), ACCEPTS
    ).passed
    open_claim = case(
        "{status: needs_facts, missing: [claimed_priority], findings: [unknown-claimed-priority]}",
        tier="gold",
        claimed_priority="blocker",
        facts=FACTS,
    )
    result = run(open_claim, ACCEPTS)
    assert result.passed, result.differences


def test_diff_says_whose_claims_are_accepted_and_which_words_came():
    changes = changed(WORDS, RULE)
    (level,) = [change for change in changes.changes if change.about == "level"]
    assert ("P1", "Critical", "Critical, also urgent, sev 1") == (level.name, level.before, level.after)
    raised = [change for change in changes.changes if change.about == "priority"]
    assert raised
    assert all(change.witness and change.witness.new["claimed_priority"] == "P1" for change in raised)


def test_diff_compares_the_claims_that_both_can_have():
    levels = ("levels: {P1: Critical, P2: Normal}", "levels: {P0: Worst, P1: Critical, P2: Normal}")
    cells = (("basic: {P1", "basic: {P0: 1 hour, P1"), ("gold: {P1", "gold: {P0: 1 hour, P1"))
    assert not [
        change for change in changed(levels, *cells, content=edited(RULE)).changes if change.about == "priority"
    ]


def test_show_lists_the_words_of_a_level_and_reads_the_claim(tmp_path):
    (policy,) = written(tmp_path, ACCEPTS)
    text = remit("show", policy, "--at", TODAY).stdout
    assert "Also claimed as urgent or sev 1." in text
    assert "claimed priority is P1" in text


def test_everything_that_names_a_level_or_an_activity_may_do_so_in_small_letters():
    small = edited(
        ("then: P2, cite", "then: p2, cite"),
        ("when: {priority: P1}", "when: {priority: p1}"),
        ("gold: {P1: 1 hour", "gold: {p1: 1 hour"),
        ("activity: custom_work}", "activity: Custom work}"),
    )
    assert [] == complaints(small)
    project = case("{scope: consulting}", facts="{activity: custom-work}")
    assert run(project, small).passed
