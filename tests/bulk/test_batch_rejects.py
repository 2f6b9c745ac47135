"""Rows that cannot be read, or are no requests, are rejected with number, line and reason; all others are decided."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from .batch_verbs import RECEIVED, decisions, rejected, rows, run, write_rows

GOOD = f'{{"policy": "acme", "tier": "gold", "received": "{RECEIVED}", "facts": {{"activity": "fault"}}}}'
CSV = "policy,tier,received,activity\n"
ROW = f"acme,gold,{RECEIVED},fault\n"


def reject(tmp_path, name, raw, **options):
    """Return which rows of a file are rejected; rows in are decisions and rejects."""
    (tmp_path / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    result = run(tmp_path / name, tmp_path / "out.jsonl", tmp_path / "rejects.csv", **options)
    assert "done" == result.end, result
    rejects = rejected(tmp_path / "rejects.csv")
    assert result.totals.rows == len(decisions(tmp_path / "out.jsonl")) + len(rejects)
    return rejects


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON: expected a key in double quotes"),
        ("nonsense", "not JSON: `nonsense` is not a value"),
        ("[]", "the file must be a mapping, not a list"),
        (b"\xff", "byte 0xff is not UTF-8"),
        ('{"id": "\0"}', "not JSON: invalid control character"),
        ('{"id": "a", "id": "b"}', "key `id` is given twice"),
        ('{"tier": "\\ud800"}', "not JSON: half of a surrogate pair is not a character"),
        (GOOD[:-1] + ', "activty": "fault"}', "key `activty` is neither a key of a request nor a fact"),
        (GOOD[:-1] + ', "activity": "fault"}', "fact `activity` is stated in `facts` and by its name"),
        (GOOD[:-1] + ', "unknown": ["activity"]}', "fact `activity` is stated, and listed in `unknown`"),
        (GOOD.replace("fault", "quarrel"), "`quarrel` is not a choice of `activity`"),
        (GOOD.replace("gold", "gld"), "tier `gld` is not declared by policy `acme`"),
        (GOOD.replace("acme", "acne"), "policy `acne` is not known"),
        (GOOD.replace('"gold"', "1"), "`tier` must be a string, not a number"),
        (GOOD.replace('{"activity": "fault"}', "3"), "`facts` must be a mapping, not a number"),
        (GOOD.replace('"fault"', "[]"), "`activity` must be a string, a number, a boolean or null, not a list"),
        ("{}", "the request lacks the key `received`"),
        ('{"body": "' + "x" * 300_000 + '"}', "the line is larger than the limit of 256 KiB for a request"),
        ('{"body": "' + "x" * 9_000_000 + '"}', "the line is larger than the limit of 256 KiB for a request"),
    ],
)
def test_a_line_of_json_that_is_no_request(line, reason, tmp_path):
    raw = line if isinstance(line, bytes) else line.encode()
    good = GOOD.encode()
    assert [(2, 3, reason)] == reject(tmp_path, "in.jsonl", good + b"\n\r\n" + raw + b"\n" + good)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,b,c\n", "the row has 3 cells, the header 4"),
        ("a\n", "the row has 1 cell, the header 4"),
        ("a,b,c,d,e\n", "the row has 5 cells, the header 4"),
        ('"a"x,b,c,d\n', "text follows a closing quote"),
        ("a\rb,b,c,d\n", "a carriage return stands outside quotes"),
        ("a\0,b,c,d\n", "the row has a NUL character"),
        (b"a\xff,b,c,d\n", "byte 0xff is not UTF-8"),
        (ROW.replace("fault", "quarrel"), "`quarrel` is not a choice of `activity`"),
        (ROW.replace("gold", '""'), "`tier` must not be empty"),
        (ROW.replace("fault", "x" * 300_000), "the row is larger than the limit of 256 KiB for a request"),
        (
            ROW.replace("fault", '"' + "x\n" * 5_000_000 + '"'),
            "the row is larger than the limit of 256 KiB for a request",
        ),
    ],
)
def test_a_row_of_csv_that_is_no_request(row, reason, tmp_path):
    """Its line is that on which it begins, wherever cells before it hold line ends."""
    raw = row if isinstance(row, bytes) else row.encode()
    before = ROW.replace("fault", '"fault"').replace("gold", '"gold"') + "\r\n"
    assert [(2, 4, reason)] == reject(tmp_path, "in.csv", CSV.encode() + before.encode() + raw + ROW.encode())


def test_lines_count_where_cells_hold_line_ends(tmp_path):
    text = f'_note,{CSV}"a\nb\r\nc",{ROW}\n"d\n",x\ne,{ROW}f\n'
    assert [(2, 6), (4, 9)] == [(row, line) for row, line, _ in reject(tmp_path, "in.csv", text)]


def test_a_quote_that_is_never_closed_takes_what_follows_it(tmp_path):
    """What stands in a cell is data, never a row."""
    text = CSV + ROW + f'acme,"gold,x\n{ROW}{ROW}'
    assert [(2, 3, "a quote is opened and never closed")] == reject(tmp_path, "in.csv", text)
    (tmp_path / "out.jsonl").unlink()
    (tmp_path / "rejects.csv").unlink()
    text = CSV + ROW + f'acme,"gold,x\n{ROW * 300_000}'
    reason = "a quote is opened and never closed"
    assert [(2, 3, reason)] == reject(tmp_path, "in.csv", text)


def test_rows_of_parquet_are_rejected_by_number(tmp_path):
    columns = {"policy": ["acme"] * 5, "tier": ["gold", "gld", "gold", None, "gold"], "received": [RECEIVED] * 5}
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "out.parquet", tmp_path / "rejects.csv", part_rows=2)
    assert [(2, 0, "tier `gld` is not declared by policy `acme`")] == rejected(tmp_path / "rejects.csv")
    assert 4 == len(decisions(tmp_path / "out.parquet"))


def test_rejects_are_objects_of_json_where_their_file_says_so(tmp_path):
    (tmp_path / "in.jsonl").write_text("nonsense\n", "utf-8")
    run(tmp_path / "in.jsonl", tmp_path / "out.csv", tmp_path / "rejects.jsonl")
    assert [
        {"row": 1, "line": 1, "check": "json", "reason": "not JSON: `nonsense` is not a value", "help": ""}
    ] == decisions(tmp_path / "rejects.jsonl")


def test_rejects_without_a_file_are_findings_up_to_ten(tmp_path):
    (tmp_path / "in.jsonl").write_text("nonsense\n" * 12 + GOOD, "utf-8")
    result = run(tmp_path / "in.jsonl", tmp_path / "out.csv")
    assert (12, 1) == (result.totals.rejects, result.totals.decisions)
    assert [
        f"{tmp_path}/in.jsonl:{n}:1: error: row {n}: not JSON: `nonsense` is not a value [json]" for n in range(1, 11)
    ] == [str(finding) for finding in result.findings]


def test_what_a_stranger_wrote_steers_no_terminal(tmp_path):
    rejects = reject(tmp_path, "in.jsonl", GOOD.replace("gold", "=\\u001b[2J\\u202e"))
    assert "\\u202e" in rejects[0][2]
    assert "\x1b" not in (tmp_path / "rejects.csv").read_text("utf-8")


def test_many_rejects_and_no_decision(tmp_path):
    write_rows(tmp_path / "in.csv", [{**row, "policy": "nobody"} for row in rows(10)])
    result = run(tmp_path / "in.csv", tmp_path / "out.parquet", tmp_path / "rejects.csv")
    assert (10, 0) == (result.totals.rejects, result.totals.decisions)
    assert [*range(1, 11)] == [row for row, _, _ in rejected(tmp_path / "rejects.csv")]


@pytest.mark.parametrize("text", ["1_0", " 1", "0x10", "nan", "\u0661", "1,5", "1."])
def test_a_text_that_only_looks_like_a_number_is_none(text, tmp_path):
    cell = f'"{text}"'
    rejects = reject(tmp_path, "in.csv", f"policy,tier,received,users\nacme,gold,{RECEIVED},{cell}\n")
    assert [(1, 2, f"`users` must be a number, not the string `{text.strip()}`")] == rejects


def test_a_row_with_many_faults_names_some(tmp_path):
    facts = ", ".join(f'"f{n}": 1' for n in range(1000))
    ((_, _, reason),) = reject(tmp_path, "in.jsonl", GOOD.replace('"activity": "fault"', facts))
    assert reason.endswith("fact `f4` is not declared by policy `acme`; and 96 more findings")
