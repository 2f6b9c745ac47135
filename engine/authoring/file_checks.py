"""What authors ask of their files: whether they are right, and whether their cases pass."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..findings import Findings, Mark, Severity, any_errors, in_order
from ..language.files import case_files, kind_of, policies_of, read_all, yaml_files
from ..language.request_files import parse_cases, parse_contracts, read_draft
from ..text import counted
from ..triage.contracts import check_contracts
from ..triage.decide import resolve_request
from ..triage.decide_files import read_contracts
from ..triage.policy_store import PolicyStore
from .cases.new_cases import append_to_file, cases_for
from .cases.run_cases import CaseResult, check_case, run_case
from .check import check_policy
from .check.editions import Editions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from ..findings import Finding
    from ..language.files import Kind, SourceFile
    from ..language.policy_folder import Policies
    from ..model import Contract, Policy
    from ..rules.engines import Choice
    from ..rules.evaluator import Evaluator


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """The files that were checked, and what was found."""

    names: tuple[str, ...]
    findings: tuple[Finding, ...]
    store: PolicyStore = field(compare=False, repr=False)
    """The policies that the files' requests fall under."""

    def failed(self, *, strict: bool = False) -> bool:
        """Tell whether something is an error, or with `strict` a warning."""
        worst = min((finding.severity for finding in self.findings), default=Severity.note)
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
    findings = Findings()
    texts = read_all(yaml_files(paths, findings), findings)
    kinds = [(text, kind_of(text)) for text in texts]
    for text, kind in kinds:
        if kind == "other" and text.file not in paths:
            help_ = "it has no key of a policy, case, contract or request file"
            findings.note("left-out", "skipped: not a remit file", Mark(text.file), help_)
    kinds = [(text, kind) for text, kind in kinds if kind != "other" or text.file in paths]
    store = _check_texts(kinds, policies, contracts, today, findings)
    return CheckedFiles(tuple(text.file for text in texts), tuple(in_order(findings)), store)


def check_source(
    source: SourceFile, kind: Kind | None, policies: Policies, contracts: str | None, today: str
) -> tuple[Finding, ...]:
    """Return what is found in a text, of whatever kind of file it seems to be where that is not said."""
    findings = Findings()
    _check_texts([(source, kind or kind_of(source))], policies, contracts, today, findings)
    return tuple(in_order(findings))


def _check_texts(
    kinds: Sequence[tuple[SourceFile, Kind]],
    policies: Policies,
    contracts: str | None,
    today: str,
    findings: Findings,
) -> PolicyStore:
    """Add what is found in texts, each of a kind; return the policies that their requests fall under."""
    texts = [text for text, _ in kinds]
    # Proofs take no engine, and building one takes time.
    store = _store_beside(texts, policies, findings, "builtin")
    agreed = read_contracts(contracts, findings)
    check_contracts(agreed, store, findings)
    agreed += tuple(c for text, kind in kinds if kind == "contracts" for c in parse_contracts(text, Findings()))
    checked = [_check(text, kind, store, agreed, findings) for text, kind in kinds]
    evaluators = [evaluator for evaluator in checked if evaluator is not None]
    by_policy: dict[str, list[Policy]] = {}
    for evaluator in evaluators:
        policy = evaluator.compiled.policy
        by_policy.setdefault(policy.id, []).append(policy)
    editions = {name: Editions(listed) for name, listed in by_policy.items()}
    for evaluator in evaluators:
        findings += check_policy(evaluator, today, editions[evaluator.compiled.policy.id])
    return store


def _check(
    text: SourceFile, kind: Kind, store: PolicyStore, contracts: Sequence[Contract], findings: Findings
) -> Evaluator | None:
    """Add what is found in a file; return the evaluator of a policy that can be used."""
    own = Findings()  # an error elsewhere makes this file no less usable
    evaluator = None
    if kind in ("policy", "other"):
        evaluator, wrong = store.evaluator_of(text)
        own += wrong
    elif kind == "cases":
        for case in parse_cases(text, own):
            check_case(case, store, contracts, own)
    elif kind == "contracts":
        check_contracts(parse_contracts(text, own), store, own)
    else:
        request = read_draft(text, own, now=0)  # the file may leave out when it came in
        if request is not None:
            is_dated = request.is_dated and "received" in request.marks
            resolve_request(replace(request, is_dated=is_dated), store, contracts, own)
    findings += own
    return evaluator


def try_paths(paths: Sequence[str], policies: Policies, contracts: str | None, version: str) -> CaseResults:
    """Try the cases of case files, and of those beside the policies named."""
    findings = Findings()
    texts = read_all(case_files(paths, findings), findings)
    own = policies_of(read_all(yaml_files(paths, Findings()), Findings()))
    store = _store_beside([*texts, *own], policies, findings, "auto")
    agreed = read_contracts(contracts, findings)
    results: list[CaseResult] = []
    for text in texts:
        results += _try(text, store, agreed, version, findings)
    if not findings.has_errors:  # else there may be cases that cannot be read
        _check_tried(own, store, results, findings)
    needed = {result.case.request.policy for result in results if result.case.request}
    unusable = any(any_errors(store.editions(name)[1]) for name in needed if name)
    return CaseResults(
        cases=tuple(results),
        findings=tuple(in_order(findings)),
        unusable=unusable,
        store=store,
        contracts=agreed,
        policies=tuple(PolicyStore(own, "auto").names()),
    )


def _try(
    text: SourceFile, store: PolicyStore, contracts: Sequence[Contract], version: str, findings: Findings
) -> list[CaseResult]:
    cases = parse_cases(text, findings)
    return [run_case(case, store, contracts, version, findings) for case in cases]


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


def _store_beside(texts: Sequence[SourceFile], policies: Policies, findings: Findings, choice: Choice) -> PolicyStore:
    """Return the policies among files, before those of the folder named, before those beside the files."""
    named = {text.file for text in texts}
    folders = dict.fromkeys(str(PurePath(text.file).parent) for text in texts)
    # What is wrong with files that nobody named is said when a request needs them.
    beside = read_all((file for file in yaml_files(folders, Findings()) if file not in named), Findings())
    of_folder = read_all(yaml_files([policies.folder], findings), findings)
    second, third = (of_folder, beside) if policies.is_named else (beside, of_folder)
    return PolicyStore(
        policies_of(texts), choice, PolicyStore(policies_of(second), choice, PolicyStore(policies_of(third), choice))
    )
