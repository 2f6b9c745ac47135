"""Why not: what is said of a request that has another level or scope than somebody would like."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from triage.verbs import answer, contract, policy, request, store

from remit.cli import main
from remit.engine.language.schema import load_schema
from remit.engine.triage.decision import Decision
from remit.engine.triage.layout import Look
from remit.engine.why_not.fewest_changes import STEPS
from remit.engine.why_not.goal_space import Goal
from remit.engine.why_not.why_not import WhyNot, why_not
from remit.engine.why_not.why_not_files import NoGoal, parse_goal
from remit.engine.why_not.why_not_text import as_text

ROOT = Path(__file__).parents[2]
FACTS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
  users: {ask: "How many are hit?", type: number, presume: 1}
  region: {ask: "Where?", choices: [emea, apac], from: contract, presume: emea}
"""
PRIORITIES = """
  levels: {P1: Critical, P2: High, P3: Normal, P4: Never}
  rules:
    - {id: down, when: {tier: gold, outage: complete}, then: P1, cite: terms.all}
    - {id: many, when: {users: {at_least: 100}}, then: P2, cite: terms.all}
    - {id: far, when: {region: apac, outage: partial}, then: P2, cite: terms.all}
    - {id: rest, then: P3, cite: terms.all}
"""
DESK = store(policy(facts=FACTS, priorities=PRIORITIES))


def asked(goal: Goal, *contracts: dict[str, object], steps: int = STEPS, **keys: object) -> WhyNot:
    """Return why a request, a fault where nobody knows how much is down, has not what is asked for."""
    decision = answer(request(**{"facts": {"activity": "fault"}, **keys}), DESK, *contracts)
    assert isinstance(decision, Decision)
    return why_not(decision, goal, DESK, [decision.contract] if decision.contract else [], steps)


def lines(answer: WhyNot) -> list[str]:
    """Return the lines of its text, with single blanks."""
    return [" ".join(line.split()) for line in as_text(answer, Look(width=200)).splitlines()]


def test_an_open_fact_turns_out_and_a_presumed_one_is_not_as_presumed():
    found = lines(asked(Goal(level="P2")))
    start = found.index("it would be P2")
    assert ["if users turns out to be at least 100, not 1 as presumed"] == found[start + 1 : start + 2]
    found = lines(asked(Goal(level="P1"), tier="gold"))
    assert "if outage turns out to be complete" in found


def test_a_stated_fact_would_be_another_instead():
    found = lines(asked(Goal(level="P1"), tier="gold", facts={"activity": "fault", "outage": "none"}))
    assert "if outage were complete instead of none" in found


def test_what_the_contract_would_say_stands_apart():
    """The message cannot make it Gold."""
    answered = asked(Goal(level="P1"), facts={"activity": "fault", "outage": "complete"})
    assert ("changes", ()) == (answered.outcome, answered.message)
    found = lines(answered)
    start = found.index("it would be P1, were the contract another")
    assert "if tier were gold instead of basic" == found[start + 1]
    assert "why no facts of a message give P1 under this contract" in found


def test_a_contract_that_says_a_fact_is_named_beside_what_the_message_says():
    agreed = contract(facts={"region": "emea"})
    facts = {"activity": "fault", "outage": "partial"}
    answered = asked(Goal(level="P2"), agreed, facts=facts, policy=None, tier=None, contract="ada-1")
    (change,) = answered.contract[0].changes
    assert ("region", "stated", "emea", True) == (change.fact, change.known, change.now, change.is_of_contract)
    assert [["users"]] == [[change.fact for change in one.changes] for one in answered.message]


def test_the_clause_in_the_way_is_the_rule_that_wins_with_its_sentence():
    (rule,) = asked(Goal(level="P2"), facts={"activity": "fault", "outage": "none"}).in_the_way
    assert ("rest", "P3", ["terms.all"]) == (rule.rule, rule.outcome, [sentence.cite for sentence in rule.sentences])
    assert all(sentence.at and sentence.says for sentence in rule.sentences)


def test_where_the_scope_is_in_the_way_its_rule_is_named():
    answered = asked(Goal(level="P3"), facts={"activity": "project"})
    assert ["consulting"] == [rule.outcome for rule in answered.in_the_way]
    assert [["activity"]] == [[change.fact for change in one.changes] for one in answered.message]


def test_what_is_so_already_is_said_and_needs_no_change():
    answered = asked(Goal(level="P3"), facts={"activity": "fault", "outage": "none"})
    assert ("reached", (), ()) == (answered.outcome, answered.message, answered.in_the_way)
    assert "now P3 already" in lines(answered)


def test_a_level_that_no_rule_gives_is_unreachable():
    answered = asked(Goal(level="P4"))
    assert ("unreachable", "no facts give P4 to Basic: no rule gives it") == (answered.outcome, answered.reason)


def test_a_contract_that_is_not_in_force_is_in_the_way_of_everything():
    answered = asked(Goal(level="P1"), contract(to="2026-01-01"), policy=None, tier=None, contract="ada-1")
    assert "unreachable" == answered.outcome
    assert "the contract is not in force" in answered.reason


def test_what_is_not_proved_within_the_budget_is_said():
    answered = asked(Goal(level="P1"), steps=1)
    assert ("not_proved", "that could not be looked at within the budget of steps") == (
        answered.outcome,
        answered.reason,
    )
    for steps in range(1, 200, 7):
        partly = asked(Goal(level="P1"), steps=steps)
        assert partly.outcome in ("not_proved", "changes")
        assert partly.outcome == "changes" or "within the budget of steps" in partly.reason


def test_a_scope_can_be_asked_for():
    answered = asked(Goal(scope="consulting"))
    (change,) = answered.message[0].changes
    assert ("activity", "project") == (change.fact, change.to.text)


@pytest.mark.parametrize(
    ("scope", "level", "message"),
    [
        (None, None, "name a level, a scope or both"),
        ("consulting", "P1", "a request that is consulting has no level"),
        ("free", None, "scope `free` is none of `not_covered`, `consulting`, `support`"),
        (None, "P9", "level `P9` is not declared by policy `acme`; known: `P1`, `P2`, `P3`, `P4`"),
    ],
)
def test_a_goal_that_no_request_can_have_is_refused(scope, level, message):
    decision = answer(request(facts={"activity": "fault"}), DESK)
    assert isinstance(decision, Decision)
    with pytest.raises(NoGoal) as refused:
        parse_goal(decision.policy, scope, level)
    assert message == str(refused.value)


@pytest.mark.parametrize(
    "goal", [Goal(level="P1"), Goal(level="P2"), Goal(level="P3"), Goal(scope="support"), Goal(level="P4")]
)
def test_json_is_as_its_schema_says(goal):
    situations: list[dict[str, Any]] = [
        {},
        {"facts": {"activity": "fault", "outage": "partial"}, "tier": "gold"},
        {"facts": {}},
    ]
    for keys in situations:
        record = json.loads(json.dumps(asked(goal, **keys).to_dict()))
        jsonschema.validate(record, load_schema("why-not"))


MAILS = "examples/messages"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--level", "P1", f"{MAILS}/1-orders-missing.eml"], 0, "it would be P1"),
        (["--level", "P1", MAILS], 2, "has several requests"),
        (["--level", "P1", f"{MAILS}/5-not-who-it-says.eml"], 4, "OPEN"),
        (["--level", "P1", "nowhere.yaml"], 3, "no such file"),
        (["--level", "P7", "examples/requests/1-sync-stopped.yaml"], 2, "is not declared"),
        (["examples/requests/1-sync-stopped.yaml"], 2, "name a level"),
        (["--scope", "support", "--level", "P1", "examples/requests/1-sync-stopped.yaml"], 0, "P1 already"),
        (["--format", "json", "--level", "P1", "nowhere.yaml"], 3, '"invalid"'),
    ],
)
def test_how_the_command_ends(arguments, code, says, monkeypatch):
    """0 where it is known what would give it, or that nothing does; 4 where it is not."""
    monkeypatch.chdir(ROOT)
    ended = CliRunner().invoke(main, ["why-not", "--contracts", "examples/contracts.yaml", *arguments])
    assert (code, True) == (ended.exit_code, says in ended.output)


def test_many_facts_that_all_have_to_change_are_found_at_once():
    """Of forty facts every one is needed, so that no smaller set is looked at."""
    names = [f"f{n}" for n in range(40)]
    facts = "".join(f'\n  {name}: {{ask: "?", choices: [a, b, c]}}' for name in names) + "\n"
    down = ", ".join(f"{name}: c" for name in names)
    levels = f"""
  levels: {{P1: Critical, P2: Normal}}
  rules:
    - {{id: down, when: {{{down}}}, then: P1, cite: terms.all}}
    - {{id: rest, then: P2, cite: terms.all}}
"""
    scope = "{rules: [{id: all, then: support, cite: terms.all}]}"
    desk = store(policy(facts=facts, priorities=levels, scope=scope))
    for stated in ({}, dict.fromkeys(names, "a")):
        decision = answer(request(facts=stated), desk)
        assert isinstance(decision, Decision)
        answered = why_not(decision, Goal(level="P1"), desk, [])
        assert [40] == [len(one.changes) for one in answered.message]


HOURS_THERE = """
  desk: {timezone: {fact: zone}, week: {mon-fri: "09:00-17:00"}}
  office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
"""


@pytest.mark.parametrize(
    ("received", "zone", "words"),
    [
        ("2026-03-10T10:00:00Z", "Asia/Tokyo", "zone were a place where other hours are open instead of Asia/Tokyo"),
        ("2026-03-10T10:00:00Z", None, "zone turns out to be a place where other hours are open"),
        ("2026-03-14T23:00:00Z", "Asia/Tokyo", None),  # on Saturday night it is nowhere Monday yet
    ],
)
def test_another_zone_is_named_only_where_the_hours_are_open_in_some(received, zone, words):
    rules = "{id: by-day, when: {received: {within: desk}}, then: P1, cite: terms.all}"
    content = policy(
        facts=f"{FACTS}  zone: {{type: timezone}}\n",
        hours=HOURS_THERE,
        priorities=PRIORITIES.replace(
            "{id: down, when: {tier: gold, outage: complete}, then: P1, cite: terms.all}", rules
        ),
    )
    desk = store(content)
    facts = {"activity": "fault", "outage": "none", **({"zone": zone} if zone else {})}
    decided = answer(request(received=received, facts=facts), desk)
    assert isinstance(decided, Decision)
    result = why_not(decided, Goal(level="P1"), desk, ())
    assert ("changes" if words else "unreachable") == result.outcome
    assert (words or "no facts give P1") in " ".join(as_text(result, Look()).split())
