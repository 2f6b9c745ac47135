"""A board and a report as CSV: what a spreadsheet shows is text, whoever wrote it."""

from __future__ import annotations

import csv
import io

import pytest

from remit.engine.board.board_csv import board_csv, report_csv
from remit.engine.board.promise_report import promise_report
from remit.output import harmless

from .verbs import board, policy_text, request

POLICY = policy_text("initial_response: {until: replied}", "resolution: {pauses: waiting}")


def cells(text):
    assert text == harmless(text, "csv")
    return list(csv.DictReader(io.StringIO(text), strict=True))


def test_a_row_of_each_promise(tmp_path):
    (row, _) = cells(board_csv(board(tmp_path, POLICY, [request("T-1")], "mon 14:00")))
    assert {
        "request": "T-1",
        "customer": "",
        "policy": "small",
        "tier": "gold",
        "level": "P2",
        "promise": "initial_response",
        "state": "overdue",
        "due": "2026-03-02T13:00:00Z",
        "earliest": "2026-03-02T13:00:00Z",
        "met_at": "",
        "left": "-3600",
        "allowed": "14400",
    } == row


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1", " =1", "'=1", "::a::b", '=HYPERLINK("http://x","y")', 'a;b,c"d\ne'],
)
def test_no_cell_begins_as_a_formula(tmp_path, name):
    shown = board(tmp_path, POLICY, [request(name)])
    rows = cells(board_csv(shown))
    assert 2 == len(rows)
    for row in rows:
        assert row["request"].lstrip()[:1] not in tuple("=+-@\uff1d:")
        assert name.replace("\n", " ") in (row["request"], row["request"][1:])


def test_a_report_has_a_line_for_each(tmp_path):
    requests = [request("A", "mon 10:00 replied", "mon 12:00 closed"), request("B")]
    lines = cells(report_csv(promise_report(board(tmp_path, POLICY, requests))))
    assert [("initial_response", "100.0", "1", "1"), ("resolution", "100.0", "1", "1")] == [
        (line["promise"], line["share"], line["met"], line["pending"]) for line in lines
    ]
