"""The entries of derived facts in the situations of a policy: where each holds, and where it is the first that does."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...model import Fact
from ...proof.tier_situations import TierSituations
from ...rules.compiled import Compiled, compile_condition, facts_of
from ...rules.derivations import applied
from ...rules.spaces import where
from .definition import CheckContext


@dataclass(frozen=True, slots=True)
class EntrySituations:
    """By entry of a derived fact, the situations of one tier in which it holds, and in which it is the first."""

    proof: TierSituations
    conditions: list[Compiled]
    holding: list[int]
    first: list[int]


def entry_situations(context: CheckContext, fact: Fact) -> Iterator[EntrySituations]:
    """Yield where the entries of a derived fact hold, by tier; nothing where that is not proved, which is noted."""
    compiled = context.compiled
    conditions = [compile_condition(entry.when, compiled.codes) for entry in fact.derive]
    read = compiled.base_facts(set().union(*map(facts_of, conditions)))
    for proof in context.proofs_that_vary(read, f"the entries of `{fact.name}`"):
        sets = proof.derived_anew(proof.sets["scope"])
        first, _ = applied([(condition, 0) for condition in conditions], sets, proof.space.all)
        yield EntrySituations(
            proof=proof,
            conditions=conditions,
            holding=[where(condition, sets, proof.space.all) & proof.valid for condition in conditions],
            first=[bits & proof.valid for _, bits in first],
        )
