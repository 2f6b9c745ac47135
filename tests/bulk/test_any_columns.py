"""Tables of whatever types and values: each row is as the same row is by itself, and none stops the others."""

from __future__ import annotations

import decimal
from datetime import UTC, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import remit
from remit.engine.bulk.columns_in.input_columns import input_columns
from remit.engine.findings import Findings

from .tables import cells_of, rows_of

R = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
N = 6
DECIDER = remit.table_decider("jams")


def columns(**named: Any) -> dict[str, Any]:
    return {"tier": ["premium"] * N, "received": pa.array([R] * N, pa.timestamp("us", "UTC")), **named}


TABLES: dict[str, dict[str, Any]] = {
    "empty": {"tier": pa.array([], pa.string()), "received": pa.array([], pa.timestamp("us", "UTC"))},
    "nullcols": columns(activity=pa.nulls(N), channel=pa.nulls(N), claimed_priority=pa.nulls(N), unknown=pa.nulls(N)),
    "received null": columns(received=pa.array([R, None] * 3, pa.timestamp("ns", "UTC"))),
    "received nulltype": columns(received=pa.nulls(N)),
    "received range": columns(
        received=pa.array([-1, 0, 4133980799, 4133980800, 2**40, -(2**40)], pa.int64()).cast(pa.timestamp("s", "UTC"))
    ),
    "received text": columns(
        received=[
            "2026-02-30T00:00:00Z",
            "2026-03-06T16:30Z",
            "2026-03-06 16:30:00+01:00",
            "2026-03-06T16:30:00.999Z",
            "x" * 5000,
            None,
        ]
    ),
    "received text2": columns(
        received=[
            "2026-03-06T16:30:00-05:00",
            "2026-03-06T24:30:00Z",
            "2026-03-06T16:30:60Z",
            "0000-03-06T16:30:00Z",
            "2026-03-06T16:30:00+24:00",
            "2026-03-06T16:30:00+14:30",
        ]
    ),
    "ids": columns(id=["", "a", None, "b" * 5000, "c\n", "=1"]),
    "int ids": columns(id=pa.array([1, None, 2**63 - 1, 0, -5, 6])),
    "uint ids": columns(id=pa.array([1, None, 2**64 - 1, 0, 5, 6], pa.uint64())),
    "dict ids": columns(id=pa.array(["a", "b", None, "a", "", "c"]).dictionary_encode()),
    "empty texts": columns(
        channel=["", "web", None, "phone", "email", "x" * 9000],
        claimed_priority=["", "S1", None, "urgent", "s2", "?" * 5000],
    ),
    "channels": columns(channel=pa.array([["web"], ["web", "phone"], [], None, [None], ["nope"]])),
    "fixed channels": columns(
        channel=pa.array([["web"], ["phone"], ["x"], None, ["web"], ["nope"]], pa.list_(pa.string(), 1))
    ),
    "large list": columns(
        unknown=pa.array(
            [["activity"], [], None, ["activity", "region"], ["nope"], ["activity"]], pa.large_list(pa.large_string())
        ),
        activity=[None, "bug_fix", "bug_fix", None, None, "bug_fix"],
    ),
    "unknown nulls": columns(
        unknown=pa.array([["activity", None], [None], None, [""], ["a b"], ["region\x1factivity"]])
    ),
    "unknown text": columns(unknown=["activity region", "", "  region ", None, "region,activity", "tier"]),
    "numbers as bool": columns(supported_version=pa.array([1, 0, None, 2, 1, 0])),
    "float bool": columns(supported_version=pa.array([1.0, float("nan"), None, 2, 1, 0])),
    "nested fact": columns(activity=pa.array([["bug_fix"], None, [], ["x"], None, None])),
    "struct fact": columns(activity=pa.array([{"a": 1}, None, {"a": 2}, None, None, None])),
    "binary fact": columns(activity=pa.array([b"bug_fix", None, b"x", None, None, None])),
    "ts fact": columns(activity=pa.array([R, None, R, None, None, None], pa.timestamp("ns", "UTC"))),
    "ts naive fact": columns(activity=pa.array([R.replace(tzinfo=None), None] * 3, pa.timestamp("ns"))),
    "time fact": columns(activity=pa.array([time(1), None] * 3)),
    "dur fact": columns(agreed_update=pa.array([timedelta(days=1), None] * 3)),
    "span": columns(
        agreed_update=["1 day", "2 business days", None, "soon", "0 hours", "100000 days"],
        activity=["problem_diagnosis"] * N,
    ),
    "decimals": columns(agreed_update=pa.array([decimal.Decimal("1.5"), None] * 3)),
    "facts json": columns(
        facts=[
            '{"activity":"bug_fix"}',
            '{"activity":null}',
            '{"activity":"bug_fix","activity":"x"}',
            "[]",
            "null",
            "{bad",
        ]
    ),
    "facts json2": columns(
        facts=['{"activity":["bug_fix"]}', '{"nope":1}', '{"nope":null}', "{}", '{"supported_version":true}', None],
        activity=["bug_fix", None] * 3,
    ),
    "facts json3": columns(
        facts=[
            '{"activity":"\\ud800"}',
            '{"region":1e400}',
            '{"region":' + "1" * 60 + "}",
            '{"activity":"' + "x" * 20000 + '"}',
            '{"activity":"Bug-Fix"}',
            '{"activity":"\u202ebug_fix"}',
        ],
        unknown=["activity", None] * 3,
    ),
    "facts struct": columns(
        facts=pa.array(
            [
                {"activity": "bug_fix", "nope": None},
                None,
                {"activity": None, "nope": 1},
                {"activity": "x", "nope": None},
                None,
                None,
            ]
        )
    ),
    "facts struct empty": columns(facts=pa.array([{}, None] * 3, pa.struct([]))),
    "facts map": columns(
        facts=pa.array(
            [
                [("activity", "bug_fix")],
                [],
                None,
                [("activity", None)],
                [("nope", "x")],
                [("activity", "bug_fix"), ("activity", "bug_fix")],
            ],
            pa.map_(pa.string(), pa.string()),
        )
    ),
    "events": columns(events=['[{"at":"2026-03-06T17:00:00Z","is":"replied"}]', None, "[]", "x", '{"a":1}', None]),
    "events list": columns(
        events=pa.array([[{"at": "2026-03-06T17:00:00Z", "is": "replied"}], None, [], None, None, None])
    ),
    "last_update": columns(
        last_update=pa.array(
            [R, None, R + timedelta(hours=1), R - timedelta(hours=1), None, None], pa.timestamp("ms", "Europe/Berlin")
        )
    ),
    "confirmed": columns(confirmed=pa.array([["region"], None, [], ["nope"], [None], None])),
    "confirmed struct": columns(confirmed=pa.array([{"region": "x"}, None, {"region": None}, None, None, None])),
    "policy": columns(policy=["jams", "", None, "nope", "jams", "jumpmind"]),
    "contract": columns(contract=["C", None, "", None, None, "jams"]),
    "large strings": columns(
        activity=pa.array(["bug_fix", None] * 3, pa.large_string()),
        channel=pa.array(["web", None] * 3, pa.string_view()),
        subject=pa.array(["x" * 9000, ""] * 3, pa.large_string()),
        body=pa.array([None, "y"] * 3, pa.string_view()),
    ),
    "dict w null": columns(
        activity=pa.DictionaryArray.from_arrays(
            pa.array([0, 1, 2, None, 0, 1], pa.int8()), pa.array(["bug_fix", None, "Bug Fix"])
        )
    ),
    "dict dup": columns(
        activity=pa.DictionaryArray.from_arrays(
            pa.array([0, 1, 2, None, 0, 1], pa.uint16()), pa.array(["bug_fix", "bug_fix", "x"])
        )
    ),
    "big dict": columns(
        activity=pa.DictionaryArray.from_arrays(
            pa.array([0, 1, 2, None, 0, 1]), pa.array(["bug_fix", "x"] + [str(i) for i in range(100)])
        )
    ),
    "kind": columns(kind=["request", None] * 3, message=['{"id":"x"}', None] * 3, hits=["[]", None] * 3),
    "nul chars": columns(activity=["bug_fix\x00", None, "\ufeffbug_fix", "bug_fix ", "BUG_FIX", "bug fix"]),
    "subjects": columns(subject=["x" * 300000, "", None, "a", "b", "c"]),
    "named": columns(**{"from": ["a@b", "", None, "x" * 5000, "<a@b>", "é@ü.de"]}),
    "no tier": {"received": pa.array([R] * N, pa.timestamp("us", "UTC"))},
    "received dict": columns(received=pa.array([R] * N, pa.timestamp("us", "UTC")).dictionary_encode()),
    "received textdict": columns(received=pa.array(["2026-03-06T16:30:00Z"] * N).dictionary_encode()),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("is_split", [False, True])
def test_a_table_of_any_columns(name: str, is_split: bool) -> None:
    table = pa.table(TABLES[name])
    if is_split:
        table = pa.concat_tables([table.slice(0, 2), table.slice(2, 0), table.slice(2)])
    where = input_columns(table.schema, DECIDER._declared, Findings())  # noqa: SLF001 - the single way
    single = DECIDER.single(table, where, np.arange(table.num_rows))
    assert [cells_of(row.cells, DECIDER.schema.names) for row in single] == rows_of(DECIDER.decide(table).table)
