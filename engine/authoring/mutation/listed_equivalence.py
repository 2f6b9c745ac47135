"""Telling a mutant from its policy by what decisions list beside the groups: services, needs, steps of escalation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ...model import Policy
from ...proof.situations import StateSpace
from ...proof.tier_situations import TierSituations
from ...proof.witness import Witnesses
from ...rules.compiled import facts_of
from ...rules.compiled_policy import CompiledPolicy
from ...rules.derivations import derived_sets
from ...rules.listed_entries import ListedEntry, listed_entries

EntryPair = tuple[ListedEntry, ListedEntry]
"""An entry as the policy has it, and its mutant."""

_LATER = timedelta(days=60)
"""After so long whatever is owed is overdue."""


class ListedDivergence(NamedTuple):
    """Situations of a proof in which the mutant lists an entry, and its policy does not, or the other way round."""

    proof: TierSituations
    compiled: CompiledPolicy
    bits: int
    entries: EntryPair
    is_added: bool

    @property
    def words(self) -> str:
        """What the mutant does, in words."""
        return f"{self.entries[0].words} is {'listed, too' if self.is_added else 'no longer listed'}"


def changed_entries(policy: CompiledPolicy, mutant: CompiledPolicy) -> list[EntryPair]:
    """Return the entries that a mutant may list elsewhere than its policy; both list the same ones in one order."""
    derived = policy.derivations.keys() if policy.derivations != mutant.derivations else set()
    pairs = zip(listed_entries(policy), listed_entries(mutant), strict=True)
    return [pair for pair in pairs if pair[0] != pair[1] or not facts_of(pair[0].condition).isdisjoint(derived)]


def facts_of_pairs(pairs: Sequence[EntryPair]) -> set[str]:
    """Return the facts that entries read."""
    read = set[str]().union(*(facts_of(entry.condition) for pair in pairs for entry in pair))
    return read - {"tier", "scope", "priority"}


def listed_divergences(
    space: StateSpace, compiled: CompiledPolicy, pairs: Sequence[EntryPair]
) -> Iterator[ListedDivergence]:
    """Yield the situations in which each of some entries is listed by one of a policy and its mutant alone."""
    for proof in space.proofs():
        everything = proof.space.all
        decided = {fact: proof.sets["channel"][fact] for fact in ("scope", "priority")}
        followed = {"scope", "priority", *compiled.derivations, *proof.compiled.derivations}
        sets = {fact: codes for fact, codes in proof.sets["scope"].items() if fact not in followed}
        sets |= derived_sets(compiled.derivations, sets, everything)
        for before, after in pairs:
            listed, listed_after = (
                entry.situations(proof.parts, own, everything) if entry.is_for(proof.tier) else 0
                for entry, own in ((before, proof.sets["channel"]), (after, {**sets, **decided}))
            )
            for is_added, bits in ((False, listed & ~listed_after), (True, listed_after & ~listed)):
                if bits & proof.valid:
                    yield ListedDivergence(proof, compiled, bits & proof.valid, (before, after), is_added)


def listed_witness(divergence: ListedDivergence, day: str) -> dict[str, object] | None:
    """Return the smallest request found for which one of a policy and its mutant alone lists an entry."""
    proof, tier = divergence.proof, divergence.proof.tier
    sides = [Witnesses(own, day, proof.receipts) for own in (proof.compiled, divergence.compiled)]
    expected = (not divergence.is_added, divergence.is_added)

    def shows(stated: Mapping[str, int]) -> bool:
        return all(
            side.lists(entry, tier, stated) is is_listed
            for side, entry, is_listed in zip(sides, divergence.entries, expected, strict=True)
        )

    codes = proof.codes(divergence.bits)
    if not shows(codes):
        return None
    request = sides[0].request(tier, sides[0].least(codes, shows))
    return _with_occasion(request, proof.compiled.policy, divergence.entries[0])


def _with_occasion(request: dict[str, object], policy: Policy, entry: ListedEntry) -> dict[str, object]:
    """Return a request to which something has happened on which one may turn to a step of escalation, if it is one."""
    if entry.kind != "escalation" or policy.escalation[int(entry.name) - 1].is_always_open:
        return request
    occasions = policy.escalation[int(entry.name) - 1].when_any
    named = next((name for name in occasions if isinstance(name, str) and name in (*policy.events, "asked")), "asked")
    at = datetime.fromisoformat(str(request["received"])) + _LATER
    return {**request, "events": [{"at": at.isoformat(), "is": named}]}
