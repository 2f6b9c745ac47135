"""Files of requests in JSON, one a line: each is read by itself, and what is wrong stands at its line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from remit.engine.findings import Findings, Mark
from remit.engine.language import request_lines
from remit.engine.language.files import REQUEST_BYTES
from remit.engine.language.input_files import InputFiles
from remit.engine.language.request_lines import read_requests

RECEIVED = "2026-03-06T16:30:00Z"


def line(**request: Any) -> str:
    return json.dumps({"received": RECEIVED} | request)


def read(tmp_path, text: str | bytes, name: str = "requests.jsonl") -> list[tuple[str | None, list[str]]]:
    """Return the id of each request, with what is wrong as `line:column check`."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    drafts = [
        (draft.request.id if draft.request else None, draft.placed(draft.findings))
        for draft in read_requests(str(file), InputFiles())
    ]
    return [(name, [f"{f.line}:{f.column} {f.check}" for f in findings]) for name, findings in drafts]


def test_each_line_is_a_request(tmp_path):
    assert [("A", []), ("B", [])] == read(tmp_path, f"{line(id='A')}\n{line(id='B')}\n")


def test_empty_lines_line_ends_of_windows_and_a_byte_order_mark_count_for_nothing(tmp_path):
    text = f"\ufeff{line(id='A')}\r\n\r\n \n{line(id='B')}"
    assert [("A", []), ("B", [])] == read(tmp_path, text, "requests.NDJSON")


def test_a_line_that_is_wrong_stops_no_other_and_says_where_it_is(tmp_path):
    text = f'{line(id="A")}\n\nnonsense\n{line(id="B", tier=3)}\n{{"id": "C"}}\n{line(id="D")}\n'
    expected = [("A", []), (None, ["3:1 json"]), ("B", ["4:49 wrong-type"]), ("C", ["5:1 missing-key"]), ("D", [])]
    assert expected == read(tmp_path, text)


def test_a_line_that_is_not_utf_8_stops_no_other(tmp_path):
    text = b'{"id": "\xff"}\n' + line(id="B").encode()
    assert [(None, ["1:9 encoding"]), ("B", [])] == read(tmp_path, text)


def test_a_line_has_the_limit_of_a_request(tmp_path):
    long = line(id="A", body="x" * REQUEST_BYTES)
    assert [(None, ["1:1 too-large"]), ("B", [])] == read(tmp_path, f"{long}\n{line(id='B')}\n")


def test_there_is_a_limit_of_requests_and_what_is_beyond_is_said_once(tmp_path, monkeypatch):
    monkeypatch.setattr(request_lines, "MOST_REQUESTS", 2)
    lines = "\n".join(line(id=name) for name in "ABCD")
    assert [("A", []), ("B", []), (None, ["3:1 too-large"])] == read(tmp_path, lines)


def test_a_file_of_another_name_is_one_request(tmp_path):
    (request,) = read(tmp_path, f"{line(id='A')}\n{line(id='B')}\n", "requests.json")
    assert ["2:1 json"] == request[1]


class _StandardInput(InputFiles):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._standard_input = text.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{line(id='A')}\n{line(id='B')}\n", ["A", "B"]),
        (f"\n{line(id='A')}\n\n{line(id='B')}", ["A", "B"]),
        (f"{line(id='A')}\n", ["A"]),
        ("{\n" + line(id="A")[1:], ["A"]),
        (f"{{id: A,\nreceived: {RECEIVED}}}", ["A"]),
        (f"id: A\nreceived: {RECEIVED}\n", ["A"]),
    ],
)
def test_standard_input_has_lines_where_its_first_one_is_a_request_and_more_follow(text, expected):
    drafts = list(read_requests("-", _StandardInput(text)))
    assert expected == [draft.request and draft.request.id for draft in drafts]
    assert not any(draft.findings for draft in drafts)


def test_what_is_found_elsewhere_keeps_its_place(tmp_path):
    file = tmp_path / "r.jsonl"
    file.write_text(f"\n{line(id='A')}\n")
    (draft,) = read_requests(str(file), InputFiles())
    assert draft.request is not None
    findings = Findings()
    findings.error("x", "of the request", draft.request.mark)
    findings.error("x", "of a contract", Mark("contracts.yaml", 7, 1))
    assert [2, 7] == [finding.line for finding in draft.placed(findings)]
