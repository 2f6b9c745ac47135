"""`remit batch` decides the same rows alike, whatever form they come in and go out in."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import remit
from remit.engine.bulk.batch import text_rows
from remit.engine.bulk.batch.cell_texts import cell_texts, json_texts, list_texts, quoted_cells, read_cell
from remit.engine.bulk.batch.decision_texts import csv_rows, json_rows
from remit.engine.bulk.batch.instant_texts import instant_texts

from .batch_verbs import FORMS, POLICIES, RECEIVED, batch, decisions, files, rows, run, write_rows

TEXTS = [
    *("", "a", "=1+1", "+1", "-1", "@x", "'x", " =1", "\t=1", "\r=1", "\uff1d1", '"', '"a"', "a,b", "a\nb", "\x1b[2J"),
    *("\u202eabc", "\\", "é", "\N{GRINNING FACE}", "\x7f", "a\u2028b", "null", "\0"),
]


@pytest.mark.parametrize("output", FORMS)
def test_the_form_of_the_input_makes_no_difference(output, tmp_path):
    results = []
    for form in FORMS:
        requests = write_rows(tmp_path / f"requests.{form}", rows(20))
        place = tmp_path / f"{form}-decisions.{output}"
        assert "20 rows: 20 decisions (14 decided, 6 need facts), 0 rejects" == str(run(requests, place).totals)
        results.append(files(place))
    assert results[0] == results[1] == results[2]


def test_rows_are_what_the_requests_are_by_themselves(tmp_path):
    requests = write_rows(tmp_path / "requests.jsonl", rows(20))
    run(requests, tmp_path / "decisions.jsonl")
    policy = remit.load(POLICIES)
    for row, decided in zip(rows(20), decisions(tmp_path / "decisions.jsonl"), strict=True):
        names = ("activity", "environment", "outage", "users")
        facts = {name: row[name] for name in names if row[name] is not None} | dict.fromkeys(row["unknown"] or ())
        decision = policy.decide({"id": row["id"], "tier": row["tier"], "received": row["received"], "facts": facts})
        assert (row["id"], decision.status, decision.scope.outcome, decision.priority.level) == tuple(
            decided[name] for name in ("id", "status", "scope", "level")
        )
        assert [missing.fact for missing in decision.missing] == decided["missing"]
        deadline = decision.deadlines.get("initial_response")
        due = decided["initial_response_due"]
        assert (deadline and deadline.due) == (due and datetime.fromisoformat(due))


@pytest.mark.parametrize("form", FORMS)
def test_without_presumptions_their_columns_alone_are_left_out(form, tmp_path):
    requests = write_rows(tmp_path / "requests.csv", rows(20))
    run(requests, tmp_path / f"all.{form}")
    run(requests, tmp_path / f"fewer.{form}", presumptions=False)
    every = decisions(tmp_path / f"all.{form}")
    assert {"presumed", "unsafe"} <= {*every[0]}
    remaining = [{name: row[name] for name in row if name not in ("presumed", "unsafe")} for row in every]
    assert remaining == decisions(tmp_path / f"fewer.{form}")


def test_parquet_has_a_file_for_each_run_of_rows(tmp_path):
    run(write_rows(tmp_path / "requests.csv", rows(8)), tmp_path / "decisions.parquet")
    parts = sorted((tmp_path / "decisions.parquet").iterdir())
    assert [("part-00000.parquet", 3), ("part-00001.parquet", 3), ("part-00002.parquet", 2)] == [
        (part.name, pq.read_metadata(part).num_rows) for part in parts
    ]
    assert [f"T-{n}" for n in range(8)] == [row["id"] for row in decisions(tmp_path / "decisions.parquet")]


def test_the_columns_of_all_forms_are_those_of_decide_table(tmp_path):
    requests = write_rows(tmp_path / "requests.parquet", rows(5))
    table = remit.decide_table(pq.read_table(requests), POLICIES)
    for form in FORMS:
        run(requests, tmp_path / f"decisions.{form}")
        assert table.column_names == [*decisions(tmp_path / f"decisions.{form}")[0]]


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("output", FORMS)
@pytest.mark.parametrize("form", FORMS)
def test_few_rows_or_none(form, output, number, tmp_path):
    requests = write_rows(tmp_path / f"requests.{form}", rows(number))
    if form == "jsonl" and not number:
        requests.write_text("\n\r\n", "utf-8")
    result = run(requests, tmp_path / f"decisions.{output}")
    assert ("done", number) == (result.end, result.totals.rows)
    assert number == len(decisions(tmp_path / f"decisions.{output}"))
    assert {f"requests.{form}", f"decisions.{output}"} == {path.name for path in tmp_path.iterdir()}


def test_cells_read_back_and_begin_no_formula():
    cells = cell_texts(pa.array(TEXTS)).to_pylist()
    assert TEXTS == [read_cell(cell) for cell in cells]
    assert set() == {cell.lstrip()[:1] for cell in cells} & {*"=+-@\uff1d\uff0b\uff0d\uff20"}
    assert all(cell.isprintable() for cell in cells)


def test_strings_of_json_are_what_the_library_writes_or_plain():
    written = json_texts(pa.array(TEXTS)).to_pylist()
    assert TEXTS == [json.loads(text) for text in written]
    assert all(text.isprintable() for text in written)


def test_a_text_is_written_alike_whatever_stands_beside_it():
    table = pa.table({"id": TEXTS})
    for write in (csv_rows, json_rows):
        alone = [b"".join(write(table.slice(n, 1))) for n in range(len(TEXTS))]
        assert b"".join(write(table)) == b"".join(alone)


def test_texts_that_are_plain_are_written_as_any_others():
    """Whether texts are looked at one by one depends on what stands beside them."""
    for text in TEXTS:
        for write in (cell_texts, json_texts):
            assert write(pa.array([text, '"'])).to_pylist()[:1] == write(pa.array([text])).to_pylist()
    csv_text = "".join(f"{cell}\n" for cell in quoted_cells(cell_texts(pa.array(TEXTS))).to_pylist())
    assert TEXTS == [read_cell(cell) for (cell,) in csv.reader(io.StringIO(csv_text, newline=""), strict=True)]


def test_names_between_blanks_are_lists():
    texts = ["", "a", "a b", "é ü", None, "a-b c_d e"]
    lists = list_texts(pa.array(texts)).to_pylist()
    assert [text if text is None else text.split() for text in texts] == [text and json.loads(text) for text in lists]


INSTANTS = [None, 0, -1, 86_399, 86_400, 1_772_814_600, 4_102_444_799, 951_782_400, None]


@given(st.lists(st.lists(st.sampled_from(INSTANTS), min_size=9, max_size=9), max_size=4))
@example([INSTANTS, INSTANTS[::-1]])
def test_instants_are_texts_that_python_reads(columns):
    """Before 1970, and at the ends of days and years, too; fractions are left out."""
    instants = [
        pa.array([None if s is None else s * 10**6 + 999_999 for s in seconds], pa.int64()).cast(
            pa.timestamp("us", "UTC")
        )
        for seconds in ([5, *column, 5] for column in columns)
    ]
    for seconds, texts in zip(columns, instant_texts([column.slice(1, 9) for column in instants]), strict=True):
        read = [text and int(datetime.fromisoformat(json.loads(text)).timestamp()) for text in texts.to_pylist()]
        assert seconds == read


def test_facts_of_json_that_are_of_several_types_are_each_what_they_are(tmp_path):
    """What is no number is refused as by itself, a number beyond those of a column is decided as by itself."""
    values = ["1", "2.5", "true", '"many"', "12345678901234567890123", "9007199254740993", "null"]
    lines = [
        f'{{"id": "{n}", "policy": "acme", "tier": "gold", "received": "{RECEIVED}", "facts": {{"users": {value}}}}}\n'
        for n, value in enumerate(values)
    ]
    together = tmp_path / "requests.jsonl"
    together.write_text("".join(lines), "utf-8")
    run(together, tmp_path / "decisions.jsonl", tmp_path / "rejects.jsonl", part_rows=100)
    alone = []
    for n, line in enumerate(lines):
        (tmp_path / f"{n}.jsonl").write_text(line, "utf-8")
        run(tmp_path / f"{n}.jsonl", tmp_path / f"out-{n}.jsonl", tmp_path / f"rejects-{n}.jsonl")
        alone += decisions(tmp_path / f"out-{n}.jsonl")
    assert ["0", "1", "4", "5", "6"] == [row["id"] for row in alone]
    assert alone == decisions(tmp_path / "decisions.jsonl")
    reasons = [row["reason"] for row in decisions(tmp_path / "rejects.jsonl")]
    assert ["`users` must be a number, not `true`", "`users` must be a number, not the string `many`"] == reasons


def test_received_is_floored(tmp_path):
    instant = datetime(2026, 3, 6, 16, 30, 0, 999_999, tzinfo=UTC)
    columns = {"policy": ["acme"], "tier": ["gold"], "activity": ["fault"], "users": [500]}
    for unit in ("s", "ms", "us", "ns"):
        received = pa.array([instant], pa.timestamp("us", "UTC")).cast(pa.timestamp(unit, "UTC"), safe=False)
        pq.write_table(pa.table(columns | {"received": received}), tmp_path / f"{unit}.parquet")
        run(tmp_path / f"{unit}.parquet", tmp_path / f"{unit}.jsonl")
        assert "2026-03-06T17:30:00Z" == decisions(tmp_path / f"{unit}.jsonl")[0]["initial_response_due"]


def test_long_runs_end_by_bytes_so_that_memory_stays(tmp_path, monkeypatch):
    """A part of text ends before it has its rows where they are long; the result is the same."""
    requests = write_rows(tmp_path / "requests.csv", rows(20))
    run(requests, tmp_path / "whole.csv", part_rows=100)
    monkeypatch.setattr(text_rows, "RUN_BYTES", 100)
    monkeypatch.setattr("remit.engine.bulk.batch.record_pieces.BLOCK_BYTES", 64)
    longest = batch(requests, tmp_path / "parts.csv", part_rows=100)
    reported: list[object] = []
    longest.run(resumes=False, report=reported.append)
    assert files(tmp_path / "whole.csv") == files(tmp_path / "parts.csv")
    assert len(reported) > 5
