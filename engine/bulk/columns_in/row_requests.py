"""The rows of a table as plain mappings with the keys of a request file, for requests that are decided one by one."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...findings import Findings
from ...language.json_reader import read_json
from ...language.nodes import HERE
from ...language.number_notation import NotExact, parse_number
from ...language.plain_requests import plain_json
from .input_columns import FACTS, UNKNOWN, InputColumns, plain_type

_JSON = ("events", "confirmed", "likely", "hits", "findings", "message")
_INSTANTS = ("received", "last_update")
_WRITTEN = {"true": True, "false": False}
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
"""A number as people and programs write it in a table; `re` takes a time in proportion to it."""


class RowRequests:
    """The rows of a table. `text_types` are by fact the types of values that are written as text in its column."""

    def __init__(self, table: pa.Table, columns: InputColumns, text_types: Mapping[str, str]) -> None:
        self._keys = {name: _Values(table.column(index), name) for name, index in columns.keys.items()}
        self._facts = {name: _Values(table.column(index), name) for name, index in columns.facts.items()}
        self._mapping = None if columns.mapping is None else _Values(table.column(columns.mapping), FACTS)
        self._unknown = None if columns.unknown is None else _Values(table.column(columns.unknown), UNKNOWN)
        self._text_types = text_types

    def written(self, row: int, findings: Findings) -> dict[str, Any]:
        """Return what a row writes; a null is not stated. Findings say what is wrong with it."""
        written: dict[str, Any] = {}
        for name, values in self._keys.items():
            value = values[row]
            if value is not None:
                written[name] = _from_json(value, findings) if name in _JSON else value
        facts = self._stated(row, findings)
        for name in self._not_known(row):
            if facts.get(name) is not None:
                findings.error("duplicate-key", f"fact `{name}` is stated, and listed in `unknown`", HERE)
            facts[name] = None
        if facts:
            written[FACTS] = facts
        return written

    def _stated(self, row: int, findings: Findings) -> Any:
        facts = {}
        if self._mapping is not None and (mapping := self._mapping[row]) is not None:
            if isinstance(mapping, str):
                stated = _from_json(mapping, findings)
                if not isinstance(stated, dict):
                    findings.error("wrong-type", "`facts` must be a mapping of facts", HERE)
                    stated = {}
                facts.update(stated)
            else:
                entries = mapping.items() if isinstance(mapping, dict) else mapping
                facts.update({name: value for name, value in entries if value is not None})
        for name, values in self._facts.items():
            value = values[row]
            if value is None:
                continue
            if name in facts:
                findings.error("duplicate-key", f"fact `{name}` is stated in `facts` and in a column", HERE)
            facts[name] = typed_value(value, self._text_types.get(name))
        return facts

    def _not_known(self, row: int) -> list[str]:
        listed = None if self._unknown is None else self._unknown[row]
        return listed.split() if isinstance(listed, str) else [name for name in listed or () if name is not None]


def typed_value(value: object, kind: str | None) -> object:
    """Return the value that a text writes of a number or a boolean; a text that writes neither is what it is."""
    if not isinstance(value, str) or kind not in ("number", "boolean"):
        return value
    if kind == "boolean":
        return _WRITTEN.get(value, value)
    if not _NUMBER.fullmatch(value):  # Python reads `1_0`, ` 1` and digits of any script, too
        return value
    try:
        return parse_number(value)
    except (NotExact, ValueError):
        return value


def _from_json(value: object, findings: Findings) -> object:
    """Return what a text writes as JSON; what is no text is taken as it is, without what is null."""
    if not isinstance(value, str):
        return _without_nulls(value)
    plain = plain_json(value)
    if plain is None:
        root = read_json(value, HERE.file, findings)
        plain = root.plain() if root is not None else None
    return plain


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        is_map = all(isinstance(item, tuple) for item in value)
        return _without_nulls(dict(value)) if value and is_map else [_without_nulls(item) for item in value]
    return value


class _Values:
    """The values of a column as Python has them, made ready when the first of them is asked for."""

    def __init__(self, column: pa.ChunkedArray, name: str) -> None:
        self._column = column
        self._is_instant = name in _INSTANTS and pa.types.is_timestamp(plain_type(column.type))
        self._listed: list[Any] | None = None

    def __getitem__(self, row: int) -> Any:
        if self._listed is None:
            plain = plain_column(self._column)
            self._listed = list(_instants(plain)) if self._is_instant else plain.to_pylist()
        return self._listed[row]


def plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column without what is only another way to keep its values: dictionaries, extensions, decimals."""
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return plain_column(pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type))
    if pa.types.is_dictionary(kind):
        return plain_column(column.cast(kind.value_type))
    if pa.types.is_decimal(kind):
        return column.cast(pa.float64(), safe=False)
    return column


def seconds_of(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return instants as seconds since 1970-01-01 UTC, without their fractions."""
    kind = column.type
    whole = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}[kind.unit]
    instants = column.cast(pa.timestamp(kind.unit)).cast(pa.int64())
    return instants if whole == 1 else _floored(instants, whole)


def _floored(instants: pa.ChunkedArray, whole: int) -> pa.ChunkedArray:
    quotient = pc.divide(instants, whole)  # towards zero
    is_before = pc.less(pc.subtract(instants, pc.multiply(quotient, whole)), 0)
    return pc.subtract(quotient, pc.cast(is_before, pa.int64()))


def _instants(column: pa.ChunkedArray) -> Iterator[datetime | str | None]:
    for seconds in seconds_of(column).to_pylist():
        if seconds is None:
            yield None
        elif 0 <= seconds < 1 << 33:
            yield datetime.fromtimestamp(seconds, UTC)
        else:  # whoever reads it says what is wrong
            yield f"{np.datetime64(seconds, 's')}Z"
