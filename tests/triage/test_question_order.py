"""The order of missing facts: the first tells most of what is possible apart, weighed by what is at stake."""

from .verbs import decision, policy, record, request, store

FACTS = """
  urgent: {ask: "Is it urgent?", type: boolean}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
  activity: {ask: "What is asked for?", choices: [fault, project]}
"""
SCOPE = """
  rules:
    - {id: support, when: {activity: fault}, then: support, cite: terms.all}
    - {id: projects, when: {activity: project}, then: consulting, cite: terms.all}
"""
PRIORITIES = """
  levels: {P1: Critical, P2: Serious, P3: Normal}
  rules:
    - {id: down, when: {outage: complete}, then: P1, cite: terms.all}
    - {id: urgent, when: {urgent: true}, then: P2, cite: terms.all}
    - {id: rest, then: P3, cite: terms.all}
"""
PROMISES = """
  initial_response:
    within: {basic: {P1: 1 hour, P2: 4 hours, P3: 1 day}, gold: {P1: 1 hour, P2: 4 hours, P3: 1 day}}
    cite: terms.all
"""
TERMS = store(policy(facts=FACTS, scope=SCOPE, priorities=PRIORITIES, promises=PROMISES))


def missing(**facts):
    return [missing.fact for missing in decision(request(facts=facts), TERMS).missing]


def test_what_decides_the_scope_and_with_it_all_else_comes_first():
    assert ["activity", "outage", "urgent"] == missing()


def test_what_tells_the_most_severe_level_apart_comes_before_what_tells_lesser_ones_apart():
    assert ["outage", "urgent"] == missing(activity="fault")


def test_the_order_is_that_of_the_json_form():
    asked = record(request(), TERMS)["missing"]
    assert ["activity", "outage", "urgent"] == [entry["fact"] for entry in asked]


def test_facts_that_tell_as_much_apart_stand_in_the_order_of_the_policy():
    facts = """
  left: {ask: "Is the left one down?", type: boolean}
  right: {ask: "Is the right one down?", type: boolean}
"""
    levels = """
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: either, when: {any: [{left: true}, {right: true}]}, then: P1, cite: terms.all}
    - {id: rest, then: P2, cite: terms.all}
"""
    scope = "{rules: [{id: all, then: support, cite: terms.all}]}"
    terms = store(policy(facts=facts, scope=scope, priorities=levels))
    assert ["left", "right"] == [missing.fact for missing in decision(request(), terms).missing]


def test_where_completions_are_too_many_facts_stand_by_what_they_decide():
    many = "".join(f"  f{n}: {{ask: 'Is it {n}?', type: boolean}}\n" for n in range(20))
    any_of = ", ".join(f"{{f{n}: true}}" for n in range(20))
    levels = f"""
  levels: {{P1: Critical, P2: Normal}}
  rules:
    - {{id: one, when: {{any: [{any_of}]}}, then: P1, cite: terms.all}}
    - {{id: rest, then: P2, cite: terms.all}}
"""
    facts = f"\n{many}  activity: {{ask: 'What is asked for?', choices: [fault, question, project]}}\n"
    terms = store(policy(facts=facts, priorities=levels))
    assert ["activity", "f0"] == [missing.fact for missing in decision(request(), terms).missing][:2]
