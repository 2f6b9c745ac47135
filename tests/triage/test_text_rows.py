"""The rows of a sheet in the situations that change their wording."""

from __future__ import annotations

import pytest

from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .sheets import call, contract, rows, sheet
from .verbs import answer, policy, request, store

FAULT = {"activity": "fault"}
DOWN = {"activity": "fault", "outage": "complete"}
HAMPERED = {"activity": "fault", "outage": "partial"}
SLIGHT = {"activity": "fault", "outage": "none"}
DUE = 1_773_077_400
"""Monday, 9 March 2026 at 13:30 in New York."""
FRIDAY_EVENING = DUE - 66 * 3600


def test_a_deadline_in_another_year_says_which():
    found = rows(call(facts=DOWN, received="2026-12-31T16:30:00-05:00"), "initial response")
    assert "Mon 4 Jan 2027 13:30 New York   3 d 21 h after receipt" == found[0]


def test_a_deadline_in_the_year_of_receipt_does_not():
    found = rows(call(facts=DOWN, received="2026-12-29T16:30:00-05:00"), "initial response")
    assert "Wed 30 Dec 13:30 New York   21 h after receipt" == found[0]


def test_the_year_is_that_of_the_desks_clock():
    """Four in the morning in Berlin is still last year in New York."""
    found = rows(call(facts=DOWN, received="2027-01-01T04:00:00+01:00"), "initial response")
    assert "Mon 4 Jan 2027 14:00 New York   3 d 16 h after receipt" == found[0]


def test_what_counts_from_an_update_in_the_year_after_receipt_says_which():
    """The year that the sheet is about is that of receipt, in what was counted too."""
    asked = call(facts=DOWN, received="2026-12-29T16:30:00-05:00", last_update="2027-01-04T10:00:00-05:00")
    assert "Wed 6 Jan 2027 10:00 New York   2 d after the last update" == rows(asked, "status update")[0]
    assert "Mon 4 Jan 2027 10:00-17:00" in sheet(asked, why=True)
    assert "Wed 6 Jan 2027 08:00-10:00" in sheet(asked, why=True)


def test_a_readers_clock_names_the_year_that_it_has_reached_first():
    """Eight in the evening of New Year's Eve in New York is next year in Tokyo."""
    asked = call(facts=DOWN, tier="gold", received="2026-12-30T14:00:00-05:00")
    expected = ["Thu 31 Dec 20:00 New York   1 d 6 h after receipt", "Fri 1 Jan 2027 10:00 Tokyo for you"]
    assert expected == rows(asked, "initial response", reader="Asia/Tokyo")[:2]


def test_a_reader_in_the_desks_zone_gets_no_second_line():
    found = rows(call(facts=DOWN), "initial response", reader="America/New_York")
    expected = ["Mon 9 Mar 13:30 New York   2 d 20 h after receipt", "6 business hours, counted in office"]
    assert expected == found


def test_seconds_are_shown_where_there_are_any():
    found = rows(call(facts=HAMPERED, tier="gold", received="2026-03-06T16:30:01-05:00"), "initial response")
    assert "Fri 6 Mar 16:31:31 New York   1 min 30 s after receipt" == found[0]


def test_a_deadline_at_once():
    found = rows(call(facts=SLIGHT, tier="gold"), "initial response")
    assert "Fri 6 Mar 16:30 New York   0 s after receipt" == found[0]


@pytest.mark.parametrize(
    ("now", "ahead"),
    [
        (FRIDAY_EVENING, "in 2 d 18 h"),
        (DUE, "in 0 s"),
        (DUE + 1, "passed 1 s ago"),
        (DUE + 90_000, "passed 1 d 1 h ago"),
    ],
)
def test_the_time_left_counts_from_now_where_that_is_known(now, ahead):
    found = rows(call(facts=DOWN), "initial response", now=now)
    assert f"Mon 9 Mar 13:30 New York   {ahead}" == found[0]


def test_a_customer_reads_a_deadline_on_its_own_clock():
    """The zone of its contract, before that of the reader."""
    asked = call(facts=DOWN, tier=None, policy=None, contract="ada-1")
    found = rows(asked, "initial response", contract(timezone="Asia/Tokyo"), reader="Europe/Berlin")
    assert ["Tue 10 Mar 02:30 Tokyo   2 d 20 h after receipt", "Mon 9 Mar 18:30 Berlin for you"] == found[:2]


def test_a_stretch_that_ends_at_midnight_ends_at_24():
    asked = call(facts=HAMPERED, tier="gold", received="2026-03-06T17:30:00-05:00")
    assert "Mon 9 Mar 08:00-08:01:30" in sheet(asked, why=True)
    asked = call(facts=DOWN, tier="gold", received="2026-03-05T18:00:00-05:00")
    assert "Thu 5 Mar 18:00 - Sat 7 Mar 00:00" in sheet(asked, why=True)


def test_a_stretch_that_a_clock_change_lengthens_on_the_wall_says_so():
    """From Saturday 20:00 to Monday 03:00 the wall clock shows 31 hours, and 30 have passed."""
    found = " ".join(sheet(call(facts=DOWN, tier="gold", received="2026-03-07T20:00:00-05:00"), why=True).split())
    assert "Sat 7 Mar 20:00 - Mon 9 Mar 03:00 30:00 during a clock change" in found


def test_a_stretch_after_a_clock_change_says_so():
    assert "Mon 9 Mar 08:00-13:30 5:30 after a clock change" in " ".join(sheet(call(facts=DOWN), why=True).split())


def test_many_stretches_are_cut_in_the_middle():
    lines = [line.strip() for line in sheet(call(facts=SLIGHT), why=True).splitlines()]
    start = next(n for n, line in enumerate(lines) if line.startswith("Fri 6 Mar 16:30-17:00"))
    assert ["Fri 6 Mar", "Mon 9 Mar", "Tue 10 Mar", "… 7 more", "Fri 20 Mar", "Mon 23 Mar", "Tue 24 Mar"] == [
        " ".join(line.split()[:3]) for line in lines[start : start + 7]
    ]


def test_six_stretches_are_shown_whole():
    desk = store(policy(promises="{initial_response: {within: {basic: 6 business days}, cite: terms.all}}"))
    found = as_text(answer(request(facts=SLIGHT, received="2026-03-10T08:00:00+01:00"), desk), Look(why=True))
    assert ["Tue 10", "Wed 11", "Thu 12", "Fri 13", "Mon 16", "Tue 17"] == [
        " ".join(line.split()[:2]) for line in found.splitlines() if "08:00-16:00" in line
    ]
    assert "more" not in found


def test_a_repeating_promise_says_so():
    again = "then every 2 business days, counted in office"
    expected = ["Tue 10 Mar 16:30 New York   3 d 23 h after receipt", again]
    assert expected == rows(call(facts=DOWN), "status update")[:2]


def test_a_repeating_promise_whose_interval_is_open_says_so():
    promises = "{status_update: {repeats: true, within: {basic: {P1: 2 hours, P2: 4 hours}}, cite: terms.all}}"
    lines = as_text(answer(request(facts={}), store(policy(promises=promises))), Look()).splitlines()
    assert "then at intervals that are open" in " ".join(lines)
    assert "None" not in " ".join(lines)


def test_what_is_not_owed_is_noted():
    assert ["no status update is owed at this level"] == rows(call(facts=SLIGHT), "note")
    assert ["no status update is owed: `rhythm` is not agreed"] == rows(call(facts=SLIGHT, tier="gold"), "note")


@pytest.mark.parametrize(
    ("tier", "channel", "expected"),
    [
        ("basic", "web", "arrived by web, good"),
        ("gold", "phone", "arrived by phone, good"),
        ("gold", "web", "arrived by web, not as required: ask for phone; the clock runs all the same"),
    ],
)
def test_whether_the_way_it_came_in_is_right(tier, channel, expected):
    assert " ".join(rows(call(facts=DOWN, tier=tier, channel=channel), "channel")).endswith(expected)


def test_a_way_that_is_not_allowed_where_none_is_required_is_not_called_required():
    """Basic may choose between web and email, and phones."""
    found = " ".join(rows(call(facts=DOWN, channel="phone"), "channel"))
    assert "arrived by phone, which is not a way for this request: ask for web or email" in found
    assert "required" not in found


def test_an_undecided_scope_says_that_no_rule_decides():
    scope = "{rules: [{id: faults, when: {activity: fault}, then: support, cite: terms.all}]}"
    asked = request(facts={"activity": "question", "outage": "none"})
    assert "  UNDECIDED            no rule decides\n" in as_text(answer(asked, store(policy(scope=scope))), Look())


def test_an_open_scope_says_what_it_can_be():
    assert ["consulting or support"] == rows(call(facts={}), "OPEN")


def test_an_open_deadline_that_perhaps_nobody_owes():
    (only, *_) = rows(call(facts=FAULT), "status update")
    assert only.startswith("open, perhaps nothing is owed: Tue 10 Mar 16:30")


def test_a_customers_name_stands_beside_the_tier():
    head = sheet(call(facts=DOWN, tier=None, policy=None, contract="ada-1"), contract(customer="Ada Ltd")).splitlines()[
        0
    ]
    assert "H-1   Harbour support terms · Basic · Ada Ltd" == head


def test_a_request_without_an_id_is_called_by_its_file():
    """So that two of them can be told apart."""
    assert sheet(call(id=None, facts=DOWN)).startswith("request.json   Harbour support terms · Basic\n")


def test_a_sheet_ends_with_its_last_line():
    """No blank line at its end, so that several sheets stand one line apart."""
    for facts in (DOWN, SLIGHT, {"activity": "project"}, {"fee_paid": False}, {}):
        found = sheet(call(facts=facts))
        assert found.endswith("\n")
        assert not found.endswith("\n\n")


def test_a_contract_that_is_out_of_force_ends_with_its_last_line_too():
    agreed = contract(to="2026-01-01")
    found = sheet(call(facts=DOWN, tier=None, policy=None, contract="ada-1"), agreed)
    assert "tell the customer that it is not covered, its contract is not in force" in " ".join(found.split())
    assert not found.endswith("\n\n")
