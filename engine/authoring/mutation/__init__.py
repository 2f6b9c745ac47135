"""Mutation: one thing changed at a time in a policy, to see whether its cases notice."""

from collections.abc import Iterable, Iterator, Sequence

from ...findings import Finding, Severity
from ...model import Contract
from ...triage.policy_store import PolicyStore
from ..cases.run_cases import CaseResult
from .mutation_records import MutationResult
from .mutation_report import WHAT_TO_DO, as_record, as_text, in_words
from .resolved_cases import by_edition
from .run import MutantRun

__all__ = ["MutationResult", "as_record", "as_text", "findings_of", "mutate"]


def mutate(
    results: Iterable[CaseResult], store: PolicyStore, contracts: Sequence[Contract], day: str, version: str
) -> list[MutationResult]:
    """Return how the mutants of every edition go that cases are about; the cases that pass are what can kill them.

    Only those count that somebody has read.
    """
    editions = by_edition((result.case for result in results if result.passed), store, contracts)
    return [MutantRun(evaluator, cases, store, contracts, version).run(day) for evaluator, cases in editions.items()]


def findings_of(results: Iterable[MutationResult]) -> Iterator[Finding]:
    """Yield a finding for each mutant that survived, with the request that a case should have."""
    for result in results:
        for survivor in result.survivors:
            mutant = survivor.mutant
            yield Finding(
                severity=Severity.error,
                check="mutant-survived",
                message=f"no case notices {mutant.what}: {in_words(result.policy, survivor)}",
                mark=mutant.mark,
                help=survivor.help,
                at=mutant.rule or "",
                witness=survivor.witness,
                is_of_lists=bool(survivor.listed) or mutant.occasions_of is not None,
            )
        for mutant in result.unproved:
            message = f"no case notices {mutant.what}{mutant.may_show}, and it is not known whether one could"
            help_ = f"there are too many situations, or no request was found that shows the difference; {WHAT_TO_DO}"
            yield Finding(Severity.warning, "not-proved", message, mutant.mark, help_)
