"""Lines of JSON that are plain, read by pyarrow many at a time, with the result of reading each in full.

pyarrow is as strict as JSON is: it refuses keys that are given twice, what is of another type, and what is unknown.
What it takes and reading in full would not, or otherwise, is left to that: nulls of facts, numbers that floats do not
hold, hidden characters, and lines that hold more than one object, or half of one.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from ...language.hidden_characters import has_hidden
from ...language.plain_requests import MOST_CHARACTERS
from ..columns_in.input_columns import FACTS, UNKNOWN, is_unread, repeated_texts
from .json_nulls import Nulls, find_nulls
from .json_requests import PREFIX
from .line_shape import LineShape
from .row_batches import Numbers

EXACT = 2**53
"""Up to here every whole number is a float, too."""
_ASCII = bytes(range(0x80))
_DIGITS = bytes(ord("0") if letter in b"0123456789." else ord(" ") for letter in range(0x100))
_LONG_NUMBER = re.compile(b"0{16}")
"""Of so many digits and points, not every number is the shortest one that reads as its float."""
_SMALL_NUMBER = re.compile(rb"[0-9.][eE]-")

Flags = npt.NDArray[np.bool_]


class PlainLines(NamedTuple):
    """The table of the lines that are plain, and which ones those are."""

    table: pa.Table
    is_plain: Flags


def may_be_plain(data: bytes, ends: Numbers) -> Flags:
    """Tell by line whether it may be plain: an object from its first letter to its last, without anything odd."""
    letters = np.frombuffer(data, np.uint8)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    lasts = ends - 1
    for line_end in b"\n\r":
        lasts = lasts - ((letters[lasts] == line_end) & (lasts > starts))
    is_object: Flags = (letters[starts] == ord("{")) & (letters[lasts] == ord("}")) & (ends - starts <= MOST_CHARACTERS)
    odd = _odd_places(data, letters)
    if odd:
        is_object[np.searchsorted(ends, np.concatenate(odd), side="right")] = False
    return is_object


def _odd_places(data: bytes, letters: npt.NDArray[np.uint8]) -> list[Numbers]:
    places = []
    if b"\0" in data:
        places.append(np.flatnonzero(letters == 0))
    if not data.isascii() and not _is_text(data):
        places.append(np.flatnonzero(letters > _ASCII[-1]))
    return places


def _is_text(data: bytes) -> bool:
    """Tell whether bytes are text without hidden characters, none of which is ASCII."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return not has_hidden(data.translate(None, _ASCII).decode())


def _starts(pattern: re.Pattern[bytes], data: bytes) -> Numbers:
    return np.array([match.start() for match in pattern.finditer(data)], np.int64)


def read_plain_lines(data: bytes, ends: Numbers, shape: LineShape) -> PlainLines | None:
    """Return the lines that are plain, each of which may be; None where one has another shape."""
    try:
        table = pa.json.read_json(
            pa.BufferReader(data),
            # One block, in one thread: the others decide and write meanwhile.
            pa.json.ReadOptions(use_threads=False, block_size=len(data) + 1),
            pa.json.ParseOptions(explicit_schema=shape.schema, unexpected_field_behavior="error"),
        )
    except (ValueError, pa.ArrowException):
        return None
    if table.num_rows != len(ends):
        return None
    nulls = find_nulls(data, ends)
    is_odd = np.zeros(len(ends), np.bool_)
    is_odd[nulls.odd_lines] = True
    columns = _columns(table, shape, is_odd)
    if float in shape.kinds.values():
        for places in (_starts(_LONG_NUMBER, data.translate(_DIGITS)), _starts(_SMALL_NUMBER, data)):
            is_odd[np.searchsorted(ends, places, side="right")] = True
    columns |= _unknown(nulls, shape, is_odd)
    plain = pa.table(columns) if columns else pa.table({"id": pa.nulls(len(ends), pa.string())})
    return PlainLines(plain.filter(pa.array(~is_odd)) if is_odd.any() else plain, ~is_odd)


def _columns(table: pa.Table, shape: LineShape, is_odd: Flags) -> dict[str, pa.Array]:
    """Return the columns of what lines state, and mark those that state a fact twice or beyond what floats hold."""
    columns: dict[str, pa.Array] = {}
    for name, column in _stated(table, shape):
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            is_odd |= ~np.asarray(pc.less_equal(pc.abs(column), EXACT).fill_null(True))  # noqa: FBT003 - a value
        if name in columns:
            is_odd |= np.asarray(pc.and_(column.is_valid(), columns[name].is_valid()))
            column = pc.coalesce(columns[name], column)  # noqa: PLW2901 - of both
        columns[name] = column
    repeated = repeated_texts(pa.schema([(name, column.type) for name, column in columns.items()]))
    return columns | {name: columns[name].dictionary_encode() for name in repeated}


def _stated(table: pa.Table, shape: LineShape) -> Iterator[tuple[str, pa.Array]]:
    """Yield the columns of keys and of facts, by the names that they have in a table of requests."""
    for name in table.schema.names:
        column = table.column(name).combine_chunks()
        if name == FACTS:
            parts = zip(column.type, column.flatten(), strict=True)
            yield from ((f"{PREFIX}{field.name}", part) for field, part in parts)
        elif name not in shape.keys:
            yield f"{PREFIX}{name}", column
        elif not is_unread(name):
            yield name, column.cast(pa.string())


def _unknown(nulls: Nulls, shape: LineShape, is_odd: Flags) -> dict[str, pa.Array]:
    """Return the column of the facts that are null in `facts`, and mark lines in which that is not clear."""
    elsewhere = {*shape.keys, *shape.by_name, FACTS}
    names = np.array([name for name in shape.in_facts if name not in elsewhere], np.str_)
    is_fact = np.isin(nulls.keys, names)
    is_odd[nulls.lines[~is_fact & ~np.isin(nulls.keys, [*elsewhere - {*shape.in_facts}])]] = True
    lines = nulls.lines[is_fact]
    if not len(lines):
        return {}
    offsets = np.searchsorted(lines, np.arange(len(is_odd) + 1)).astype(np.int32)
    is_null = pa.array(np.diff(offsets) == 0)
    texts = pa.array(nulls.keys[is_fact].tolist(), pa.string())
    return {UNKNOWN: pa.ListArray.from_arrays(pa.array(offsets), texts, mask=is_null)}
