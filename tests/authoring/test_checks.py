"""What `remit check` finds in a usable policy, each with its exact finding and the place that it points at."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from remit.engine.authoring.check import CHECKS
from remit.engine.proof.situations import StateSpace
from remit.engine.rules import diagrams

from .generated import Drawn
from .verbs import ACME, complaints, edited


def test_a_good_policy():
    assert [] == complaints(ACME)


def test_every_check_says_in_one_sentence_what_it_looks_for():
    said = [(check.find.__doc__ or "").partition("\n")[0] for check in CHECKS]
    assert all(sentence.endswith(".") for sentence in said)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("country: DE, region: BE", "country: XX"),
            (
                "error unknown-country",
                "no holidays are known for country `XX`",
                "write its code of two letters, such as `DE`",
                "country: XX}",
            ),
        ),
        (
            ("country: DE, region: BE", "country: DE, region: Berlin"),
            (
                "error unknown-region",
                "no holidays are known for region `Berlin` in country `DE`",
                "known: `BB`, `BE`, `BW`, `BY`, `HB`, `HE`, `HH`, `MV`, `NI`, `NW`, `RP`, `SH`, …",
                "region: Berlin}",
            ),
        ),
        (
            ("faults: {at: What we fix", "extra: {at: Page 9, says: more}\n      faults: {at: What we fix"),
            ("warning unused-clause", "nothing cites clause `terms.extra`", "", "extra: {at: Page 9, says: more}"),
        ),
        (
            ("cite: readings.weekend", "cite: terms.plans"),
            ("warning unused-reading", "nothing cites reading `weekend`", "", "weekend:"),
        ),
        (
            ("  initial_response:", "  first_answer:"),
            (
                "warning missing-promise",
                "no promise is an `initial_response`",
                "call the first answer `initial_response`",
                "policy: acme",
            ),
        ),
        (
            ("gold: {P1: 1 hour, P2: 1 business day}", "gold: {P1: 1 hour}"),
            (
                "warning missing-promise",
                "promise `initial_response` has no entry for tier `gold` at `P2`",
                "write `none` where nothing is owed",
                "initial_response:",
            ),
        ),
        (
            (
                "      gold: {P1: 1 hour, P2: 1 business day}\n    cite: terms.plans",
                "    cite: terms.plans\n  update: {within: {gold: {P1: 1 day}}, cite: terms.plans}",
            ),
            (
                "warning missing-promise",
                "promise `initial_response` has no entry for tier `gold` at `P1`, `P2`",
                "write `none` where nothing is owed",
                "initial_response:",
            ),
        ),
        (
            ("review_by: 2027-01-01", "review_by: 2026-05-31"),
            ("warning review-overdue", "this edition was to be reviewed by 2026-05-31", "", "review_by: 2026-05-31"),
        ),
        (
            ("activity: [fault, question]", "activity: fault"),
            (
                "error gap",
                "no rule decides scope in some situation",
                "add a rule without `when`, or one for this situation",
                "scope:",
            ),
        ),
        (
            ("{id: the-rest, then: P2", "{id: the-rest, when: {outage: partial}, then: P2"),
            (
                "error gap",
                "no rule decides priority in some situation",
                "add a rule without `when`, or one for this situation",
                "priorities:",
            ),
        ),
        (
            ("{id: office, then: office", "{id: office, when: {priority: P2}, then: office"),
            (
                "error gap",
                "no rule decides coverage in some situation",
                "add a rule without `when`, or one for this situation",
                "coverage:",
            ),
        ),
        (
            ("{id: email, then: {allow: email}", "{id: email, when: {scope: support}, then: {allow: email}"),
            (
                "error gap",
                "no rule decides channel in some situation",
                "add a rule without `when`, or one for this situation",
                "channels:",
            ),
        ),
        (
            ("{id: email, then: {allow: email}", "{id: email, then: {require: email}"),
            (
                "error conflicting-ways",
                "rules `p1-phone` (line 64) and `email` require different ways at once",
                "",
                "{id: email, then: {require: email}, cite: terms.phone}",
            ),
        ),
        (
            (
                "{require: phone}",
                "{prefer: phone}, cite: terms.phone}\n    - {id: mail, when: {priority: P1}, then: {prefer: email}",
            ),
            (
                "error conflicting-ways",
                "rules `p1-phone` (line 64) and `mail` prefer different ways at once",
                "",
                "{id: mail, when: {priority: P1}, then: {prefer: email}, cite: terms.phone}",
            ),
        ),
    ],
    ids=[
        "unknown country",
        "unknown region",
        "unused clause",
        "unused reading",
        "no initial response",
        "a level without one",
        "a tier without one",
        "overdue review",
        "gap in scope",
        "gap in priority",
        "gap in coverage",
        "gap in channel",
        "two ways required",
        "two ways preferred",
    ],
)
def test_one_thing_wrong(edit, expected):
    assert [expected] == complaints(edited(edit))


def test_a_country_in_small_letters_is_meant_in_capitals():
    ((check, message, help_, _),) = complaints(edited(("country: DE, region: BE", "country: de")))
    assert ("error unknown-country", "no holidays are known for country `de`") == (check, message)
    assert "did you mean `DE`?" == help_


@pytest.mark.parametrize(("country", "code"), [("UK", "GB"), ("uk", "GB"), ("EL", "GR")])
def test_a_country_by_what_many_call_it(country, code):
    found = complaints(edited(("country: DE, region: BE", f"country: {country}")))
    assert [("error unknown-country", f"did you mean `{code}`?")] == [(one[0], one[2]) for one in found]


@pytest.mark.parametrize(
    ("week", "open_", "day"),
    [
        ('mon-fri: "08:00-18:00", sat: "09:00-13:00"', "10 hours on mon-fri and 4 on sat", "10 hours"),
        (
            'mon-tue: "08:00-18:00", wed: closed, thu: "08:00-18:00", fri: "09:00-12:00", sun: "09:00-11:00"',
            "10 hours on mon-tue, thu, 3 on fri and 2 on sun",
            "10 hours",
        ),
        ('mon: "09:00-10:00", tue: "09:00-12:30"', "1 hour on mon and 3 hours 30 minutes on tue", "3 hours 30 minutes"),
        ('mon: "09:00-11:00", tue: "22:00-06:00"', "2 hours on mon and 8 on tue", "8 hours"),
        (
            'mon: "09:00-11:00", tue: "08:00-12:30"',
            "2 hours on mon and 4 hours 30 minutes on tue",
            "4 hours 30 minutes",
        ),
    ],
)
def test_how_long_a_business_day_can_be_is_said(week, open_, day):
    found = complaints(edited(('mon-fri: "09:00-17:00"', week)))
    help_ = f"open {open_}: write `day: {day}`, or how long it is meant to be"
    assert [("error day-length", help_)] == [(one[0], one[2]) for one in found]


@pytest.mark.parametrize(("today", "expected"), [("2027-01-01", 0), ("2027-01-02", 1)])
def test_a_review_is_overdue_after_its_day(today, expected):
    assert expected == len(complaints(ACME, today=today))


def test_a_policy_without_promises_lacks_none_and_chooses_hours_for_nothing():
    found = complaints(edited((ACME[ACME.index("promises:") : ACME.index("accept:")], "")))
    why = "which holds only where nothing is owed that its hours could count for"
    assert [
        ("note redundant", f"every decision is the same without rule `{rule}`, {why}") for rule in ("gold-p1", "office")
    ] == [one[:2] for one in found]


def test_nothing_owed_is_written_as_none():
    """Nothing is missing then, but the higher tier gets less than the lower one."""
    found = complaints(edited(("gold: {P1: 1 hour, P2: 1 business day}", "gold: {P1: 1 hour, P2: none}")))
    message = "promise `initial_response` is owed in tier `basic`, and not in the higher tier `gold`"
    assert [("warning slower-in-higher-tier", message, "", "initial_response:")] == found


@pytest.mark.parametrize(
    "where",
    [
        ("title: Basic, contacts: 2", "title: Basic, contacts: 2, cite: terms.extra"),
        ('contact: "+49 30 0000"', 'contact: "+49 30 0000", cite: terms.extra'),
        ("always: {timezone: UTC", "always: {cite: terms.extra, timezone: UTC"),
        ("clause: terms.plans", "clause: [terms.plans, terms.extra]"),
        ("cite: terms.faults", "cite: [terms.faults, terms.extra]"),
        ("promises:", "intake: [{needs: a log, cite: terms.extra}]\npromises:"),
        ("promises:", "escalation: [{to: the chief, cite: terms.extra}]\npromises:"),
        ("promises:", "services: {visit: {title: A visit, cite: terms.extra}}\npromises:"),
    ],
    ids=["tier", "way", "hours", "reading", "rule", "intake", "escalation", "service"],
)
def test_a_clause_may_be_cited_anywhere(where):
    extra = ("faults: {at: What we fix", "extra: {at: Page 9, says: more}\n      faults: {at: What we fix")
    assert [] == complaints(edited(extra, where))


def test_a_gap_where_the_group_does_not_apply_is_none():
    """Custom work is consulting, which has no priority and here no hours to be counted in."""
    edits = [
        ("{id: the-rest, then: P2", "{id: the-rest, when: {activity: [fault, question]}, then: P2"),
        ("{id: office, then: office", "{id: office, when: {scope: support}, then: office"),
    ]
    assert [] == complaints(edited(*edits))


def test_several_things_wrong_come_in_the_order_of_their_lines():
    edits = [
        ("review_by: 2027-01-01", "review_by: 2026-05-31"),
        ("cite: readings.weekend", "cite: terms.plans"),
        ("activity: [fault, question]", "activity: fault"),
        ("gold: {P1: 1 hour, P2: 1 business day}", "gold: {P1: 1 hour}"),
    ]
    expected = ["warning review-overdue", "warning unused-reading", "error gap", "warning missing-promise"]
    assert expected == [check for check, *_ in complaints(edited(*edits))]


def test_each_group_is_complained_of_once_though_many_situations_lack_a_rule():
    edits = [
        ("{id: the-rest, then: P2", "{id: the-rest, when: {users: 7}, then: P2"),
        ("activity: [fault, question]", "activity: fault"),
    ]
    found = complaints(edited(*edits))
    assert ["scope", "priority"] == [message.split()[3] for check, message, *_ in found if check == "error gap"]


def any_of(names: list[str], then: str, cite: str) -> str:
    """Return rules that tell all of eight choices of some facts apart."""
    rules = ""
    for choice in "abcdefg":
        any_name = ", ".join(f"{{{name}: {choice}}}" for name in names)
        rules += f"    - {{id: any-{choice}, when: {{any: [{any_name}]}}, then: {then}, cite: {cite}}}\n"
    return rules


def test_too_many_situations_are_said_not_to_be_proved():
    names = [f"b{n}" for n in range(8)]
    facts = "".join(f"  {name}: {{ask: {name}, choices: [a, b, c, d, e, f, g, h]}}\n" for name in names)
    rule = any_of(names, "P1", "terms.p1")
    content = edited(("facts:\n", "facts:\n" + facts), ("    - {id: the-rest", rule + "    - {id: the-rest"))
    assert [] == complaints(content)
    with patch.object(diagrams, "NODES", 100):
        found = complaints(content)
    message = (
        "there are too many situations to look at each; not proved: the rules of priority, the rules of coverage, "
        "the rules of channel, slower-when-more-severe, slower-in-higher-tier, uncountable, business-round-the-clock, "
        "what is presumed of `users`"
    )
    help_ = "fewer facts, choices and thresholds that rules read together make fewer situations"
    assert [("warning not-proved", message, help_, "policy: acme")] == found


def test_what_would_take_too_much_memory_bit_by_bit_is_laid_out_in_diagrams():
    """The same situations of more tiers and rules take more of it."""
    with patch.object(diagrams, "_BITS", 1):
        space = StateSpace(Drawn(ACME).evaluator.compiled).space
        assert isinstance(space, diagrams.DiagramSpace)
        assert [] == complaints(ACME)


def test_what_has_too_many_nodes_is_said_not_to_be_proved():
    with patch.object(diagrams, "ENUMERABLE", 1), patch.object(diagrams, "NODES", 8):
        assert ["warning not-proved"] == [check for check, *_ in complaints(ACME)]


def test_a_rule_that_reads_a_hundred_facts_is_proved():
    names = [f"b{n}" for n in range(100)]
    facts = "".join(f"  {name}: {{ask: {name}, type: boolean}}\n" for name in names)
    when = ", ".join(f"{name}: true" for name in names)
    rule = f"    - {{id: all, when: {{{when}, outage: none}}, then: P1, cite: terms.p1}}\n"
    edits = ("facts:\n", "facts:\n" + facts), ("    - {id: the-rest", rule + "    - {id: the-rest")
    assert [] == complaints(edited(*edits))


def test_an_unusable_policy_is_not_checked_further():
    """Of an edition that cannot be read, clauses that nothing cites are no news."""
    found = complaints(edited(("then: P1", "then: P7"), ("cite: readings.weekend", "cite: terms.plans")))
    assert ["error unknown-level"] == [check for check, *_ in found]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ('week: {mon-sun: "00:00-24:00"}', "week: {mon-sun: closed}"),
            ("error never-open", "hours `always` never open", "", "week:"),
        ),
        (
            ("timezone: Europe/Berlin\n    week", "timezone: Europe/Berln\n    week"),
            (
                "error unknown-timezone",
                "time zone `Europe/Berln` is not known",
                "did you mean `Europe/Berlin`?",
                "timezone:",
            ),
        ),
        (
            ('"09:00-17:00"', '"09:00-17:00, 16:00-18:00"'),
            (
                "error overlapping-openings",
                "hours `office` have openings that overlap: mon 09:00-17:00 and mon 16:00-18:00, and 4 more",
                "end one before the next starts, or write both as one",
                "week:",
            ),
        ),
        (
            ('mon-fri: "09:00-17:00"', 'mon-thu: "09:00-17:00", fri: "09:00-15:00"'),
            (
                "error day-length",
                "hours `office` need `day`, because promise `initial_response` counts `2 business days` in them",
                "open 8 hours on mon-thu and 6 on fri: write `day: 8 hours`, or how long it is meant to be",
                "office:",
            ),
        ),
        (
            ("{environment: production, outage: complete}", "{outage: complete, all: [{outage: none}]}"),
            (
                "error unreachable",
                "rule `production-down` can never hold",
                "change it so that some request fulfils it, or drop it",
                "{id:",
            ),
        ),
    ],
    ids=["never open", "unknown zone", "overlap", "day length", "never holds"],
)
def test_what_makes_a_policy_unusable_beyond_its_words(edit, expected):
    found = {(check, message, help_, at.split(":")[0] + ":") for check, message, help_, at in complaints(edited(edit))}
    assert expected in found
    assert {expected[0]} == {check for check, *_ in found}


def test_a_gap_does_not_hide_a_conflict():
    """Where nothing is down no way is given; where something is, two are required."""
    rules = """
    - {id: one, when: {outage: partial}, then: {require: phone}, cite: terms.phone}
    - {id: two, when: {outage: partial}, then: {require: email}, cite: terms.phone}
"""
    start, end = ACME.index("    - {id: p1-phone"), ACME.index("promises:")
    found = complaints(ACME[:start] + rules.lstrip("\n") + "\n" + ACME[end:])
    assert {"error gap", "error conflicting-ways"} == {check for check, *_ in found}


COVERAGE = "    - {id: gold-p1, when: {tier: gold, priority: P1}, then: always, cite: readings.weekend}\n"


def line_of(text: str) -> int:
    """Return the line of the good policy on which a text begins."""
    return ACME.count("\n", 0, ACME.index(text)) + 1


def masked_by(*conditions: str) -> list[tuple[str, str]]:
    """Return message and help where rules of these conditions come before all others in coverage."""
    rules = [
        f"    - {{id: r{n}, when: {{{one}}}, then: office, cite: readings.weekend}}\n"
        for n, one in enumerate(conditions)
    ]
    found = complaints(edited((COVERAGE, "".join(rules) + COVERAGE)))
    return [
        (message, help_) for check, message, help_, _ in found if check == "warning masked" and "gold-p1" in message
    ]


def test_the_rules_that_win_in_the_place_of_another_are_named():
    start = line_of(COVERAGE)
    places = [f"`r{n}` (line {start + n})" for n in range(3)]
    help_ = "the first rule that holds wins: move it {}, or drop it"
    one = f"rule `gold-p1` holds but never wins over {places[0]}"
    assert [(one, help_.format("up"))] == masked_by("priority: P1")
    two = f"rule `gold-p1` holds but never wins over {places[0]} and {places[1]}"
    halves = ("activity: fault", "activity: {more_than: fault}")
    assert [(two, help_.format("above them"))] == masked_by(*halves)
    quarters = ("outage: none", "outage: partial", *halves)
    four = f"rule `gold-p1` holds but never wins over {places[0]}, {places[1]}, {places[2]} and 1 more"
    assert [(four, help_.format("above them"))] == masked_by(*quarters)


def test_the_more_severe_levels_that_mask_one_are_named():
    halves = [
        f"    - {{id: half-{n}, when: {{activity: {{{how}: fault}}}}, then: P1, cite: terms.p1}}\n"
        for n, how in enumerate(("at_most", "more_than"))
    ]
    found = complaints(edited(("    - {id: the-rest", "".join(halves) + "    - {id: the-rest")))
    ((message, help_),) = [(one[1], one[2]) for one in found if one[0] == "warning masked" and "the-rest" in one[1]]
    line = line_of("    - {id: production-down")
    winners = f"`production-down` (line {line}), `many-users` (line {line + 1}), `half-0` (line {line + 2}) and 1 more"
    assert f"rule `the-rest` holds but never wins over {winners}" == message
    assert help_ == "the most severe outcome wins: narrow the others, or drop it"


DEAD = "one of the alternatives of rule `{}` holds in no situation in which the rule does"
SHORTER = (
    "{id: production-down, when: {environment: production, outage: complete}",
    "{id: production-down, when: {tier: gold, outage: complete, any: [{outage: complete}, {tier: basic}]}",
)


def test_an_alternative_of_a_level_that_its_tier_never_has_is_dead():
    edits = (
        ("when: {environment: production, outage", "when: {tier: gold, environment: production, outage"),
        ("when: {users: {at_least: 500}}", "when: {tier: gold, users: {at_least: 500}}"),
        ("when: {tier: gold, priority: P1}", "when: {any: [{tier: gold, priority: P1}, {tier: basic, priority: P1}]}"),
    )
    found = [one for one in complaints(edited(*edits)) if one[0] == "error unreachable"]
    assert [DEAD.format("gold-p1")] == [message for _, message, *_ in found]
    assert found[0][3].startswith("{tier: basic, priority: P1}]")
    usual = [
        message for check, message, *_ in complaints(edited(edits[2])) if check != "warning business-round-the-clock"
    ]
    assert [] == usual


def test_an_alternative_of_another_tier_than_the_rule_is_for_is_dead():
    found = [one for one in complaints(edited(SHORTER)) if one[0] == "error unreachable"]
    assert [DEAD.format("production-down")] == [message for _, message, *_ in found]
    assert found[0][3].startswith("tier: basic}]}")
    both = SHORTER[1].replace("{tier: gold, ", "{")
    assert [] == [one for one in complaints(edited((SHORTER[0], both))) if one[0] == "error unreachable"]


def test_an_alternative_is_dead_too_where_one_group_alone_is_proved():
    names = [f"b{n}" for n in range(8)]
    facts = "".join(f"  {name}: {{ask: {name}, choices: [a, b, c, d, e, f, g, h]}}\n" for name in names)
    rule = any_of(names, "{allow: email}", "terms.phone")
    large = ("facts:\n", "facts:\n" + facts), ("    - {id: email", rule + "    - {id: email")
    assert [] == [check for check, *_ in complaints(edited(SHORTER, *large)) if "not-proved" in check]
    with patch.object(diagrams, "NODES", 200):
        found = complaints(edited(SHORTER, *large))
    assert any("not proved: the rules of channel, " in message for _, message, *_ in found)
    assert [DEAD.format("production-down")] == [message for check, message, *_ in found if check == "error unreachable"]
