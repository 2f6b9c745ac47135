"""Presumptions that depend on other facts, and the exact lists of what is presumed and what is missing."""

from __future__ import annotations

from .verbs import decision, policy, record, request, shipped, store

ACTIVITY = 'activity: {ask: "What is asked for?", choices: [fault, question, project]}'


def presuming(outage, *more):
    """Return a shelf whose policy presumes so of the outage."""
    facts = [
        ACTIVITY,
        f'outage: {{ask: "How much is down?", choices: [none, partial, complete], presume: {outage}}}',
        *more,
    ]
    return store(policy(facts="\n" + "".join(f"  {fact}\n" for fact in facts)))


def lists(asked, desk):
    """Return the facts missing, and those presumed with their values."""
    found = decision(asked, desk)
    return [missing.fact for missing in found.missing], {p.fact: p.value for p in found.presumed}


def test_the_first_presumption_whose_condition_holds_counts():
    desk = presuming("[{when: {activity: fault}, value: complete}, {value: none}]")
    assert ([], {"outage": "complete"}) == lists(request(facts={"activity": "fault"}), desk)
    assert ([], {"outage": "none"}) == lists(request(facts={"activity": "question"}), desk)


def test_without_one_that_holds_the_fact_stays_open():
    desk = presuming("[{when: {activity: question}, value: none}]")
    assert (["outage"], {}) == lists(request(facts={"activity": "fault"}), desk)


def test_an_unknown_condition_ahead_of_one_that_holds_leaves_the_fact_open():
    desk = presuming("[{when: {activity: fault}, value: complete}, {value: none}]")
    assert (["activity"], {}) == lists(request(), desk)
    assert ("P1", "P2") == decision(request(), desk).priority.possible


def test_what_is_presumed_whatever_an_open_fact_turns_out_to_be_is_presumed():
    """The same value twice: the question of what is asked for decides nothing here, and the outage does."""
    desk = presuming("[{when: {arrived_by: phone}, value: none}, {value: none}]")
    assert ([], {"outage": "none"}) == lists(request(facts={"activity": "fault"}), desk)


def test_what_is_presumed_otherwise_once_an_open_fact_is_known_is_not_presumed_yet():
    desk = presuming("[{when: {arrived_by: phone}, value: complete}, {value: none}]")
    assert (["arrived_by"], {}) == lists(request(facts={"activity": "fault"}), desk)


def test_a_presumption_may_rest_on_another():
    """Only what rules read would be missing had nothing been presumed, so `impact` is not listed."""
    impact = 'impact: {ask: "Who feels it?", choices: [nobody, everybody], presume: nobody}'
    desk = presuming("[{when: {impact: nobody}, value: none}]", impact)
    assert ([], {"outage": "none"}) == lists(request(facts={"activity": "fault"}), desk)
    assert (["outage"], {}) == lists(request(facts={"activity": "fault", "impact": "everybody"}), desk)


def test_a_presumption_may_rest_on_tier_and_arrival():
    desk = presuming(
        "[{when: {tier: gold}, value: complete}, {when: {arrived_by: phone}, value: complete}, {value: none}]"
    )
    fault = {"activity": "fault"}
    assert "P1" == decision(request(facts=fault, tier="gold", channel="email"), desk).priority.level
    assert "P1" == decision(request(facts=fault, channel="phone"), desk).priority.level
    assert "P2" == decision(request(facts=fault, channel="email"), desk).priority.level


def test_a_presumption_that_changes_nothing_is_not_listed():
    """A project is consulting, however much is down."""
    assert ([], {}) == lists(request(facts={"activity": "project"}), presuming("none"))


def test_presumed_is_listed_though_another_fact_is_missing():
    desk = presuming("none")
    assert (["activity"], {"outage": "none"}) == lists(request(), desk)


def test_presumed_values_as_json_has_them():
    facts = {"activity": "problem_diagnosis", "environment": "production", "service_loss": "none"}
    asked = request(policy="jumpmind", tier="standard", facts=facts)
    presumed = {entry["fact"]: entry["value"] for entry in record(asked, shipped())["presumed"]}
    assert presumed == {
        "functionality": "intact",
        "data_loss": "none",
        "essential_part_usable": True,
        "mission_critical_app_usable": True,
        "time_sensitive": False,
        "work_stopped": False,
        "version_age_months": 0,
    }


def test_missing_with_the_question_its_choices_and_what_it_decides():
    facts = {"activity": "problem_diagnosis", "environment": "production"}
    asked = request(policy="jumpmind", tier="standard", facts=facts)
    assert record(asked, shipped())["missing"] == [
        {
            "fact": "service_loss",
            "ask": "How much of the service is lost?",
            "choices": ["none", "minor", "moderate", "severe", "complete"],
            "decides": ["priority"],
        }
    ]


def test_a_missing_boolean_has_two_choices():
    facts = {"activity": "bug_fix", "environment": "production", "service_loss": "none", "data_loss": "real"}
    asked = request(policy="jumpmind", tier="standard", facts=facts)
    assert record(asked, shipped())["missing"] == [
        {
            "fact": "essential_part_usable",
            "ask": "Can the essential parts of the system be used?",
            "choices": ["true", "false"],
            "decides": ["priority"],
        }
    ]


def test_a_missing_number_has_none():
    asked = request(policy="jumpmind", tier="standard", facts={"activity": "bug_fix", "version_age_months": None})
    (age,) = [missing for missing in record(asked, shipped())["missing"] if missing["fact"] == "version_age_months"]
    assert ([], ["scope", "priority", "coverage", "channel"]) == (age["choices"], age["decides"])


def test_an_open_way_of_arrival_is_missing_where_rules_read_it():
    channels = SMALL_CHANNELS
    found = decision(request(facts={"activity": "fault", "outage": "none"}), store(policy(channels=channels)))
    assert [("arrived_by", "How did the request come in?", ("phone", "email"), ("channel",))] == [
        (m.fact, m.ask, m.choices, m.decides) for m in found.missing
    ]


SMALL_CHANNELS = """
  ways: {phone: {contact: "+49 30 0000"}, email: {contact: help@acme.example}}
  rules:
    - {id: phoned, when: {arrived_by: phone}, then: {allow: phone}, cite: terms.all}
    - {id: email, then: {allow: email}, cite: terms.all}
"""
