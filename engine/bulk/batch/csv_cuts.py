"""Where the records of a CSV end (RFC 4180): cells in quotes may hold commas, line ends and doubled quotes.

Whole blocks are cut by numpy. Where a quote or a carriage return stands where RFC 4180 has none, the block is cut
again character by character, which says what is wrong with which record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """The records of a block: where each ends, after its line end, its number of cells, and of lines.

    `faults` say by index what is wrong with a record.
    """

    ends: Numbers
    cells: Numbers
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
        cells=np.append(cut.cells, 0),
        lines=np.append(cut.lines, block.count(b"\n", end) + (not block.endswith(b"\n"))),
        faults={**cut.faults, len(cut.ends): NEVER_CLOSED},
    )


def _plain_cut(block: bytes) -> CsvCut:
    array = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(array == NEWLINE) + 1
    return _counted(ends, np.flatnonzero(array == COMMA), np.ones(len(ends), np.int64))


def _counted(ends: Numbers, commas: Numbers, lines: Numbers) -> CsvCut:
    cells = np.diff(np.searchsorted(commas, ends), prepend=0) + 1
    return CsvCut(ends=ends, cells=cells, lines=lines)


def _quoted_cut(block: bytes) -> CsvCut | None:
    """Return the records of a block with quotes or carriage returns, None where one of them stands nowhere proper."""
    array = np.frombuffer(block, np.uint8)
    is_quote = array == QUOTE
    quotes = np.flatnonzero(is_quote)
    is_inside = np.bitwise_xor.accumulate(is_quote.view(np.uint8)).view(bool)
    newlines = np.flatnonzero(array == NEWLINE)
    ends = newlines[~is_inside[newlines]] + 1
    last = int(ends[-1]) if len(ends) else 0
    if not (_are_proper_quotes(array, quotes) and _are_proper_returns(array[:last], is_inside)):
        return None
    commas = np.flatnonzero(array[:last] == COMMA)
    lines = np.diff(np.searchsorted(newlines, ends), prepend=0)
    return _counted(ends, commas[~is_inside[commas]], lines)


def _are_proper_quotes(array: npt.NDArray[np.uint8], quotes: Numbers) -> bool:
    """Tell whether each quote that opens is the first of its cell, and each that closes is the last."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = array[opening[opening > 0] - 1]
    closing = closing[closing < len(array) - len("\r\n")]  # of what follows, the next block knows more
    line_ends = closing[~_BESIDE_QUOTE[array[closing + 1]]]
    is_return = (array[line_ends + 1] == RETURN) & (array[line_ends + 2] == NEWLINE)
    return bool(_BESIDE_QUOTE[before].all()) and bool(is_return.all())


def _are_proper_returns(array: npt.NDArray[np.uint8], is_inside: npt.NDArray[np.bool_]) -> bool:
    """Tell whether each carriage return outside quotes is followed by a line end; the array ends with one."""
    returns = np.flatnonzero(array == RETURN)
    outside = returns[~is_inside[returns]]
    return bool((array[outside + 1] == NEWLINE).all())


def walk_csv(block: bytes) -> CsvCut:
    """Return the records of a block, cut character by character as RFC 4180 says; quotes within a cell are text."""
    ends: list[int] = []
    cells: list[int] = []
    lines: list[int] = []
    faults: dict[int, str] = {}
    position = 0
    while (record := _record(block, position)) is not None:
        end, number, fault = record
        if fault:
            faults[len(ends)] = fault
        ends.append(end)
        cells.append(number)
        lines.append(block.count(b"\n", position, end))
        position = end
    return CsvCut(ends=_numbers(ends), cells=_numbers(cells), lines=_numbers(lines), faults=faults)


def _numbers(values: list[int]) -> Numbers:
    return np.array(values, np.int64)


def _record(block: bytes, position: int) -> tuple[int, int, str] | None:
    """Return where the record ends that begins at a position, its number of cells and what is wrong with it."""
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
            return position, cells, fault


def _closing(block: bytes, position: int) -> int:
    """Return where the quote is that closes a cell; a doubled one is text. Below zero where there is none."""
    while (close := block.find(b'"', position)) >= 0 and block[close + 1 : close + 2] == b'"':
        position = close + 2
    return close
