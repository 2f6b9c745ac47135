"""Requests as one table, decided at once, as `remit.decide_table` and `remit batch` do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

import remit

from .figures import seconds_taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.engine.triage.decision import Decision

    from .whole_decisions import WrittenRequest

ROWS = 100_000
"""Of the table in which situations come again."""


def table_of(requests: Sequence[WrittenRequest]) -> pa.Table:
    """Return the table of some requests, a column for each fact."""
    rows: list[dict[str, Any]] = []
    for request in requests:
        keys = {name: value for name, value in request.mapping.items() if name != "facts"}
        rows.append({**keys, **request.mapping["facts"]})
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def seconds_a_row(policy: str, requests: Sequence[WrittenRequest], expected: Sequence[Decision]) -> tuple[float, float]:
    """Return the processor time for a row when situations are met first, and when they come again in a long table.

    Stop where a row is not what its request is decided as by itself.
    """
    decider, table = remit.table_decider(policy), table_of(requests)
    first = seconds_taken(lambda: decider.decide(table)) / len(requests)
    check(decider.decide(table).table, expected)
    long = table.take(pa.array([n % len(requests) for n in range(ROWS)]))
    return first, seconds_taken(lambda: decider.decide(long)) / ROWS


def check(decided: pa.Table, expected: Sequence[Decision]) -> None:
    """Stop where a row is not what its request is decided as by itself."""
    for cells, decision in zip(decided.to_pylist(), expected, strict=True):
        parts: dict[str, object] = {"status": decision.status, "scope": decision.scope.outcome}
        parts |= {"level": decision.priority.level}
        parts |= {f"{name}_due": deadline.due for name, deadline in decision.deadlines.items()}
        if any(cells[name] != part for name, part in parts.items()):
            raise SystemExit(f"a row differs from its request: {cells}, not {parts}")
