"""Laws of the board, over drawn requests: as time passes, as they add up, and as a calendar has them."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.engine.board.board_calendar import board_calendar, event_uid
from remit.engine.board.board_records import ROW_STATES
from remit.engine.board.burn_order import burn_order
from remit.engine.board.promise_report import promise_report
from remit.engine.board.report_json import report_record

from .verbs import board, policy_text, request

PROMISES = (
    "initial_response: {until: replied}",
    "update: {repeats: true, pauses: waiting, on_resume: restart}",
    "fix: {from: acknowledged, until: workaround, pauses: waiting, on_change: restart}",
    "resolution: {pauses: waiting}",
    "report: {rules: [{id: dated, then: {by: {business_days: 1, at: close}}, cite: terms.all}]}",
)
POLICY = policy_text(*PROMISES).replace("presume: none", "ask: Is it down?")
NAMES = ("replied", "updated", "asked", "waiting", "resumed", "closed", "reopened", "acknowledged", "workaround")
DAYS = ("mon", "tue", "wed", "thu", "fri")
BURNING = {"running": 0, "at_risk": 1, "overdue": 2}


def moment(minute: int) -> str:
    """Return a minute of the week in open and closed time, as `mon 10:00`."""
    day, within = divmod(minute, 600)
    return f"{DAYS[min(day, 4)]} {8 + within // 60:02}:{within % 60:02}"


@st.composite
def requests(draw: st.DrawFn, name: str) -> dict[str, Any]:
    received = draw(st.integers(0, 1500))
    minutes = sorted(draw(st.lists(st.integers(received, 1500), max_size=5)))
    happened = []
    for minute in minutes:
        event = draw(st.sampled_from((*NAMES, "changed outage=complete", "changed outage=none")))
        happened.append(f"{moment(minute)} {event}")
    facts = draw(st.sampled_from(({}, {"outage": "partial"}, {"outage": "complete"}, {"paid": False})))
    return request(name, *happened, received=moment(received), facts=facts)


def listed() -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.tuples(*(requests(f"T-{n}") for n in range(4))).map(list)


def shown(written: list[dict[str, Any]], minute: int) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        return board(Path(folder), POLICY, written, moment(minute))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_without_events_what_burns_burns_on_and_what_is_met_stays_met(data):
    written = data.draw(listed())
    first, later = sorted(data.draw(st.lists(st.integers(1500, 2999), min_size=2, max_size=2)))
    before = {(row.request.name, row.promise): row for row in shown(written, first).rows}
    after = {(row.request.name, row.promise): row for row in shown(written, later).rows}
    assert set(before) == set(after)
    for key, row in before.items():
        then = after[key]
        if row.state in BURNING:
            assert BURNING[row.state] <= BURNING[then.state]
            assert (row.due, row.allowed) == (then.due, then.allowed)
        elif row.state != "open":
            assert row.state == then.state
        if row.state in ("met", "late", "ended"):
            assert (row.due, row.met_at, row.earlier) == (then.due, then.met_at, then.earlier)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_board_adds_up_and_so_does_its_report(data):
    written: list[Any] = [*data.draw(listed()), *data.draw(st.lists(st.just("nonsense"), max_size=2))]
    board_ = shown(written, data.draw(st.integers(0, 2999)))
    counts = board_.counts
    assert len(written) == counts["requests"] == sum(counts.values()) - counts["requests"]
    assert set(board_.states) == set(ROW_STATES)
    assert Counter(row.state for row in board_.rows) == Counter(board_.states)
    occurrences = sum(1 + len(row.earlier) for row in board_.rows)
    report = report_record(promise_report(board_))
    outcomes = ("met", "late", "ended", "open", "pending")
    assert occurrences == sum(report["total"][outcome] for outcome in outcomes)
    for outcome in outcomes:
        assert report["total"][outcome] == sum(line[outcome] for line in report["lines"])
    of_closed = [row for row in board_.rows if row.request.is_closed]
    assert report["total"]["late"] == sum((row.state == "late") + row.earlier.count("late") for row in of_closed)
    assert report["total"]["met"] == sum((row.state == "met") + row.earlier.count("met") for row in of_closed)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_calendar_has_one_event_for_each_promise_with_an_instant(data):
    board_ = shown(data.draw(listed()), data.draw(st.integers(0, 2999)))
    written = board_calendar(board_)
    dated = [row for row in board_.rows if row.instant is not None]
    assert len(dated) == written.count("BEGIN:VEVENT")
    events = vobject.readOne(written).vevent_list if dated else []
    by_uid = {event.uid.value: event for event in events}
    assert {event_uid(row) for row in dated} == set(by_uid)
    for row in dated:
        event = by_uid[event_uid(row)]
        assert row.instant == int(event.dtstart.value.timestamp())
        assert (row.state in ("met", "late", "ended")) == (event.status.value == "CANCELLED")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_a_board_does_not_depend_on_the_order_of_requests(data):
    written, minute = data.draw(listed()), data.draw(st.integers(0, 2999))
    one, another = shown(written, minute), shown(data.draw(st.permutations(written)), minute)
    assert [json.dumps([row.request.name, row.promise, row.state]) for row in one.rows] == [
        json.dumps([row.request.name, row.promise, row.state]) for row in another.rows
    ]
    keys = [burn_order(row, one.now) for row in one.rows]
    assert keys == sorted(keys)
