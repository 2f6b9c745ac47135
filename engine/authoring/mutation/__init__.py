"""Mutation: one thing changed at a time in a policy, to see whether its cases notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...findings import Finding, Severity, printable
from .mutation_json import as_record
from .mutation_text import as_text
from .mutation_wording import in_words
from .run import MutantRun, Mutated, by_edition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...model import Contract
    from ...triage.policy_store import PolicyStore
    from ..cases.run_cases import CaseResult

__all__ = ["Mutated", "as_record", "as_text", "findings_of", "mutate"]


def mutate(
    trials: Iterable[CaseResult], store: PolicyStore, contracts: Sequence[Contract], day: str, version: str
) -> list[Mutated]:
    """Return how the mutants of every edition go that cases are about; the cases that pass are what can kill them."""
    cases = [trial.case for trial in trials if trial.passed]
    editions = by_edition(cases, store, contracts)
    return [MutantRun(evaluator, those, store, contracts, version).run(day) for evaluator, those in editions]


def findings_of(mutated: Iterable[Mutated]) -> Iterator[Finding]:
    """Yield a finding for each mutant that survived, with the request that a case should have."""
    for one in mutated:
        for survivor in one.survivors:
            message = f"no case notices {survivor.mutant.what}: {in_words(one.policy, survivor)}"
            help_ = "add a case with this request"
            mark = survivor.mutant.mark
            at = survivor.mutant.rule or ""
            yield Finding(Severity.error, "mutant-survived", printable(message), mark, help_, at, survivor.witness)
        for mutant in one.unproved:
            message = f"no case notices {mutant.what}, and there are too many situations to know whether one could"
            yield Finding(Severity.warning, "not-proved", printable(message), mutant.mark)
