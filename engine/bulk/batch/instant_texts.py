"""Instants of columns as text in quotes, such as `"2026-03-06T16:30:00Z"`: fractions are left out."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..columns_out.decision_columns import MICROSECONDS, valid_bits
from .row_batches import Numbers

_DAY = 86_400
_DATE, _TIME = '"2026-03-06', 'T16:30:00Z"'
_LENGTH = len(_DATE) + len(_TIME)
_FEW = 4
"""Where less than one in so many rows differs, those alone are written."""


class _Known(NamedTuple):
    """A column that is written: its instants, which of them are not null, and the texts, of one length."""

    instants: Numbers
    is_valid: npt.NDArray[np.bool_]
    texts: npt.NDArray[np.void]


def instant_texts(columns: Sequence[pa.Array]) -> list[pa.Array]:
    """Return columns of instants in microseconds as texts.

    Many have the instants of another, or nearly all of them: those that have most are written first.
    """
    known: list[_Known] = []
    by_place: dict[int, pa.Array] = {}
    for place in sorted(range(len(columns)), key=lambda place: columns[place].null_count):
        column = columns[place]
        instants = np.frombuffer(column.buffers()[1], np.int64)[column.offset : column.offset + len(column)]
        written = _written(instants, np.asarray(column.is_valid()), known)
        known.append(written)
        offsets = np.arange(0, len(column) * _LENGTH + 1, _LENGTH, dtype=np.int32)
        buffers = [valid_bits(~written.is_valid), pa.py_buffer(offsets), pa.py_buffer(written.texts)]
        by_place[place] = pa.Array.from_buffers(pa.string(), len(column), buffers)
    return [by_place[place] for place in range(len(columns))]


def _written(instants: Numbers, is_valid: npt.NDArray[np.bool_], known: Sequence[_Known]) -> _Known:
    """Return a column as it is written, with what one that is known has of it."""
    for before in known:
        rows = np.flatnonzero(is_valid & ~(before.is_valid & (instants == before.instants)))
        if not len(rows):
            return _Known(instants, is_valid, before.texts)
        if len(rows) * _FEW < len(instants):
            texts = before.texts.copy()
            texts[rows] = _texts(instants[rows] // MICROSECONDS)
            return _Known(instants, is_valid, texts)
    filled = instants if is_valid.all() else np.where(is_valid, instants, instants[is_valid.argmax()])
    return _Known(instants, is_valid, _texts(filled // MICROSECONDS))


def _texts(seconds: Numbers) -> npt.NDArray[np.void]:
    days = seconds // _DAY
    dates, places = _dates(days)
    texts = np.empty(len(seconds), [("date", dates.dtype), ("time", _times().dtype)])
    texts["date"], texts["time"] = dates[places], _times()[seconds - days * _DAY]
    return texts


def _dates(days: Numbers) -> tuple[npt.NDArray[np.bytes_], Numbers]:
    """Return the texts of days, and the place of each among them."""
    first, last = int(days.min()), int(days.max())
    if last - first < len(days):
        listed, places = np.arange(first, last + 1), days - first
    else:
        listed, places = np.unique(days, return_inverse=True)
    dates = np.datetime_as_string(listed.astype("datetime64[D]"))
    return np.array([f'"{date}' for date in dates.tolist()], f"S{len(_DATE)}"), places


@cache
def _times() -> npt.NDArray[np.bytes_]:
    """Return the text of each second of a day, such as `T16:30:00Z"`."""
    texts = [f'T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"' for second in range(_DAY)]
    return np.array(texts, f"S{len(_TIME)}")
