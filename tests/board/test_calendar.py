"""A board as a calendar, read back by another library: an event a promise, which keeps its identity."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.engine.board.board_calendar import board_calendar, calendar_text
from remit.output import harmless

from .verbs import board, instant, policy_text, request

POLICY = policy_text("initial_response: {until: replied}", "resolution: {pauses: waiting}")


def events_of(text: str) -> list[dict[str, Any]]:
    """Return the events of a calendar, as another library reads them."""
    if "BEGIN:VEVENT" not in text:
        return []
    calendar = vobject.readOne(text)
    return [{child.name: child.value for child in event.getChildren()} for event in calendar.vevent_list]


def calendar(folder, *requests, now="mon 12:00", policy=POLICY):
    shown = board(folder, policy, requests, now)
    assert () == shown.rejected
    return board_calendar(shown)


def test_an_event_of_a_promise(tmp_path):
    summaries = {event["SUMMARY"]: event for event in events_of(calendar(tmp_path, request("T-1")))}
    assert {"T-1 (P2): initial response due", "T-1 (P2): resolution due"} == set(summaries)
    event = summaries["T-1 (P2): initial response due"]
    assert datetime(2026, 3, 2, 13, tzinfo=UTC) == event["DTSTART"]
    assert datetime(2026, 3, 2, 12, tzinfo=UTC) == event["DTSTAMP"]
    assert ("0", "CONFIRMED", "TRANSPARENT") == (event["SEQUENCE"], event["STATUS"], event["TRANSP"])
    assert "small · Gold; running, 1 h left; within 4 hours" == event["DESCRIPTION"]


def test_lines_end_and_fold_as_the_standard_says(tmp_path):
    written = calendar(tmp_path, request("é" * 200)).encode()
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(map(len, written.split(b"\r\n"))) <= 75
    summaries = {event["SUMMARY"] for event in events_of(written.decode())}
    assert f"{'é' * 200} (P2): initial response due" in summaries


def test_an_event_is_the_same_in_whatever_run_and_folder(tmp_path):
    folders = (tmp_path / "one", tmp_path / "another")
    for folder in folders:
        folder.mkdir()
    unnamed = request(None, subject="s")
    one, another = (calendar(folder, request("A"), unnamed) for folder in folders)
    assert one == another
    ids = [event["UID"] for event in events_of(one)]
    assert 4 == len(set(ids))
    later = calendar(folders[0], request("B"), request("A", "tue 10:00 replied"), unnamed, now="fri 12:00")
    assert set(ids) < {event["UID"] for event in events_of(later)}


def test_what_is_met_is_cancelled_and_comes_back_when_it_is_opened_again(tmp_path):
    happened = ("mon 10:00 replied", "mon 11:00 closed", "mon 11:30 reopened")
    read = {}
    for count in range(4):
        written = calendar(tmp_path, request("T", *happened[:count]))
        read[count] = [(event["SEQUENCE"], event["STATUS"]) for event in events_of(written)]
    assert {
        0: [("0", "CONFIRMED"), ("0", "CONFIRMED")],
        1: [("1", "CANCELLED"), ("1", "CONFIRMED")],
        2: [("2", "CANCELLED"), ("2", "CANCELLED")],
        3: [("3", "CANCELLED"), ("3", "CONFIRMED")],
    } == {count: sorted(statuses) for count, statuses in read.items()}


def test_an_instant_that_can_still_move_is_tentative(tmp_path):
    paused = events_of(calendar(tmp_path, request("T", "mon 10:00 waiting"), now="mon 15:00"))
    assert {"CONFIRMED", "TENTATIVE"} == {event["STATUS"] for event in paused}
    (tentative,) = [event for event in paused if event["STATUS"] == "TENTATIVE"]
    assert datetime(2026, 3, 3, 10, tzinfo=UTC) == tentative["DTSTART"]


def test_what_has_no_instant_is_no_event(tmp_path):
    assert [] == events_of(calendar(tmp_path, request("T"), policy=policy_text("p: {from: acknowledged}")))


HOSTILE = [
    "a\r\nBEGIN:VEVENT\r\nSUMMARY:forged\r\nEND:VEVENT",
    "a\nATTENDEE:mailto:x@y.example",
    'a\\nb\\,c;d,e:f"g',
    "\x00\x07\x1b[31mred\x1b[0m\x7f\x85\u2028\u2029",
    "\u202eevil\u2066",
    "x" * 5_000,
    "😀" * 60,
    "::set-output name=a::b",
    "##[error]a",
    "=cmd|' /C calc'!A0",
    "END:VCALENDAR",
    "\u200b\u00ad\ufeff",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_strangers_text_is_text_of_its_event_and_nothing_else(tmp_path, name):
    shown = board(tmp_path, POLICY, [request(name)])
    if shown.rejected:  # such an id is refused where it is read
        assert "id" in shown.rejected[0].findings[0].message or "U+" in shown.rejected[0].findings[0].message
        return
    written = board_calendar(shown)
    assert written == harmless(written, "ics")
    events = events_of(written)
    assert 2 == len(events) == written.count("BEGIN:VEVENT\r\n")
    for event in events:
        assert {"SUMMARY", "DTSTART", "DTSTAMP", "UID", "SEQUENCE", "DESCRIPTION", "STATUS", "TRANSP"} == set(event)
        assert event["SUMMARY"].startswith(calendar_text(name)[:900])
        assert event["SUMMARY"].isprintable()


@given(st.text(max_size=120))
@settings(max_examples=300)
def test_any_text_comes_back_as_it_was_made_printable(text):
    from icalendar import Calendar, Event  # noqa: PLC0415 - as the board writes them

    one, event = Calendar(), Event()
    event.add("uid", "u")
    event.add("dtstart", datetime(2026, 3, 2, tzinfo=UTC))
    event.add("summary", calendar_text(text))
    one.add("prodid", "p")
    one.add("version", "2.0")
    one.add_component(event)
    written = one.to_ical().decode()
    (read,) = events_of(written)
    assert calendar_text(text) == read["SUMMARY"] or not calendar_text(text).strip()
    assert "::" not in calendar_text(text)
    assert written == harmless(written, "ics")


def test_a_calendar_says_when_it_was_made_and_nothing_of_the_machine(tmp_path):
    first, second = (calendar(tmp_path, request("T"), now=now) for now in ("mon 12:00", "mon 12:00"))
    assert first == second
    assert str(tmp_path) not in first
    assert instant("mon 12:00") == int(events_of(first)[0]["DTSTAMP"].timestamp())
