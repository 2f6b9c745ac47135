"""Columns as whole numbers: of each row the index of its value among the distinct ones."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .input_columns import is_text, plain_type

NULL = -1
"""The index of what is null."""

Indices = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


class EncodedColumn(NamedTuple):
    """The index of each row's value among the distinct `values`, which are as Python has them; NULL where it is null.

    Values may stand there more than once, and None among them.
    """

    indices: Indices
    values: list[Any]


def encoded(column: pa.ChunkedArray) -> EncodedColumn:
    """Return a column encoded, as it is where it is a dictionary of fewer values than it has rows."""
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return encoded(pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type))
    if pa.types.is_nested(kind) or pa.types.is_null(kind):
        is_null = np.asarray(column.is_null())
        return EncodedColumn(np.where(is_null, NULL, 0).astype(np.int32), [[]])  # no value of a request is a list
    if pa.types.is_boolean(kind):
        return EncodedColumn(_filled(whole(column).cast(pa.int8()).cast(pa.int32())), [False, True])
    if pa.types.is_dictionary(kind):
        dictionaries = [chunk.dictionary for chunk in column.chunks]
        if any(len(dictionary) > len(column) or dictionary.null_count for dictionary in dictionaries):
            return encoded(column.cast(kind.value_type))
        joined = whole(column.unify_dictionaries())
    else:
        joined = whole(column.dictionary_encode())
    return EncodedColumn(_filled(joined.indices.cast(pa.int32())), as_python(joined.dictionary))


def _filled(indices: pa.Array) -> Indices:
    filled = indices.fill_null(NULL) if indices.null_count else indices
    numbers: Indices = filled.to_numpy(zero_copy_only=False)
    return numbers


def whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def as_python(values: pa.Array) -> list[Any]:
    """Return values as Python has them: decimals as floats, instants as text."""
    kind = values.type
    if pa.types.is_decimal(kind):
        values = values.cast(pa.float64(), safe=False)
    elif pa.types.is_timestamp(kind):
        values = values.cast(pa.string())
    listed: list[Any] = values.to_pylist()
    return listed


def lengths_of(column: pa.ChunkedArray) -> npt.NDArray[np.int32]:
    """Return how many bytes the texts of a column have; what is null has as many as there are in its place."""
    texts = whole(plain_text(column))
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return np.diff(offsets) if len(offsets) else np.zeros(len(texts), np.int32)


def plain_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of texts as such, however it keeps them."""
    kind = plain_type(column.type)
    if not is_text(kind):
        return column.cast(pa.string())
    if isinstance(column.type, pa.BaseExtensionType):
        return plain_text(pa.chunked_array([chunk.storage for chunk in column.chunks], column.type.storage_type))
    return column if column.type == pa.string() else column.cast(pa.string())


def distinct(keys: npt.NDArray[np.int64]) -> tuple[Indices, npt.NDArray[np.int64]]:
    """Return of each key its index among the distinct ones, and these in the order in which they come first."""
    joined = pa.array(keys).dictionary_encode()
    return joined.indices.to_numpy(), joined.dictionary.to_numpy()


def first_rows(indices: Indices, count: int) -> npt.NDArray[np.int64]:
    """Return the first row of each index below a count, all of which are there."""
    rows = np.empty(count, np.int64)
    rows[indices[::-1]] = np.arange(len(indices) - 1, -1, -1)
    return rows
