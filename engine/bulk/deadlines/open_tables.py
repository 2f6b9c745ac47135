"""The open time of hours as arrays, and deadlines of plain amounts as two searches in them for many receipts."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...model import Hours
from ...worktime import OpenTime, WorktimeError
from ...worktime.tables import table_of
from ...worktime.zones import LATEST_DEADLINE, TEN_YEARS
from ..columns_in.local_days import Instants


class _Arrays(NamedTuple):
    """What is laid out of hours, as arrays; `ahead` is how far each opening is ahead of the open time before it."""

    known: OpenTime
    opens: Instants
    closes: Instants
    totals: Instants
    ahead: Instants


class OpenTables:
    """The open time of hours as arrays, made anew when more of it is laid out."""

    def __init__(self) -> None:
        """Start with none."""
        self._by_hours: dict[int, tuple[Hours, _Arrays]] = {}

    def of(self, hours: Hours, first: int, last: int) -> _Arrays | None:
        """Return what is laid out of hours from one instant to another; None where that is not known, or nothing."""
        try:
            known = table_of(hours).covering(first, last)
        except WorktimeError:
            return None
        if not known.starts:
            return None
        held = self._by_hours.get(id(hours))
        if held is None or held[1].known is not known:
            opens, closes, totals = (
                np.asarray(column, np.int64) for column in (known.starts, known.ends, known.totals)
            )
            held = hours, _Arrays(known, opens, closes, totals, opens - totals[:-1])
            self._by_hours[id(hours)] = held
        return held[1]


class PassedTime:
    """The open time of hours that has passed before each of some receipts."""

    def __init__(self, arrays: _Arrays, received: Instants) -> None:
        """Search for all receipts at once."""
        self._arrays = arrays
        self._received = received
        before = np.searchsorted(arrays.opens, received, "right") - 1
        at = np.maximum(before, 0)
        passed = np.minimum(received, arrays.closes[at])
        passed -= arrays.ahead[at]
        passed[before < 0] = 0
        self._passed = passed

    def due_after(self, seconds: int, rows: npt.NDArray[np.int64] | slice) -> Instants | None:
        """Return when so many open seconds have passed at rows; None where that may lie beyond what is laid out."""
        arrays = self._arrays
        targets = self._passed[rows] + seconds
        if not len(targets) or int(targets.max()) > int(arrays.totals[-1]):
            return None
        targets += arrays.ahead[np.searchsorted(arrays.totals, targets, "left") - 1]
        is_near = int((targets - self._received[rows]).max()) <= TEN_YEARS
        return targets if is_near and int(targets.max()) <= LATEST_DEADLINE else None
