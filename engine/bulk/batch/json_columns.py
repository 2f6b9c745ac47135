"""Columns of rows that are mappings: each column of one type, and what is of another type as JSON in `facts`."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from types import NoneType
from typing import Any

import pyarrow as pa

from ..columns_in.input_columns import FACTS, UNKNOWN
from .json_requests import PREFIX, JsonRow

_TEXTS = pa.list_(pa.string())
_EXACT = 2**53
"""Up to here every whole number is a float, too."""

_UNREAD = {"subject", "body"}
"""Texts that decide nothing."""


def json_table(rows: Sequence[JsonRow]) -> pa.Table:
    """Return the table of rows, in which `facts` is a mapping of what stands in no column of its own."""
    keys, facts = ([row[part] for row in rows] for part in (0, 1))
    columns = {name: _key_column(name, keys) for name in sorted(set().union(*keys) - _UNREAD)}
    further = [row.undeclared for row in rows]
    for name in sorted(set().union(*facts)):
        columns[f"{PREFIX}{name}"] = _fact_column(name, [row.get(name) for row in facts], further)
    if any(further):
        columns[FACTS] = pa.array([json.dumps(mapping) if mapping else None for mapping in further], pa.string())
    # A table has as many rows as its columns, and there can be none.
    return pa.table(columns) if columns else pa.table({"id": pa.nulls(len(rows), pa.string())})


def _key_column(name: str, rows: Sequence[dict[str, Any]]) -> pa.Array:
    values = [row.get(name) for row in rows]
    if name == UNKNOWN or (name == "channel" and list in set(map(type, values))):
        return pa.array([_listed(name, value) for value in values], _TEXTS)
    return pa.array(values, pa.string())


def _listed(name: str, value: str | list[str] | None) -> list[str] | None:
    if isinstance(value, str):
        return value.split() if name == UNKNOWN else [value]
    return value


def _fact_column(name: str, values: list[Any], further: Sequence[dict[str, Any]]) -> pa.Array:
    """Return the column of a fact; values that are not of the type that most are go to the further facts of rows."""
    kinds = Counter(map(type, values))
    del kinds[NoneType]
    if int in kinds and float in kinds:
        kinds[float] += kinds.pop(int)
    kind = kinds.most_common(1)[0][0]
    fits = _FITS[kind]
    if len(kinds) > 1 or kind in (int, float):
        for index, value in enumerate(values):
            if value is not None and not fits(value):
                further[index][name] = value
                values[index] = None
    return pa.array(values, _TYPES[kind])


_TYPES = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
_FITS: dict[type, Callable[[Any], bool]] = {
    str: lambda value: type(value) is str,
    bool: lambda value: type(value) is bool,
    int: lambda value: type(value) is int and -(2**63) <= value < 2**63,
    float: lambda value: type(value) is float or (type(value) is int and abs(value) <= _EXACT),
}
