"""The editions of a policy: when each is in force, and how that is worded."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from math import inf
from typing import NamedTuple

from ...model import Policy
from ...text import both
from ...triage.clock import duration, in_utc, midnight
from ...worktime import zone

_DAY = timedelta(days=1)


class Edition(NamedTuple):
    """An edition, and the instants between which it is in force: midnights of its own zone."""

    policy: Policy
    start: float
    end: float


class Editions:
    """The editions of one policy among the files that are checked; of two files that hold one, the first counts."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self.is_alone = len(policies) == 1
        self.first: dict[str, Policy] = {}
        for policy in policies:
            self.first.setdefault(policy.edition, policy)
        ordered = sorted(map(_in_force, self.first.values()), key=lambda edition: (edition.start, edition.end))
        longest = list(accumulate(ordered, partial(max, key=lambda edition: edition.end)))
        self.last = longest[-1].policy
        """The one that stays in force longest."""
        self._pairs = list(zip(longest, ordered[1:], strict=False))

    def before(self, policy: Policy) -> list[tuple[Edition, Edition]]:
        """Return an edition after the one that stays in force longest of those that start before it, if any do."""
        return [pair for pair in self._pairs if pair[1].policy is policy]


def _in_force(policy: Policy) -> Edition:
    first, last = (date.fromisoformat(day) if day else None for day in policy.effective)
    # The very first day begins before all instants in some zones, and none follows the very last.
    home = zone(policy.timezone)
    start = midnight(first, home) if first and first > date.min else -inf
    end = midnight(last + _DAY, home) if last and last < date.max else inf
    return Edition(policy=policy, start=start, end=end)


def worded_zones(*policies: Policy) -> str:
    """Word by whose days the editions are in force, nothing where it is one zone's."""
    if len({policy.timezone for policy in policies}) == 1:
        return ""
    return "the editions' time zones differ: " + both(
        f"`{policy.edition}` has the days of `{policy.timezone}`" for policy in policies
    )


def worded_stretch(start: float, end: float) -> str:
    """Word a stretch of time from one instant to another, for no day of two zones is the same."""
    words = f" for {duration(int(end - start))}," if -inf < start and end < inf else ""
    if start > -inf:
        words += f" from {in_utc(int(start))}" + (" on" if end == inf else "")
    return words + (f" until {in_utc(int(end))}" if end < inf else "")
