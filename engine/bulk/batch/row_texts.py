"""Rows of a table as text: what stands in many rows is written once and taken, and a row is joined of few pieces.

Columns of few values that stand side by side, dictionaries and booleans, are one piece of a row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..columns_in.encoded_columns import NULL, Indices, distinct, first_rows
from ..columns_out.decision_columns import INSTANT
from .cell_texts import content
from .instant_texts import instant_texts

_ROWS = 50_000
"""So many rows at once: a column of texts holds at most 2 GiB."""
_LARGEST = 1 << 62

Texts = Any
"""A column with a text for each row, or a text for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """How rows are written: what is null, what ends a row, what stands before a cell, how texts of a column are."""

    null: str
    end: str
    before: Callable[[int, str], str]
    """By the place and the name of its column."""
    written: Callable[[str, pa.Array], pa.Array]
    """By the name of the column; booleans come as they are."""


def row_texts(table: pa.Table, notation: Notation) -> Iterator[pa.Buffer]:
    """Yield the text of the rows of a table, many at a time."""
    table = table.combine_chunks()
    for start in range(0, table.num_rows, _ROWS):
        yield content(_RowPieces(table.slice(start, _ROWS), notation).joined())


class _RowPieces:
    """The pieces that rows are joined of, from left to right."""

    def __init__(self, rows: pa.Table, notation: Notation) -> None:
        self._columns = {name: column.chunk(0) for name, column in zip(rows.schema.names, rows.columns, strict=True)}
        self._notation = notation
        self._pieces: list[Texts] = []
        self._side_by_side: list[str | tuple[str, pa.Array]] = []
        """What is put into one piece: texts, and columns of few values with their names."""

    def joined(self) -> pa.Array:
        """Return the texts of the rows."""
        columns = {name: column for name, column in self._columns.items() if column.null_count < len(column)}
        instants = {name: column for name, column in columns.items() if column.type == INSTANT}
        written = dict(zip(instants, instant_texts([*instants.values()]), strict=True))
        for place, name in enumerate(self._columns):
            self._side_by_side.append(self._notation.before(place, name))
            column = columns.get(name)
            if column is None:
                self._side_by_side.append(self._notation.null)
            elif pa.types.is_dictionary(column.type) or pa.types.is_boolean(column.type):
                self._side_by_side.append((name, column))
            else:
                self._end_piece()
                self._pieces.append(written[name] if name in written else self._notation.written(name, column))
        self._side_by_side.append(self._notation.end)
        self._end_piece()
        return _joined(self._pieces, self._notation.null)

    def _end_piece(self) -> None:
        """Add what stands side by side as one piece."""
        columns = [part for part in self._side_by_side if isinstance(part, tuple)]
        indices, rows = _combinations([column for _, column in columns]) if columns else (None, None)
        texts = [part if isinstance(part, str) else self._taken(*part, rows) for part in self._side_by_side]
        self._side_by_side = []
        if indices is None:
            self._pieces.append("".join(text for text in texts if isinstance(text, str)))
        else:
            self._pieces.append(_joined(texts, self._notation.null).take(pa.array(indices)))

    def _taken(self, name: str, column: pa.Array, rows: npt.NDArray[np.int64] | None) -> pa.Array:
        """Return the texts of a column in some rows."""
        taken = column.take(pa.array(rows))
        if not pa.types.is_dictionary(column.type):
            return self._notation.written(name, taken)
        return self._notation.written(name, taken.dictionary.cast(pa.string())).take(taken.indices)


def _combinations(columns: list[pa.Array]) -> tuple[Indices, npt.NDArray[np.int64]]:
    """Return the index of what each row has in columns among the distinct combinations, and a row with each of these.

    Half-way ones stand in where their number outgrows 62 bits.
    """
    keys, size = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        is_dictionary = pa.types.is_dictionary(column.type)
        codes = column.indices if is_dictionary else column.cast(pa.int8())
        count = (len(column.dictionary) if is_dictionary else 2) + 1
        if size * count >= _LARGEST:
            indices, values = distinct(keys)
            keys, size = indices.astype(np.int64), len(values)
        keys *= count
        keys += codes.fill_null(NULL).to_numpy(zero_copy_only=False)
        keys += 1
        size *= count
    indices, values = distinct(keys)
    return indices, first_rows(indices, len(values))


def _joined(texts: list[Texts], null: str) -> pa.Array:
    return pc.binary_join_element_wise(*texts, "", null_handling="replace", null_replacement=null)
