"""What the rows of a table state of facts: columns of their own, or entries of one column."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ...language.plain_requests import plain_json
from .encoded_columns import NULL, EncodedColumn, Flags, encoded, whole
from .input_columns import InputColumns, is_text, plain_type

_LONGEST = 1 << 14
"""Characters of a text of facts that is read with others."""
_MOST = 1 << 17
"""Texts of facts, and of facts that are not known, which are remembered."""
_BETWEEN = "\x1f"
"""What stands between the names of a list: in no name of a fact."""

Rows = npt.NDArray[np.int64]


class FactColumn:
    """What rows state of one fact; `is_typed` where text that writes a number or a boolean may be that."""

    def __init__(self, column: pa.ChunkedArray | EncodedColumn, *, is_typed: bool, rows: Rows | None = None) -> None:
        self._column = column
        self._rows = rows
        self.is_typed = is_typed

    def take(self, rows: Rows) -> "FactColumn":
        """Return some of its rows."""
        taken = FactColumn(self._column, is_typed=self.is_typed, rows=rows if self._rows is None else self._rows[rows])
        if "_encoded" in self.__dict__:
            taken.__dict__["_encoded"] = self._encoded
        return taken

    @cached_property
    def _encoded(self) -> EncodedColumn:
        return self._column if isinstance(self._column, EncodedColumn) else encoded(self._column)

    @property
    def encoded(self) -> EncodedColumn:
        """Its values, encoded."""
        column = self._encoded
        return column if self._rows is None else EncodedColumn(column.indices[self._rows], column.values)

    @property
    def numbers(self) -> tuple[npt.NDArray[Any], Flags] | None:
        """Its numbers and which of them are null; None where it has something else, or keeps them otherwise."""
        column = self._column
        if isinstance(column, EncodedColumn) or not (
            pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
        ):
            return None
        joined = whole(column)
        is_null = np.asarray(joined.is_null())
        numbers = (joined.fill_null(0) if joined.null_count else joined).to_numpy(zero_copy_only=False)
        return (numbers, is_null) if self._rows is None else (numbers[self._rows], is_null[self._rows])


class FactColumns:
    """Reads what rows state of facts, each text of several facts once."""

    def __init__(self) -> None:
        """Start with no text."""
        self._texts: dict[str, tuple[Mapping[str, Any], frozenset[str]] | None] = {}
        self._sets: dict[str, frozenset[str]] = {}

    def of(self, table: pa.Table, columns: InputColumns) -> tuple[dict[str, FactColumn], EncodedColumn | None, Flags]:
        """Return what rows state of facts, the sets of facts that are not known, and rows that are looked at alone."""
        for remembered in (self._texts, self._sets):
            if len(remembered) > _MOST:
                remembered.clear()
        alone = np.zeros(table.num_rows, np.bool_)
        facts = {
            name: FactColumn(table.column(index), is_typed=True)
            for name, index in columns.facts.items()
            if not pa.types.is_null(table.column(index).type)
        }
        listed = None if columns.unknown is None else table.column(columns.unknown)
        is_nothing = listed is None or pa.types.is_null(listed.type)
        unknown = None if is_nothing else self._unknown(listed, alone)
        if columns.mapping is not None and not pa.types.is_null(table.column(columns.mapping).type):
            stated, not_known = self._mapping(table.column(columns.mapping), alone)
            for name, column in stated.items():
                if name in facts:  # stated twice, where it is
                    alone |= column.encoded.indices != NULL
                else:
                    facts[name] = column
            if not_known is not None:
                alone |= (not_known.indices != NULL) & (unknown is not None)
                unknown = not_known if unknown is None else unknown
        return facts, unknown, alone

    def _unknown(self, column: pa.ChunkedArray, alone: Flags) -> EncodedColumn:
        """Return the sets of facts that a column lists."""
        is_listed = not is_text(plain_type(column.type))
        if is_listed:
            lists = whole(column)
            texts = pc.binary_join(lists.cast(pa.list_(pa.string())), _BETWEEN)
            alone |= np.asarray(pc.and_(texts.is_null(), lists.is_valid()))  # a null in a list
            if pc.any(pc.match_substring(lists.flatten().cast(pa.string()), _BETWEEN)).as_py():
                alone[:] = True
            is_blank = pc.and_(pc.equal(texts, ""), pc.greater(pc.list_value_length(lists), 0))
            alone |= np.asarray(pc.fill_null(is_blank, False))  # noqa: FBT003 - an empty text in a list
            column = pa.chunked_array([texts])
        joined = encoded(column)
        sets = [None if text is None else self._set(text, is_listed=is_listed) for text in joined.values]
        return EncodedColumn(joined.indices, sets)

    def _set(self, text: str, *, is_listed: bool) -> frozenset[str]:
        key = f"{_BETWEEN}{text}" if is_listed else text
        if key not in self._sets:
            names = text.split(_BETWEEN) if is_listed and text else text.split()
            self._sets[key] = frozenset(names)
        return self._sets[key]

    def _mapping(self, column: pa.ChunkedArray, alone: Flags) -> tuple[dict[str, FactColumn], EncodedColumn | None]:
        kind = plain_type(column.type)
        if pa.types.is_struct(kind):
            names = [field.name for field in kind]
            return {
                name: FactColumn(part, is_typed=False)
                for name, part in zip(names, column.flatten(), strict=True)
                if not pa.types.is_null(part.type)
            }, None
        if not is_text(kind):  # a map
            alone |= np.asarray(column.is_valid())
            return {}, None
        joined = encoded(column)
        read = [None if text is None else self._read(text) for text in joined.values]
        alone |= np.array([*(entry is None for entry in read), False], np.bool_)[joined.indices]
        mappings = [entry[0] if entry else {} for entry in read]
        stated = dict.fromkeys(name for mapping in mappings for name in mapping)
        facts = {name: FactColumn(_entries(joined, mappings, name), is_typed=False) for name in stated}
        sets = [entry[1] if entry else frozenset[str]() for entry in read]
        return facts, EncodedColumn(joined.indices, sets) if any(sets) else None

    def _read(self, text: str) -> tuple[Mapping[str, Any], frozenset[str]] | None:
        if text not in self._texts:
            plain = plain_json(text) if len(text) <= _LONGEST else None
            is_plain = isinstance(plain, dict) and all(
                isinstance(value, str | bool | int | float | None) for value in plain.values()
            )
            self._texts[text] = _split(plain) if isinstance(plain, dict) and is_plain else None
        return self._texts[text]


def _split(mapping: Mapping[str, Any]) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Return what a mapping states, and what it says is not known."""
    stated = {name: value for name, value in mapping.items() if value is not None}
    return stated, frozenset(mapping) - frozenset(stated)


def _entries(column: EncodedColumn, mappings: Iterable[Mapping[str, Any]], name: str) -> EncodedColumn:
    """Return what rows state of one fact, from the mappings of a column by index."""
    indices: dict[tuple[type, Any], int] = {}
    table = []
    for mapping in mappings:
        value = mapping.get(name)
        table.append(NULL if value is None else indices.setdefault((type(value), value), len(indices)))
    return EncodedColumn(np.array([*table, NULL], np.int32)[column.indices], [value for _, value in indices])
