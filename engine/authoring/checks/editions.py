"""edition-overlap, edition-gap, expired-edition: whether the editions of a policy follow one another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ...findings import Severity
from ...triage.shelf import worded_days
from .subject import Found, Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...findings import Findings
    from ...model import Policy

_FIRST, _LAST = "0000-00-00", "9999-99-99"


def check_editions(
    editions: Sequence[tuple[str, Policy]], today: str, said: Mapping[str, list[Said]], findings: Findings
) -> None:
    """Add to what is said of each file what is wrong among the editions of one policy."""
    by_policy: dict[str, list[tuple[str, Policy]]] = {}
    for file, policy in editions:
        by_policy.setdefault(policy.id, []).append((file, policy))
    for those in by_policy.values():
        distinct = _distinct(those, findings)
        ordered = sorted(distinct, key=lambda pair: (pair[1].effective[0] or _FIRST, _end(pair)))
        longest = ordered[0]  # of the editions so far, the one that stays in force longest
        for later in ordered[1:]:
            found = _between(longest, later)
            if found is not None:
                said[later[0]].append(found)
            longest = max(longest, later, key=_end)
        _check_end(longest, today, said)


def _end(pair: tuple[str, Policy]) -> str:
    return pair[1].effective[1] or _LAST


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


def _between(one: tuple[str, Policy], other: tuple[str, Policy]) -> Said | None:
    (file, earlier), (_, later) = one, other
    end, start = earlier.effective[1], later.effective[0]
    mark = later.key_mark("effective")
    if end is None or start is None or end >= start:
        message = (
            f"editions `{earlier.edition}`{_days(earlier)} ({file}) and `{later.edition}`{_days(later)} "
            f"of policy `{later.id}` are in force at once"
        )
        help_ = "end the earlier one on the day before the later one starts"
        return Said("edition-overlap", Severity.error, Found(later.edition, message, mark, help_))
    following = date.fromisoformat(end) + timedelta(days=1)
    if following.isoformat() == start:
        return None
    until = date.fromisoformat(start) - timedelta(days=1)
    days = f"on {until}" if until == following else f"from {following} to {until}"
    message = f"no edition of policy `{later.id}` is in force {days}, before `{later.edition}`"
    return Said(
        "edition-gap", Severity.warning, Found(later.edition, message, mark, f"`{earlier.edition}` is in {file}")
    )


def _days(policy: Policy) -> str:
    words = worded_days(policy.effective)
    return f" ({words})" if words else ""


def _check_end(last: tuple[str, Policy], today: str, said: Mapping[str, list[Said]]) -> None:
    """Say so where all editions have ended."""
    file, policy = last
    if _end(last) < today:
        message = f"edition `{policy.edition}` of policy `{policy.id}` ended on {_end(last)}, and none follows it"
        found = Found(policy.edition, message, policy.key_mark("effective"))
        said[file].append(Said("expired-edition", Severity.warning, found))
