"""The board of the service: open requests as they are owed now, with what was overridden and what moved."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from remit.engine.language.schema import load_schema
from remit.engine.serve.service_board import BoardMaker
from remit.engine.serve.service_error import ServiceError

from .desk_files import body, happened, ms, request

NOON = ms("2026-03-04T12:00:00+01:00") // 1000


@pytest.fixture
def kept(service):
    for name, outage in (("T-1", "none"), ("T-2", "complete")):
        service.keep(body(request(name, facts={"outage": outage})), "ada").result()
    return service


def rows(board):
    return {(row.request.name, row.promise): (row.state, row.due) for row in board.rows}


def override(service, name="T-1", **keys):
    return service.add_override(name, body({"why": "agreed by phone", **keys}), "bob").result()


def test_a_board_shows_every_open_request_and_follows_what_happens(kept):
    board = kept.board(NOON)
    assert ["T-2", "T-1"] == list(dict.fromkeys(row.request.name for row in board.rows))
    assert "overdue" == rows(board)["T-2", "initial_response"][0]
    kept.add_events("T-2", happened(("1", "closed", "09:50")), "ada").result()
    kept.keep(body(request("T-3")), "ada").result()
    assert {"T-1", "T-3"} == {row.request.name for row in kept.board(NOON).rows}
    assert kept.board() is kept.board()


def test_a_board_of_now_is_what_it_would_be_had_it_been_worked_out_now(kept, clock):
    """Time passes, something becomes due, is answered, and closed; what nobody asks for in between is of no matter."""
    for time in ("10:00:00", "10:00:00", "10:00:01", "10:30:00", "12:59:58", "12:59:59", "13:00:00", "13:00:01"):
        clock.written = f"2026-03-04T{time}+01:00"
        if time == "12:59:59":
            kept.add_events("T-1", happened(("1", "replied", "12:59")), "ada").result()
        now = clock() // 1000
        exact = BoardMaker(kept.files).board(kept._open.entries().values(), now)  # noqa: SLF001 - each as of now
        live = kept.board()
        assert [(r.request.name, r.promise, r.state, r.due) for r in exact.rows] == [
            (r.request.name, r.promise, r.state, r.due) for r in live.rows
        ]


def test_a_due_that_is_overridden_is_shown_as_owed_and_the_decision_stays(kept):
    before = kept.request("T-2").latest
    override(kept, "T-2", promise="initial_response", due="2026-03-04T13:00:00+01:00")
    state, due = rows(kept.board(NOON))["T-2", "initial_response"]
    assert (ms("2026-03-04T13:00:00+01:00") // 1000, True) == (due, state in ("running", "at_risk"))
    assert before == kept.request("T-2").latest


def test_a_level_that_is_overridden_owes_what_that_level_owes(kept):
    override(kept, level="P1")
    board = kept.board(NOON)
    assert {"P1"} == {row.request.level for row in board.rows if row.request.name == "T-1"}
    assert rows(board)["T-1", "initial_response"] == ("overdue", ms("2026-03-04T10:00:00+01:00") // 1000)


def test_an_override_lapses_and_the_newest_counts(kept, clock):
    override(kept, promise="initial_response", due="2026-03-05T09:00:00+01:00", until="2026-03-04T11:00:00+01:00")
    decided = ms("2026-03-04T13:00:00+01:00") // 1000
    assert decided == rows(kept.board(NOON))["T-1", "initial_response"][1]
    assert ms("2026-03-05T09:00:00+01:00") // 1000 == rows(kept.board())["T-1", "initial_response"][1]
    clock.written = "2026-03-04T10:00:01+01:00"
    override(kept, promise="initial_response", due="2026-03-05T10:00:00+01:00")
    assert ms("2026-03-05T10:00:00+01:00") // 1000 == rows(kept.board(NOON))["T-1", "initial_response"][1]


@pytest.mark.parametrize(
    ("keys", "check"),
    [
        ({}, "wrong-shape"),
        ({"level": "P1", "promise": "resolution", "due": "2026-03-05T09:00:00+01:00"}, "wrong-shape"),
        ({"promise": "resolution"}, "missing-key"),
        ({"level": "P9"}, "unknown-level"),
        ({"promise": "answer", "due": "2026-03-05T09:00:00+01:00"}, "unknown-promise"),
        ({"level": "P1", "until": "2026-03-04T09:00:00+01:00"}, "wrong-instant"),
        ({"level": "P1", "until": "tomorrow"}, "wrong-instant"),
        ({"level": "P1", "why": ""}, "empty"),
        ({"level": "P1", "who": "me"}, "unknown-key"),
    ],
)
def test_what_no_override_says_is_refused(kept, keys, check):
    with pytest.raises(ServiceError) as refused:
        override(kept, **keys)
    assert ("invalid-override", True) == (
        refused.value.kind,
        check in [finding.check for finding in refused.value.findings],
    )


def test_a_report_counts_what_was_decided_and_what_was_owed(kept):
    override(
        kept, "T-2", promise="initial_response", due="2026-03-04T18:00:00+01:00", until="2026-03-04T17:00:00+01:00"
    )
    kept.add_events("T-2", happened(("1", "replied", "09:59"), ("2", "closed", "09:59")), "ada").result()
    kept.add_events("T-1", happened(("1", "closed", "09:58")), "ada").result()
    kept.keep(body(request("T-4", received="2026-03-04T08:00:00+01:00", facts={"outage": "complete"})), "ada").result()
    kept.add_events("T-4", happened(("1", "replied", "09:30"), ("2", "closed", "09:40")), "ada").result()
    override(kept, "T-4", promise="initial_response", due="2026-03-04T09:45:00+01:00")
    report = kept.report(NOON)
    assert ((4, 1), (5, 0)) == tuple(
        (counts["met"], counts["late"]) for counts in (report.decided.counts, report.owed.counts)
    )
    assert 2 == report.overridden


def test_a_board_is_as_its_schema_says(kept):
    override(kept, level="P1")
    record = kept.service_board(NOON).to_dict()
    assert [("T-1", "P1", "bob", "agreed by phone")] == [
        (o["request"], o["level"], o["by"], o["why"]) for o in record["overrides"]
    ]
    own = {key: value for key, value in record.items() if key not in ("overrides", "moved", "cut")}
    Draft202012Validator(load_schema("board")).validate(own)


def test_nobody_accepts_what_did_not_move(kept):
    with pytest.raises(ServiceError) as refused:
        kept.accept_moved("T-1", "ada").result()
    assert "nothing-moved" == refused.value.kind
