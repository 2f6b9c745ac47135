"""What a decision says while facts are missing: what is possible, and the bounds of each deadline."""

from __future__ import annotations

from .verbs import SMALL, decision, policy, record, request, store

TUESDAY_13 = "2026-03-10T12:00:00Z"
WEDNESDAY_9 = "2026-03-11T08:00:00Z"


def deadline(asked, desk=None):
    """Return what JSON says of the one deadline: earliest, latest and whether it is owed for certain."""
    (found,) = record(asked, desk)["deadlines"]
    assert (found["due"], found["due_local"], found["periods"]) == (None, None, [])
    return found["earliest"], found["latest"], found["certain"]


def test_an_open_scope_is_bounded_and_its_level_null():
    found = record(request(facts={"outage": "complete"}))
    assert (None, ["consulting", "support"]) == (found["scope"]["outcome"], found["scope"]["possible"])
    assert (None, None, ["P1"]) == tuple(found["priority"][key] for key in ("level", "title", "possible"))


def test_an_open_scope_leaves_uncertain_whether_anything_is_owed():
    assert (TUESDAY_13, TUESDAY_13, False) == deadline(request(facts={"outage": "complete"}))


def test_an_open_priority_bounds_the_deadline():
    asked = request(facts={"activity": "fault"})
    found = record(asked)
    assert ("support", None, ["P1", "P2"]) == (
        found["scope"]["outcome"],
        found["priority"]["level"],
        found["priority"]["possible"],
    )
    assert (TUESDAY_13, WEDNESDAY_9, True) == deadline(asked)
    (open_,) = found["deadlines"]
    assert (None, "office", ["office"]) == (open_["within"], open_["hours"], open_["rules"])


def test_a_level_that_owes_nothing_makes_the_deadline_uncertain():
    promises = "{initial_response: {within: {basic: {P1: 4 business hours, P2: none}}, cite: terms.all}}"
    found = deadline(request(facts={"activity": "fault"}), store(policy(promises=promises)))
    assert (TUESDAY_13, TUESDAY_13, False) == found


def test_a_deadline_that_is_the_same_in_every_completion_stands_though_the_level_is_open():
    promises = "{initial_response: {within: {basic: 4 business hours}, cite: terms.all}}"
    (found,) = record(request(facts={"activity": "fault"}), store(policy(promises=promises)))["deadlines"]
    assert (TUESDAY_13, "4 business hours") == (found["due"], found["within"])
    assert not {"earliest", "latest", "certain"} & set(found)


def test_open_hours_with_equal_deadlines_are_a_deadline_that_stands():
    """On a Tuesday morning four hours are four hours, in the office or round the clock."""
    coverage = """
  rules:
    - {id: nonstop, when: {outage: complete}, then: always, cite: terms.all}
    - {id: office, then: office, cite: terms.all}
"""
    promises = "{initial_response: {within: {basic: 4 hours}, cite: terms.all}}"
    desk = store(policy(coverage=coverage, promises=promises))
    found = record(request(facts={"activity": "fault"}), desk)
    (standing,) = found["deadlines"]
    assert ("needs_facts", TUESDAY_13, None, []) == (
        found["status"],
        standing["due"],
        standing["hours"],
        standing["rules"],
    )
    assert ["priority", "coverage", "channel"] == found["missing"][0]["decides"]


def test_open_hours_with_other_deadlines_bound_it():
    evening = "2026-03-10T15:00:00+01:00"
    coverage = SMALL["coverage"].replace("tier: gold, priority: P1", "outage: complete")
    promises = "{initial_response: {within: {basic: 4 hours}, cite: terms.all}}"
    asked = request(received=evening, facts={"activity": "fault"})
    expected = ("2026-03-10T18:00:00Z", "2026-03-11T10:00:00Z", True)
    assert expected == deadline(asked, store(policy(coverage=coverage, promises=promises)))


def test_an_open_channel_says_which_ways_could_be_required():
    channel = record(request(facts={"activity": "fault"}, channel="email"))["channel"]
    assert {"phone", None} == set(channel["possible"]["required"])
    assert (None, None, [], {}, None) == tuple(
        channel[key] for key in ("required", "preferred", "allowed", "contacts", "met")
    )


def test_an_open_channel_may_still_know_that_the_way_used_is_right():
    """By phone is right if it is required and if it is merely allowed."""
    channels = SMALL["channels"].replace("allow: email", "allow: [phone, email]")
    asked = request(facts={"activity": "fault"}, channel="phone")
    assert True is record(asked, store(policy(channels=channels)))["channel"]["met"]


def test_possible_is_what_completions_have_together_and_not_a_product():
    """A complete outage is P1 and comes by phone: P2 by phone and P1 by email are no completions."""
    found = decision(request(facts={"activity": "fault"}))
    assert [("outage", ("priority", "channel"))] == [(missing.fact, missing.decides) for missing in found.missing]


def test_a_fact_that_changes_nothing_is_not_missing():
    found = decision(request(facts={"activity": "project"}))
    assert ("decided", ()) == (found.status, found.missing)


def test_too_many_completions_are_bounded_and_it_is_said():
    """Seventeen open booleans are more than a hundred thousand completions."""
    names = [f"b{n}" for n in range(17)]
    facts = SMALL["facts"] + "".join(f'  {name}: {{ask: "{name}?", type: boolean}}\n' for name in names)
    rules = "".join(f"    - {{id: {name}, when: {{{name}: true}}, then: P1, cite: terms.all}}\n" for name in names)
    desk = store(
        policy(facts=facts, priorities=SMALL["priorities"].replace("    - {id: rest", rules + "    - {id: rest"))
    )
    found = decision(request(facts={"activity": "fault", "outage": "none"}), desk)
    assert ("needs_facts", ("P1", "P2")) == (found.status, found.priority.possible)
    message = "too many facts are open to decide every completion; what is possible, missing and presumed is a bound"
    assert [("warning", "bound-not-exact", message)] == [(f.severity.name, f.check, f.message) for f in found.findings]
    assert names == [missing.fact for missing in found.missing]


def test_a_hundred_thousand_completions_are_decided_exactly():
    names = [f"b{n}" for n in range(16)]
    facts = SMALL["facts"] + "".join(f'  {name}: {{ask: "{name}?", type: boolean}}\n' for name in names)
    rules = "".join(f"    - {{id: {name}, when: {{{name}: true}}, then: P1, cite: terms.all}}\n" for name in names)
    desk = store(
        policy(facts=facts, priorities=SMALL["priorities"].replace("    - {id: rest", rules + "    - {id: rest"))
    )
    found = decision(request(facts={"activity": "fault", "outage": "none"}), desk)
    assert ((), names) == (found.findings, [missing.fact for missing in found.missing])


SITE_HOURS = """
  rules:
    - {id: nonstop, when: {site: harbour}, then: always, cite: terms.all}
    - {id: office, then: office, cite: terms.all}
"""


def by_site(within, presume=""):
    """Return a store whose policy has a fact that does nothing but choose the hours."""
    facts = "".join(f"\n  {line.strip()}" for line in SMALL["facts"].strip().splitlines())
    facts += f'\n  site: {{ask: "Which site is it?", choices: [harbour, town]{presume}}}\n'
    promises = f"{{initial_response: {{within: {{basic: {within}}}, cite: terms.all}}}}"
    return store(policy(facts=facts, coverage=SITE_HOURS, promises=promises))


def test_what_is_owed_at_once_asks_for_nothing_that_only_chooses_hours():
    asked = request(facts={"activity": "fault", "outage": "none"}, received="2026-03-14T12:00:00+01:00")
    assert ["site"] == [missing.fact for missing in decision(asked, by_site("1 hour")).missing]
    at_once = record(asked, by_site("0 hours"))
    (found,) = at_once["deadlines"]
    assert ("decided", []) == (at_once["status"], at_once["missing"])
    assert ("2026-03-14T11:00:00Z", None, []) == (found["due"], found["hours"], found["periods"])


def test_hours_are_asked_for_at_the_level_that_counts_in_them():
    desk = by_site("{P1: 1 hour, P2: 0 hours}")
    urgent, open_ = request(facts={"activity": "fault", "outage": "complete"}), request(facts={"activity": "fault"})
    assert ["site"] == [missing.fact for missing in decision(urgent, desk).missing]
    assert ["outage", "site"] == [missing.fact for missing in decision(open_, desk).missing]


def test_what_is_presumed_and_only_chooses_hours_is_not_said_where_all_is_owed_at_once():
    asked = request(facts={"activity": "fault", "outage": "none"})
    assert ["site"] == [p.fact for p in decision(asked, by_site("1 hour", ", presume: town")).presumed]
    assert [] == [p.fact for p in decision(asked, by_site("0 hours", ", presume: town")).presumed]
