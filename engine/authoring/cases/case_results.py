"""Whether the cases of files pass, and what else is found out about them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from ...findings import Findings, Mark, any_errors, in_order
from ...language.input_files import case_files, sources_of
from ...language.outline import is_case_file
from ...language.request_files import parse_cases
from ...triage.policy_store import PolicyStore
from ...triage.workspace import open_workspace
from .new_cases import append_to_file, cases_for
from .run_cases import CaseResult, run_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from ...findings import Finding
    from ...language.files import SourceFile
    from ...language.policy_folder import Policies
    from ...model import Contract

_NO_CASES_HELP = "the cases of `NAME.yaml` stand beside it in `NAME.cases.yaml`"


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
        from ..coverage import as_findings, as_record, as_text, measure, shortfall  # noqa: PLC0415 - rarely asked for

        coverage = measure(self.cases, self.store, self.contracts, day, self.policies)

        def text() -> str:
            lacking = shortfall(coverage, floor) if floor is not None else ""
            return as_text(coverage) + (f"\n{lacking}" if lacking else "")

        return self._with(as_findings(coverage, floor), {"coverage": as_record(coverage)}, text)

    def mutated(self, day: str, version: str) -> CaseResults:
        """Return this with a finding for each mutant of a policy that survives its cases, and a text about all."""
        from ..mutation import as_record, as_text, findings_of, mutate  # noqa: PLC0415 - whoever tries cases mostly mutates nothing

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
