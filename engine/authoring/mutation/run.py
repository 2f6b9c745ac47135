"""Mutants run: whether the cases of a policy notice that one thing of it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ...findings import Findings
from ...model import SpanOf
from ...proof.delays import Lateness
from ...proof.witness import Witnesses
from ...rules.budget import budget, unlimited
from ...rules.compiled_policy import compile_policy
from ...rules.completions import presume
from ...rules.evaluator import Evaluator
from ...triage.decide import resolve_request
from ...triage.find_contract import tier_of
from ...triage.request_facts import codes_of
from ..cases.new_cases import expected_today, parse_case
from ..cases.run_cases import run_case
from .equivalence import OriginalPolicy
from .mutants import mutants

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ...model import Case, Contract, Policy, Request
    from ...proof.situations import TierSituations
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.outcomes import Outcome
    from ...triage.policy_store import PolicyStore
    from ...triage.request_facts import Facts
    from .equivalence import Divergence
    from .mutants import Mutant


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


class PlacedCase(NamedTuple):
    """A case with the tier and the facts that count for its request."""

    case: Case
    request: Request
    tier: str
    facts: Facts


def by_edition(
    cases: Iterable[Case], store: PolicyStore, contracts: Sequence[Contract]
) -> Mapping[Evaluator, list[PlacedCase]]:
    """Return each edition under which cases fall, with those; a request that is not valid falls under none."""
    placed: dict[Evaluator, list[PlacedCase]] = {}
    for case in cases:
        request = case.request
        resolved = resolve_request(request, store, contracts, Findings()) if request else None
        if request and resolved:
            evaluator, contract, facts = resolved
            of_edition = placed.setdefault(evaluator, [])
            of_edition.append(PlacedCase(case=case, request=request, tier=tier_of(request, contract), facts=facts))
    return placed


class MutantRun:
    """The cases of one policy, ready to be run against its mutants."""

    def __init__(
        self,
        evaluator: Evaluator,
        cases: Sequence[PlacedCase],
        store: PolicyStore,
        contracts: Sequence[Contract],
        version: str,
    ) -> None:
        """Take an edition's evaluator, and the cases that pass and fall under it."""
        self._evaluator = evaluator
        self._store = store
        self._contracts = contracts
        self._version = version
        self._cases = cases
        self._situations: dict[int, list[int] | None] = {}
        self._last: Witnesses | None = None

    def run(self, day: str) -> MutationResult:
        """Try every mutant; receipts that tell hours apart are looked for in the year from a day on."""
        with budget():
            return self._run(day)

    def _run(self, day: str) -> MutationResult:
        policy = self._evaluator.compiled.policy
        listed = list(mutants(policy))
        original = OriginalPolicy(policy, Lateness(_within_force(policy, day)), [mutant.policy for mutant in listed])
        self._situations = dict.fromkeys(map(id, original.space.proofs()))
        killed = equivalent = 0
        survivors: list[Survivor] = []
        unproved: list[Mutant] = []
        for mutant in listed:
            divergences = original.divergences(mutant.policy)
            if divergences == [] and mutant.policy.hours is policy.hours:
                equivalent += 1
            elif self._is_killed(mutant.policy, self._touched(divergences or [])):
                killed += 1
            elif divergences == []:
                equivalent += 1  # of other hours, cases can tell more than the receipts of one year
            elif survivor := self._survivor(mutant, divergences or [], day):
                survivors.append(survivor)
            else:
                unproved.append(mutant)
        return MutationResult(policy, killed, equivalent, tuple(survivors), tuple(unproved))

    def _is_killed(self, mutant: Policy, first: Collection[int]) -> bool:
        """Tell whether a case goes otherwise; those of the indices `first` are tried before the others."""
        order = sorted(range(len(self._cases)), key=lambda n: n not in first)
        return self._fails(mutant, (self._cases[n].case for n in order), self._contracts)

    def _fails(self, mutant: Policy, cases: Iterable[Case], contracts: Sequence[Contract]) -> bool:
        with unlimited():
            store = self._store.with_edition(Evaluator(compile_policy(mutant, Findings()), "builtin"))
            return any(not run_case(case, store, contracts, self._version, Findings()).passed for case in cases)

    def _touched(self, divergences: Iterable[Divergence]) -> set[int]:
        """Return the cases, by index, whose requests can turn out to be in one of the situations that diverge."""
        union: dict[int, tuple[TierSituations, int]] = {}
        for divergence in divergences:
            proof = divergence.proof
            union[id(proof)] = proof, divergence.bits | union.get(id(proof), (proof, 0))[1]
        touched: set[int] = set()
        for key, (proof, bits) in union.items():
            situations = self._situations.get(key) or self._of_cases(proof)
            if key in self._situations:  # other proofs are made for one mutant, and do not come again
                self._situations[key] = situations
            touched |= {n for n, possible in enumerate(situations) if possible & bits}
        return touched

    def _of_cases(self, proof: TierSituations) -> list[int]:
        """Return, case by case, the situations of a proof that its request can turn out to be in."""
        situations = []
        for _, request, tier, facts in self._cases:
            bits = proof.space.all if tier == proof.tier else 0
            codes, unknown = codes_of(proof.compiled, facts, request)
            for fact, code in presume(proof.compiled, tier, codes, unknown).codes.items() if bits else ():
                if fact in proof.space.facts:
                    bits &= proof.sets["scope"][fact].get(code, 0)
            situations.append(bits)
        return situations

    def _survivor(self, mutant: Mutant, divergences: Iterable[Divergence], day: str) -> Survivor | None:
        """Return a survivor with a request that is decided otherwise, made a case; None where none is."""
        for divergence in divergences:
            with unlimited():
                request = self._witness(divergence, day)
                expect = expected_today(request, self._store, self._version)
            if expect["status"] != "invalid" and self._fails(mutant.policy, [parse_case(request, expect)], ()):
                return Survivor(mutant, request, divergence.before, divergence.after)
        return None

    def _witness(self, divergence: Divergence, day: str) -> dict[str, object]:
        """Return the smallest request that is decided otherwise, of those in which outcomes diverge."""
        proof, before, after = divergence.proof, divergence.before, divergence.after
        witnesses = self._witnesses(proof.compiled, day)
        sides = [(witnesses, before), (Witnesses(divergence.compiled, day), after)]
        needed = set()
        if (before.scope, before.level, before.ways) == (after.scope, after.level, after.ways):
            # Only deadlines differ, which are open as long as the facts are that give their spans.
            needed = {owed.span.fact for owed in (*before.owed, *after.owed) if isinstance(owed.span, SpanOf)}

        def shows(codes: Mapping[str, int]) -> bool:
            return needed <= codes.keys() and all(
                {_noticeable(outcome) for outcome in side.seen(proof.tier, codes).outcomes} == {_noticeable(expected)}
                for side, expected in sides
            )

        codes = witnesses.least(proof.codes(divergence.bits), shows)
        return witnesses.request(proof.tier, codes, divergence.received)

    def _witnesses(self, compiled: CompiledPolicy, day: str) -> Witnesses:
        """Return what writes requests about the policy; most mutants are compared over the same compiled policy."""
        if self._last is None or self._last.compiled is not compiled:
            self._last = Witnesses(compiled, day)
        return self._last


def _within_force(policy: Policy, day: str) -> str:
    """Return a day from which on an edition stays in force for a year, if it can be, as near to a day as may be."""
    first, last = policy.effective
    if last is not None:
        day = min(day, date.fromordinal(max(date.fromisoformat(last).toordinal() - _YEAR, 1)).isoformat())
    return max(day, first or day)


def _noticeable(outcome: Outcome) -> tuple[object, ...]:
    """Return what a case can notice of an outcome."""
    return outcome.scope, outcome.level, outcome.ways, outcome.owed
