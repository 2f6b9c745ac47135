"""Which hours were open at many receipts at once, by a search in the same tables as a single request."""

import numpy as np
import numpy.typing as npt

from ...model import Hours
from ...worktime import WorktimeError
from ...worktime.tables import table_of
from ...worktime.zones import DAY
from ..columns_in.local_days import Instants
from ..columns_in.value_codes import ALONE, CodeColumn

_WEEK = 7 * DAY


def open_at(hours: Hours, instants: Instants) -> CodeColumn:
    """Return 1 where hours were open at an instant, 0 where not, ALONE where that is not known here."""
    if hours.never_close:
        return np.ones(len(instants), np.int32)
    if not len(instants):
        return np.zeros(0, np.int32)
    first, last = int(instants.min()), int(instants.max())
    try:
        known = table_of(hours).covering(first, last)
    except WorktimeError:
        return _in_halves(hours, instants, (first + last) // 2, last - first)
    if not known.starts:
        return np.zeros(len(instants), np.int32)
    starts, ends = (np.asarray(column, np.int64) for column in (known.starts, known.ends))
    before = np.searchsorted(starts, instants, "right") - 1
    is_open: npt.NDArray[np.bool_] = (before >= 0) & (instants < ends[np.maximum(before, 0)])
    return is_open.astype(np.int32)


def _in_halves(hours: Hours, instants: Instants, middle: int, length: int) -> CodeColumn:
    """Return the same of earlier and later instants apart, where holidays are not known in one of the years."""
    codes = np.full(len(instants), ALONE, np.int32)
    if length > _WEEK:
        for half in (np.flatnonzero(instants <= middle), np.flatnonzero(instants > middle)):
            codes[half] = open_at(hours, instants[half])
    return codes
