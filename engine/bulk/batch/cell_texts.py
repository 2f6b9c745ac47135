"""Texts of columns as cells of CSV: no spreadsheet takes them for formulas, no terminal obeys them, all read back.

An apostrophe stands before what would begin a formula, and before an apostrophe. A text that begins with a quote or
has characters that cannot be printed is a JSON string. To read a cell back, leave out the apostrophe that it begins
with, or else read it as JSON where it begins with a quote.
"""

import json
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula, in letters of either width."""
_MARKED = rf"^\s*[{_FORMULA.replace('-', '')}\-']|^\"|\pC|[^\PZ ]"
_QUOTED = r"[\"\\]|\pC|[^\PZ ]"
INSTANT_TEXT = "2026-03-06T16:30:00Z"


def cell_texts(column: pa.Array) -> pa.Array:
    """Return a column of texts as cells."""
    return _replaced(column, column, _MARKED, _cell)


def json_texts(column: pa.Array) -> pa.Array:
    """Return a column of texts as strings of JSON."""
    quoted = pc.binary_join_element_wise('"', column, '"', "")
    return _replaced(quoted, column, _QUOTED, json.dumps)


def instant_texts(column: pa.Array) -> pa.Array:
    """Return a column of instants as text, such as `2026-03-06T16:30:00Z`."""
    if column.null_count == len(column):
        return pa.nulls(len(column), pa.string())
    texts = column.cast(pa.timestamp("s", "UTC")).cast(pa.string())
    blank = INSTANT_TEXT.index("T")
    return pc.utf8_replace_slice(texts, start=blank, stop=blank + 1, replacement="T")


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
