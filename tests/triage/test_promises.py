"""What is owed, and by when: spans, hours, repetition, reasons."""

from __future__ import annotations

from .verbs import contract, decision, policy, record, request, store

FAULT = {"activity": "fault", "outage": "none"}
DOWN = {"activity": "fault", "outage": "complete"}


def desk(promises, **sections):
    """Return a shelf whose policy makes these promises, one to a line."""
    return store(policy(promises="\n" + "".join(f"  {line}\n" for line in promises.strip().splitlines()), **sections))


def due(asked, at=None, *contracts):
    """Return when each promise falls due, on the wall clock of its hours."""
    return {deadline["promise"]: deadline["due_local"] for deadline in record(asked, at, *contracts)["deadlines"]}


UPDATES = desk("""
initial_response: {within: {basic: 1 hour}, cite: terms.all}
status_update: {repeats: true, within: {basic: 4 business hours}, cite: terms.all}
""")


def test_a_repeating_promise_counts_from_the_last_update():
    asked = request(facts=FAULT, last_update="2026-03-11T10:00:00+01:00")
    expected = {"initial_response": "2026-03-10T10:00:00+01:00", "status_update": "2026-03-11T14:00:00+01:00"}
    assert expected == due(asked, UPDATES)


def test_without_one_it_counts_from_receipt():
    assert "2026-03-10T13:00:00+01:00" == due(request(facts=FAULT), UPDATES)["status_update"]


def test_it_says_that_it_repeats_and_counts_periods_from_its_start():
    first, again = record(request(facts=FAULT, last_update="2026-03-11T14:00:00+01:00"), UPDATES)["deadlines"]
    assert (False, True) == (first["repeats"], again["repeats"])
    assert [
        ["2026-03-11T13:00:00Z", "2026-03-11T15:00:00Z"],
        ["2026-03-12T07:00:00Z", "2026-03-12T09:00:00Z"],
    ] == again["periods"]


def test_deadlines_come_in_the_order_of_the_policy():
    assert ["initial_response", "status_update"] == list(due(request(facts=FAULT), UPDATES))


def test_a_business_day_is_a_day_of_the_hours():
    assert {"initial_response": "2026-03-11T09:00:00+01:00"} == due(request(facts=FAULT))


def test_within_is_the_span_as_its_author_wrote_it():
    at = desk("initial_response: {within: {basic: 7 hours  30 minutes}, cite: terms.all}")
    assert "7 hours  30 minutes" == record(request(facts=FAULT), at)["deadlines"][0]["within"]


def test_nothing_at_all_is_due_on_receipt_even_when_closed():
    at = desk("initial_response: {within: {basic: 0 hours}, cite: terms.all}")
    (deadline,) = record(request(facts=FAULT, received="2026-03-14T12:00:00+01:00"), at)["deadlines"]
    assert ("2026-03-14T11:00:00Z", []) == (deadline["due"], deadline["periods"])


def test_none_owes_nothing_and_says_so():
    at = desk("initial_response: {within: {basic: {P1: 1 hour, P2: none}}, cite: terms.all}")
    found = record(request(facts=FAULT), at)
    assert ([], ["no initial response is owed at this level"]) == (found["deadlines"], found["notes"])


def test_a_cell_left_out_owes_nothing_and_says_nothing():
    at = desk("initial_response: {within: {basic: {P1: 1 hour}}, cite: terms.all}")
    found = record(request(facts=FAULT), at)
    assert ([], []) == (found["deadlines"], found["notes"])


def test_a_span_for_a_tier_holds_at_every_level():
    at = desk("initial_response: {within: {basic: 2 hours}, cite: terms.all}")
    assert (
        due(request(facts=FAULT), at)
        == due(request(facts=DOWN), at)
        == {"initial_response": "2026-03-10T11:00:00+01:00"}
    )


RHYTHM = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
  rhythm: {ask: "Which rhythm is agreed?", type: span, from: contract, optional: true}
"""
AGREED = desk(
    "status_update: {repeats: true, within: {basic: {P1: 1 hour, P2: {fact: rhythm}}}, cite: terms.all}", facts=RHYTHM
)
BOTH = desk(
    """
initial_response: {within: {basic: 1 hour}, cite: terms.all}
status_update: {repeats: true, within: {basic: {P1: 1 hour, P2: {fact: rhythm}}}, cite: terms.all}
""",
    facts=RHYTHM,
)


def test_a_span_that_the_contract_agrees():
    asked = request(contract="ada-1", facts=FAULT)
    found = record(asked, AGREED, contract(facts={"rhythm": "2 business days"}))
    (deadline,) = found["deadlines"]
    assert ("2026-03-12T09:00:00+01:00", "2 business days") == (deadline["due_local"], deadline["within"])
    assert [] == found["notes"]


def test_a_span_that_nobody_agreed_on():
    for agreed in ((), (contract(),)):
        asked = request(contract="ada-1" if agreed else None, facts=FAULT)
        found = record(asked, AGREED, *agreed)
        assert ("decided", [], ["no status update is owed: `rhythm` is not agreed"]) == (
            found["status"],
            found["deadlines"],
            found["notes"],
        )


def test_a_span_asked_for_and_not_known_may_or_may_not_be_owed():
    found = record(request(facts=FAULT | {"rhythm": None}), BOTH)
    deadline = found["deadlines"][1]
    assert (None, None, None, False) == tuple(deadline[key] for key in ("due", "earliest", "latest", "certain"))
    assert [("rhythm", ["status_update"])] == [(m["fact"], m["decides"]) for m in found["missing"]]


def test_a_span_that_decides_only_whether_something_is_owed_decides_that_promise():
    """Not coverage, though no hours are chosen where nothing is counted in them."""
    found = record(request(facts=FAULT | {"rhythm": None}), AGREED)
    assert [("rhythm", ["status_update"])] == [(m["fact"], m["decides"]) for m in found["missing"]]


def test_hours_of_its_own_count_before_coverage():
    at = desk("""
initial_response: {within: {basic: 10 hours}, hours: always, cite: terms.all}
status_update: {within: {basic: 10 hours}, cite: terms.all}
""")
    expected = {"initial_response": "2026-03-10T18:00:00+00:00", "status_update": "2026-03-11T11:00:00+01:00"}
    assert expected == due(request(facts=FAULT), at)


def test_a_promise_with_hours_of_its_own_does_not_cite_coverage():
    at = desk("""
initial_response: {within: {basic: 10 hours}, hours: always, cite: terms.all}
status_update: {within: {basic: 10 hours}, cite: terms.all}
""")
    own, covered = record(request(facts=FAULT), at)["deadlines"]
    assert (("always", []), ("office", ["office"])) == (
        (own["hours"], own["rules"]),
        (covered["hours"], covered["rules"]),
    )


def test_a_promise_cites_its_clauses_those_of_coverage_and_those_of_the_hours():
    clauses = ", ".join(f"{name}: {{at: {name}, says: {name}}}" for name in ("all", "hours", "p", "c"))
    sources = f"{{terms: {{title: Terms, clauses: {{{clauses}}}}}}}"
    coverage = "{rules: [{id: office, then: office, cite: terms.c}]}"
    promises = "{initial_response: {within: {basic: 1 hour}, cite: [terms.p, terms.c]}}"
    at = store(policy(sources=sources, coverage=coverage, promises=promises))
    assert ["terms.p", "terms.c", "terms.hours"] == record(request(facts=FAULT), at)["deadlines"][0]["cites"]


def test_a_consulting_promise_is_owed_in_consulting_alone():
    at = desk("""
initial_response: {within: {basic: 1 hour}, cite: terms.all}
offer: {scope: consulting, within: {basic: 2 business days}, cite: terms.all}
""")
    assert ["initial_response"] == list(due(request(facts=FAULT), at))
    assert {"offer": "2026-03-12T09:00:00+01:00"} == due(request(facts={"activity": "project"}), at)


def test_how_binding_a_promise_is():
    at = desk("""
initial_response: {kind: goal, within: {basic: 1 hour}, cite: terms.all}
status_update: {kind: guarantee, within: {basic: 1 hour}, cite: terms.all}
fix: {within: {basic: 1 hour}, cite: terms.all}
""")
    kinds = [deadline["kind"] for deadline in record(request(facts=FAULT), at)["deadlines"]]
    assert ["goal", "guarantee", None] == kinds


def test_another_tiers_promise_is_not_owed():
    at = desk("initial_response: {within: {gold: 1 hour}, cite: terms.all}")
    assert ({}, {"initial_response": "2026-03-10T10:00:00+01:00"}) == (
        due(request(facts=FAULT), at),
        due(request(facts=FAULT, tier="gold"), at),
    )


def test_all_deadlines_lie_at_or_after_their_start():
    found = decision(request(facts=FAULT), UPDATES)
    assert all(d.due_instant is not None and d.due_instant >= (d.start_instant or 0) for d in found.deadlines.values())
