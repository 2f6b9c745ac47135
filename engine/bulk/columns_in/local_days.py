"""On which day many instants fall in a zone."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...triage.clock import day_in
from ...worktime import zone
from ...worktime.zones import DAY, UNIX_DAY

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_HOUR = 3_600
_NOT_YET, _VARIES = -(1 << 30), 1 << 30

Instants = npt.NDArray[np.int64]
Ordinals = npt.NDArray[np.int64]


class LocalDays:
    """The days of a zone: what its clock is ahead of UTC is looked up once for each hour.

    In an hour in which that changes, each instant is looked up by itself.
    """

    def __init__(self, name: str) -> None:
        """Take a zone's name; raise WorktimeError where it is not known."""
        self._zone: ZoneInfo = zone(name)
        self._offsets = np.full(0, _NOT_YET, np.int64)

    def of(self, instants: Instants) -> Ordinals:
        """Return the days of instants from 1970 on, counted as `date.toordinal` does."""
        if not len(instants):
            return instants
        hours = instants // _HOUR
        self._look_up(hours)
        offsets = self._offsets[hours]
        days: Ordinals = (instants + offsets) // DAY + UNIX_DAY
        for row in np.flatnonzero(offsets == _VARIES).tolist():
            days[row] = day_in(self._zone, int(instants[row])).toordinal()
        return days

    def _look_up(self, hours: Instants) -> None:
        """Look up the hours that were not met before: few of all that lie between, where receipts are far apart."""
        first, last = int(hours.min()), int(hours.max())
        if last >= len(self._offsets):
            self._offsets = np.concatenate([self._offsets, np.full(last + 1 - len(self._offsets), _NOT_YET, np.int64)])
        is_new = np.zeros(last + 1 - first, np.bool_)
        is_new[hours - first] = True
        is_new &= self._offsets[first : last + 1] == _NOT_YET
        for hour in (np.flatnonzero(is_new) + first).tolist():
            start, end = (self._offset(instant) for instant in (hour * _HOUR, (hour + 1) * _HOUR - 1))
            self._offsets[hour] = start if start == end else _VARIES

    def _offset(self, instant: int) -> int:
        offset = datetime.fromtimestamp(instant, self._zone).utcoffset() or timedelta()
        return int(offset.total_seconds())
