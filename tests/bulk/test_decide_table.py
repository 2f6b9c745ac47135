"""A table of requests is decided row by row, as each request would be by itself."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pyarrow as pa
import pytest

import remit

RECEIVED = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
PREMIUM = {"tier": ["premium"], "received": pa.array([RECEIVED], pa.timestamp("us", "UTC"))}


def decided(columns, policies="jams", **options):
    """Return the one row that a table of one row becomes."""
    (row,) = remit.decide_table(pa.table(columns), policies, **options).to_pylist()
    return row


def test_a_row_is_what_the_request_is_by_itself():
    facts = {"activity": "problem_diagnosis", "environment": "production", "service_loss": "severe"}
    decision = remit.load("jams").decide({"tier": "premium", "received": RECEIVED, "facts": facts})
    row = decided(PREMIUM | {name: [value] for name, value in facts.items()})
    assert row["status"] == decision.status
    assert row["level"] == decision.priority.level
    assert row["initial_response_due"] == decision.deadlines["initial_response"].due
    assert row["missing"].split() == [missing.fact for missing in decision.missing]
    assert row["digest"] == decision.policy.digest


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_receipt_is_floored_to_seconds(unit):
    whole = pa.array([RECEIVED], pa.timestamp("s", "UTC"))
    late = pa.array([999_999_999 + int(RECEIVED.timestamp()) * 10**9], pa.int64()).cast(pa.timestamp("ns", "UTC"))
    received = late.cast(pa.timestamp(unit, "UTC"), safe=False)
    assert decided(PREMIUM | {"received": received}) == decided(PREMIUM | {"received": whole})


def test_facts_are_columns_or_one_column():
    as_columns = decided(PREMIUM | {"activity": ["bug_fix"], "facts.environment": ["production"]})
    facts = {"activity": "bug_fix", "environment": "production", "component": None}
    as_struct = decided(PREMIUM | {"facts": [facts]})
    entries = pa.array([list(facts.items())], pa.map_(pa.string(), pa.string()))
    as_map = decided(PREMIUM | {"facts": entries})
    as_json = decided(PREMIUM | {"facts": ['{"activity": "bug_fix", "environment": "production"}']})
    assert as_columns == as_struct == as_map == as_json


def test_a_column_without_values_states_nothing():
    assert decided(PREMIUM) == decided(PREMIUM | {"unknown": pa.nulls(1), "activity": pa.nulls(1)})


def test_unknown_facts_are_listed_or_null_in_json():
    listed = decided(PREMIUM | {"unknown": [["environment", "component"]]})
    separated = decided(PREMIUM | {"unknown": ["environment component"]})
    as_json = decided(PREMIUM | {"facts": ['{"environment": null, "component": null}']})
    assert listed == separated == as_json


def test_a_row_that_is_no_request_stays_a_row_and_is_told():
    decider = remit.table_decider("jams")
    result = decider.decide(pa.table({"tier": ["premum", None, "premium"], "received": ["2026-03-06T16:30:00Z"] * 3}))
    rows = result.table.to_pylist()
    assert [row["status"] for row in rows] == ["invalid", "needs_facts", "needs_facts"]
    assert rows[0]["findings"] == "unknown-tier"
    assert rows[1]["missing"] == "contract"
    (reject,) = result.rejects
    assert reject.row == 0
    assert reject.reason == "tier `premum` is not declared by policy `jams` [unknown-tier]"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"activty": ["bug_fix"]}, "column `activty` is neither a key of a request nor a fact"),
        ({"facts.activty": ["bug_fix"]}, "column `facts.activty` is neither a key of a request nor a fact"),
        ({"activity": ["bug_fix"], "facts.activity": ["bug_fix"]}, "there are two columns of fact `activity`"),
        ({"received": [RECEIVED.replace(tzinfo=None)]}, r"column `received` has the type timestamp\[us\]"),
    ],
)
def test_a_column_that_is_nothing_of_a_request_is_an_error(columns, message):
    with pytest.raises(remit.RequestError, match=message):
        decided(PREMIUM | columns)


def test_a_column_of_somebody_else_is_not_read():
    assert decided(PREMIUM | {"_note": ["anything"]}) == decided(PREMIUM)


def test_text_of_csv_is_a_number_or_a_boolean_where_the_fact_is():
    assert decided(PREMIUM | {"supported_version": ["true"]}, as_text=True) == decided(
        PREMIUM | {"supported_version": [True]}
    )


def test_without_presumptions_their_columns_are_left_out():
    row = decided(PREMIUM)
    assert decided(PREMIUM, presumptions=False) == {
        name: value for name, value in row.items() if name not in ("presumed", "unsafe")
    }


def test_what_decides_tables_can_be_pickled():
    decider = remit.table_decider("policies/")
    table = pa.table(PREMIUM | {"policy": ["jams"]})
    assert pickle.loads(pickle.dumps(decider)).decide(table).table == decider.decide(table).table


def test_several_policies_have_the_columns_of_all():
    row = decided(PREMIUM | {"policy": ["jams"]}, [remit.load("jams"), "jumpmind"])
    assert row["status"] == "needs_facts"
    assert {f"{promise}_due" for promise in ("initial_response", "consulting_response")} <= set(row)
    with pytest.raises(ValueError, match="policy `jams` is given twice"):
        decided(PREMIUM, ["jams", remit.load("jams")])


def test_texts_are_in_the_order_of_the_policy():
    levels = remit.decide_table(pa.table(PREMIUM), "jams").column("level").chunk(0).dictionary.to_pylist()
    assert levels == ["S1", "S2", "S3", "S4"]
