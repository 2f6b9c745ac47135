"""Requests as tables of Arrow, in the many ways in which a table can hold them, and the rows that they become."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from remit.engine.bulk.columns_out.decision_columns import INSTANTS, LISTS, row_of
from remit.engine.bulk.table_decider import TableDecider
from remit.engine.findings import Findings, in_order
from remit.engine.language.nodes import read_plain
from remit.engine.language.request_files import draft_of
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Invalid
from remit.engine.triage.resolve_request import resolve_request

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from remit.engine.bulk.columns_out.decision_columns import DecisionRow
    from remit.engine.model import Contract
    from remit.engine.triage.decision import Decision
    from remit.engine.triage.policy_store import PolicyStore

Written = dict[str, Any]

TEXTS = ("policy", "tier", "contract", "from", "claimed_priority", "subject", "id")


def decided(request: Written, store: PolicyStore, contracts: Sequence[Contract]) -> Decision | Invalid:
    """Return the decision of one request, read in full."""
    findings = Findings()
    draft = draft_of(read_plain(request, findings), findings)
    if draft is None:
        return Invalid(None, tuple(findings))
    if findings.has_errors:
        resolve_request(draft, store, contracts, findings)
        return Invalid(draft.id, tuple(in_order(findings)))
    return decide(draft, store, contracts, "test")


def expected_row(decision: Decision | Invalid, columns: Sequence[str]) -> Written:
    """Return a decision as a row of a table."""
    return cells_of(row_of(decision), columns)


def cells_of(row: DecisionRow, columns: Sequence[str]) -> Written:
    """Return a decision by the names of columns as a row of a table."""
    return {name: _cell(name, row.get(name)) for name in columns}


def _cell(name: str, value: Any) -> Any:
    if value is not None and name in LISTS:
        return value if name == "allowed_ways" else frozenset(value)
    if value is not None and name.endswith(tuple(f"_{part}" for part in INSTANTS)):
        return datetime.fromtimestamp(value, UTC)
    return value


def rows_of(table: pa.Table) -> list[Written]:
    """Return the rows of a table of decisions, lists as such."""
    rows: list[Written] = table.to_pylist()
    for row in rows:
        for name in LISTS:
            if row.get(name) is not None:
                texts = row[name].split()
                row[name] = tuple(texts) if name == "allowed_ways" else frozenset(texts)
    return rows


def table_of(requests: Sequence[Written], chance: random.Random) -> pa.Table:
    """Return requests as a table, in one of the ways in which a table can hold them."""
    columns: dict[str, pa.Array] = {"received": _received([request.get("received") for request in requests], chance)}
    for name in TEXTS:
        if any(name in request for request in requests):
            columns[name] = pa.array([request.get(name) for request in requests], pa.string())
    if any("channel" in request for request in requests):
        columns["channel"] = _channels([request.get("channel") for request in requests])
    for name in ("events", "last_update", "confirmed"):
        if any(name in request for request in requests):
            values = [request.get(name) for request in requests]
            columns[name] = pa.array([_text(value) for value in values], pa.string())
    facts = [request.get("facts", {}) for request in requests]
    if chance.random() < 0.2:
        columns["facts"] = pa.array([json.dumps(stated) if stated else None for stated in facts], pa.string())
    else:
        columns |= _fact_columns(facts, chance)
    return _kept_otherwise(pa.table(columns), chance)


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _received(instants: list[str | None], chance: random.Random) -> pa.Array:
    if chance.random() < 0.3:
        return pa.array(instants, pa.string())
    unit = chance.choice(["s", "ms", "us", "ns"])
    each = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}[unit]
    seconds = [None if text is None else int(datetime.fromisoformat(text).timestamp()) for text in instants]
    values = [None if instant is None else instant * each + chance.randrange(each) for instant in seconds]
    return pa.array(values, pa.int64()).cast(pa.timestamp(unit, chance.choice(["UTC", "Europe/Berlin"])))


def _channels(channels: list[Any]) -> pa.Array:
    if any(isinstance(channel, list) for channel in channels):
        listed = [channel if channel is None or isinstance(channel, list) else [channel] for channel in channels]
        return pa.array(listed, pa.list_(pa.string()))
    return pa.array(channels, pa.string())


def _fact_columns(facts: Sequence[Written], chance: random.Random) -> dict[str, pa.Array]:
    names = sorted({name for stated in facts for name in stated})
    columns = {name: _values([stated.get(name) for stated in facts]) for name in names}
    unknown = [[name for name, value in stated.items() if value is None] for stated in facts]
    result = {f"facts.{name}": values for name, values in columns.items()}
    if columns and chance.random() < 0.2:
        result = {"facts": pa.StructArray.from_arrays(list(columns.values()), names)}
    if not any(unknown):
        return result
    if chance.random() < 0.3:
        return {**result, "unknown": pa.array([" ".join(listed) or None for listed in unknown], pa.string())}
    return {**result, "unknown": pa.array([listed or None for listed in unknown], pa.list_(pa.string()))}


def _values(values: list[Any]) -> pa.Array:
    is_number = any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return pa.array([float(value) if value is not None else None for value in values] if is_number else values)


def _kept_otherwise(table: pa.Table, chance: random.Random) -> pa.Table:
    """Return a table with the same rows, kept in other chunks and partly as dictionaries."""
    for index, name in enumerate(table.column_names):
        kind = table.schema.field(name).type
        if (pa.types.is_string(kind) or pa.types.is_boolean(kind)) and chance.random() < 0.3:
            table = table.set_column(index, name, table.column(name).dictionary_encode())
    at = chance.randrange(table.num_rows + 1)
    return pa.concat_tables([table.slice(0, at), table.slice(at)])


def check_rows(
    requests: Sequence[Written],
    store: PolicyStore,
    contracts: Sequence[Contract],
    chance: random.Random,
    *,
    presumptions: bool,
) -> None:
    """Hold every row of a table equal to the single decision, also where a part of it has been decided before."""
    decider = TableDecider(store, contracts, "test", presumptions=presumptions)
    table = table_of(requests, chance)
    expected = [expected_row(decided(request, store, contracts), decider.schema.names) for request in requests]
    start = chance.randrange(len(requests))
    assert expected[start:] == rows_of(decider.decide(table.slice(start)).table)
    result = decider.decide(table)
    assert expected == rows_of(result.table)
    assert result.table.schema == decider.schema
    invalid = [row for row, cells in enumerate(expected) if cells["status"] == "invalid"]
    assert invalid == [reject.row for reject in result.rejects]
    anew = TableDecider(store, contracts, "test", presumptions=presumptions)
    parts = [table.slice(0, start), table.slice(start), table]
    together = [part.table for part in anew.decide_all(parts)]
    assert [decider.decide(part).table for part in parts] == together
    order = chance.sample(range(len(requests)), len(requests))
    assert [expected[row] for row in order] == rows_of(decider.decide(table.take(order)).table)
