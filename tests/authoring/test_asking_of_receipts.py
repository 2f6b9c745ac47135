"""What authors ask of a policy whose rules read the receipt: coverage, mutants, differences, tables."""

from __future__ import annotations

from remit.engine.language.time_notation import parse_instant
from remit.engine.worktime import is_open

from .coverage.verbs import NO_CASES, covered, results, store, with_offered
from .diff.verbs import changed, policy, said
from .mutation.verbs import done, without_cases
from .test_received_within import AFTER, BASIC, LATE, priority
from .verbs import TODAY, case, cases, edited, remit, run, written

NIGHTS = edited(AFTER, BASIC)
DOWN = "{activity: fault, environment: production, outage: complete}"
PHONE = ("when: {priority: P1}, then", "when: {received: {within: office}}, then")


def is_in_office(received: object, content: str = NIGHTS) -> bool:
    """Tell whether a request was received within office hours."""
    return is_open(policy(content).hours["office"], parse_instant(str(received)))


def test_each_receipt_has_two_sides_and_cases_are_offered_for_both():
    only = covered(NO_CASES, NIGHTS).policies[0]
    limbs = {item.words for item in only.uncovered if item.kind == "limbs" and item.at == "nights"}
    sides = {f"`received: {{within: office}}` is never {side} in rule `nights`" for side in ("true", "false")}
    assert sides <= limbs
    offered = [item.case for item in only.uncovered if item.words in sides]
    assert {True, False} == {is_in_office(only.offered[n].request["received"]) for n in offered if n is not None}


def test_offered_cases_cover_everything_and_pass():
    first = covered(NO_CASES, NIGHTS)
    listed = with_offered(NO_CASES, first)
    assert all(result.passed for result in results(listed, store(NIGHTS)))
    assert () == covered(listed, NIGHTS).policies[0].uncovered


def test_a_side_that_never_occurs_does_not_count():
    always = edited(priority("received: {within: always}, users: {at_least: 3}"))
    impossible = [words for words, _ in covered(NO_CASES, always).policies[0].impossible]
    assert ["`received: {within: always}` is never false in rule `received`"] == impossible


def test_mutants_negate_the_receipt_and_read_other_hours():
    made = done(NIGHTS, "rule `nights`: ")
    assert "received within hours always instead" in made
    assert "a negation dropped" in made
    both = edited(LATE, priority("received: {within: [office, late]}"))
    made = done(both, "rule `received`: ")
    assert ["a limb dropped"] * 2 == [what for what in made if what == "a limb dropped"]
    assert ["received within hours always instead"] == [what for what in made if "instead" in what]


def test_a_case_received_on_the_other_side_kills_a_mutant(tmp_path):
    inside = case(
        "{due: {initial_response: 2026-03-12T12:59:59+01:00}}", facts=DOWN, received="2026-03-10T16:59:59+01:00"
    )
    outside = case(
        "{due: {initial_response: 2026-03-11T05:00:00+01:00}}",
        name="night",
        facts=DOWN,
        received="2026-03-10T17:00:00+01:00",
    )
    assert run(inside, NIGHTS).passed
    assert run(outside, NIGHTS).passed
    written(tmp_path, NIGHTS, cases(inside, outside))
    text = remit("test", tmp_path, "--mutate", "--at", TODAY).stdout
    assert "rule `nights`: received within hours always instead" not in text
    assert "rule `nights`: a negation dropped" not in text
    written(tmp_path, NIGHTS, cases(inside))
    text = remit("test", tmp_path, "--mutate", "--at", TODAY).stdout
    assert "rule `nights`: received within hours always instead" in text


def test_hours_changed_by_a_mutant_change_what_the_receipt_is_within():
    """Nothing is counted in these hours: only the receipt can tell them."""
    late = edited(LATE, priority("received: {within: late}"))
    result = without_cases(late)
    survivors = {survivor.mutant.what: survivor for survivor in result.survivors}
    for what in ("opens half an hour later", "closes half an hour earlier", "another time zone", "closed on fri"):
        witness = survivors[f"hours `late`: {what}"].witness
        assert {"P1", "P2"} == {
            survivors[f"hours `late`: {what}"].before.level,
            survivors[f"hours `late`: {what}"].after.level,
        }
        assert witness["received"]
    received = parse_instant(str(survivors["hours `late`: opens half an hour later"].witness["received"]))
    assert is_open(policy(late).hours["late"], received)
    assert not is_open(policy(late).hours["late"], received - 1800)
    assert () == result.unproved


def test_diff_says_at_which_receipts_it_is_decided_otherwise():
    changes = changed(PHONE)
    text = said(changes)
    assert "received within office" in text
    assert "received outside office" in text
    for change in changes.decided:
        assert change.extent
        assert change.witness
        where = {values.values for fact, values in change.extent.where.items() if "within office" in fact}
        assert where == {("true",) if is_in_office(change.witness.new["received"]) else ("false",)}, change


def test_of_hours_that_changed_a_receipt_has_its_value_in_each_edition():
    content = edited(LATE, priority("received: {within: late}"))
    later = ('week: {mon-fri: "16:00-20:00"}', 'week: {mon-fri: "16:00-21:00"}')
    changes = changed(later, content=content)
    raised = [change for change in changes.decided if change.about == "priority"]
    assert {"raised"} == {change.kind for change in raised}
    for change in raised:
        assert change.witness
        received = str(change.witness.new["received"])
        assert "T20:" in received, received
        assert change.witness.old["received"] == received
    assert "received outside late as it was" in said(changes)


def test_hours_that_changed_and_are_open_alike_stay_one_fact():
    content = edited(LATE, priority("received: {within: late}"))
    renamed = ('week: {mon-fri: "16:00-20:00"}}', 'week: {mon-fri: "16:00-20:00"}, cite: terms.plans}')
    assert () == changed(renamed, content=content).decided


def test_show_words_the_receipt(tmp_path):
    content = edited(AFTER, BASIC, LATE, priority("received: {within: [office, late]}, users: {at_least: 5}"))
    (file,) = written(tmp_path, content)
    text = remit("show", file, "--at", TODAY).stdout
    assert "received outside office" in " ".join(text.split())
    assert "received within office or late" in " ".join(text.split())
