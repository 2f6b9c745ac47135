"""What a change of edition means, over all situations and over a history of requests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ...findings import Findings, any_errors, in_order
from ...triage.decide_files import read_contracts
from ...triage.layout import plain
from ..show import find_policy
from .change_kinds import KINDS, check_kinds
from .changes import Changes
from .changes import in_order as ordered
from .common_space import NotProved
from .compare import PolicyComparison
from .hours_and_facts import hours_and_facts
from .notes import not_alike, not_counted
from .record_changes import listed
from .text_changes import reworded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...findings import Finding
    from ...model import Policy
    from ...triage.layout import Paint
    from ..file_checks import Policies

__all__ = ["FORMS", "KINDS", "Compared", "check_kinds", "diff", "diff_paths"]

Form = Literal["text", "json", "markdown"]
FORMS = ("text", "json", "markdown")


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two policies, None where one cannot be used, and what was found in the files.

    It `fails` where a change is of a kind that was named, or could be.
    """

    changes: Changes | None
    findings: tuple[Finding, ...]
    fails: bool = False
    failing: str = ""
    """Which changes make it fail, in words."""

    @property
    def is_unusable(self) -> bool:
        """Whether a policy or a history cannot be used."""
        if self.changes is None or any_errors(self.findings):
            return True
        return self.changes.replay is not None and any(refused.is_unreadable for refused in self.changes.replay.refused)

    def written(self, form: Form, width: int = 80, paint: Paint = plain) -> str:
        """Return the changes in one of the forms; nothing where there are none to tell."""
        if self.changes is None:
            return ""
        if form == "text":
            from .diff_text import as_text  # noqa: PLC0415 - each form alone

            return as_text(self.changes, width, paint)
        if form == "json":
            from .diff_json import as_json  # noqa: PLC0415 - each form alone

            return as_json(self.changes)
        from .diff_markdown import as_markdown  # noqa: PLC0415 - each form alone

        return as_markdown(self.changes)


def diff(old: Policy, new: Policy, day: str) -> Changes:
    """Return what differs between two policies; `day` is the ISO date from which on requests come in."""
    findings = Findings()
    not_alike(old, new, findings)
    found = [*listed(old, new), *hours_and_facts(old, new), *reworded(old, new)]
    comparing = PolicyComparison(old, new, day)
    try:
        decided = comparing.changes()
        found = [comparing.leaving_out(change) if change.kind == "presumed" else change for change in found] + decided
    except NotProved:
        message = "there are too many situations to compare what is decided in them"
        findings.warning("not-proved", message, new.mark)
    not_counted(new, comparing.not_compared, findings)
    is_proved = bool(comparing.situations) and not any(finding.check == "not-proved" for finding in findings.found)
    return Changes(old, new, ordered(found), comparing.situations, tuple(in_order(findings.found)), is_proved)


def diff_paths(  # noqa: PLR0913 - one argument for each option
    old: str,
    new: str,
    policies: Policies,
    day: str,
    *,
    requests: Sequence[str] = (),
    contracts: str | None = None,
    fail_on: Iterable[str] = (),
) -> Compared:
    """Return what differs between two policies, each a file, a name or `NAME@EDITION` of the policies at hand.

    `day` is the ISO date that chooses among editions and from which on requests come in. The
    `requests` of files are replayed, by the `contracts` of a file. `fail_on` names kinds of
    change, one by one or parted by commas; a word that is none raises ValueError.
    """
    kinds = check_kinds(fail_on)
    findings = Findings()
    before, after = (find_policy(policy, policies, day, findings) for policy in (old, new))
    if before is None or after is None:
        return Compared(None, tuple(in_order(findings.found)))
    changes = diff(before.compiled.policy, after.compiled.policy, day)
    if requests:
        from .replay import replay  # noqa: PLC0415 - only where there is a history

        agreed = read_contracts(contracts, findings)
        changes = replace(changes, replay=replay(requests, before, after, agreed, findings))
    return Compared(changes, tuple(in_order(findings.found)), changes.fails(kinds), changes.failing(kinds))
