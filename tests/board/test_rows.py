"""What stands on the board, in which order, and that everything that was read is on it or rejected by name."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from clocks.verbs import at
from jsonschema import Draft202012Validator

import remit
from remit.cli import main
from remit.engine.board.board_json import board_record
from remit.engine.board.board_text import board_text
from remit.engine.board.open_board import open_board
from remit.engine.language.policy_folder import Policies
from remit.engine.language.schema import schema_text
from remit.engine.triage.decide_files import Triage
from remit.engine.triage.layout import Look

from .verbs import ESCALATION, board, instant, policy_text, request, states

if TYPE_CHECKING:
    from pathlib import Path

VALIDATOR = Draft202012Validator(json.loads(schema_text("board")))
POLICY = policy_text("initial_response: {until: replied}", "resolution: {pauses: waiting}", more=ESCALATION)
OPEN = request("open", facts={"outage": None})


def test_what_burns_stands_first(tmp_path):
    policy = policy_text("p: {pauses: waiting}", "q: {from: acknowledged, until: workaround}")
    requests = [
        request("met", "mon 09:30 closed"),
        request("late", "tue 12:00 closed"),
        request("waits", "mon 10:00 waiting"),
        request("runs", received="tue 11:00"),
        request("at-risk", received="tue 08:30"),
        request("overdue", received="mon 12:00"),
        request("long-overdue", received="mon 11:00"),
    ]
    shown = [(name, state) for name, promise, state in states(board(tmp_path, policy, requests, "tue 12:01"))]
    assert [
        ("long-overdue", "overdue"),
        ("overdue", "overdue"),
        ("at-risk", "at_risk"),
        ("runs", "running"),
        ("waits", "paused"),
    ] == shown[:5]
    assert ["not_started"] * 5 == [state for _, state in shown[5:10]]
    assert [("late", "late"), ("met", "met"), ("late", "ended"), ("met", "ended")] == shown[10:]


def test_due_at_once_the_severe_stands_first(tmp_path):
    requests = [
        request("b", facts={"outage": "none"}),
        request("c", facts={"outage": "partial"}),
        request("a", facts={"outage": "partial"}),
    ]
    shown = board(tmp_path, policy_text("p: {until: replied}"), requests, "mon 10:00")
    assert ["a", "c", "b"] == [row.request.name for row in shown.rows]


def test_what_may_be_overdue_comes_right_after_what_is(tmp_path):
    """Of the open one, P1 would be overdue, and P3 would not."""
    policy = policy_text("p: {until: replied}").replace("presume: none", "ask: Is it down?")
    down = request("gone", facts={"outage": "complete"})
    requests = [request("runs", received="mon 10:30"), request("open", facts={}), down]
    shown = board(tmp_path, policy, requests, "mon 12:30")
    assert [("gone", "overdue"), ("open", "open"), ("runs", "running")] == [
        (row.request.name, row.state) for row in shown.rows
    ]
    (row,) = [row for row in shown.rows if row.state == "open"]
    assert (None, instant("mon 11:00")) == (row.due, row.earliest)
    assert ("outage",) == row.request.missing


def test_a_row_says_what_the_decision_says(tmp_path):
    shown = board(tmp_path, POLICY, [request("T", "mon 10:00 waiting")], "mon 12:30")
    policy = remit.Policy.from_text(POLICY, rules="builtin")
    decision = policy.decide(request("T", "mon 10:00 waiting"), now=datetime.fromisoformat(at("mon 12:30")))
    for row in shown.rows:
        deadline = decision.deadlines[row.promise]
        assert (deadline.due_instant, deadline.left, deadline.allowed) == (row.due, row.left, row.allowed)


def test_who_may_be_escalated_to_now(tmp_path):
    requests = [request("late", "mon 15:00 asked"), request("fine", received="mon 15:00")]
    shown = board(tmp_path, POLICY, requests, "mon 15:30")
    by_name = {request.name: request for request in shown.requests}
    assert ("Head of Support (+1 555 0100), as a response is overdue",) == by_name["late"].escalation_texts
    assert () == by_name["fine"].escalation_texts
    assert ("Anybody",) == by_name["fine"].standing_escalations


def test_every_request_is_on_the_board_or_rejected_by_name(tmp_path):
    lines: list[Any] = [
        request("A"),
        "nonsense",
        request("B", tier="silver"),
        request("A"),
        request("C", "mon 08:00 replied"),
        {"id": "D"},
        request("E", facts={"paid": False}),
        request(None),
        request(None, subject="another"),
        request(None),
    ]
    shown = board(tmp_path, POLICY, lines)
    assert {"requests": 10, "decided": 4, "needs_facts": 0, "undecided": 0, "rejected": 6} == shown.counts
    rejected = [(r.id, r.place.rpartition(":")[2], r.findings[0].check, r.findings[0].line) for r in shown.rejected]
    assert [
        (None, "2", "json", 2),
        ("B", "3", "unknown-tier", 3),
        ("A", "4", "duplicate-request", 4),
        ("C", "5", "wrong-instant", 5),
        ("D", "6", "missing-key", 6),
        (None, "10", "duplicate-request", 10),
    ] == rejected
    assert "request `A` is given twice, first at `" in shown.rejected[2].findings[0].message
    assert [] == [e.message for e in VALIDATOR.iter_errors(board_record(shown))]
    assert sum(shown.states.values()) == len(shown.rows)


def test_nothing_stands_in_for_a_missing_receipt(tmp_path):
    written = request("T")
    del written["received"]
    (rejection,) = board(tmp_path, POLICY, [written]).rejected
    assert "the request lacks the key `received`" == rejection.findings[0].message


def test_a_board_in_json_is_what_the_schema_says(tmp_path):
    requests = [request(str(n), f"mon 10:{n:02} {name}") for n, name in enumerate(("replied", "waiting", "closed"))]
    for now in ("mon 09:00", "mon 12:00", "fri 12:00"):
        record = board_record(board(tmp_path, POLICY, [*requests, OPEN], now))
        assert [] == [error.message for error in VALIDATOR.iter_errors(record)]


def test_a_folder_is_read_in_the_order_of_names_and_what_is_no_request_is_named(tmp_path):
    folder = tmp_path / "desk"
    (folder / "deep").mkdir(parents=True)
    (folder / "small.yaml").write_text(POLICY)
    (folder / "small.cases.yaml").write_text("cases: []\n")
    (folder / "small.words.yaml").write_text("remit: 1\nwords: small\n")
    (folder / "contracts.yaml").write_text("contracts: []\n")
    (folder / "b.jsonl").write_text(json.dumps(request("B1")) + "\n" + json.dumps(request("B2")) + "\n")
    (folder / "a.json").write_text(json.dumps(request("A")))
    (folder / "deep" / "c.yml").write_text(f"id: C\nreceived: {at('mon 09:00')}\npolicy: small\ntier: gold\n")
    (folder / "broken.yaml").write_text("}{")
    (folder / "notes.txt").write_text("no request")
    triage = Triage(Policies.at(str(folder)), None, "builtin", remit.__version__)
    shown = open_board(triage, [str(folder), str(folder / "a.json")], instant("mon 10:00"))
    assert ["A", "B1", "B2", "C"] == [request.name for request in shown.requests]
    skipped = ("contracts.yaml", "small.cases.yaml", "small.words.yaml", "small.yaml")
    assert tuple(str(folder / name) for name in skipped) == shown.skipped
    assert [str(folder / "broken.yaml")] == [rejection.place for rejection in shown.rejected]
    assert shown.is_invalid


def test_an_empty_folder_is_an_error(tmp_path):
    triage = Triage(Policies.at(None), None, "builtin", remit.__version__)
    (tmp_path / "empty").mkdir()
    shown = open_board(triage, [str(tmp_path / "empty")], 0)
    assert ["folder holds no .yaml, .json or .jsonl file"] == [finding.message for finding in shown.findings]
    assert shown.is_invalid


def run(folder: Path, *lines: object, form: str = "text", options: tuple[str, ...] = ()) -> tuple[int, str]:
    board(folder, POLICY, [])
    file = folder / "r.jsonl"
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    where = ["--policies", str(folder / "policies"), "--at", at("mon 12:00"), "--format", form, *options]
    ran = CliRunner().invoke(main, ["board", *where, str(file)], prog_name="remit", env={"COLUMNS": "80"})
    return ran.exit_code, ran.stdout


@pytest.mark.parametrize("form", ["text", "json", "ics"])
@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], 0),
        ([request("A")], 0),
        ([request("A"), request("B", facts={"paid": None, "outage": None})], 4),
        ([request("A"), request("B", facts={"paid": None, "outage": None}), "nonsense"], 3),
    ],
)
def test_it_exits_as_decide_does(tmp_path, lines, code, form):
    assert code == run(tmp_path, *lines, form=form)[0]
    ran = CliRunner().invoke(
        main,
        ["decide", "--policies", str(tmp_path / "policies"), "--at", at("mon 12:00"), str(tmp_path / "r.jsonl")],
        prog_name="remit",
    )
    assert code == ran.exit_code


def test_a_report_is_no_calendar(tmp_path):
    assert 2 == run(tmp_path, request("A"), form="ics", options=("--report",))[0]


def test_a_request_of_nobody_known_is_on_the_board_and_asks_for_its_contract(tmp_path):
    unknown: dict[str, Any] = {"id": "U", "received": at("mon 09:00"), "from": "x@nowhere.example"}
    unknown |= {"events": [{"at": at("mon 10:00"), "is": "closed"}]}
    shown = board(tmp_path, POLICY, [unknown, request("A")], "mon 12:00")
    assert {"requests": 2, "decided": 1, "needs_facts": 1, "undecided": 0, "rejected": 0} == shown.counts
    (open_, _) = shown.requests
    assert (("contract",), True, "") == (open_.missing, open_.is_closed, open_.policy)
    assert [] == [error.message for error in VALIDATOR.iter_errors(board_record(shown))]
    assert "ask                  U (contract)" in board_text(shown, Look(), 50)
    assert not shown.is_decided
