"""The cells of the rows of a table while they are decided: indices of texts, seconds, and flags."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..deadlines.due_columns import NEVER
from .decision_columns import INSTANT, INSTANTS, LISTS, MICROSECONDS, DecisionColumns, DecisionRow, Indices, valid_bits

ABSENT = -1
"""What stands in place of an index or a flag where a cell is null."""

Rows = npt.NDArray[np.int64] | slice
"""Rows of a table, by index or all of them."""


class ListEntries:
    """The lists of texts that stand in columns, each with an index, which grows as they are met."""

    def __init__(self, columns: DecisionColumns) -> None:
        """Start with none."""
        self._columns = columns
        self._indices: dict[str, dict[tuple[str, ...], int]] = {name: {} for name in LISTS}

    def __len__(self) -> int:
        return sum(map(len, self._indices.values()))

    def index(self, name: str, texts: Iterable[str]) -> int:
        """Return the index of a list in a column."""
        known, entry = self._indices[name], self._columns.ordered(name, texts)
        return known.setdefault(entry, len(known))

    def of(self, name: str) -> Sequence[tuple[str, ...]]:
        """Return the lists of a column by index."""
        return list(self._indices[name])


class RowBuffers:
    """The cells of so many rows, each of which somebody writes."""

    def __init__(self, columns: DecisionColumns, entries: ListEntries, rows: int) -> None:
        self._columns = columns
        self._entries = entries
        self.rows = rows
        self.names = frozenset(columns.schema.names)
        self.texts: dict[str, Indices] = {name: np.empty(rows, np.int32) for name in columns.texts}
        self.lists: dict[str, Indices] = {name: np.empty(rows, np.int32) for name in LISTS if name in self.names}
        dues = (f"{promise}_{part}" for promise in columns.promises for part in INSTANTS)
        self.instants: dict[str, npt.NDArray[np.int64]] = {name: np.empty(rows, np.int64) for name in dues}
        self.certain: dict[str, npt.NDArray[np.int8]] = {
            promise: np.empty(rows, np.int8) for promise in columns.promises
        }

    def put(self, row: int, decision: DecisionRow) -> None:
        """Write the cells of a row that was decided by itself."""
        for name, indices in self.texts.items():
            indices[row] = self._columns.code(name, decision.get(name))
        for name, indices in self.lists.items():
            texts = decision.get(name)
            indices[row] = ABSENT if texts is None else self._entries.index(name, texts)
        for name, instants in self.instants.items():
            instant = decision.get(name)
            instants[row] = NEVER if instant is None else instant
        for promise, certain in self.certain.items():
            is_certain = decision.get(f"{promise}_certain")
            certain[row] = ABSENT if is_certain is None else is_certain

    def table(self, ids: pa.Array) -> pa.Table:
        """Return the rows as a table, with their ids."""
        return pa.table(
            [ids if field.name == "id" else self._column(field) for field in self._columns.schema],
            schema=self._columns.schema,
        )

    def _column(self, field: pa.Field) -> pa.Array:
        name = field.name
        if name in self.texts:
            return self._columns.text_column(name, self.texts[name])
        if name in self.lists:
            return self._columns.list_column(name, self.lists[name], self._entries.of(name))
        if field.type == INSTANT:
            instants = self.instants[name]
            is_null = instants == NEVER
            instants *= MICROSECONDS
            return pa.Array.from_buffers(INSTANT, self.rows, [valid_bits(is_null), pa.py_buffer(instants)])
        certain = self.certain[name.removesuffix("_certain")]
        bits = pa.py_buffer(np.packbits(certain == 1, bitorder="little"))
        return pa.Array.from_buffers(pa.bool_(), self.rows, [valid_bits(certain == ABSENT), bits])
