"""What other helpdesks got wrong, or quarrelled about, named after where: each holds on the board."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from clocks.verbs import WITHIN, clock

from .verbs import board, policy_text, request

RESPONSE = "initial_response: {until: replied}"
SPLIT = 'split: {timezone: UTC, week: {mon-fri: "09:00-12:00, 13:00-17:00"}}'
WITH_HOLIDAY = 'office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}, dates: {2026-03-04: closed}}'


def shown(tmp_path, policy, *happened, now, **keys):
    """Return how each promise of a request stands: state, due and minutes left."""
    rows = board(tmp_path, policy, [request("T", *happened, **keys)], now).rows
    assert [] == [row for row in rows if row.request.name != "T"]
    return {row.promise: (row.state, due(row), None if row.left is None else row.left / 60) for row in rows}


def due(row):
    return None if row.due is None else clock(datetime.fromtimestamp(row.due, UTC).isoformat())


def test_zammad_5177_an_update_time_shorter_than_the_first_response_does_not_overrule_it(tmp_path):
    """An update due after an hour is no reason to answer within the hour, nor does it move the answer."""
    policy = policy_text(RESPONSE, "update: {repeats: true, within: {gold: {P1: 30 minutes, P2: 1 hour, P3: 1 hour}}}")
    expected = {"initial_response": ("running", "mon 13:00", 210.0), "update": ("running", "mon 10:00", 30.0)}
    assert expected == shown(tmp_path, policy, now="mon 09:30")
    updated = shown(tmp_path, policy, "mon 09:45 updated", now="mon 10:30")
    assert ("running", "mon 13:00", 150.0) == updated["initial_response"]
    assert ("running", "mon 10:45", 15.0) == updated["update"]


@pytest.mark.parametrize("now", ["mon 10:00", "mon 13:01", "fri 16:00"])
def test_zammad_3140_nothing_falls_due_after_the_first_answer_of_a_met_promise(tmp_path, now):
    met = shown(tmp_path, policy_text(RESPONSE), "mon 10:00 replied", now=now)
    assert {"initial_response": ("met", "mon 13:00", None)} == met


def test_zammad_3140_nor_when_the_customer_writes_again(tmp_path):
    happened = ("mon 10:00 replied", "mon 11:00 asked", "tue 09:00 waiting", "wed 09:00 asked")
    assert "met" == shown(tmp_path, policy_text(RESPONSE), *happened, now="fri 16:00")["initial_response"][0]


@pytest.mark.parametrize("happened", [("replied", "waiting"), ("waiting", "replied")])
def test_zammad_3551_a_reply_and_a_wait_in_the_same_second_meet_the_answer_and_stop_the_clock(tmp_path, happened):
    policy = policy_text(RESPONSE, "resolution: {pauses: waiting}")
    events = [f"mon 10:00 {name}" for name in happened]
    answered = shown(tmp_path, policy, *events, now="mon 16:00")
    assert {"initial_response": ("met", "mon 13:00", None), "resolution": ("paused", None, 180.0)} == answered
    resumed = shown(tmp_path, policy, *events, "tue 09:00 resumed", now="tue 09:00")
    assert ("running", "tue 12:00", 180.0) == resumed["resolution"]


def test_glpi_6902_time_that_the_clock_stood_survives_a_change_of_level(tmp_path):
    """It stood for two hours; with the shorter time of P1 it is due two hours later than it had been without."""
    policy = policy_text("resolution: {pauses: waiting}")
    happened = ("mon 09:30 waiting", "mon 11:30 resumed", "mon 11:45 changed outage=complete")
    assert ("running", "mon 13:00", 60.0) == shown(tmp_path, policy, *happened, now="mon 12:00")["resolution"]


def test_glpi_15605_so_it_does_where_the_change_comes_while_it_stands(tmp_path):
    policy = policy_text("resolution: {pauses: waiting}")
    happened = ("mon 09:30 waiting", "mon 10:30 changed outage=complete", "mon 11:30 resumed")
    assert ("running", "mon 13:00", 60.0) == shown(tmp_path, policy, *happened, now="mon 12:00")["resolution"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("mon 11:30", ("running", "mon 14:00", 90.0)),
        ("mon 12:30", ("running", "mon 14:00", 60.0)),
        ("mon 13:01", ("at_risk", "mon 14:00", 59.0)),
        ("mon 14:30", ("overdue", "mon 14:00", -30.0)),
    ],
)
def test_chatwoot_14009_the_break_of_a_split_shift_counts_for_nothing(tmp_path, now, expected):
    policy = policy_text("initial_response: {until: replied, hours: split}")
    policy = policy.replace("  office:", f"  {SPLIT}\n  office:")
    assert expected == shown(tmp_path, policy, now=now)["initial_response"]


def test_frappe_helpdesk_2449_a_holiday_during_a_wait_is_left_out_once(tmp_path):
    """It waits from Tuesday 16:00 over Wednesday off to Thursday 10:00: two open hours, and not ten."""
    policy = policy_text("resolution: {pauses: waiting, within: {gold: {P1: 8 hours, P2: 16 hours, P3: 16 hours}}}")
    policy = policy.replace('office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}}', WITH_HOLIDAY)
    happened = ("tue 16:00 waiting", "thu 10:00 resumed")
    assert ("at_risk", "thu 11:00", 60.0) == shown(tmp_path, policy, *happened, now="thu 10:00")["resolution"]
    standing = shown(tmp_path, policy, happened[0], now="wed 12:00")
    assert ("paused", None, 60.0) == standing["resolution"]


def test_closed_while_waiting_it_waits_on_when_it_is_opened_again(tmp_path):
    policy = policy_text("resolution: {pauses: waiting, until: workaround}", "update: {repeats: true}")
    happened = ("mon 10:00 waiting", "mon 12:00 closed", "tue 09:00 reopened")
    closed = shown(tmp_path, policy, *happened[:2], now="mon 12:00")
    assert {"ended"} == {state for state, _, _ in closed.values()}
    waiting = shown(tmp_path, policy, *happened, now="tue 10:00")
    assert {"resolution": ("paused", None, 180.0), "update": ("at_risk", "tue 10:00", 0.0)} == waiting
    running = shown(tmp_path, policy, *happened, "tue 11:00 resumed", now="tue 11:00")
    assert ("running", "tue 14:00", 180.0) == running["resolution"]


def test_what_little_time_is_left_counts_the_table_of_the_level_that_holds(tmp_path):
    assert "{gold: {P1: 2 hours, P2: 4 hours, P3: 4 hours}}" == WITHIN
    policy = policy_text(RESPONSE)
    assert ("running", "mon 13:00", 90.0) == shown(tmp_path, policy, now="mon 11:30")["initial_response"]
    raised = shown(tmp_path, policy, "mon 10:00 changed outage=complete", now="mon 10:45")
    assert ("at_risk", "mon 11:00", 15.0) == raised["initial_response"]
