"""Each sentence of the language about events and clocks, as a test of that name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import remit

from .verbs import TERMS, at, deadline, decide, earlier, events, refusals, stands, terms

if TYPE_CHECKING:
    from remit.engine.triage.rulings import Deadline

PLAIN = "p: {until: replied}"
PAUSES = "p: {until: closed, pauses: waiting}"
UPDATES = "p: {repeats: true}"
ANSWERS = "p: {from: asked, until: replied, repeats: true}"
LATER = "p: {from: acknowledged, until: workaround}"


def loads(section: str) -> list[str]:
    """Return what is wrong with the policy where a section is written so."""
    try:
        remit.Policy.from_text(TERMS + section, rules="builtin")
    except remit.PolicyError as problem:
        return [finding.check for finding in problem.findings]
    return []


def test_a_policy_may_declare_events():
    assert "met" == stands("p: {until: workaround}", "mon 10:00 workaround")[0]


@pytest.mark.parametrize("name", ["replied", "updated", "asked", "waiting", "resumed", "changed", "closed", "reopened"])
def test_built_in_events_are_known_to_every_policy(name):
    assert [] == refusals(PLAIN, f"mon 10:00 {name}")


def test_asked_while_waiting_also_resumes():
    assert stands(PAUSES, "mon 10:00 waiting", "mon 11:00 asked") == stands(
        PAUSES, "mon 10:00 waiting", "mon 11:00 resumed"
    )


@pytest.mark.parametrize("name", ["response_overdue", "handling", "received", "closed"])
def test_no_event_is_named_like_an_occasion_of_escalation_or_received(name):
    section = f"  p: {{within: {{gold: 1 hour}}, cite: terms.all}}\nevents: {{{name}: {{title: x}}}}"
    text = TERMS.replace("events: {acknowledged: {title: Taken up}, workaround: {title: A way around}}\n", "") + section
    with pytest.raises(remit.PolicyError, match="cannot name an event"):
        remit.Policy.from_text(text, rules="builtin")


def test_a_request_carries_what_has_happened_in_order_of_time():
    assert ("met", "mon 13:00", None) == stands(PLAIN, "mon 10:00 replied")


def test_changed_carries_facts_and_claimed_priority():
    decision = decide(PLAIN, "mon 10:00 changed outage=complete claimed_priority=P2")
    assert ("P1", "P2") == (decision.priority.level, decision.priority.claimed)


def test_equal_instants_keep_the_order_of_the_list():
    assert "late" == stands("p: {until: replied}", "mon 14:00 replied", "mon 14:00 changed outage=none")[0]
    assert "mon 11:00" == stands(PLAIN, "mon 10:00 changed outage=complete", "mon 10:00 replied")[1]
    assert "mon 13:00" == stands(PLAIN, "mon 10:00 replied", "mon 10:00 changed outage=complete")[1]


def test_one_before_received_is_invalid():
    assert ["wrong-instant: event `replied` is at `2026-03-02T08:59:59Z`, which is before `received`"] == refusals(
        PLAIN, "mon 08:59:59 replied"
    )


def test_one_out_of_order_is_invalid():
    assert ["wrong-instant"] == [
        text.partition(":")[0] for text in refusals(PLAIN, "mon 11:00 updated", "mon 10:00 replied")
    ]


def test_an_undeclared_name_is_invalid_input_with_its_place():
    assert ["unknown-event: event `answered` is not declared by policy `small`"] == refusals(
        PLAIN, "mon 10:00 answered"
    )


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        (["mon 10:00 resumed"], "event `resumed` has no effect: the customer is not awaited"),
        (["mon 10:00 waiting", "mon 11:00 waiting"], "event `waiting` has no effect: the customer is awaited already"),
        (["mon 10:00 closed", "mon 11:00 replied"], "event `replied` has no effect: the request is closed"),
        (["mon 10:00 reopened"], "event `reopened` has no effect: the request is not closed"),
    ],
)
def test_events_without_effect_are_a_warning(happened, why):
    warnings = decide(PLAIN, *happened).findings
    assert [("event-without-effect", why)] == [(finding.check, finding.message) for finding in warnings]


def test_events_after_now_are_checked():
    assert ["unknown-event"] == [text.partition(":")[0] for text in refusals(PLAIN, "tue 10:00 gone", now="mon 10:00")]
    later = "tue 10:00 changed outage=huge"
    assert ["unknown-choice"] == [text.partition(":")[0] for text in refusals(PLAIN, later, now="mon 10:00")]


def test_events_after_now_are_otherwise_not_looked_at():
    happened = ("mon 10:30 replied", "mon 10:40 resumed", "tue 09:00 changed outage=complete")
    assert ("running", "mon 13:00", 180) == stands(PLAIN, *happened, now="mon 10:00")
    assert () == decide(PLAIN, *happened, now="mon 10:00").findings


def test_last_update_stays_as_one_updated_event():
    by_key = decide(UPDATES, last_update=at("mon 10:00")).to_dict()
    assert by_key["deadlines"] == decide(UPDATES, "mon 10:00 updated").to_dict()["deadlines"]


def test_last_update_beside_events_is_wrong_shape():
    checks = [text.partition(":")[0] for text in refusals(UPDATES, "mon 10:00 updated", last_update=at("mon 10:00"))]
    assert ["wrong-shape"] == checks


def test_last_update_before_received_is_invalid():
    assert ["wrong-instant"] == [text.partition(":")[0] for text in refusals(UPDATES, last_update=at("mon 08:00"))]


def test_the_contract_counts_as_of_received():
    contract = {"id": "c", "customer": "C", "policy": "small", "tier": "gold", "to": "2026-03-02"}
    text = TERMS + "  p: {until: replied, within: {gold: 4 hours}, cite: terms.all}\n"
    policy = remit.Policy.from_text(text, contracts=[contract], rules="builtin")
    request = {"contract": "c", "received": at("mon 09:00"), "facts": {"outage": "partial"}}
    decision = policy.decide({**request, "events": events("tue 10:00 changed outage=none")})
    assert ("support", "P3") == (decision.scope.outcome, decision.priority.level)


def test_a_clock_starts_at_the_first_occurrence_of_from():
    assert ("running", "mon 14:00", 180) == stands(LATER, "mon 10:00 acknowledged", "mon 11:00 acknowledged")


def test_where_the_promise_repeats_each_next_occurrence_starts_at_the_first_such_event_after_the_last_until():
    happened = ("mon 09:30 asked", "mon 10:00 replied", "mon 10:15 updated", "mon 11:00 asked", "mon 11:30 asked")
    assert ("running", "mon 15:00", 210) == stands(ANSWERS, *happened)


def test_a_next_response_counts_from_the_oldest_unanswered_message():
    assert ("running", "mon 13:30", 180) == stands(ANSWERS, "mon 09:30 asked", "mon 10:30 asked")


def test_an_event_that_ends_and_starts_does_both():
    both = "p: {from: replied, until: replied, repeats: true}"
    assert ("running", "mon 15:00", 240) == stands(both, "mon 10:00 replied", "mon 11:00 replied")
    assert [("mon 14:00", "met", "mon 11:00")] == earlier(both, "mon 10:00 replied", "mon 11:00 replied")


def test_before_the_start_due_earliest_and_latest_are_null():
    record = deadline(LATER, now="mon 10:00")
    assert (None, None, None, "not_started") == tuple(record[key] for key in ("due", "earliest", "latest", "state"))


def test_before_the_start_nothing_is_open():
    plain, later = (decide(promise, now="mon 10:00") for promise in (PLAIN, LATER))
    assert ("decided", (), True) == (later.status, later.missing, later.deadlines["p"].certain)
    assert (plain.status, plain.missing) == (later.status, later.missing)


def test_without_events_and_now_a_clock_that_an_event_starts_has_not_started():
    record = deadline(LATER)
    assert (None, None, None) == tuple(record[key] for key in ("due", "earliest", "latest"))
    assert "state" not in record


def test_by_default_replied_meets_initial_response():
    assert ("met", "mon 13:00", None) == stands(
        "initial_response: {}".replace("{}", "{repeats: false}"), "mon 10:00 replied"
    )


def test_by_default_replied_meets_every_promise_of_consulting():
    text = TERMS + "  p: {scope: consulting, within: {gold: 4 hours}, cite: terms.all}\n"
    policy = remit.Policy.from_text(text, rules="builtin")
    request = {"tier": "gold", "received": at("mon 09:00"), "facts": {"outage": "none", "paid": False}}
    decision = policy.decide({**request, "events": events("mon 10:00 replied")})
    assert "met" == decision.deadlines["p"].state


@pytest.mark.parametrize("name", ["updated", "replied"])
def test_by_default_one_that_repeats_is_met_by_updated_or_replied_each_of_which_starts_the_next_occurrence(name):
    assert ("running", "mon 14:00", 240) == stands(UPDATES, f"mon 10:00 {name}")
    assert [("mon 13:00", "met", "mon 10:00")] == earlier(UPDATES, f"mon 10:00 {name}")


def test_by_default_closed_meets_any_other():
    assert ("running", "mon 13:00", 180) == stands("p: {repeats: false}", "mon 10:00 replied")
    assert ("met", "mon 13:00", None) == stands("p: {repeats: false}", "mon 10:00 closed")


def test_an_until_from_before_the_start_of_a_from_event_has_met_it():
    assert ("met", None, None) == stands(LATER, "mon 10:00 workaround", "mon 11:00 acknowledged")


def test_not_where_it_repeats():
    assert ("running", "mon 15:00", 240) == stands(ANSWERS, "mon 10:00 replied", "mon 11:00 asked")


def test_at_the_same_instant_the_order_of_the_list_decides():
    assert ("met", None, None) == stands(LATER, "mon 10:00 workaround", "mon 10:00 acknowledged")
    assert ("met", "mon 14:00", None) == stands(LATER, "mon 10:00 acknowledged", "mon 10:00 workaround")


@pytest.mark.parametrize("promise", [PLAIN, PAUSES, UPDATES, ANSWERS, LATER])
def test_closed_ends_every_clock(promise):
    assert stands(promise, "mon 10:00 closed", now="fri 16:00")[0] in ("ended", "met")


def test_the_clock_stands_from_waiting_to_resumed():
    assert ("running", "mon 14:00", 180) == stands(PAUSES, "mon 10:00 waiting", "mon 11:00 resumed")


def test_due_is_the_earliest_instant_with_the_amount_of_open_time_since_the_start_waiting_left_out():
    assert "tue 10:00" == stands(PAUSES, "mon 12:00 waiting", "mon 18:00 resumed")[1]


def test_periods_leave_waiting_out_too():
    record = deadline(PAUSES, "mon 10:00 waiting", "mon 11:00 resumed")
    assert [[at("mon 09:00"), at("mon 10:00")], [at("mon 11:00"), at("mon 14:00")]] == record["periods"]


@pytest.mark.parametrize("waiting", ["mon 13:00", "mon 13:30"])
def test_waiting_at_or_after_due_moves_nothing(waiting):
    assert "mon 13:00" == stands(PAUSES, f"{waiting} waiting", "mon 16:00 resumed")[1]


def test_by_default_the_clock_never_stands():
    assert ("running", "mon 13:00", 120) == stands("p: {until: closed}", "mon 10:00 waiting", "mon 11:00 resumed")


def test_on_resume_restart_resumed_starts_the_next_occurrence_in_full():
    restarts = "p: {repeats: true, pauses: waiting, on_resume: restart}"
    assert ("running", "mon 15:00", 240) == stands(restarts, "mon 10:00 waiting", "mon 11:00 resumed")


def test_on_resume_continue_is_the_default():
    continues = "p: {repeats: true, pauses: waiting}"
    assert ("running", "mon 14:00", 180) == stands(continues, "mon 10:00 waiting", "mon 11:00 resumed")


def test_a_clock_that_had_run_out_when_it_came_to_stand_keeps_its_due():
    assert ("overdue", "mon 13:00", -30) == stands(PAUSES, "mon 13:30 waiting", now="mon 16:00")


def test_recompute_is_the_default_and_what_is_not_met_is_due_as_if_the_present_facts_had_always_held():
    assert ("running", "mon 11:00", 60) == stands(PLAIN, "mon 10:00 changed outage=complete")


def test_a_correction_may_make_it_overdue_at_once_or_due_ahead_again():
    assert ("overdue", "mon 11:00", -60) == stands(PLAIN, "mon 12:00 changed outage=complete")
    back = ("mon 10:00 changed outage=complete", "mon 12:00 changed outage=none")
    assert ("running", "mon 13:00", 60) == stands(PLAIN, *back)


def test_restart_takes_it_as_news_and_the_clock_starts_at_the_change():
    news = "p: {until: replied, on_change: restart}"
    assert ("running", "mon 12:00", 120) == stands(news, "mon 10:00 changed outage=complete")


def test_restart_a_due_already_passed_stays_in_occurrences_as_late():
    news = "p: {until: replied, on_change: restart}"
    happened = "mon 14:00 changed outage=complete"
    assert ("running", "mon 16:00", 120) == stands(news, happened)
    assert [("mon 13:00", "late", None)] == earlier(news, happened)


@pytest.mark.parametrize("on_change", ["recompute", "restart"])
def test_a_change_that_alters_nothing_of_a_promise_moves_nothing(on_change):
    promise = f"p: {{until: replied, on_change: {on_change}}}"
    assert ("running", "mon 13:00", 180) == stands(promise, "mon 10:00 changed outage=none")


@pytest.mark.parametrize("on_change", ["recompute", "restart"])
def test_what_was_met_stays_as_it_was_judged(on_change):
    promise = f"p: {{until: replied, on_change: {on_change}}}"
    assert ("met", "mon 13:00", None) == stands(promise, "mon 12:00 replied", "mon 12:30 changed outage=complete")
    assert ("met", "mon 13:00", None) == stands(promise, "mon 12:00 replied", "mon 12:30 changed paid=false")


def test_reopened_undoes_closed_what_it_met_or_ended_runs_on():
    assert ("running", "mon 14:00", 180) == stands("p: {until: closed}", "mon 10:00 closed", "mon 11:00 reopened")
    assert ("running", "mon 14:00", 180) == stands(PLAIN, "mon 10:00 closed", "mon 11:00 reopened")


def test_the_time_between_is_left_out_as_if_waiting_also_where_the_promise_does_not_pause():
    assert "tue 10:00" == stands("p: {until: closed}", "mon 10:00 closed", "mon 15:00 reopened")[1]


def test_what_another_event_met_stays_met():
    happened = ("mon 10:00 replied", "mon 11:00 closed", "tue 10:00 reopened")
    assert ("met", "mon 13:00", None) == stands(PLAIN, *happened, now="fri 10:00")


def test_the_clock_stands_at_waiting_and_runs_at_resumed():
    assert ("paused", None, 180) == stands(PAUSES, "mon 10:00 waiting", now="mon 10:00")
    assert ("running", "mon 14:00", 180) == stands(PAUSES, "mon 10:00 waiting", "mon 11:00 resumed", now="mon 11:00")


def test_waiting_after_due_is_left_out_of_left_too():
    happened = ("mon 13:30 waiting", "mon 14:30 resumed")
    assert ("overdue", "mon 13:00", -60) == stands(PAUSES, *happened, now="mon 15:00")


def test_a_clock_that_ended_while_it_stood_shows_the_due_it_would_have_had_if_resumed_then():
    assert ("met", "mon 14:00", None) == stands(PAUSES, "mon 10:00 waiting", "mon 11:00 closed", now="fri 10:00")
    paused_reply = "p: {until: replied, pauses: waiting}"
    assert ("met", "mon 14:00", None) == stands(paused_reply, "mon 10:00 waiting", "mon 11:00 replied")


def test_an_until_before_the_start_meets_it_at_once():
    record = deadline(LATER, "mon 10:00 workaround")
    assert ("met", None, at("mon 10:00")) == (record["state"], record["due"], record["met_at"])


def test_closed_where_it_is_not_its_until_ends_it():
    assert ("ended", None, None) == stands(LATER, "mon 10:00 closed")
    assert "met" == stands("p: {from: acknowledged, until: closed}", "mon 10:00 closed")[0]


def test_what_on_resume_restart_cuts_short_is_left_out_of_occurrences_or_late_where_it_had_run_out():
    restarts = "p: {repeats: true, pauses: waiting, on_resume: restart}"
    assert [] == earlier(restarts, "mon 10:00 waiting", "mon 11:00 resumed")
    assert [("mon 13:00", "late", None)] == earlier(restarts, "mon 14:00 waiting", "mon 15:00 resumed")


def test_paused_earliest_is_in_full_where_it_starts_anew():
    restarts = "p: {repeats: true, pauses: waiting, on_resume: restart}"
    record = deadline(restarts, "mon 10:00 waiting", now="mon 11:00")
    assert ("paused", None, at("mon 15:00")) == (record["state"], record["due"], record["earliest"])


def test_from_starts_the_clock_on_resume_only_an_occurrence_that_was_cut():
    both = "p: {from: asked, until: replied, repeats: true, pauses: waiting, on_resume: restart}"
    answered = ("mon 09:30 asked", "mon 10:00 replied", "mon 10:10 waiting", "mon 11:00 resumed")
    assert ("not_started", None, None) == stands(both, *answered)
    assert ("running", "mon 15:00", 240) == stands(both, "mon 09:30 asked", "mon 10:00 waiting", "mon 11:00 resumed")


def test_facts_on_other_events_are_unknown_key():
    policy = terms(PLAIN)
    event = {"at": at("mon 10:00"), "is": "replied", "facts": {"outage": "none"}}
    with pytest.raises(remit.RequestError) as refused:
        policy.decide({"tier": "gold", "received": at("mon 09:00"), "events": [event]})
    assert ["unknown-key"] == [finding.check for finding in refused.value.findings]


def test_what_waited_before_closed_waits_on_after_reopened():
    happened = ("mon 10:00 waiting", "mon 11:00 closed", "mon 12:00 reopened")
    assert ("paused", None, 180) == stands(PAUSES, *happened, now="mon 12:30")
    assert ("running", "mon 16:00", 180) == stands(PAUSES, *happened, "mon 13:00 resumed")


def test_met_until_came_at_or_before_due():
    assert "met" == stands(PLAIN, "mon 13:00 replied")[0]


def test_late_after_it_or_closed_after_it_unmet():
    record = deadline(PLAIN, "mon 13:00:01 replied")
    assert ("late", at("mon 13:00:01")) == (record["state"], record["met_at"])
    record = deadline(PLAIN, "mon 13:00:01 closed")
    assert ("late", None) == (record["state"], record["met_at"])


def test_running_at_due_it_still_runs():
    assert ("running", "mon 13:00", 0) == stands(PLAIN, now="mon 13:00")


def test_overdue_now_is_after_due():
    assert ("overdue", "mon 13:00", -1 / 60) == stands(PLAIN, now="mon 13:00:01")


def test_left_is_0_when_overdue_and_no_time_has_counted_since():
    assert ("overdue", "mon 17:00", 0) == stands(PAUSES, "mon 10:00 waiting", "mon 14:00 resumed", now="mon 20:00")


def test_ended_closed_unmet_at_or_before_due_or_before_it_started():
    assert "ended" == stands(PLAIN, "mon 13:00 closed")[0]
    assert "ended" == stands(LATER, "fri 13:00 closed")[0]


def test_left_is_frozen_while_paused():
    assert stands(PAUSES, "mon 10:00 waiting", now="mon 10:30") == stands(PAUSES, "mon 10:00 waiting", now="fri 10:30")


@pytest.mark.parametrize(
    ("promise", "happened"),
    [
        (PLAIN, "mon 10:00 replied"),
        (PLAIN, "fri 10:00 replied"),
        (PLAIN, "mon 10:00 closed"),
        (LATER, "mon 10:00 asked"),
    ],
)
def test_left_is_null_when_met_late_ended_or_not_started(promise, happened):
    assert stands(promise, happened)[2] is None


def test_a_repeating_one_shows_its_current_occurrence_and_earlier_ones_are_in_occurrences():
    happened = ("mon 10:00 updated", "mon 15:00 replied")
    assert ("running", "tue 11:00", 240) == stands(UPDATES, *happened)
    assert [("mon 13:00", "met", "mon 10:00"), ("mon 14:00", "late", "mon 15:00")] == earlier(UPDATES, *happened)


def test_one_silence_is_one_miss():
    assert ("overdue", "mon 13:00", -2160) == stands(UPDATES, now="fri 17:00")
    assert [("mon 13:00", "late", "fri 16:00")] == earlier(UPDATES, "fri 16:00 updated")


def test_standing_now_due_and_latest_are_null_and_earliest_is_the_due_if_resumed_at_now():
    record = deadline(PAUSES, "mon 10:00 waiting", now="mon 11:00")
    assert (None, None, at("mon 14:00")) == tuple(record[key] for key in ("due", "latest", "earliest"))


OPEN = TERMS.replace("presume: none", 'ask: "How much is down?"')


def open_deadline(now: str) -> Deadline:
    """Return the deadline of a request of which nobody knows how much is down, received on Monday at 10:00."""
    text = OPEN + "  p: {until: replied, within: {gold: {P1: 2 hours, P2: 4 hours, P3: 4 hours}}, cite: terms.all}\n"
    policy = remit.Policy.from_text(text, rules="builtin")
    now_at = datetime.fromisoformat(at(now)).astimezone(UTC)
    return policy.decide({"tier": "gold", "received": at("mon 10:00")}, now=now_at).deadlines["p"]


def test_where_due_is_open_the_state_is_what_every_possible_due_gives_else_null():
    assert ["running", None, "overdue"] == [open_deadline(now).state for now in ("mon 11:00", "mon 13:00", "mon 15:00")]


def test_without_now_the_last_event_stands_in():
    assert stands(PLAIN, "mon 10:00 asked") == stands(PLAIN, "mon 10:00 asked", now="mon 10:00")


def test_with_neither_there_is_no_state():
    assert {"state", "left", "met_at", "occurrences"}.isdisjoint(deadline(PLAIN))
    assert "now" not in decide(PLAIN).to_dict()


def test_facts_as_of_now_decide_scope_level_and_channel():
    happened = ("mon 10:00 changed outage=complete",)
    before, after = (decide(PLAIN, *happened, now=now) for now in ("mon 09:59", "mon 10:00"))
    assert ("P2", None) == (before.priority.level, before.channel.required)
    assert ("P1", "phone") == (after.priority.level, after.channel.required)


def test_where_no_promise_pauses_and_a_request_waits_the_sheet_says_that_waiting_does_not_stop_the_clock():
    sentence = "waiting does not stop the clock under these terms"
    assert sentence in " ".join(str(decide(PLAIN, "mon 10:00 waiting")).split())
    assert sentence not in " ".join(str(decide(PAUSES, "mon 10:00 waiting")).split())
    assert sentence not in " ".join(str(decide(PLAIN, "mon 10:00 waiting", "mon 11:00 resumed")).split())


def test_any_event_with_facts_lapses_what_was_confirmed():
    assert {"paid": True} == decide(PLAIN, confirmed=["paid"]).confirmed
    assert {} == decide(PLAIN, "mon 10:00 changed outage=complete", confirmed=["paid"]).confirmed
    assert {"paid": True} == decide(PLAIN, "mon 10:00 changed claimed_priority=P1", confirmed=["paid"]).confirmed


def test_of_hours_that_are_open_a_clock_says_what_does_not_depend_on_them():
    """One that has not started has not whatever counts; of one that runs, nothing is known."""
    text = OPEN.replace("when: {priority: P1}, then: always", "when: {outage: complete}, then: always")
    text += "  p: {from: acknowledged, until: replied, within: {gold: {fact: agreed}}, cite: terms.all}\n"
    policy = remit.Policy.from_text(text.replace("facts:\n", "facts:\n  agreed: {type: span}\n", 1), rules="builtin")
    request = {"tier": "gold", "received": at("mon 10:00"), "facts": {"outage": "partial"}}
    before = policy.decide({**request, "events": events("mon 10:30 asked")}).deadlines["p"]
    after = policy.decide({**request, "events": events("mon 10:30 acknowledged")}).deadlines["p"]
    assert ("not_started", None) == (before.state, after.state)
    assert (None, None, None) == (after.due, after.earliest, after.latest)


def test_alternatives_of_presumptions_say_nothing_of_clocks_that_do_not_run():
    """Of one that runs they say when it would be due; one that has not started is due at no instant whatever holds."""
    request = {"tier": "gold", "received": at("mon 09:00"), "facts": {}}
    running, later = (
        terms(promise).decide(request, now=datetime.fromisoformat(at("mon 10:00"))) for promise in (PLAIN, LATER)
    )
    sooner = {(p.fact, other.value): dict(other.earliest) for p in running.presumed for other in p.alternatives}
    assert {"p"} == set(sooner["outage", "complete"])
    assert not any(other.earliest for p in later.presumed for other in p.alternatives)
