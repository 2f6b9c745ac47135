"""Killing: whether the cases of a policy notice that one thing of it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...findings import Findings
from ...rules.completions import presume
from ...rules.judge import Judge
from ...rules.rulebook import compile_policy
from ...triage.decide import prepare
from ...triage.stating import codes_of
from ..lateness import Lateness
from ..trials import attempt
from ..witnesses import Witnesses
from .mutants import mutants
from .telling import Original

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...model import Case, Contract, Policy
    from ...rules.outcomes import Outcome
    from ...triage.shelf import Shelf
    from ...triage.stating import Facts
    from ..proofs import Proof
    from .mutants import Mutant
    from .telling import Apart


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


class Killing:
    """The cases of one policy, ready to be tried on its mutants."""

    def __init__(
        self, judge: Judge, cases: Sequence[Case], shelf: Shelf, contracts: Sequence[Contract], version: str
    ) -> None:
        """Take an edition's judge, and cases that pass; those of other policies and editions are left out."""
        self._judge = judge
        self._shelf = shelf
        self._contracts = contracts
        self._version = version
        self._stated: list[tuple[Case, str, Facts]] = []
        for case in cases:
            self._sort(case)
        self._where: dict[tuple[int, int], int] = {}
        self._proofs: list[Proof] = []

    def _sort(self, case: Case) -> None:
        prepared = prepare(case.request, self._shelf, self._contracts, Findings()) if case.request else None
        if prepared is None:
            return
        judge, contract, facts = prepared
        if judge.book.policy == self._judge.book.policy:
            tier = contract.tier if contract else case.request.tier if case.request else None
            self._stated.append((case, tier or "", facts))

    def run(self, day: str) -> Mutated:
        """Try every mutant; receipts that tell hours apart are looked for in the year from a day on."""
        policy = self._judge.book.policy
        original = Original(policy, Lateness(day))
        killed = same = 0
        survivors: list[Survivor] = []
        unproved: list[Mutant] = []
        for mutant in mutants(policy):
            found = original.told_apart(mutant.policy)
            apart = None if found is None else list(found)
            if apart == []:
                same += 1
            elif self.is_killed(mutant.policy, apart or []):
                killed += 1
            elif apart is None:
                unproved.append(mutant)
            else:
                survivors.append(_survivor(mutant, apart[0], day))
        return Mutated(policy, killed, same, tuple(survivors), tuple(unproved))

    def is_killed(self, mutant: Policy, apart: Sequence[Apart]) -> bool:
        """Tell whether a case goes otherwise; those in whose situation the mutant decides unlike are tried first."""
        shelf = self._shelf.with_edition(Judge(compile_policy(mutant, Findings()), "builtin"))
        touched = [any(self._touches(n, one) for one in apart) for n in range(len(self._stated))]
        for first in (True, False):
            for n, (case, _, _) in enumerate(self._stated):
                if touched[n] is first and not attempt(case, shelf, self._contracts, self._version, Findings()).passed:
                    return True
        return False

    def _touches(self, n: int, apart: Apart) -> bool:
        """Tell whether the request of a case can turn out to be in one of the situations."""
        proof = apart.proof
        key = (n, id(proof))
        if key not in self._where:
            self._where[key] = self._situations(n, proof)
            self._proofs.append(proof)  # so that its identity stays its own
        return bool(self._where[key] & apart.bits)

    def _situations(self, n: int, proof: Proof) -> int:
        case, tier, facts = self._stated[n]
        if tier != proof.tier or case.request is None:
            return 0
        codes, unknown = codes_of(proof.book, facts, case.request)
        bits = proof.space.all
        for fact, code in presume(proof.book, tier, codes, unknown).codes.items():
            if fact in proof.space.facts:
                bits &= proof.sets["scope"][fact].get(code, 0)
        return bits


def _survivor(mutant: Mutant, apart: Apart, day: str) -> Survivor:
    proof = apart.proof
    conditions = [rule.when for group in proof.book.policy.groups for rule in group.rules]
    book = compile_policy(mutant.policy, Findings(), conditions)
    sides = [(Witnesses(proof.book, day), apart.before), (Witnesses(book, day), apart.after)]

    def shows(codes: Mapping[str, int]) -> bool:
        return all(
            {_decided(outcome) for outcome in witnesses.seen(proof.tier, codes).outcomes} == {_decided(wanted)}
            for witnesses, wanted in sides
        )

    witnesses = sides[0][0]
    told = witnesses.least(proof.codes(apart.bits), shows)
    return Survivor(mutant, witnesses.request(proof.tier, told, apart.received), apart.before, apart.after)


def _decided(outcome: Outcome) -> tuple[object, ...]:
    """Return what a case can tell of an outcome."""
    return outcome.scope, outcome.level, outcome.ways, outcome.owed
