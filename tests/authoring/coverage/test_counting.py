"""What counts, what covers it, and what leaves it just uncovered."""

from __future__ import annotations

import pytest

from ..verbs import case
from .verbs import ACME, NO_CASES, cases, covered, edited, impossible, uncovered, with_offered, without


def counted(kind, policy=ACME):
    """Return how much of a kind there is to be covered."""
    (only,) = covered(NO_CASES, policy).policies
    return only.kind(kind).of


def test_enough():
    assert [] == uncovered(without())


BASIC = "`initial_response` is never owed to tier `basic`"


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        (
            "a question",
            [f"{BASIC} at `P2`: the 2 cases of `basic` are `P1` and consulting, not `P2`"],
        ),
        (
            "gold, and nothing runs",
            [
                "reading `weekend` never counts: rule `gold-p1` counts in no case",
                "rule `production-down` never decides: it holds in no case",
                "`outage: complete` is never true in rule `production-down`: it is false in 3 cases",
                "rule `gold-p1` never decides: it holds in no case",
                "`initial_response` is never owed to tier `gold` at `P1`: the only case of `gold` is `P2`, not `P1`",
            ],
        ),
        (
            "many users",
            [
                "`environment: production` is never false in rule `production-down`: it is true in 3 cases",
                "rule `many-users` never decides: it holds in no case",
                "`users: {at_least: 500}` is never true in rule `many-users`: it is false in 3 cases",
                "`users` is never 500 or just over: it lies elsewhere in 3 cases",
                f"{BASIC} at `P1`: the 2 cases of `basic` are `P2` and consulting, not `P1`",
            ],
        ),
        (
            "a project",
            [
                "`activity: [fault, question]` is never false in rule `faults`: it is true in 4 cases",
                "rule `projects` never decides: it holds in no case",
                "`activity: custom_work` is never true in rule `projects`: it is false in 4 cases",
            ],
        ),
    ],
)
def test_just_not_enough(left_out, expected):
    assert expected == uncovered(without(left_out))


# ── rules and limbs ───────────────────────────────────────────────────────────


def test_a_rule_that_holds_and_is_outranked_does_not_decide():
    policy = edited(("scope:\n  rules:\n", "scope:\n  rules:\n    - {id: all, then: support, cite: terms.faults}\n"))
    reasons = uncovered(cases(case("{scope: consulting}", facts="{activity: custom_work}")), policy)
    assert "rule `all` never decides: it holds in 1 case, and wins in none" in reasons


def test_coverage_decides_by_the_first_rule_alone():
    reasons = uncovered(without("a question", "many users", "gold, and all is well"))
    assert "rule `office` never decides: it holds in 1 case, and wins in none" in reasons


def test_a_limb_counts_only_where_the_question_of_its_group_arises():
    """Of a project nobody asks the priority, so that no limb of it is tried."""
    reasons = uncovered(cases(case("{scope: consulting}", facts="{activity: custom_work, users: 500}")))
    assert "`users: {at_least: 500}` is never true in rule `many-users`: priority is decided in no case" in reasons
    assert "`users` is never 500 or just over: priority is decided in no case" in reasons


def test_each_limb_counts_at_its_own_place():
    twice = "when: {any: [{users: {at_least: 500}}, {users: {at_least: 500}, outage: partial}]}"
    policy = edited(("when: {users: {at_least: 500}}", twice))
    assert counted("limbs") + 4 == counted("limbs", policy)


def test_what_is_open_shows_nothing():
    asked = case("{status: needs_facts}", facts="{activity: fault, environment: production}")
    reasons = uncovered(cases(asked))
    assert "`outage: complete` is never true in rule `production-down`: it is known in no case" in reasons
    assert "rule `the-rest` never decides: it holds in 1 case, and wins in none" in reasons
    assert "`environment: production` is never false in rule `production-down`: it is true in 1 case" in reasons
    assert "`environment: production` is never true" not in "".join(reasons)


def test_a_limb_that_is_always_true_is_counted_once():
    policy = edited(("{users: {at_least: 500}}", "{users: {at_least: 500}, tier: [basic, gold]}"))
    assert ["`tier: [basic, gold]` is never false in rule `many-users`"] == impossible(policy)
    assert [] == uncovered(without(), policy)


def test_a_limb_that_no_situation_fulfils_where_its_group_applies_is_not_counted():
    """Channels are not asked for what is not covered, so that no rule of theirs sees its facts."""
    policy = edited(
        ("{activity: custom_work}, then: consulting", "{activity: custom_work}, then: not_covered"),
        ("{id: email, then", "{id: no-project, when: {not: {activity: custom_work}}, then"),
    )
    assert ["`activity: custom_work` is never true in rule `no-project`"] == impossible(policy)


def test_scope_that_reads_the_priority_sees_the_one_before_it():
    """Outside support there is no priority any more, but scope was decided by one."""
    policy = edited(
        ("{activity: custom_work}, then: consulting", "{priority: P1, tier: basic}, then: not_covered"),
        ("{activity: [fault, question]}", "{}"),
    )
    policy = edited(("when: {}, ", ""), content=policy)
    refused = case("{scope: not_covered}", facts="{activity: fault, users: 500}")
    reasons = uncovered(cases(refused), policy)
    assert "`priority: P1` is never false in rule `projects`: it is true in 1 case" in reasons
    assert not [
        reason
        for reason in reasons
        if reason.startswith(("`priority: P1` is never true in rule `projects`", "rule `proj"))
    ]


def test_what_needs_a_fact_without_a_value_where_one_is_presumed_is_not_counted():
    policy = edited(
        ("  users: {", "  mood: {ask: How are they?, choices: [good, bad], optional: true, presume: good}\n  users: {"),
        ("{environment: production, outage: complete}", "{not: {mood: [good, bad]}}"),
        ("{users: {at_least: 500}}", "{users: {at_least: 500}, tier: basic}"),
    )
    assert [
        "reading `weekend` never counts",
        "rule `production-down` never decides",
        "`mood: [good, bad]` is never false in rule `production-down`",
        "rule `gold-p1` never decides",
        "`initial_response` is never owed to tier `gold` at `P1`",
    ] == impossible(policy)


# ── thresholds ────────────────────────────────────────────────────────────────

BY_USERS = "{users: {at_least: 500}}"


def sides(policy):
    """Return the sides of thresholds that nothing covers where there are no cases."""
    (only,) = covered(NO_CASES, policy).policies
    return [item.words for item in only.uncovered if item.kind == "thresholds"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (BY_USERS, ["just under 500", "500 or just over"]),
        ("{users: {less_than: 500}}", ["just under 500", "500 or just over"]),
        ("{users: {more_than: 500}}", ["500 or just under", "just over 500"]),
        ("{users: {at_most: 2.5}}", ["2.5 or just under", "just over 2.5"]),
        ("{users: 7}", ["just under 7", "7 or just over", "7 or just under", "just over 7"]),
        ("{any: [{users: {at_least: 5}}, {users: {at_least: 5}}]}", ["just under 5", "5 or just over"]),
        ("{users: {more_than: 0}}", ["0 or just under", "just over 0"]),
        ("{users: {at_least: 0}, outage: none}", ["0 or just over"]),
        ("{outage: {at_least: partial}}", []),
    ],
)
def test_the_sides_of_a_number(condition, expected):
    """Nothing is under the minimum of a fact, and choices have no numbers."""
    assert [f"`users` is never {side}" for side in expected] == sides(edited((BY_USERS, condition)))


def test_a_number_is_offered_that_its_fact_can_have():
    """Between 0.5 and 1 there is no whole one."""
    policy = edited(("minimum: 0", "minimum: 0.5, maximum: 2.25"), (BY_USERS, "{users: {at_least: 1, at_most: 2}}"))
    (only,) = covered(NO_CASES, policy).policies
    offered = [case.request.get("facts", {}) for case in only.offered]
    assert {0.5, 2.25} == {facts["users"] for facts in offered if isinstance(facts, dict) and "users" in facts}
    assert [] == uncovered(with_offered(NO_CASES, covered(NO_CASES, policy)), policy)


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ("99", "`users` is never 100 or just over"),
        ("100", "`users` is never just under 100"),
        ("499", "`users` is never just under 100"),
        ("500", "`users` is never just under 100"),
    ],
)
def test_just_beside_a_number_means_nearer_than_to_the_next(users, expected):
    policy = edited((BY_USERS, "{users: {at_least: 100, less_than: 500}}"))
    only_case = case(
        "{scope: support}", facts=f"{{activity: fault, environment: production, outage: none, users: {users}}}"
    )
    reasons = [line.split(":")[0] for line in uncovered(cases(only_case), policy) if line.startswith("`users` is")]
    assert expected == reasons[0]
    if users == "500":
        assert ["`users` is never just under 100", "`users` is never 100 or just over"] == reasons[:2]


def test_numbers_in_what_is_presumed_and_in_what_to_bring_count_too():
    policy = edited(
        (
            "[none, partial, complete]}",
            "[none, partial, complete], presume: [{when: {users: {at_most: 9}}, value: none}]}",
        ),
    )
    policy += "intake: [{needs: a list, when: {rooms: {at_least: 3}}, cite: terms.faults}]\n"
    policy = edited(
        ("  users: {", "  rooms: {ask: How many rooms?, type: number, presume: 1}\n  users: {"), content=policy
    )
    (only,) = covered(NO_CASES, policy).policies
    assert {"facts": 2, "intake": 2, "priority": 2} == {
        row: count.of for (row, kind), count in only.counts.items() if kind == "thresholds"
    }
    assert [
        "`users` is never just over 9: it lies elsewhere in 5 cases",
        "`users` is never just under 500: it lies elsewhere in 4 cases",
        "`rooms` is never 3 or just over: it lies elsewhere in 5 cases",
    ] == uncovered(without(), policy)


# ── promises ──────────────────────────────────────────────────────────────────


def test_a_cell_of_nothing_counts_where_it_is_reached():
    policy = edited(("gold: {P1: 1 hour, P2: 1 business day}", "gold: {P1: 1 hour, P2: none}"))
    assert [] == uncovered(without(), policy)
    (reason,) = uncovered(without("gold, and all is well"), policy)
    assert (
        "`initial_response` is never none for tier `gold` at `P2`: the only case of `gold` is `P1`, not `P2`"
    ) == reason


def test_a_cell_that_is_left_out_is_no_cell():
    policy = edited(("gold: {P1: 1 hour, P2: 1 business day}", "gold: {P1: 1 hour}"))
    assert 3 == counted("cells", policy)


def test_a_tier_of_which_there_is_no_case():
    expected = "`initial_response` is never owed to tier `gold` at `P1`: no case is of the tier"
    assert expected in uncovered(without("gold, and nothing runs", "gold, and all is well"))


def test_a_span_that_a_fact_gives_counts_where_it_is_owed():
    policy = edited(
        ("  users: {", "  agreed: {ask: When?, type: span, optional: true}\n  users: {"),
        ("gold: {P1: 1 hour, P2: 1 business day}", "gold: {P1: 1 hour, P2: {fact: agreed}}"),
    )
    expected = ["`initial_response` is never owed to tier `gold` at `P2`: 1 case of `gold` is `P2`, and gives no span"]
    assert expected == uncovered(without(), policy)
    agreed = case("{priority: P2}", name="x", tier="gold", facts="{activity: fault, outage: none, agreed: 2 hours}")
    assert [] == uncovered(without() + agreed, policy)


def test_consulting_is_promised_by_tier_alone():
    policy = ACME + "  advice: {scope: consulting, within: {gold: 1 business day}, cite: terms.plans}\n"
    expected = ["`advice` is never owed to tier `gold`: the 2 cases of `gold` are support, not consulting"]
    assert expected == uncovered(without(), policy)


def test_a_case_that_is_open_comes_to_nothing_yet():
    nothing_known = case("{status: needs_facts}", name="nothing known", tier="gold", facts="{}")
    only_that_it_is_broken = case("{status: needs_facts}", name="broken", tier="gold", facts="{activity: fault}")
    reasons = uncovered(without("gold, and nothing runs", "gold, and all is well") + nothing_known)
    assert (
        "`initial_response` is never owed to tier `gold` at `P1`: the only case of `gold` is open, not `P1`" in reasons
    )
    reasons = uncovered(without("gold, and nothing runs") + nothing_known + only_that_it_is_broken)
    expected = "the 3 cases of `gold` are `P2`, open and of an open priority, not `P1`"
    assert f"`initial_response` is never owed to tier `gold` at `P1`: {expected}" in reasons


SENSORS = ("  users: {", "  sensors: {ask: How many?, type: number, minimum: 0}\n  users: {")
BRING_MAP = edited(SENSORS) + "intake: [{needs: a map, when: {sensors: {less_than: 10}}, cite: terms.plans}]\n"


def test_a_threshold_of_what_must_be_brought_without_any_case_that_counts():
    failed = case("{scope: consulting}", name="a failure")
    reasons = uncovered(cases(failed), BRING_MAP)
    assert "`sensors` is never just under 10: no case asks what must be brought" in reasons


def test_a_threshold_of_what_must_be_brought_where_the_number_is_not_known():
    assert [
        "`sensors` is never just under 10: it is known in no case",
        "`sensors` is never 10 or just over: it is known in no case",
    ] == uncovered(without(), BRING_MAP)


def test_a_threshold_of_what_is_presumed_without_any_case_that_counts():
    presumed = "presume: [{when: {sensors: {less_than: 10}}, value: 2}, {value: 1}]"
    policy = edited(SENSORS, ("presume: 1", presumed))
    failed = case("{scope: consulting}", name="a failure")
    assert "`sensors` is never just under 10: no case asks what is presumed" in uncovered(cases(failed), policy)


# ── clauses and readings ──────────────────────────────────────────────────────

NEW = ("      phone: {at", "      new: {at: A new page, says: something more}\n      phone: {at")
ENTITLED = "services: {review: {title: A review, tiers: [gold], levels: [P1], activities: [fault], cite: terms.new}}\n"
BROUGHT = "intake: [{needs: a map, when: {tier: gold, arrived_by: email}, cite: terms.new}]\n"
PROJECTS = ("consulting, cite: terms.faults", "consulting, cite: terms.new")
GOLD = ("gold: {title: Gold", "gold: {cite: terms.new, title: Gold")
PHONE = ("phone: {contact", "phone: {cite: terms.new, contact")
ALWAYS = ("always: {timezone", "always: {cite: terms.new, timezone")
NEVER = "clause `terms.new` never counts: "


@pytest.mark.parametrize(
    ("edits", "more", "left_out", "expected"),
    [
        ([], "", [], []),
        ([PROJECTS], "", ["a project"], ["rule `projects`"]),
        ([GOLD], "", [], []),
        ([GOLD], "", ["gold, and nothing runs", "gold, and all is well"], ["tier `gold`"]),
        ([PHONE], "", ["many users", "gold, and nothing runs"], ["way `phone`"]),
        ([ALWAYS], "", ["gold, and nothing runs"], ["hours `always`"]),
        ([], ENTITLED, [], []),
        ([], ENTITLED, ["gold, and nothing runs"], ["service `review`"]),
        ([], BROUGHT, [], ["`a map` to bring"]),
        ([], "escalation: [{to: the head, cite: terms.new}]\n", [], []),
    ],
)
def test_a_clause_counts_where_what_cites_it_does(edits, more, left_out, expected):
    reasons = uncovered(without(*left_out), edited(NEW, *edits) + more)
    uncited = [f"{NEVER}{name} counts in no case" for name in expected]
    assert uncited == [line for line in reasons if line.startswith(NEVER)]


def test_what_is_to_be_brought_may_depend_on_facts_that_no_rule_reads():
    facts = "{activity: question, outage: none}"
    mailed = case("{priority: P2}", name="mailed", tier="gold", channel="email", facts=facts)
    assert [] == uncovered(without() + mailed, edited(NEW) + BROUGHT)


def test_several_that_cite_one_clause_are_all_named():
    message = "clause `terms.p1` never counts: neither rule `production-down` nor rule `many-users` nor rule `the-rest`"
    assert f"{message} counts in any case" in uncovered(NO_CASES)
    policy = edited(("then: office, cite: terms.plans", "then: office, cite: [terms.plans, terms.p1]"))
    assert f"{message} nor 1 more counts in any case" in uncovered(NO_CASES, policy)


def test_a_clause_that_only_a_reading_cites_counts_with_the_reading():
    policy = edited(NEW, ("clause: terms.plans", "clause: [terms.plans, terms.new]"))
    assert [] == uncovered(without(), policy)
    why = "rule `gold-p1` counts in no case"
    reasons = uncovered(without("gold, and nothing runs"), policy)
    assert [f"{NEVER}{why}", f"reading `weekend` never counts: {why}"] == reasons[:2]


def test_a_clause_that_a_rule_cites_too_does_not_count_with_a_reading():
    policy = edited(NEW, ("clause: terms.plans", "clause: terms.new"), PROJECTS)
    assert f"{NEVER}rule `projects` counts in no case" in uncovered(without("a project"), policy)


def test_what_nothing_cites_is_not_counted():
    assert 4 == counted("clauses") == counted("clauses", edited(NEW))
    policy = edited(("cite: readings.weekend", "cite: terms.plans"))
    assert (1, 0) == (counted("readings"), counted("readings", policy))
