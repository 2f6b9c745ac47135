"""What authors ask of their files: whether they are right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..findings import Findings, Mark, Severity, any_errors, in_order
from ..language.input_files import InputFile
from ..language.outline import Kind, kind_of
from ..language.request_files import parse_cases, read_draft
from ..text import counted
from ..triage.contracts import check_contracts
from ..triage.resolve_request import resolve_request
from ..triage.workspace import Workspace, open_workspace
from .cases.new_cases import append_to_file, cases_for
from .cases.run_cases import check_case
from .check import check_policy
from .check.editions import Editions
from .check_words import check_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..findings import Finding
    from ..language.files import SourceFile
    from ..language.policy_folder import Policies
    from ..model import Policy
    from ..model.cases import Case
    from ..rules.evaluator import Evaluator
    from ..triage.policy_store import PolicyStore

_NOTHING_HELP = "name the folder or the files that hold policies, cases or contracts"
_UNREVIEWED_HELP = "read each against the clauses it is about, correct it, then delete its `reviewed: false`"


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """The files that were checked, and what was found."""

    names: tuple[str, ...]
    findings: tuple[Finding, ...]
    store: PolicyStore = field(compare=False, repr=False)
    """The policies that the files' requests fall under."""

    def strictly(self) -> CheckedFiles:
        """Return this with a warning in place of the note that nobody has read some cases."""
        findings = (
            replace(finding, severity=Severity.warning) if finding.check == "unreviewed-cases" else finding
            for finding in self.findings
        )
        return replace(self, findings=tuple(findings))

    def failed(self, *, strict: bool = False) -> bool:
        """Tell whether something is an error, or with `strict` a warning."""
        findings = self.strictly().findings if strict else self.findings
        worst = min((finding.severity for finding in findings), default=Severity.note)
        return worst is Severity.error or (strict and worst is Severity.warning)

    def counts(self) -> str:
        """Say how many files were checked, and how much was found."""
        numbers = [(severity.name, sum(f.severity is severity for f in self.findings)) for severity in Severity]
        total = ", ".join(counted(number, word) for word, number in numbers if number)
        return f"{counted(len(self.names), 'file')} checked: {total or 'nothing found'}"

    def append_cases(self, file: str, version: str, on_wait: Callable[[], None]) -> int:
        """Append a case to a file of cases for each finding that a request shows, and return how many those are.

        Raises ValueError or OSError where cases cannot be appended to the file, and calls `on_wait` before it waits for
        somebody else who writes in its folder.
        """
        return append_to_file(file, cases_for(self.findings, self.store, version), on_wait)


def check_paths(paths: Sequence[str], policies: Policies, contracts: str | None, today: str) -> CheckedFiles:
    """Check files and folders; `policies` hold what they name and do not hold themselves."""
    # Proofs take no engine, and building one takes time.
    workspace = open_workspace(policies, contracts, "builtin", paths=paths)
    findings = Findings()
    checked = [file for file in workspace.named if file.kind != "other" or file.is_named]
    for file in workspace.named:
        if file not in checked:
            help_ = "it has no key of a policy, case, contract or request file"
            findings.note("left-out", "skipped: not a remit file", Mark(file.source.file), help_)
    if not checked and not any_errors(workspace.about_named):
        findings.error("nothing-to-check", "no remit file found", Mark(paths[0]), _NOTHING_HELP)
    findings += _check_files(checked, workspace, today)
    return CheckedFiles(tuple(file.source.file for file in checked), tuple(in_order(findings)), workspace.store)


def check_source(
    source: SourceFile, kind: Kind | None, policies: Policies, contracts: str | None, today: str
) -> tuple[Finding, ...]:
    """Return what is found in a text, of whatever kind of file it seems to be where that is not said."""
    file = InputFile(source=source, kind=kind or kind_of(source), is_named=True)
    workspace = open_workspace(policies, contracts, "builtin", sources=[file])
    return tuple(in_order(_check_files([file], workspace, today)))


def check_sources(sources: Iterable[SourceFile], policies: Policies, today: str) -> tuple[Finding, ...]:
    """Return what is found in texts that belong together; `policies` hold what they name and do not hold themselves."""
    files = [InputFile(source=source, kind=kind_of(source), is_named=True) for source in sources]
    workspace = open_workspace(policies, None, "builtin", sources=files)
    return tuple(in_order(_check_files(files, workspace, today)))


def _check_files(files: Iterable[InputFile], workspace: Workspace, today: str) -> Findings:
    """Return what is found in files, and in the contracts that their requests fall under."""
    is_named = workspace.is_named
    findings = Findings([*workspace.findings, *(f for f in workspace.about_contracts if is_named(f.mark.file))])
    check_contracts((c for c in workspace.contracts if is_named(c.mark.file)), workspace.store, findings)
    checked = [_check(file.source, file.kind, workspace, findings) for file in files]
    evaluators = [evaluator for evaluator in checked if evaluator is not None]
    by_policy: dict[str, list[Policy]] = {}
    for evaluator in evaluators:
        policy = evaluator.compiled.policy
        by_policy.setdefault(policy.id, []).append(policy)
    editions = {name: Editions(listed) for name, listed in by_policy.items()}
    for evaluator in evaluators:
        findings += check_policy(evaluator, today, editions[evaluator.compiled.policy.id])
    return findings


def _check(text: SourceFile, kind: Kind, workspace: Workspace, findings: Findings) -> Evaluator | None:
    """Add what is found in a file; return the evaluator of a policy that can be used."""
    store, contracts = workspace.store, workspace.contracts
    own = Findings()  # an error elsewhere makes this file no less usable
    evaluator = None
    if kind in ("policy", "other"):
        evaluator, wrong = store.evaluator_of(text)
        own += wrong
    elif kind == "cases":
        cases = parse_cases(text, own)
        for case in cases:
            check_case(case, store, contracts, own)
        _check_reviews(cases, own)
    elif kind == "request":
        request = read_draft(text, own, now=0)  # the file may leave out when it came in
        if request is not None:
            is_dated = request.is_dated and "received" in request.marks
            resolve_request(replace(request, is_dated=is_dated), store, contracts, own)
    elif kind == "words":
        check_words(text, store, own)
    findings += own
    return evaluator


def _check_reviews(cases: Sequence[Case], findings: Findings) -> None:
    """Add a note about the cases of a file that nobody has read, where the first of them says so."""
    unread = [case.unread_mark for case in cases if case.unread_mark is not None]
    if unread:
        verb, do = ("is", "counts") if len(unread) == 1 else ("are", "count")
        message = (
            f"{len(unread)} of {counted(len(cases), 'case')} {verb} unread, and {do} for no coverage and no mutant"
        )
        findings.note("unreviewed-cases", message, unread[0], _UNREVIEWED_HELP)
