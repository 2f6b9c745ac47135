"""What authors ask of their files: whether they are right, and whether their cases pass."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from ..findings import Findings, Mark, Severity, any_errors, in_order
from ..language.input_files import InputFile, case_files, sources_of
from ..language.outline import Kind, is_case_file, kind_of
from ..language.request_files import parse_cases, read_draft
from ..text import counted
from ..triage.contracts import check_contracts
from ..triage.decide import resolve_request
from ..triage.policy_store import PolicyStore
from ..triage.workspace import Workspace, open_workspace
from .cases.new_cases import append_to_file, cases_for
from .cases.run_cases import CaseResult, check_case, run_case
from .check import check_policy
from .check.editions import Editions
from .check_words import check_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from ..findings import Finding
    from ..language.files import SourceFile
    from ..language.policy_folder import Policies
    from ..model import Contract, Policy
    from ..model.cases import Case
    from ..rules.evaluator import Evaluator

_NOTHING_HELP = "name the folder or the files that hold policies, cases or contracts"
_UNREVIEWED_HELP = "read each against the clauses it is about, correct it, then delete its `reviewed: false`"
_NO_CASES_HELP = "the cases of `NAME.yaml` stand beside it in `NAME.cases.yaml`"


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


@dataclass(frozen=True, slots=True)
class CaseResults:
    """How all cases went, and the findings about their files.

    It is `unusable` where a policy that some case needs is. The cases were run by the policies of the `store` and by
    the `contracts`; `policies` are those that stand among the files, whether a case is about them or not. `measured` is
    what else was found out about the cases, as plain values for programs, and `texts` the same for people.
    """

    cases: tuple[CaseResult, ...]
    findings: tuple[Finding, ...]
    unusable: bool
    store: PolicyStore = field(compare=False, repr=False)
    contracts: tuple[Contract, ...] = ()
    policies: tuple[str, ...] = ()
    measured: Mapping[str, object] = field(default_factory=dict)
    texts: tuple[Callable[[], str], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether there was a case, all passed, and no finding is an error."""
        return bool(self.cases) and all(case.passed for case in self.cases) and not self.has_errors

    @property
    def unread(self) -> int:
        """How many cases nobody has read since a program wrote them."""
        return sum(not case.case.is_read for case in self.cases)

    @property
    def has_errors(self) -> bool:
        """Whether a finding says why something is wrong."""
        return any_errors(self.findings)

    def append_cases(self, file: str, version: str, on_wait: Callable[[], None]) -> int:
        """Append a case to a file of cases for each finding that a request shows, as `CheckedFiles` does."""
        return append_to_file(file, cases_for(self.findings, self.store, version), on_wait)

    def covered(self, day: str, floor: Fraction | None) -> CaseResults:
        """Return this with a finding for what no case covers, and a text about all that they cover."""
        from .coverage import as_findings, as_record, as_text, measure, shortfall  # noqa: PLC0415 - rarely asked for

        coverage = measure(self.cases, self.store, self.contracts, day, self.policies)

        def text() -> str:
            lacking = shortfall(coverage, floor) if floor is not None else ""
            return as_text(coverage) + (f"\n{lacking}" if lacking else "")

        return self._with(as_findings(coverage, floor), {"coverage": as_record(coverage)}, text)

    def mutated(self, day: str, version: str) -> CaseResults:
        """Return this with a finding for each mutant of a policy that survives its cases, and a text about all."""
        from .mutation import as_record, as_text, findings_of, mutate  # noqa: PLC0415 - whoever tries cases mostly mutates nothing

        mutated = mutate(self.cases, self.store, self.contracts, day, version)
        return self._with(findings_of(mutated), {"mutants": as_record(mutated)}, partial(as_text, mutated))

    def _with(
        self, findings: Iterable[Finding], measured: Mapping[str, object], text: Callable[[], str]
    ) -> CaseResults:
        return replace(
            self,
            findings=(*self.findings, *findings),
            measured={**self.measured, **measured},
            texts=(*self.texts, text),
        )


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


def try_paths(paths: Sequence[str], policies: Policies, contracts: str | None, version: str) -> CaseResults:
    """Try the cases of case files, and of those beside the policies named."""
    unread = Findings()
    workspace = open_workspace(policies, contracts, "auto", paths=paths, unread=unread)
    store = workspace.store
    findings = Findings([*workspace.findings, *(f for f in unread if is_case_file(f.mark.file))])
    texts = case_files(workspace.named, workspace.files, findings)
    own = sources_of(workspace.named, "policy")
    results: list[CaseResult] = []
    for text in texts:
        cases = parse_cases(text, findings)
        results += [run_case(case, store, workspace.contracts, version, findings) for case in cases]
    if not findings.has_errors:  # else there may be cases that cannot be read
        _check_tried(own, store, results, findings)
        if not results and not any_errors(workspace.about_named):
            findings.error("nothing-to-check", "no cases found", Mark(paths[0]), _NO_CASES_HELP)
    for result in results:
        problems = Findings()
        if result.case.request is not None:
            workspace.contracts_for(result.case.request, problems)
        findings += problems if problems.has_errors else ()
    needed = {result.case.request.policy for result in results if result.case.request and not result.policy}
    unusable = any(any_errors(store.editions(name)[1]) for name in needed if name)
    return CaseResults(
        cases=tuple(results),
        findings=tuple(in_order([*findings, *workspace.about_named])),
        unusable=unusable,
        store=store,
        contracts=workspace.contracts,
        policies=tuple(PolicyStore(own, "auto").names()),
    )


def _check_tried(
    texts: Iterable[SourceFile], store: PolicyStore, results: Sequence[CaseResult], findings: Findings
) -> None:
    """Add a finding for each policy that no case is about: that cases pass says nothing of it."""
    tried = {result.policy.mark.file for result in results if result.policy}
    # An invalid request falls under no edition, and is about its policy all the same.
    named = {result.case.request.policy for result in results if result.case.request and not result.policy}
    for text in texts:
        evaluator, _ = store.evaluator_of(text)
        if evaluator is None:
            help_ = "`remit check` says why it cannot be used"
            findings.warning("no-cases", "no case falls under the policy", Mark(text.file), help_)
        elif text.file not in tried and evaluator.compiled.policy.id not in named:
            policy = evaluator.compiled.policy
            message = f"no case falls under edition `{policy.edition}` of policy `{policy.id}`"
            findings.warning("no-cases", message, policy.key_mark("edition"), "`--coverage` offers cases to begin with")
