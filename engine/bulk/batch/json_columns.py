"""Columns of rows that are mappings: each column of one type, and what is of another type as JSON in `facts`."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from ..input_columns import FACTS, UNKNOWN

_PREFIX = f"{FACTS}."
_TEXTS = pa.list_(pa.string())
_EXACT = 2**53
"""Up to here every whole number is a float, too."""

Row = dict[str, Any]


def json_table(rows: Sequence[Row]) -> pa.Table:
    """Return the table of rows, in which `facts` is a mapping of what stands in no column of its own."""
    names = sorted({name for row in rows for name in row} - {FACTS})
    columns = {name: _column(name, rows) for name in names}
    if any(FACTS in row for row in rows):
        stated = [json.dumps(row[FACTS]) if FACTS in row else None for row in rows]
        columns[FACTS] = pa.array(stated, pa.string())
    # A table has as many rows as its columns, and there can be none.
    return pa.table(columns) if columns else pa.table({"id": pa.nulls(len(rows), pa.string())})


def _column(name: str, rows: Sequence[Row]) -> pa.Array:
    values = [row.get(name) for row in rows]
    if name.startswith(_PREFIX):
        return _fact_column(name.removeprefix(_PREFIX), values, rows)
    if name == UNKNOWN or any(isinstance(value, list) for value in values):
        return pa.array([_listed(name, value) for value in values], _TEXTS)
    return pa.array(values, pa.string())


def _listed(name: str, value: str | list[str] | None) -> list[str] | None:
    if isinstance(value, str):
        return value.split() if name == UNKNOWN else [value]
    return value


def _fact_column(name: str, values: list[Any], rows: Sequence[Row]) -> pa.Array:
    """Return the column of a fact, without the values that are not of the type that most are."""
    kinds = Counter(map(type, values))
    del kinds[type(None)]
    if int in kinds and float in kinds:
        kinds[float] += kinds.pop(int)
    kind = kinds.most_common(1)[0][0]
    fits = _FITS[kind]
    if len(kinds) > 1 or kind in (int, float):
        for index, value in enumerate(values):
            if value is not None and not fits(value):
                rows[index].setdefault(FACTS, {})[name] = value
                values[index] = None
    return pa.array(values, _TYPES[kind])


_TYPES = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
_FITS: dict[type, Callable[[Any], bool]] = {
    str: lambda value: type(value) is str,
    bool: lambda value: type(value) is bool,
    int: lambda value: type(value) is int and -(2**63) <= value < 2**63,
    float: lambda value: type(value) is float or (type(value) is int and abs(value) <= _EXACT),
}
