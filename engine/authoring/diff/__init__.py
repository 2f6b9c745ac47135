"""What a change of edition means, over all situations and over a history of requests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...findings import Finding, Findings, any_errors, in_order
from ...forms import DiffForm
from ...language.policy_folder import Policies
from ...model import Policy
from ...rules.budget import OutOfSteps, budget
from ...rules.hit_policy import TooManyOutcomes
from ...triage.workspace import open_workspace
from ..show import find_policy
from .changes import KINDS, Changes, check_kinds
from .changes import in_order as ordered
from .clock_changes import clock_changes
from .compare import PolicyComparison
from .derived_places import places_derived_otherwise
from .diff_document import as_markdown, as_text
from .diff_json import as_json, unusable_as_json
from .hours_and_facts import calendar_changes, fact_changes, hours_changes
from .record_changes import record_changes, text_changes
from .unlike_facts import note_unlike_facts

__all__ = ["KINDS", "DiffResult", "check_kinds", "diff", "diff_paths"]


@dataclass(frozen=True, slots=True)
class DiffResult:
    """The changes between two policies, None where one cannot be used, and the findings about the files.

    It `fails` where a change is of a kind that was named, or could be.
    """

    changes: Changes | None
    findings: tuple[Finding, ...]
    fails: bool = False
    failure: str = ""
    """Which changes make it fail, in words."""

    @property
    def is_unusable(self) -> bool:
        """Whether a policy or a history cannot be used."""
        refused = self.changes.replay.refused if self.changes and self.changes.replay else ()
        return self.changes is None or any_errors(self.findings) or any(request.is_unreadable for request in refused)

    def render(self, form: DiffForm, width: int = 80, *, colours: bool = False) -> str:
        """Return the changes in one of the forms; where a policy cannot be used, its findings as JSON, else nothing."""
        if self.changes is None:
            return unusable_as_json(self.findings) if form == "json" else ""
        if form == "text":
            return as_text(self.changes, width, colours=colours)
        return as_json(self.changes) if form == "json" else as_markdown(self.changes)


def diff(old: Policy, new: Policy, day: str) -> Changes:
    """Return what differs between two policies; `day` is the ISO date from which on requests come in."""
    findings = Findings()
    note_unlike_facts(old, new, findings)
    changes = [
        c
        for compared in (record_changes, clock_changes, calendar_changes, hours_changes, fact_changes, text_changes)
        for c in compared(old, new)
    ]
    comparison = PolicyComparison(old, new, day)
    try:
        with budget():
            decided = comparison.changes()
            changes = [comparison.with_witness(c) if c.kind == "presumed" else c for c in changes] + decided
    except (OutOfSteps, TooManyOutcomes):
        findings.warning("not-proved", "too many situations to compare their decisions", new.mark)
    for promise, why in comparison.not_compared.items():
        findings.warning("not-proved", f"promise `{promise}` was not compared: {why}", new.promises[promise].mark)
    for fact in places_derived_otherwise(old, new):
        message = f"`{fact}` is derived otherwise: what rules read of hours that are open there was not compared"
        findings.warning("not-proved", message, new.facts[fact].mark if fact in new.facts else new.mark)
    is_proved = bool(comparison.situations) and not any(finding.check == "not-proved" for finding in findings)
    return Changes(old, new, ordered(changes), comparison.situations, tuple(in_order(findings)), is_proved)


def diff_paths(  # noqa: PLR0913 - one argument for each option
    old: str,
    new: str,
    policies: Policies,
    day: str,
    *,
    requests: Sequence[str] = (),
    contracts: str | None = None,
    fail_on: Iterable[str] = (),
) -> DiffResult:
    """Return what differs between two policies, each a file, a name or `NAME@EDITION` of the policies at hand.

    `day` is the ISO date that chooses among editions and from which on requests come in. The
    `requests` of files are replayed, by the `contracts` of a file. `fail_on` names kinds of
    change, one by one or separated by commas; an unknown word raises ValueError.
    """
    kinds = check_kinds(fail_on)
    findings = Findings()
    workspace = open_workspace(policies, contracts, "builtin")
    old_evaluator, new_evaluator = (find_policy(policy, workspace, day, findings) for policy in (old, new))
    if old_evaluator is None or new_evaluator is None:
        return DiffResult(None, tuple(in_order(findings)))
    changes = diff(old_evaluator.compiled.policy, new_evaluator.compiled.policy, day)
    if requests:
        from .replay import replay  # noqa: PLC0415 - only where there is a history

        findings += workspace.about_named
        agreed = workspace.contracts
        changes = replace(changes, replay=replay(requests, old_evaluator, new_evaluator, agreed, findings))
    return DiffResult(changes, tuple(in_order(findings)), changes.fails(kinds), changes.failure(kinds))
