"""Where the records of a CSV end (RFC 4180): cells in quotes may hold commas, line ends and doubled quotes.

Whole blocks are cut by numpy. Where a quote or a carriage return stands where RFC 4180 has none, the block is cut
again character by character, which says what is wrong with which record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .row_batches import Numbers

NEWLINE, RETURN, COMMA, QUOTE = b'\n\r,"'
_BESIDE_QUOTE = np.zeros(256, bool)
_BESIDE_QUOTE[[NEWLINE, COMMA, QUOTE]] = True

TEXT_AFTER_QUOTE = "text follows a closing quote"
LONE_RETURN = "a carriage return stands outside quotes"
NEVER_CLOSED = "a quote is opened and never closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvCut:
    """The records of a block: where each ends, after its line end, and its number of lines.

    `faults` say by index what is wrong with a record.
    """

    ends: Numbers
    lines: Numbers
    faults: Mapping[int, str] = field(default_factory=dict)


def cut_csv(block: bytes, *, is_last: bool) -> CsvCut:
    """Return the records of a block, which begins with one; what follows the last end is no record yet.

    In the last block of a file its end ends a record, too.
    """
    if not is_last or not block:
        return _cut(block)
    is_ended = block.endswith(b"\n")
    cut = _cut(block if is_ended else block + b"\n")
    if not is_ended and len(cut.ends) and cut.ends[-1] > len(block):
        cut.ends[-1] = len(block)
    end = int(cut.ends[-1]) if len(cut.ends) else 0
    return cut if end == len(block) else _with_open_record(cut, block, end)


def _cut(block: bytes) -> CsvCut:
    if b'"' not in block and b"\r" not in block:
        return _plain_cut(block)
    return _quoted_cut(block) or walk_csv(block)


def _with_open_record(cut: CsvCut, block: bytes, end: int) -> CsvCut:
    """Return the records with one that a quote holds open to the end of the file."""
    return CsvCut(
        ends=np.append(cut.ends, len(block)),
        lines=np.append(cut.lines, block.count(b"\n", end) + (not block.endswith(b"\n"))),
        faults={**cut.faults, len(cut.ends): NEVER_CLOSED},
    )


def cell_counts(block: bytes, ends: Numbers) -> Numbers:
    """Return the number of cells of each record of a block, none of which has a fault."""
    block = block if block.endswith(b"\n") else block + b"\n"
    array = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(array == QUOTE)
    if not _are_proper_quotes(array, quotes):
        starts = [0, *ends.tolist()[:-1]]
        return _numbers([record.cells for start in starts if (record := _record(block, start))])
    commas = _outside(np.flatnonzero(array == COMMA), quotes)
    return np.diff(np.searchsorted(commas, ends), prepend=0) + 1


def _plain_cut(block: bytes) -> CsvCut:
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == NEWLINE) + 1
    return CsvCut(ends=ends, lines=np.ones(len(ends), np.int64))


def _quoted_cut(block: bytes) -> CsvCut | None:
    """Return the records of a block with quotes or carriage returns, None where one of them stands nowhere proper."""
    array = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(array == QUOTE)
    newlines = np.flatnonzero(array == NEWLINE)
    ends = _outside(newlines, quotes) + 1
    last = int(ends[-1]) if len(ends) else 0
    if not _are_proper_quotes(array, quotes):
        return None
    if b"\r" in block and not _are_proper_returns(array[:last], quotes):
        return None
    has_one_each = len(ends) == len(newlines)
    lines = np.ones(len(ends), np.int64) if has_one_each else np.diff(np.searchsorted(newlines, ends), prepend=0)
    return CsvCut(ends=ends, lines=lines)


def _outside(places: Numbers, quotes: Numbers) -> Numbers:
    """Return those places that are not in quotes."""
    outside: Numbers = places[np.searchsorted(quotes, places) % 2 == 0]
    return outside


def _are_proper_quotes(array: npt.NDArray[np.uint8], quotes: Numbers) -> bool:
    """Tell whether each quote that opens is the first of its cell, and each that closes is the last."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = array[opening[opening > 0] - 1]
    closing = closing[closing < len(array) - len("\r\n")]  # of what follows, the next block knows more
    line_ends = closing[~_BESIDE_QUOTE[array[closing + 1]]]
    is_return = (array[line_ends + 1] == RETURN) & (array[line_ends + 2] == NEWLINE)
    return bool(_BESIDE_QUOTE[before].all()) and bool(is_return.all())


def _are_proper_returns(array: npt.NDArray[np.uint8], quotes: Numbers) -> bool:
    """Tell whether each carriage return outside quotes is followed by a line end; the array ends with one."""
    returns = _outside(np.flatnonzero(array == RETURN), quotes)
    return bool((array[returns + 1] == NEWLINE).all())


def walk_csv(block: bytes) -> CsvCut:
    """Return the records of a block, cut character by character as RFC 4180 says; quotes within a cell are text."""
    ends: list[int] = []
    lines: list[int] = []
    faults: dict[int, str] = {}
    position = 0
    while (record := _record(block, position)) is not None:
        if record.fault:
            faults[len(ends)] = record.fault
        ends.append(record.end)
        lines.append(block.count(b"\n", position, record.end))
        position = record.end
    return CsvCut(ends=_numbers(ends), lines=_numbers(lines), faults=faults)


def _numbers(values: list[int]) -> Numbers:
    return np.array(values, np.int64)


class _Record(NamedTuple):
    """Where a record ends, its number of cells and what is wrong with it."""

    end: int
    cells: int
    fault: str


def _record(block: bytes, position: int) -> _Record | None:
    """Return the record that begins at a position."""
    cells, fault = 0, ""
    while True:
        cells += 1
        if block[position : position + 1] == b'"':
            close = _closing(block, position + 1)
            if close < 0:
                return None
            position = close + 1
            if not block.startswith((b",", b"\n", b"\r\n"), position):
                fault = fault or TEXT_AFTER_QUOTE
        newline = block.find(b"\n", position)
        if newline < 0:
            return None
        comma = block.find(b",", position, newline)
        end = newline if comma < 0 else comma
        text_end = end - 1 if comma < 0 and block[end - 1 : end] == b"\r" and end > position else end
        if block.find(b"\r", position, text_end) >= 0:
            fault = fault or LONE_RETURN
        position = end + 1
        if comma < 0:
            return _Record(position, cells, fault)


def _closing(block: bytes, position: int) -> int:
    """Return where the quote is that closes a cell; a doubled one is text. Below zero where there is none."""
    while (close := block.find(b'"', position)) >= 0 and block[close + 1 : close + 2] == b'"':
        position = close + 2
    return close
