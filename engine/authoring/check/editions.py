"""edition-overlap, edition-gap, expired-edition: whether the editions of a policy follow one another."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from ...findings import Severity
from ...text import both
from ...triage.clock import day_in, in_utc, midnight
from ...triage.policy_store import date_range_text
from ...triage.time_text import duration
from ...worktime import zone
from .context import Found, Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...findings import Findings
    from ...model import Policy

_DAY = timedelta(days=1)


class _Edition(NamedTuple):
    """An edition, its file, and the instants between which it is in force: midnights of its own zone."""

    file: str
    policy: Policy
    start: float
    end: float


def check_editions(
    editions: Sequence[tuple[str, Policy]], today: str, said: Mapping[str, list[Said]], findings: Findings
) -> None:
    """Add to what is said of each file what is wrong among the editions of one policy."""
    by_policy: dict[str, list[tuple[str, Policy]]] = {}
    for file, policy in editions:
        by_policy.setdefault(policy.id, []).append((file, policy))
    for those in by_policy.values():
        distinct = [_in_force(file, policy) for file, policy in _distinct(those, findings)]
        ordered = sorted(distinct, key=lambda edition: (edition.start, edition.end))
        longest = ordered[0]  # of the editions so far, the one that stays in force longest
        for later in ordered[1:]:
            found = _between(longest, later)
            if found is not None:
                said[later.file].append(found)
            longest = max(longest, later, key=lambda edition: edition.end)
        _check_end(longest, today, said)


def _distinct(those: Sequence[tuple[str, Policy]], findings: Findings) -> list[tuple[str, Policy]]:
    """Return the editions, each once, after a finding for each that two files hold."""
    first: dict[str, str] = {}
    distinct = []
    for file, policy in those:
        if policy.edition in first:
            message = (
                f"edition `{policy.edition}` of policy `{policy.id}` is given twice, first in {first[policy.edition]}"
            )
            findings.error("duplicate-edition", message, policy.mark)
        else:
            distinct.append((file, policy))
        first.setdefault(policy.edition, file)
    return distinct


def _in_force(file: str, policy: Policy) -> _Edition:
    first, last = (date.fromisoformat(day) if day else None for day in policy.effective)
    # The very first day begins before all instants in some zones, and none follows the very last.
    where = zone(policy.timezone)
    start = midnight(first, where) if first and first > date.min else -inf
    end = midnight(last + _DAY, where) if last and last < date.max else inf
    return _Edition(file, policy, start, end)


def _between(earlier: _Edition, later: _Edition) -> Said | None:
    if later.start < earlier.end:
        return _overlap(earlier, later)
    return _gap(earlier, later) if earlier.end < later.start else None


def _overlap(earlier: _Edition, later: _Edition) -> Said:
    one, other = earlier.policy, later.policy
    message = (
        f"editions `{one.edition}`{_days(one)} ({earlier.file}) and `{other.edition}`{_days(other)} "
        f"of policy `{other.id}` are in force at once"
    )
    help_ = "end the earlier one on the day before the later one starts"
    zones = _zones(one, other)
    if zones:
        message += _stretch(later.start, min(earlier.end, later.end))
        end, start = one.effective[1], other.effective[0]
        help_ = f"{help_}; {zones}" if end is None or start is None or end >= start else zones
    found = Found(other.edition, message, other.key_mark("effective"), help_)
    return Said("edition-overlap", Severity.error, found)


def _gap(earlier: _Edition, later: _Edition) -> Said:
    one, other = earlier.policy, later.policy
    help_ = f"`{one.edition}` is in {earlier.file}"
    zones = _zones(one, other)
    if zones:
        help_ += f"; {zones}"
        when = _stretch(earlier.end, later.start)
    else:
        where = zone(other.timezone)
        first, last = day_in(where, int(earlier.end)), day_in(where, int(later.start)) - _DAY
        when = f" on {last}" if last == first else f" from {first} to {last}"
    message = f"no edition of policy `{other.id}` is in force{when}, before `{other.edition}`"
    return Said("edition-gap", Severity.warning, Found(other.edition, message, other.key_mark("effective"), help_))


def _zones(one: Policy, other: Policy) -> str:
    """Word by whose days the editions are in force, nothing where it is one zone's."""
    if one.timezone == other.timezone:
        return ""
    return "the editions' time zones differ: " + both(
        f"`{policy.edition}` has the days of `{policy.timezone}`" for policy in (one, other)
    )


def _stretch(start: float, end: float) -> str:
    """Word a stretch of time from one instant to another, for no day of two zones is the same."""
    words = f" for {duration(int(end - start))}," if -inf < start and end < inf else ""
    if start > -inf:
        words += f" from {in_utc(int(start))}" + (" on" if end == inf else "")
    return words + (f" until {in_utc(int(end))}" if end < inf else "")


def _days(policy: Policy) -> str:
    words = date_range_text(policy.effective)
    return f" ({words})" if words else ""


def _check_end(last: _Edition, today: str, said: Mapping[str, list[Said]]) -> None:
    """Say so where all editions have ended."""
    policy, end = last.policy, last.policy.effective[1]
    if end and end < today:
        message = f"edition `{policy.edition}` of policy `{policy.id}` ended on {end}, and none follows it"
        found = Found(policy.edition, message, policy.key_mark("effective"))
        said[last.file].append(Said("expired-edition", Severity.warning, found))
