"""Killing: whether the cases of a policy notice that one thing of it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ...findings import Findings
from ...proof.delays import Lateness
from ...proof.witness import Witnesses
from ...rules.compiled_policy import compile_policy
from ...rules.completions import presume
from ...rules.evaluator import Evaluator
from ...triage.decide import resolve_request
from ...triage.find_contract import tier_of
from ...triage.request_facts import codes_of
from ..cases.run_cases import run_case
from .equivalence import OriginalPolicy
from .mutants import mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
class Mutated:
    """How the mutants of a policy went: killed by a case, the same as the policy in every situation, or survived."""

    policy: Policy
    killed: int
    same: int
    survivors: tuple[Survivor, ...]
    unproved: tuple[Mutant, ...]
    """Mutants that no case tells apart, of which there are too many situations to know whether one could."""

    @property
    def made(self) -> int:
        """How many mutants there are in all."""
        return self.killed + self.same + len(self.survivors) + len(self.unproved)


class Placed(NamedTuple):
    """A case with the tier and the facts that count for its request."""

    case: Case
    request: Request
    tier: str
    facts: Facts


def by_edition(
    cases: Iterable[Case], store: PolicyStore, contracts: Sequence[Contract]
) -> Iterable[tuple[Evaluator, list[Placed]]]:
    """Return each edition under which cases fall, with those; a request that is not valid falls under none."""
    found: dict[int, tuple[Evaluator, list[Placed]]] = {}
    for case in cases:
        request = case.request
        prepared = resolve_request(request, store, contracts, Findings()) if request else None
        if request and prepared:
            evaluator, contract, facts = prepared
            placed = Placed(case, request, tier_of(request, contract), facts)
            found.setdefault(id(evaluator), (evaluator, []))[1].append(placed)
    return found.values()


class MutantRun:
    """The cases of one policy, ready to be tried on its mutants."""

    def __init__(
        self,
        evaluator: Evaluator,
        placed: Sequence[Placed],
        store: PolicyStore,
        contracts: Sequence[Contract],
        version: str,
    ) -> None:
        """Take an edition's evaluator, and the cases that pass and fall under it."""
        self._evaluator = evaluator
        self._store = store
        self._contracts = contracts
        self._version = version
        self._placed = placed
        self._where: dict[int, list[int] | None] = {}
        self._last: Witnesses | None = None

    def run(self, day: str) -> Mutated:
        """Try every mutant; receipts that tell hours apart are looked for in the year from a day on."""
        policy = self._evaluator.compiled.policy
        listed = list(mutants(policy))
        original = OriginalPolicy(policy, Lateness(_within_force(policy, day)), [mutant.policy for mutant in listed])
        self._where = dict.fromkeys(map(id, original.ground.proofs()))
        killed = same = 0
        survivors: list[Survivor] = []
        unproved: list[Mutant] = []
        for mutant in listed:
            apart = original.told_apart(mutant.policy)
            if apart == [] and (mutant.policy.hours is policy.hours or not self.is_killed(mutant.policy, [])):
                same += 1  # of other hours, cases can tell more than the receipts of one year
            elif apart == [] or self.is_killed(mutant.policy, apart or []):
                killed += 1
            elif apart is None:
                unproved.append(mutant)
            else:
                survivors.append(self._survivor(mutant, apart[0], day))
        return Mutated(policy, killed, same, tuple(survivors), tuple(unproved))

    def is_killed(self, mutant: Policy, apart: Sequence[Divergence]) -> bool:
        """Tell whether a case goes otherwise; those in whose situation the mutant decides unlike are tried first."""
        store = self._store.with_edition(Evaluator(compile_policy(mutant, Findings()), "builtin"))
        touched = self._touched(apart)
        first = sorted(range(len(self._placed)), key=lambda n: n not in touched)
        cases = (self._placed[n].case for n in first)
        return any(not run_case(case, store, self._contracts, self._version, Findings()).passed for case in cases)

    def _touched(self, apart: Sequence[Divergence]) -> set[int]:
        """Return the cases, by their place, whose requests can turn out to be in one of the situations."""
        union: dict[int, tuple[TierSituations, int]] = {}
        for one in apart:
            union[id(one.proof)] = one.proof, one.bits | union.get(id(one.proof), (one.proof, 0))[1]
        found = set()
        for key, (proof, bits) in union.items():
            where = self._where.get(key) or self._situations(proof)
            if key in self._where:  # others are laid out for one mutant, and do not come again
                self._where[key] = where
            found |= {n for n, there in enumerate(where) if there & bits}
        return found

    def _situations(self, proof: TierSituations) -> list[int]:
        """Return, case by case, the situations of a proof that its request can turn out to be in."""
        found = []
        for _, request, tier, facts in self._placed:
            bits = proof.space.all if tier == proof.tier else 0
            codes, unknown = codes_of(proof.compiled, facts, request)
            for fact, code in presume(proof.compiled, tier, codes, unknown).codes.items() if bits else ():
                if fact in proof.space.facts:
                    bits &= proof.sets["scope"][fact].get(code, 0)
            found.append(bits)
        return found

    def _survivor(self, mutant: Mutant, apart: Divergence, day: str) -> Survivor:
        proof = apart.proof
        witnesses = self._witnesses(proof.compiled, day)
        sides = [(witnesses, apart.before), (Witnesses(apart.compiled, day), apart.after)]

        def shows(codes: Mapping[str, int]) -> bool:
            return all(
                {_decided(outcome) for outcome in side.seen(proof.tier, codes).outcomes} == {_decided(wanted)}
                for side, wanted in sides
            )

        told = witnesses.least(proof.codes(apart.bits), shows)
        return Survivor(mutant, witnesses.request(proof.tier, told, apart.received), apart.before, apart.after)

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


def _decided(outcome: Outcome) -> tuple[object, ...]:
    """Return what a case can tell of an outcome."""
    return outcome.scope, outcome.level, outcome.ways, outcome.owed
