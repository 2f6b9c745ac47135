"""Lines of JSON that pyarrow reads are what they are when each is read in full, and the same lines are refused."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from remit.engine.bulk.batch import json_rows, record_pieces
from remit.engine.bulk.batch.json_rows import JsonParser
from remit.engine.bulk.batch.record_pieces import line_pieces

FACTS = ("activity", "users", "outage", "tier", "is_on")

KEYS = st.sampled_from(["id", "received", "policy", "tier", "channel", "subject", "kind", "events", "unknown", "_x"])
NAMES = st.sampled_from([*FACTS, *FACTS, "nothing", "acti\\u0076ity"])
TEXTS = st.sampled_from(
    [
        '"a"',
        '"null"',
        '": null"',
        '"\\"users\\": null"',
        '"é"',
        '"\\u00e9"',
        '"\u200e"',
        '"\\ud83d\\ude00"',
        '"\\ud800"',
        '""',
    ]
)
NUMBERS = st.sampled_from(
    [
        *("1", "2", "3", "-1", "0", "-0", "01", "1.0", "1.50", "0.5", "1e3", "1e-400", "1e400", "NaN", "1" * 41),
        *("9007199254740993", "12345678901234567890", "0.1000000000000000055", "1234567890.1234567"),
    ]
)
VALUES = st.one_of(
    TEXTS, NUMBERS, NUMBERS, st.sampled_from(["null", "null", "true", "false", "[]", "{}", '["a"]', "[null]", "nul"])
)
COLONS = st.sampled_from([": ", ": ", ":", " : ", ":\t", ":  "])
ENDS = st.sampled_from(["\n"] * 6 + ["\r\n", " \n", "{}\n", ",\n", "\n\n", "\0\n", " x\n"])


def entries(names, values):
    return st.lists(st.tuples(names, COLONS, values), max_size=4)


def written(pairs):
    return "{" + ", ".join(f'"{name}"{colon}{value}' for name, colon, value in pairs) + "}"


LINES = st.builds(
    lambda keys, facts, end: written([*keys, *([("facts", ": ", facts)] if facts else [])]) + end,
    entries(st.one_of(KEYS, KEYS, NAMES), st.one_of(TEXTS, TEXTS, VALUES)),
    st.one_of(st.none(), st.just("null"), entries(NAMES, VALUES).map(written)),
    ENDS,
)


def parsed(data, *, in_full, block=1 << 20):
    """Return the rows of lines, those that are refused, and how many of them pyarrow read."""
    parser = JsonParser(lambda name: name in FACTS)
    read = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_pieces, "BLOCK_BYTES", block)
        if in_full:
            patch.setattr(json_rows, "may_be_plain", lambda _data, ends: np.zeros(len(ends), np.bool_))
        line = row = 0
        runs = []
        for piece in line_pieces(io.BytesIO(data)):
            runs.append(parser.parse(piece, line, row))
            line += int(piece.cut.lines.sum())
            row += len(runs[-1].rows) + len(runs[-1].rejects)
            read += len(runs[-1].sound.plain)
    table = parser.table(runs).to_pylist() if runs else []
    numbers = [(int(number), int(at)) for run in runs for number, at in zip(run.rows, run.lines, strict=True)]
    rejects = [reject for run in runs for reject in run.rejects]
    return [stated(cells) for cells in table], numbers, rejects, read


def stated(cells):
    """Return what a row states, wherever it stands."""
    facts = json.loads(cells.pop("facts", None) or "{}")
    row = {name: value for name, value in cells.items() if value is not None}
    for name in [name for name in row if name.startswith("facts.")]:
        facts[name.removeprefix("facts.")] = row.pop(name)
    if isinstance(row.get("channel"), str):
        row["channel"] = [row["channel"]]
    kinds = {name: type(value) in (int, float) or type(value) for name, value in facts.items()}
    return row, facts, kinds


def users(*values):
    return [f'{{"id": "a", "facts": {{"users"{value}}}}}\n' for value in values]


@settings(max_examples=1000)
@given(st.lists(LINES, max_size=8), st.sampled_from([64, 1 << 20]))
@example([*users(": 1"), '{"facts":\n', '{"users": 2}}{"id": "a"}\n'], 1 << 20)
@example([*users(": 1"), '{"facts": {"users": 2}\n', ', "id": "x"}{}\n'], 1 << 20)
@example(users(": 1", ': 2, "users": 3'), 1 << 20)
@example(['{"users": 1, "facts": {"users": null}}\n', '{"users": null, "facts": {"users": 1}}\n'], 1 << 20)
@example(users(": 0.5", ": 9007199254740993", ": 1e-400"), 1 << 20)
@example(users(": 9007199254740993", ": 0.5"), 16)
@example(users(": 1", " : null", ":\tnull", ":  null", ":null", ": null"), 1 << 20)
@example(['{"tier": "a"}\n', '{"tier": "\u200e"}\n', '{"tier": "é"}\n'], 1 << 20)
def test_a_line_that_is_plain_is_what_it_is_when_it_is_read_in_full(lines, block):
    data = "".join(lines).encode()
    assert parsed(data, in_full=True)[:3] == parsed(data, in_full=False, block=block)[:3]


@given(st.lists(LINES, max_size=6), st.integers(0, 200))
def test_bytes_that_are_no_text_are_refused_alike(lines, place):
    data = "".join(lines).encode()
    data = data[:place] + b"\xc3" + data[place:]
    assert parsed(data, in_full=True)[:3] == parsed(data, in_full=False)[:3]


def test_lines_that_are_plain_are_read_together():
    """Facts by their names or not, null or not, ids as numbers; an odd line stands for itself alone."""
    lines = []
    for n in range(2_000):
        outage, activity, is_on = ("null" if n % 3 else '"none"'), ("null" if n % 2 else '"é"'), str(n % 2 > 0).lower()
        facts = written([("users", ":", n % 7), ("outage", ": ", outage), ("activity", ":", activity)])
        keys = [("id", ":", n), ("tier", ": ", '"gold"'), ("is_on", ": ", is_on), ("facts", ":", facts)]
        lines.append(f"{written(keys)}\n")
    lines[1_000] = '{"id": 1000, "facts": {"users": "many"}}\n'
    rows, _, rejects, read = parsed("".join(lines).encode(), in_full=False)
    assert (2_000, []) == (len(rows), rejects)
    assert ({"id": "5", "tier": "gold", "unknown": ["outage", "activity"]}, {"users": 5, "is_on": True}) == rows[5][:2]
    assert ({"id": "1000"}, {"users": "many"}) == rows[1_000][:2]
    assert read > 1_900
