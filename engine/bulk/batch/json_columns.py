"""Columns of rows that are mappings: each column of one type, and what is of another type as JSON in `facts`."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from ..columns_in.input_columns import FACTS, UNKNOWN, is_unread, repeated_texts
from .json_requests import PREFIX, JsonRow
from .line_shape import TYPES, commonest
from .plain_lines import EXACT

_TEXTS = pa.list_(pa.string())


def json_table(rows: Sequence[JsonRow], kinds: Mapping[str, type]) -> pa.Table:
    """Return the table of rows, in which `facts` is a mapping of what stands in no column of its own.

    The column of a fact is of its type in `kinds`, of that which most values have where it has none there.
    """
    keys, facts = ([row[part] for row in rows] for part in (0, 1))
    columns = {name: _key_column(name, keys) for name in sorted(set().union(*keys)) if not is_unread(name)}
    further = [row.undeclared for row in rows]
    for name in sorted(set().union(*facts)):
        columns[f"{PREFIX}{name}"] = _fact_column([row.get(name) for row in facts], further, name, kinds.get(name))
    columns |= {name: columns[name].dictionary_encode() for name in repeated_texts(pa.table(columns).schema)}
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


def _fact_column(values: list[Any], further: Sequence[dict[str, Any]], name: str, kind: type | None) -> pa.Array:
    """Return the column of a fact; values that are not of its type go to the further facts of rows."""
    kind = kind or commonest(Counter(type(value) for value in values if value is not None))
    fits = _FITS[kind]
    for index, value in enumerate(values):
        if value is not None and not fits(value):
            further[index][name] = value
            values[index] = None
    return pa.array(values, TYPES[kind])


def joined_tables(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the rows of tables one after the other; a column is null where its table lacks it."""
    channels = [table.column("channel") for table in tables if "channel" in table.schema.names]
    if any(pa.types.is_list(channel.type) for channel in channels):
        tables = [_with_lists(table) for table in tables]
    return pa.concat_tables(tables, promote_options="permissive")


def _with_lists(table: pa.Table) -> pa.Table:
    """Return a table in which each channel is a list of one."""
    place = table.schema.get_field_index("channel")
    if place < 0 or pa.types.is_list(table.field(place).type):
        return table
    texts = table.column(place).cast(pa.string()).combine_chunks()
    offsets = pa.array(np.arange(len(texts) + 1, dtype=np.int32))
    return table.set_column(place, "channel", pa.ListArray.from_arrays(offsets, texts, mask=texts.is_null()))


_FITS: dict[type, Callable[[Any], bool]] = {
    str: lambda value: type(value) is str,
    bool: lambda value: type(value) is bool,
    int: lambda value: type(value) is int and -(2**63) <= value < 2**63,
    float: lambda value: type(value) is float or (type(value) is int and abs(value) <= EXACT),
}
