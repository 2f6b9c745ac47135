"""The sheet: what a desk acts on stands first, in the order in which it acts."""

from __future__ import annotations

import pytest

from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .sheets import call, contract, rows, sheet
from .verbs import answer, policy, request, store

DOWN = {"activity": "fault", "outage": "complete"}
FRIDAY_EVENING = 1_772_839_800
"""Half past six on Friday, 6 March 2026, in New York."""
LABELS = (
    "H-1",
    "IN SCOPE",
    "initial response",
    "status update",
    "channel",
    "presumed",
    "ask",
    "still needed",
    "service",
    "warning",
    "escalate to",
    "received",
    "why",
)
PLAIN = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete], presume: none}
  cause: {ask: "Whose fault?", choices: [ours, theirs]}
"""
PROMISED = """
  initial_response:
    from: approved
    within: {basic: {P1: 4 business hours, P2: 1 business day}, gold: {P1: 1 hour, P2: 4 business hours}}
    cite: terms.all
"""


def labels(text: str) -> list[str]:
    """Return the labels of a sheet that are among those of the order, in the order in which they stand."""
    starts = [next((label for label in LABELS if line.strip().startswith(label)), "") for line in text.splitlines()]
    return list(dict.fromkeys(label for label in starts if label))


def test_what_a_desk_acts_on_stands_in_the_order_in_which_it_acts():
    text = sheet(call(facts={"activity": "fault"}, tier="gold", channel="email"), why=True)
    found = labels(text)
    assert [label for label in LABELS if label in found] == found
    assert {"H-1", "IN SCOPE", "initial response", "channel", "ask", "still needed", "escalate to"} <= set(found)
    found = labels(sheet(call(facts=DOWN, channel="email"), why=True))
    assert [label for label in LABELS if label in found] == found
    assert "why" == found[-1]


def test_who_and_which_plan_come_first():
    agreed = contract(customer="Ada Ltd")
    first, *_ = sheet(call(facts=DOWN, tier=None, policy=None, contract="ada-1"), agreed).splitlines()
    assert "H-1   Harbour support terms · Basic · Ada Ltd" == first


def test_an_answer_is_due_in_the_customers_zone_then_the_readers_with_the_time_left():
    asked = call(facts=DOWN, tier=None, policy=None, contract="ada-1")
    found = rows(asked, "initial response", contract(timezone="Asia/Tokyo"), reader="Europe/Berlin", now=FRIDAY_EVENING)
    assert ["Tue 10 Mar 02:30 Tokyo   in 2 d 18 h", "Mon 9 Mar 18:30 Berlin for you"] == found[:2]


def test_what_came_in_otherwise_is_told_the_number_to_call_and_that_the_clock_runs():
    found = " ".join(rows(call(facts=DOWN, tier="gold", channel="web"), "channel"))
    assert "phone (" in found
    assert found.endswith("not as required: ask for phone; the clock runs all the same")


@pytest.mark.parametrize(
    ("happened", "clock"),
    [
        ([], "; the clock has not started"),
        ([{"at": "2026-03-10T09:30:00+01:00", "is": "approved"}], "; the clock runs all the same"),
        (
            [
                {"at": "2026-03-10T09:30:00+01:00", "is": "approved"},
                {"at": "2026-03-10T09:40:00+01:00", "is": "replied"},
            ],
            "",
        ),
    ],
)
def test_a_clock_that_does_not_run_is_not_said_to(happened, clock):
    desk = store(policy(promises=PROMISED, events="{approved: {title: it was approved}}"))
    asked = request(facts=DOWN, channel="email", events=happened)
    text = " ".join(as_text(answer(asked, desk), Look(width=200)).split())
    _, _, following = text.partition("ask for phone")
    assert following.startswith(clock)
    assert clock or not following.startswith(";")


def test_confirm_stands_before_ask():
    levels = """
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: down, when: {outage: complete, cause: ours}, then: P1, cite: terms.all}
    - {id: rest, then: P2, cite: terms.all}
"""
    desk = store(policy(facts=PLAIN, priorities=levels))
    asked = request(facts={"activity": "fault"})
    lines = as_text(answer(asked, desk), Look()).splitlines()
    assert lines.index("confirm") > next(n for n, line in enumerate(lines) if "channel" in line)
    assert "ask" not in lines or lines.index("confirm") < lines.index("ask")


def test_why_follows_only_where_it_is_asked_for():
    assert "why" not in sheet(call(facts=DOWN)).splitlines()
    assert "why" in sheet(call(facts=DOWN), why=True).splitlines()
    assert "why" in sheet(call(facts=DOWN), explain=True).splitlines()


def test_why_names_rules_clauses_open_periods_and_readings_with_their_question():
    text = " ".join(sheet(call(facts=DOWN), why=True).partition("\nwhy\n")[2].split())
    for part in (
        "P1 down Priorities",
        "Fri 6 Mar 16:30-17:00 0:30",
        "after a clock change",
        "office hours: on which days?",
    ):
        assert part in text


def test_why_names_holidays_and_says_which_are_estimated():
    """Eid al-Fitr of 2070 is estimated, from Tuesday 4 November on."""
    hours = """
  office: {timezone: Asia/Dubai, week: {mon-fri: "09:00-17:00"}, holidays: {country: AE}, cite: terms.hours}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
"""
    asked = request(facts={"activity": "question", "outage": "none"}, received="2070-11-03T15:00:00+04:00")
    text = " ".join(as_text(answer(asked, store(policy(hours=hours))), Look(why=True, width=200)).split())
    assert "closed on Tue 4 Nov (" in text
    assert ", estimated)" in text


def test_a_plain_request_takes_24_lines_at_most():
    for facts in (DOWN, {"activity": "question", "outage": "none"}, {"activity": "project"}):
        for tier in ("basic", "gold"):
            assert 24 >= len(sheet(call(facts=facts, tier=tier, channel="email"), reader="Europe/Berlin").splitlines())


def test_what_is_not_covered_says_what_to_do_next():
    found = " ".join(rows(call(facts={"activity": "project", "fee_paid": False}), "next"))
    assert found.startswith("tell the customer that it is not covered, by ")


@pytest.mark.parametrize("text", ["::add-mask::x", "::" * 200, "a" * 57 + " ::set-output x", "\n::x", "\u2028::x"])
def test_no_line_begins_as_a_command_does(text):
    """Not even where the sheet is printed from Python, past the command line."""
    desk = store(policy(title=f'"{text.encode("unicode_escape").decode()}"'))
    for asked in (request(id=text, facts=DOWN, claimed_priority=text), request(id=text, facts={"activity": text})):
        lines = as_text(answer(asked, desk), Look()).splitlines()
        assert not [line for line in lines if line.strip().startswith("::")]
