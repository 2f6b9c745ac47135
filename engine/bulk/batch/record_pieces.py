"""Streams cut into pieces of whole records: lines of JSON, or records of CSV, whose cells can hold line ends.

A record that is longer than a request can be is passed over, so that memory does not grow with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO, Literal, Protocol

import numpy as np

from ...language.files import REQUEST_BYTES
from .csv_cuts import NEVER_CLOSED, CsvCut, cut_csv

BLOCK_BYTES = 4 * 1024 * 1024
RECORD_BYTES = REQUEST_BYTES
"""The largest record, in bytes; a larger one is no request."""

Cut = CsvCut


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Records of a file, one after the other, and how they were cut; `size` is in bytes of the file.

    The data of a record that is too long is not held; the piece is of it alone.
    """

    data: bytes
    cut: Cut
    size: int
    digest: bytes = b""
    """Of a record that is not held, the digest of its bytes."""

    @property
    def is_too_long(self) -> bool:
        """Whether it is of one record that is too long to be held."""
        return bool(self.digest)

    def split(self, number: int) -> tuple["Piece", "Piece | None"]:
        """Return the first records, and those behind them, if any."""
        cut = self.cut
        if len(cut.ends) <= number:
            return self, None
        middle = int(cut.ends[number - 1])
        faults = {index - number: fault for index, fault in cut.faults.items() if index >= number}
        before = Cut(ends=cut.ends[:number], lines=cut.lines[:number], faults=cut.faults)
        behind = Cut(ends=cut.ends[number:] - middle, lines=cut.lines[number:], faults=faults)
        head = replace(self, data=self.data[:middle], cut=before, size=middle)
        return head, replace(self, data=self.data[middle:], cut=behind, size=self.size - middle)


class OpenRecord(Protocol):
    """A record of which the end is looked for, block after block."""

    def end_in(self, block: bytes) -> int:
        """Return where it ends in the next block, below zero where it does not."""


class OpenLine:
    """A line of which the end is looked for."""

    def end_in(self, block: bytes) -> int:
        """Return where it ends in the next block, below zero where it does not."""
        return block.find(b"\n") + 1 or -1


class OpenCsvRecord:
    """A record of CSV of which the end is looked for: not in quotes."""

    def __init__(self) -> None:
        self._state: Literal["start", "quoted", "closed", "plain"] = "start"

    def end_in(self, block: bytes) -> int:
        """Return where it ends in the next block, below zero where it does not."""
        position = 0
        while 0 <= position < len(block):
            if self._state == "quoted":
                position = block.find(b'"', position) + 1 or -1
                self._state = "closed" if position > 0 else "quoted"
            elif self._state == "plain":
                newline = block.find(b"\n", position)
                comma = block.find(b",", position, newline if newline >= 0 else len(block))
                if comma < 0:
                    return newline + 1 or -1
                position, self._state = comma + 1, "start"
            else:  # a quote opens here, or doubles the one before it
                is_quote = block[position] == ord('"')
                position += is_quote
                self._state = "quoted" if is_quote else "plain"
        return -1


def cut_lines(block: bytes, *, is_last: bool) -> Cut:
    """Return the lines of a block, of which the last one of a file need not be ended."""
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n")) + 1
    if is_last and block and not block.endswith(b"\n"):
        ends = np.append(ends, len(block))
    return Cut(ends=ends, lines=np.ones(len(ends), np.int64))


def line_pieces(stream: BinaryIO) -> Iterator[Piece]:
    """Yield the lines of a stream."""
    return _pieces(stream, cut_lines, OpenLine)


def csv_pieces(stream: BinaryIO) -> Iterator[Piece]:
    """Yield the records of a stream of CSV."""
    return _pieces(stream, cut_csv, OpenCsvRecord)


def _pieces(stream: BinaryIO, cut_block: Callable[..., Cut], open_record: Callable[[], OpenRecord]) -> Iterator[Piece]:
    held = b""
    is_last = False
    while not is_last:
        block = stream.read(BLOCK_BYTES)
        is_last = not block
        data = held + block
        cut = cut_block(data, is_last=is_last)
        end = int(cut.ends[-1]) if len(cut.ends) else 0
        if end:
            yield Piece(data=data[:end], cut=cut, size=end)
        held = data[end:]
        if len(held) > RECORD_BYTES:
            piece, held = _pass_over(stream, held, open_record())
            yield piece


def _pass_over(stream: BinaryIO, held: bytes, record: OpenRecord) -> tuple[Piece, bytes]:
    """Return a piece of the record that begins with what is held, and what follows it in the last block of it."""
    digest, size, newlines = sha256(), 0, 0
    block = held
    while (end := record.end_in(block)) < 0 and block:
        digest.update(block)
        size += len(block)
        newlines += block.count(b"\n")
        block = stream.read(BLOCK_BYTES)
    is_ended = end > 0
    tail = block[: max(end, 0)]
    digest.update(tail)
    one = np.ones(1, np.int64)
    lines = newlines + tail.count(b"\n") + (not is_ended)
    fault = {} if is_ended or isinstance(record, OpenLine) else {0: NEVER_CLOSED}
    piece = Piece(
        data=b"",
        cut=Cut(ends=one * (size + len(tail)), lines=one * lines, faults=fault),
        size=size + len(tail),
        digest=digest.digest(),
    )
    return piece, block[max(end, 0) :]
