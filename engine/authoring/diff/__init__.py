"""What a change of edition means, over all situations and over a history of requests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...findings import Findings, in_order
from ...triage.desk import read_contracts
from ..show import _find as find_policy
from .changes import Changes
from .changes import in_order as ordered
from .comparing import Comparing
from .grounds import NotProved
from .kinds import KINDS, check_kinds
from .listing import listed
from .noting import not_alike
from .reckoning import reckoned
from .texts import reworded

if TYPE_CHECKING:
    from ...findings import Finding
    from ...model import Policy
    from ..files import Policies

__all__ = ["KINDS", "Compared", "Replaying", "check_kinds", "diff", "diff_paths"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two policies, None where one cannot be used, and what was found in the files."""

    changes: Changes | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Replaying:
    """The files of requests to replay, and the file of the contracts that they fall under."""

    requests: tuple[str, ...] = ()
    contracts: str | None = None


def diff(old: Policy, new: Policy, day: str) -> Changes:
    """Return what differs between two policies; `day` is the ISO date from which on requests come in."""
    findings = Findings()
    not_alike(old, new, findings)
    found = [*listed(old, new), *reckoned(old, new), *reworded(old, new)]
    comparing = Comparing(old, new, day, findings)
    try:
        decided = comparing.changes()
        found = [comparing.leaving_out(change) if change.kind == "presumed" else change for change in found] + decided
    except NotProved:
        message = "there are too many situations to compare what is decided in them"
        findings.warning("not-proved", message, new.mark)
    is_proved = not any(finding.check == "not-proved" for finding in findings.found)
    return Changes(old, new, ordered(found), comparing.situations, tuple(in_order(findings.found)), is_proved)


def diff_paths(old: str, new: str, policies: Policies, day: str, replaying: Replaying | None = None) -> Compared:
    """Return what differs between two policies, each a file, a name or `NAME@EDITION` of the policies at hand.

    `day` is the ISO date that chooses among editions and from which on requests come in.
    """
    findings = Findings()
    before, after = (find_policy(policy, policies, day, findings) for policy in (old, new))
    if before is None or after is None:
        return Compared(None, tuple(in_order(findings.found)))
    changes = diff(before.book.policy, after.book.policy, day)
    if replaying and replaying.requests:
        from .replaying import replay  # noqa: PLC0415 - only where there is a history

        contracts = read_contracts(replaying.contracts, findings)
        changes = replace(changes, replay=replay(replaying.requests, before, after, contracts, findings))
    return Compared(changes, tuple(in_order(findings.found)))
