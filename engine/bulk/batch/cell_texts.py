"""Texts of columns as cells of CSV: no spreadsheet takes them for formulas, no terminal obeys them, all read back.

An apostrophe stands before what would begin a formula, and before an apostrophe. A text that begins with a quote or
has characters that cannot be printed is a JSON string. To read a cell back, leave out the apostrophe that it begins
with, or else read it as JSON where it begins with a quote.
"""

import json
from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..columns_out.decision_columns import MICROSECONDS

_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula, in letters of either width."""
_MARKED = rf"^\s*[{_FORMULA.replace('-', '')}\-']|^\"|\pC|[^\PZ ]"
_QUOTED = r"[\"\\]|\pC|[^\PZ ]"
_DAY = 86_400
_DATE, _TIME = len("2026-03-06"), len("T16:30:00Z")


def cell_texts(column: pa.Array) -> pa.Array:
    """Return a column of texts as cells."""
    return _replaced(column, column, _MARKED, _cell)


def json_texts(column: pa.Array) -> pa.Array:
    """Return a column of texts as strings of JSON."""
    quoted = pc.binary_join_element_wise('"', column, '"', "")
    return _replaced(quoted, column, _QUOTED, json.dumps)


def instant_texts(column: pa.Array) -> pa.Array:
    """Return a column of instants in microseconds as text, such as `2026-03-06T16:30:00Z`."""
    if column.null_count == len(column):
        return pa.nulls(len(column), pa.string())
    seconds = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False) // MICROSECONDS
    days, places = np.unique(seconds // _DAY, return_inverse=True)
    dates = np.datetime_as_string(days.astype("datetime64[D]")).astype(f"S{_DATE}")
    texts = np.empty((len(seconds), _DATE + _TIME), np.uint8)
    texts[:, :_DATE] = dates.view(np.uint8).reshape(-1, _DATE)[places]
    texts[:, _DATE:] = _times()[seconds % _DAY]
    offsets = np.arange(len(seconds) + 1, dtype=np.int32) * (_DATE + _TIME)
    valid = pa.py_buffer(np.packbits(column.is_valid().to_numpy(zero_copy_only=False), bitorder="little"))
    return pa.Array.from_buffers(pa.string(), len(seconds), [valid, pa.py_buffer(offsets), pa.py_buffer(texts)])


@cache
def _times() -> npt.NDArray[np.uint8]:
    """Return the text of each second of a day, such as `T16:30:00Z`, a row of letters each."""
    texts = [f"T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z" for second in range(_DAY)]
    return np.array(texts, f"S{_TIME}").view(np.uint8).reshape(-1, _TIME)


def dictionary_texts(column: pa.DictionaryArray, texts: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Return a dictionary's column as texts, of which each is made once."""
    return texts(column.dictionary.cast(pa.string())).take(column.indices)


def read_cell(cell: str) -> str:
    """Return the text that a cell was made of."""
    if cell.startswith("'"):
        return cell[1:]
    return str(json.loads(cell)) if cell.startswith('"') else cell


def _replaced(written: pa.Array, column: pa.Array, pattern: str, write: Callable[[str], str]) -> pa.Array:
    """Return what texts are written as, those that match a pattern as `write` does."""
    is_marked = pc.match_substring_regex(column, pattern)
    if not pc.any(is_marked, min_count=0).as_py():
        return written
    changed = [write(text) for text in column.filter(is_marked).to_pylist()]
    return pc.replace_with_mask(written, is_marked.fill_null(False), pa.array(changed, pa.string()))  # noqa: FBT003 - its signature


def _cell(text: str) -> str:
    if text.startswith('"') or not text.isprintable():
        return json.dumps(text)
    return f"'{text}" if text.lstrip()[:1] in (*_FORMULA, "'") else text
