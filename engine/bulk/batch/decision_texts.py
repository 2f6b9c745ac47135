"""Tables of decisions as CSV and as lines of JSON."""

import json
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.csv

from ..columns_out.decision_columns import LISTS
from .cell_texts import cell_texts, json_texts, list_texts, quoted_cells
from .row_texts import Notation, row_texts


def csv_header(schema: pa.Schema) -> bytes:
    """Return the first line of a CSV of decisions."""
    return _as_csv(pa.table([pa.array([name]) for name in schema.names], names=schema.names).slice(0, 1))


def csv_rows(table: pa.Table) -> Iterator[pa.Buffer]:
    """Yield rows as CSV (RFC 4180), each cell of text in quotes; a null is a cell without anything."""
    return row_texts(table, _CSV)


def json_rows(table: pa.Table) -> Iterator[pa.Buffer]:
    """Yield rows as objects of JSON, one a line; a null is `null`, several texts are a list."""
    return row_texts(table, _JSON)


def reject_rows(rejects: Sequence[Sequence[object]], form: str, names: Sequence[str]) -> bytes:
    """Return rejected rows in a form of text."""
    if form == "jsonl":
        return b"".join(json.dumps(dict(zip(names, reject, strict=True))).encode() + b"\n" for reject in rejects)
    columns = list(zip(*rejects, strict=True)) or [()] * len(names)
    arrays = [pa.array(values) for values in columns]
    texts = [cell_texts(array) if pa.types.is_string(array.type) else array for array in arrays]
    return _as_csv(pa.table(texts, names=list(names)))


def _as_csv(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pa.csv.write_csv(table, sink, pa.csv.WriteOptions(include_header=False))
    return bytes(sink.getvalue())


def _csv_cells(_name: str, column: pa.Array) -> pa.Array:
    return quoted_cells(cell_texts(column)) if pa.types.is_string(column.type) else column.cast(pa.string())


def _json_values(name: str, column: pa.Array) -> pa.Array:
    if not pa.types.is_string(column.type):
        return column.cast(pa.string())
    return list_texts(column) if name in LISTS else json_texts(column)


def _csv_before(place: int, _name: str) -> str:
    return "," if place else ""


def _json_before(place: int, name: str) -> str:
    return f"{',' if place else '{'}{json.dumps(name)}:"


_CSV = Notation(null="", end="\n", before=_csv_before, written=_csv_cells)
_JSON = Notation(null="null", end="}\n", before=_json_before, written=_json_values)
