"""What the tests of mutation say: a small policy, its mutants, and how they go."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from remit.engine import Policies, try_paths
from remit.engine.authoring.mutation import mutate
from remit.engine.authoring.mutation.mutants import mutants
from remit.engine.authoring.mutation.run import MutantRun
from remit.engine.findings import Findings
from remit.engine.triage.policy_loader import load_evaluator
from remit.engine.triage.policy_store import PolicyStore

from ..generated import as_text
from ..verbs import edited

if TYPE_CHECKING:
    from remit.engine.authoring.mutation import MutationResult
    from remit.engine.authoring.mutation.mutants import Mutant
    from remit.engine.model import Policy
    from remit.engine.rules.evaluator import Evaluator

SMALL = Path(__file__).with_name("small.yaml").read_text("utf-8")
TODAY = "2026-06-01"


class Change(NamedTuple):
    """A mutant as its report shows it."""

    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def small(*edits: tuple[str, str]) -> str:
    """Return the small policy, edited."""
    return edited(*edits, content=SMALL)


def evaluator_of(content: str) -> Evaluator:
    """Return who judges by a policy that can be used."""
    findings = Findings()
    evaluator = load_evaluator(as_text(content, "small.yaml"), "builtin", findings)
    assert evaluator is not None, findings
    return evaluator


def policy_of(content: str) -> Policy:
    """Return a policy that can be used."""
    return evaluator_of(content).compiled.policy


def change(mutant: Mutant) -> Change:
    """Return what a report shows of a mutant."""
    return Change(mutant.what, mutant.before, mutant.after)


def changes(content: str, start: str = "") -> list[Change]:
    """Return every mutant of a policy of which what was done starts so."""
    return [change(mutant) for mutant in mutants(policy_of(content)) if mutant.what.startswith(start)]


def done(content: str, start: str = "") -> list[str]:
    """Return what was done in each mutant for which it starts so, without the start."""
    return [entry.what.removeprefix(start) for entry in changes(content, start)]


def without_cases(content: str, day: str = TODAY) -> MutationResult:
    """Return how the mutants of a policy go where no case is tried: whatever can be told from it survives."""
    text = as_text(content, "small.yaml")
    store = PolicyStore([text], "builtin")
    evaluator, findings = store.evaluator_of(text)
    assert evaluator is not None, findings
    return MutantRun(evaluator, (), store, (), "0").run(day)


without_cases_once = lru_cache(maxsize=32)(without_cases)
"""The same, worked out once: for tests that change nothing of how it is worked out."""


def surviving(content: str, start: str = "", day: str = TODAY) -> list[str]:
    """Return what was done in the mutants that differ from a policy, as `done` does."""
    listed = (survivor.mutant.what for survivor in without_cases(content, day).survivors)
    return [what.removeprefix(start) for what in listed if what.startswith(start)]


@lru_cache(maxsize=32)
def mutated(content: str, cases: str, contracts: str | None = None, day: str = TODAY) -> MutationResult:
    """Return how the mutants of a policy go with a file of cases, all of which pass."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.joinpath("small.yaml").write_text(content, "utf-8")
        file = folder / "small.cases.yaml"
        file.write_text(cases, "utf-8")
        agreed = folder / "contracts.yaml"
        if contracts:
            agreed.write_text(contracts, "utf-8")
        tried = try_paths([str(file)], Policies(name, is_named=True), str(agreed) if contracts else None, "0")
    assert tried.passed, (tried.findings, [case for case in tried.cases if not case.passed])
    (only,) = mutate(tried.cases, tried.store, tried.contracts, day, "0")
    return only
