"""Mutants run: whether the cases of a policy notice that one thing of it is changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ...findings import Findings
from ...model import Case, Contract, Policy, SpanOf
from ...proof.delays import DelayComparison
from ...proof.witness import Witnesses
from ...rules.budget import budget, unlimited
from ...rules.compiled_policy import compile_policy
from ...rules.evaluator import Evaluator
from ...rules.outcomes import Outcome
from ...triage.contracts import evaluate
from ...triage.decide import resolve_request
from ...triage.policy_store import PolicyStore
from ..cases.new_cases import expected_today, parse_case
from ..cases.run_cases import run_case
from .equivalence import Divergence, OriginalPolicy
from .mutants import Mutant, mutants

_YEAR = 366


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no case tells from its policy, and a request that would."""

    mutant: Mutant
    witness: Mapping[str, object]
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class MutationResult:
    """How the mutants of a policy went: killed by a case, equivalent to the policy, survived, or unproved.

    Those that are `unproved` no case kills, and it is not known whether one could.
    """

    policy: Policy
    killed: int
    equivalent: int
    survivors: tuple[Survivor, ...]
    unproved: tuple[Mutant, ...]

    @property
    def made(self) -> int:
        """How many mutants there are in all."""
        return self.killed + self.equivalent + len(self.survivors) + len(self.unproved)


class DecidedCase(NamedTuple):
    """A case, and the outcomes that its request can have."""

    case: Case
    outcomes: frozenset[Outcome]


def by_edition(
    cases: Iterable[Case], store: PolicyStore, contracts: Sequence[Contract]
) -> Mapping[Evaluator, list[DecidedCase]]:
    """Return each edition under which cases fall, with those; a request that is not valid falls under none."""
    decided: dict[Evaluator, list[DecidedCase]] = {}
    for case in cases:
        resolved = resolve_request(case.request, store, contracts, Findings()) if case.request else None
        if case.request and resolved:
            evaluator, contract, facts = resolved
            possible = evaluate(evaluator, contract, facts, case.request).possible
            decided.setdefault(evaluator, []).append(DecidedCase(case, frozenset(possible.outcomes)))
    return decided


class MutantRun:
    """The cases of one policy, ready to be run against its mutants."""

    def __init__(
        self,
        evaluator: Evaluator,
        cases: Sequence[DecidedCase],
        store: PolicyStore,
        contracts: Sequence[Contract],
        version: str,
    ) -> None:
        """Take an edition's evaluator, and the cases that pass and fall under it."""
        self._policy = evaluator.compiled.policy
        self._cases = list(cases)
        self._store = store
        self._contracts = contracts
        self._version = version

    @budget()
    def run(self, day: str) -> MutationResult:
        """Try every mutant; receipts that tell hours apart are looked for in the year from a day on."""
        policy = self._policy
        listed = list(mutants(policy))
        original = OriginalPolicy(
            policy, DelayComparison(_within_force(policy, day)), [mutant.policy for mutant in listed]
        )
        killed = equivalent = 0
        survivors: list[Survivor] = []
        unproved: list[Mutant] = []
        for mutant in listed:
            divergences = original.divergences(mutant.policy)
            if divergences == [] and mutant.policy.hours is policy.hours:
                equivalent += 1
            elif self._is_killed(mutant.policy, divergences or []):
                killed += 1
            elif divergences == []:
                equivalent += 1  # of other hours, cases can tell more than the receipts of one year
            elif survivor := self._survivor(mutant, divergences or [], day):
                survivors.append(survivor)
            else:
                unproved.append(mutant)
        return MutationResult(policy, killed, equivalent, tuple(survivors), tuple(unproved))

    def _is_killed(self, mutant: Policy, divergences: Iterable[Divergence]) -> bool:
        """Tell whether a case goes otherwise; those with an outcome that changed are tried before the others.

        Among those, the ones that killed the mutants before this one go first: a rule's mutants are alike.
        """
        changed = {divergence.before for divergence in divergences}
        self._cases.sort(key=lambda case: case.outcomes.isdisjoint(changed))
        killer = self._killer(mutant, [decided.case for decided in self._cases], self._contracts)
        if killer is not None:
            self._cases.insert(0, self._cases.pop(killer))
        return killer is not None

    def _killer(self, mutant: Policy, cases: Sequence[Case], contracts: Sequence[Contract]) -> int | None:
        """Return the index of the first case that goes otherwise."""
        with unlimited():
            store = self._store.with_edition(Evaluator(compile_policy(mutant, Findings()), "builtin"))
            runs = (run_case(case, store, contracts, self._version, Findings()) for case in cases)
            return next((n for n, result in enumerate(runs) if not result.passed), None)

    def _survivor(self, mutant: Mutant, divergences: Iterable[Divergence], day: str) -> Survivor | None:
        """Return a survivor with a request that is decided otherwise, made a case; None where none is."""
        for divergence in divergences:
            with unlimited():
                request = _witness(divergence, day)
                expect = expected_today(request, self._store, self._version)
            is_invalid = expect["status"] == "invalid"
            if not is_invalid and self._killer(mutant.policy, [parse_case(request, expect)], ()) is not None:
                return Survivor(mutant, request, divergence.before, divergence.after)
        return None


def _witness(divergence: Divergence, day: str) -> dict[str, object]:
    """Return the smallest request that is decided otherwise, of those in which outcomes diverge."""
    proof, before, after = divergence.proof, divergence.before, divergence.after
    sides = [(Witnesses(proof.compiled, day), before), (Witnesses(divergence.compiled, day), after)]
    needed = set()
    if (before.scope, before.level, before.ways) == (after.scope, after.level, after.ways):
        # Only deadlines differ, which are open as long as the facts are that give their spans.
        needed = {owed.span.fact for owed in (*before.owed, *after.owed) if isinstance(owed.span, SpanOf)}

    def shows(codes: Mapping[str, int]) -> bool:
        return needed <= codes.keys() and all(
            {_noticeable(outcome) for outcome in side.outcomes(proof.tier, codes)} == {_noticeable(expected)}
            for side, expected in sides
        )

    witnesses = sides[0][0]
    return witnesses.request(proof.tier, witnesses.least(proof.codes(divergence.bits), shows), divergence.received)


def _within_force(policy: Policy, day: str) -> str:
    """Return a day from which on an edition stays in force for a year, if it can be, as near to a day as may be."""
    first, last = policy.effective
    if last is not None:
        day = min(day, date.fromordinal(max(date.fromisoformat(last).toordinal() - _YEAR, 1)).isoformat())
    return max(day, first or day)


def _noticeable(outcome: Outcome) -> tuple[object, ...]:
    """Return what a case can notice of an outcome."""
    return outcome.scope, outcome.level, outcome.ways, outcome.owed
