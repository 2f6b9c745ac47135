"""The report of a board: what was met, of what closed requests were promised, against what the policy measures."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from jsonschema import Draft202012Validator

from remit.engine.board.promise_report import Outcome, counted_in, met_share, promise_report
from remit.engine.board.report_json import report_record
from remit.engine.board.report_text import report_text
from remit.engine.language.schema import schema_text
from remit.engine.triage.layout import Look

from .verbs import board, policy_text, request

VALIDATOR = Draft202012Validator(json.loads(schema_text("board-report")))
MEASURED = "p: {until: replied, measure: {share: 75 %, per: quarter, credit: a day, cite: terms.all}}"


def report(folder, requests, *promises, now="fri 12:00"):
    return promise_report(board(folder, policy_text(*promises), requests, now))


def closed(name, *happened, **keys):
    return request(name, *happened, "thu 12:00 closed", **keys)


def test_what_was_met_of_closed_requests_by_promise_level_and_month(tmp_path):
    requests = [
        closed("A", "mon 10:00 replied"),
        closed("B", "mon 16:00 replied"),
        closed("C", "mon 10:00 replied", facts={"outage": "complete"}),
        closed("D", "mon 10:00 replied", received="mon 09:00"),
        request("E", "mon 10:00 replied"),
        closed("F", received="thu 11:00"),
    ]
    shown = report(tmp_path, requests, "p: {until: replied}")
    lines = [(line.promise, line.month, line.level, met_share(line.counts), dict(line.counts)) for line in shown.lines]
    assert [
        ("p", "2026-03", "P1", 100.0, {"met": 1}),
        ("p", "2026-03", "P2", 66.6, {"met": 2, "late": 1, "pending": 1, "ended": 1}),
    ] == lines
    assert 4 == counted_in(shown.counts)


def test_each_occurrence_of_a_promise_that_repeats_counts_once(tmp_path):
    happened = ("mon 10:00 updated", "tue 09:30 updated", "tue 16:00 updated")
    (line,) = report(tmp_path, [closed("A", *happened)], "p: {repeats: true}").lines
    assert {"met": 1, "late": 3} == dict(line.counts)


def test_a_month_is_that_of_the_receipt_on_the_clock_of_the_policy(tmp_path):
    """At 23:30 UTC on 31 March it is April in Berlin."""
    policy = policy_text("p: {until: replied}").replace('edition: "1"\n', 'edition: "1"\ntimezone: Europe/Berlin\n')
    written = request("A") | {"received": "2026-03-31T23:30:00Z"}
    assert ["2026-04"] == [line.month for line in promise_report(board(tmp_path, policy, [written])).lines]


@pytest.mark.parametrize(
    ("late", "kept", "text"),
    [(1, True, "kept"), (2, False, "missed"), (4, False, "missed")],
)
def test_a_measure_is_kept_where_no_less_than_its_share_was_met(tmp_path, late, kept, text):
    """Three of four are just as many as must be."""
    requests = [closed(str(n), "mon 16:00 replied" if n < late else "mon 10:00 replied") for n in range(4)]
    shown = report(tmp_path, requests, MEASURED)
    (measure,) = shown.measures
    assert ("2026-Q1", kept) == (measure.period, measure.is_kept)
    written = report_text(shown, Look(width=120))
    assert f"  {text} " in written
    assert ("; credited: a day" in written) is not kept


@pytest.mark.parametrize(("late", "kept"), [(0, True), (1, False)])
def test_where_only_a_credit_is_said_each_late_one_is_missed(tmp_path, late, kept):
    requests = [closed(str(n), "mon 16:00 replied" if n < late else "mon 10:00 replied") for n in range(4)]
    shown = report(tmp_path, requests, "p: {until: replied, measure: {credit: a day, cite: terms.all}}")
    (measure,) = shown.measures
    assert (None, kept) == (measure.period, measure.is_kept)
    assert [] == [error.message for error in VALIDATOR.iter_errors(report_record(shown))]


def test_nothing_is_said_of_a_measure_of_which_nothing_counts(tmp_path):
    (measure,) = report(tmp_path, [request("A")], MEASURED).measures
    assert measure.is_kept is None


def test_almost_all_is_not_all():
    assert 99.9 == met_share(Counter[Outcome]({"met": 99_999, "late": 1}))
    assert met_share(Counter[Outcome]({"ended": 3})) is None


def test_a_report_in_json_is_what_the_schema_says_and_adds_up(tmp_path):
    requests = [closed("A", "mon 16:00 replied"), request("B"), "nonsense", request("C", facts={"paid": False})]
    record = report_record(report(tmp_path, requests, MEASURED, "q: {repeats: true}"))
    assert [] == [error.message for error in VALIDATOR.iter_errors(record)]
    assert {"requests": 4, "closed": 1, "not_closed": 2, "rejected": 1} == record["requests"]
    for key in ("met", "late", "ended", "open", "pending"):
        assert record["total"][key] == sum(line[key] for line in record["lines"])


def test_a_report_without_promises_says_so(tmp_path):
    shown = report(tmp_path, [request("A", facts={"paid": False})], "p: {until: replied}")
    assert report_text(shown, Look()).endswith("no promise was made\n")


@pytest.mark.parametrize("width", [64, 80, 120])
def test_no_line_of_a_report_is_wider_than_the_terminal(tmp_path, width):
    requests = [closed(str(n), "mon 16:00 replied") for n in range(3)] + [request("B"), closed("C")]
    shown = report(tmp_path, requests, MEASURED, "a_promise_with_a_very_long_name_that_says_all: {repeats: true}")
    lines = report_text(shown, Look(width=width)).split("\n")
    assert max(map(len, lines)) <= width
    assert "small" in lines
    assert any(line.startswith("all ") for line in lines)
