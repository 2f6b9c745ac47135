"""Tables of decisions as CSV and as lines of JSON, made column by column."""

import json
from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from ..columns_out.decision_columns import INSTANT, LISTS
from .cell_texts import cell_texts, dictionary_texts, instant_texts, json_texts

_ROWS = 50_000
"""So many rows at once: a column of texts holds at most 2 GiB."""


def csv_header(schema: pa.Schema) -> bytes:
    """Return the first line of a CSV of decisions."""
    return _as_csv(pa.table([pa.array([name]) for name in schema.names], names=schema.names).slice(0, 1))


def csv_rows(table: pa.Table) -> bytes:
    """Return rows as CSV (RFC 4180), each cell of text in quotes; a null is a cell without anything."""
    columns = [_csv_column(column.combine_chunks(), table.schema.field(n)) for n, column in enumerate(table.columns)]
    return _as_csv(pa.table(columns, names=table.schema.names))


def json_rows(table: pa.Table) -> bytes:
    """Return rows as objects of JSON, one a line; a null is `null`, several texts are a list."""
    lines = []
    for start in range(0, table.num_rows, _ROWS):
        rows = table.slice(start, _ROWS)
        parts = [
            _json_member(name, column.combine_chunks(), "," if number else "{")
            for number, (name, column) in enumerate(zip(table.schema.names, rows.columns, strict=True))
        ]
        lines.append(_joined(pc.binary_join_element_wise(*parts, "}\n", "")))
    return b"".join(lines)


def _as_csv(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pa.csv.write_csv(table, sink, pa.csv.WriteOptions(include_header=False))
    return bytes(sink.getvalue())


def _csv_column(column: pa.Array, field: pa.Field) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return dictionary_texts(column, cell_texts)
    if field.type == INSTANT:
        return instant_texts(column)
    return cell_texts(column) if pa.types.is_string(field.type) else column


def _json_member(name: str, column: pa.Array, before: str) -> pa.Array:
    """Return a column as members of objects, each with its key."""
    key = f"{before}{json.dumps(name)}:"
    if pa.types.is_dictionary(column.type):
        written: Callable[[pa.Array], pa.Array] = _listed if name in LISTS else json_texts
        values = dictionary_texts(column, lambda texts: pc.binary_join_element_wise(key, written(texts), ""))
    else:
        values = pc.binary_join_element_wise(key, _json_values(column), "")
    return values.fill_null(f"{key}null")


def _json_values(column: pa.Array) -> pa.Array:
    if column.type == INSTANT:
        return pc.binary_join_element_wise('"', instant_texts(column), '"', "")
    return json_texts(column) if pa.types.is_string(column.type) else column.cast(pa.string())


def _listed(texts: pa.Array) -> pa.Array:
    return pa.array([json.dumps(text.split(), separators=(",", ":")) for text in texts.to_pylist()], pa.string())


def _joined(lines: pa.Array) -> bytes:
    """Return texts one after the other: they lie so in their column."""
    _, offsets, data = lines.buffers()
    first, last = (memoryview(offsets).cast("i")[lines.offset + n] for n in (0, len(lines)))
    return bytes(data.slice(first, last - first)) if data is not None else b""


def reject_rows(rejects: Sequence[Sequence[object]], form: str, names: Sequence[str]) -> bytes:
    """Return rejected rows in a form of text."""
    if form == "jsonl":
        return b"".join(json.dumps(dict(zip(names, reject, strict=True))).encode() + b"\n" for reject in rejects)
    columns = list(zip(*rejects, strict=True)) or [()] * len(names)
    arrays = [pa.array(values) for values in columns]
    texts = [cell_texts(array) if pa.types.is_string(array.type) else array for array in arrays]
    return _as_csv(pa.table(texts, names=list(names)))
