"""Texts of columns as cells of CSV: no spreadsheet takes them for formulas, no terminal obeys them, all read back.

An apostrophe stands before what would begin a formula, and before an apostrophe. A text that begins with a quote or
has characters that cannot be printed is a JSON string. To read a cell back, leave out the apostrophe that it begins
with, or else read it as JSON where it begins with a quote.
"""

import json
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula, in letters of either width."""
_MARKED = rf"^\s*[{_FORMULA.replace('-', '')}\-']|^\"|\pC|[^\PZ ]"
_QUOTED = r"[\"\\]|\pC|[^\PZ ]"


_PLAIN = bytes(letter for letter in range(ord(" "), 0x7F) if letter not in b'"\\')
"""Letters that are written as they are, wherever they stand but at the beginning of a cell."""
_MARKS = np.frombuffer(b" =+-@'", np.uint8)


def cell_texts(column: pa.Array) -> pa.Array:
    """Return a column of texts as cells."""
    texts = content(column).to_pybytes()
    if texts.translate(None, _PLAIN) or np.isin(_first_letters(column, texts), _MARKS).any():
        return _replaced(column, column, _MARKED, _cell)
    return column


def quoted_cells(cells: pa.Array) -> pa.Array:
    """Return cells in quotes, those within doubled."""
    if b'"' in content(cells).to_pybytes():
        cells = pc.replace_substring(cells, '"', '""')
    return pc.binary_join_element_wise('"', cells, '"', "")


def json_texts(column: pa.Array) -> pa.Array:
    """Return a column of texts as strings of JSON."""
    quoted = pc.binary_join_element_wise('"', column, '"', "")
    if content(column).to_pybytes().translate(None, _PLAIN):
        return _replaced(quoted, column, _QUOTED, json.dumps)
    return quoted


def list_texts(column: pa.Array) -> pa.Array:
    """Return a column of texts, each of names with a blank between them, as lists of JSON."""
    listed = pc.replace_substring(json_texts(column), " ", '","')
    return pc.if_else(pc.equal(column, ""), "[]", pc.binary_join_element_wise("[", listed, "]", ""))


def content(texts: pa.Array) -> pa.Buffer:
    """Return texts one after the other: they lie so in their column."""
    _, offsets, data = texts.buffers()
    first, last = (memoryview(offsets).cast("i")[texts.offset + n] for n in (0, len(texts)))
    return data.slice(first, last - first) if data is not None else pa.py_buffer(b"")


def _first_letters(column: pa.Array, texts: bytes) -> npt.NDArray[np.uint8]:
    """Return with which bytes texts begin, which are all of these; those of empty ones are of the next."""
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    starts = offsets[:-1] - offsets[:1]
    letters: npt.NDArray[np.uint8] = np.frombuffer(texts, np.uint8)[starts[starts < len(texts)]]
    return letters


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
