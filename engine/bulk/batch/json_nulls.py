"""Where lines of JSON write null: pyarrow does not tell a fact that is null from one that is not stated.

All is found by what stands before `null`, since no quote stands bare within a string.
"""

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .row_batches import Numbers

_NULL = re.compile(b"null")
_LONGEST = 64
"""Bytes of a key that is looked at."""
_QUOTE, _COLON, _BACKSLASH = b'":\\'
_BLANK = np.zeros(256, bool)
_BLANK[[*b" \t\r\n"]] = True


class Nulls(NamedTuple):
    """The lines and keys of what is null, and the lines in which only reading them in full can tell."""

    lines: Numbers
    keys: npt.NDArray[np.str_]
    odd_lines: Numbers


def find_nulls(data: bytes, ends: Numbers) -> Nulls:
    """Return what is null in lines that are sound JSON and have no lists, each of which ends at one of `ends`."""
    places = np.array([match.start() for match in _NULL.finditer(data)], np.int64)
    # Before the first line stands what is neither blank nor colon.
    letters = np.frombuffer(b"x" * (_LONGEST + 2) + data, np.uint8)
    at = places + _LONGEST + 2
    is_spaced = _BLANK[letters[at - 1]]
    colon = at - 1 - is_spaced
    is_value = letters[colon] == _COLON
    is_key = is_value & (letters[colon - 1] == _QUOTE)
    is_odd = (is_value & ~is_key) | (is_spaced & _BLANK[letters[colon]])
    keys, is_read = _keys(letters, colon[is_key] - 1)
    lines = np.searchsorted(ends, places, side="right")
    of_keys = lines[is_key]
    return Nulls(of_keys[is_read], keys[is_read], np.union1d(lines[is_odd], of_keys[~is_read]))


def _keys(letters: npt.NDArray[np.uint8], quotes: Numbers) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.bool_]]:
    """Return the keys that end before quotes, and which of them can be read: short ones of ASCII without escapes."""
    before = letters[quotes[:, None] + np.arange(-_LONGEST, 0)]
    is_quote = before == _QUOTE
    sizes = np.where(is_quote.any(1), is_quote[:, ::-1].argmax(1), _LONGEST)
    is_outside = np.arange(_LONGEST) < _LONGEST - sizes[:, None]
    before[is_outside] = 0
    is_read = (sizes < _LONGEST) & ~((before == _BACKSLASH) | (before >= 0x80)).any(1)  # noqa: PLR2004 - no ASCII
    before[~is_read] = 0
    distinct, inverse = np.unique(np.ascontiguousarray(before).view(f"S{_LONGEST}").ravel(), return_inverse=True)
    names = np.array([name.lstrip(b"\0").decode() for name in distinct.tolist()], np.str_)
    return names[inverse.ravel()], is_read
