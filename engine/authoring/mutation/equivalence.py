"""Telling a mutant from its policy: the situations that the two decide unlike, exactly."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ...language.conditions import facts_read
from ...language.time_notation import parse_span
from ...model import RECEIVED, Condition, Policy, SpanOf
from ...proof.delays import DelayComparison
from ...proof.occurring_receipts import Receipts, SomeReceipts
from ...proof.situations import StateSpace
from ...proof.started_clocks import starts_of
from ...proof.tier_situations import TierSituations
from ...proof.witness import stated_value
from ...rules.absences import with_absence
from ...rules.budget import OutOfSteps
from ...rules.codes import Codes
from ...rules.compiled import CompiledGroup, CompiledRule, tests_of
from ...rules.compiled_policy import CompiledPolicy, compile_policy, conditions_beside_groups
from ...rules.derivations import derived_sets
from ...rules.hit_policy import TooManyOutcomes
from ...rules.outcomes import Outcome, Owed, Parts, outcomes, owed_of
from ...rules.spaces import Sets, where
from ...worktime import WorktimeError
from ..diff.aligned_receipts import AlignedReceipts, align_receipts
from ..diff.common_codes import rename_facts
from ..diff.compare import outcome_pairs
from ..diff.derived_places import places_derived_otherwise
from .listed_equivalence import ListedDivergence, changed_entries, facts_of_pairs, listed_divergences

CHANGED = ".changed"
"""What follows the name of hours that a mutant changed, where rules read whether the receipt is within them."""


class Divergence(NamedTuple):
    """Situations of a proof that a mutant decides unlike its policy, both outcomes, and an instant that shows it.

    `compiled` is the mutant's, with the codes of the proof.
    """

    proof: TierSituations
    compiled: CompiledPolicy
    bits: int
    before: Outcome
    after: Outcome
    received: str | None
    promise: str = ""
    """The promise that falls due apart, where its clock starts at an event: the instant is that of the event."""


class _Apart(NamedTuple):
    """An instant at which two outcomes come to different things, if it matters, and the promise that it starts."""

    received: str | None = None
    promise: str = ""


class OriginalPolicy:
    """A policy to which mutants are compared."""

    def __init__(self, policy: Policy, delays: DelayComparison, mutants: Iterable[Policy] = ()) -> None:
        """Take the policy; it is laid out once for all `mutants` that name no numbers of their own."""
        self.policy = policy
        self.delays = delays
        # Texts and spans are coded in the order in which they are named, and what is named beside a policy goes
        # first: with the same conditions beside them, a policy and its mutants agree on all codes.
        self._conditions = [*_conditions(policy), *_new_tests(policy, mutants)]
        self._compiled = compile_policy(policy, self._conditions)
        self._receipts = Receipts.of(self._compiled, delays.day)
        self.space = StateSpace(self._compiled, receipts=self._receipts)
        self._wider = lru_cache(maxsize=1)(
            lambda facts: StateSpace(self._compiled, also=facts, receipts=self._receipts)
        )

    def divergences(self, mutant: Policy, delays: DelayComparison | None = None) -> list[Divergence] | None:
        """Return the sets of situations in which a mutant decides unlike; None where there are too many situations.

        What both owe is compared by `delays`, where these are others than those of the policy.
        """
        if self._compiled.placed and places_derived_otherwise(self.policy, mutant):
            return None
        try:
            mutant, compiled, receipts = self._aligned(mutant)
            space = self._space_for(mutant, compiled, receipts)
            divergences = (
                None if space.by_tier is None else list(self._diverging(space, compiled, delays or self.delays))
            )
        except (OutOfSteps, TooManyOutcomes):
            return None
        # Situations state every fact: what is presumed by another receipt shows only where something is not stated.
        return None if not divergences and _presumes_by(mutant, receipts.names.values()) else divergences

    def listed_divergences(self, mutant: Policy) -> list[ListedDivergence] | None:
        """Return the sets of situations in which a mutant lists other entries; None where there are too many."""
        try:
            mutant, compiled, receipts = self._aligned(mutant)
            pairs = changed_entries(self._compiled, compiled)
            if not pairs:
                return []
            space = self._space_for(mutant, compiled, receipts, facts_of_pairs(pairs))
            if space.by_tier is None:
                return None
            return list(listed_divergences(space, compiled, changed_entries(space.compiled, compiled)))
        except (OutOfSteps, TooManyOutcomes):
            return None

    def space_with(self, facts: Collection[str]) -> StateSpace:
        """Return the policy's situations, in which facts vary, too."""
        needed = frozenset(with_absence(self._compiled, set(facts).difference(self._compiled.receipts)))
        return self._wider(needed) if needed.difference(self.space.facts) else self.space

    def _aligned(self, mutant: Policy) -> tuple[Policy, CompiledPolicy, AlignedReceipts]:
        """Return a mutant with facts of the receipt of its own, where hours changed, and compiled beside the policy."""
        receipts = align_receipts(mutant, self.policy, CHANGED)
        if receipts.names:
            mutant = rename_facts(mutant, {**{fact: fact for fact in mutant.facts}, **receipts.names})
        beside = [*receipts.tests, *self._conditions]
        return mutant, compile_policy(mutant, beside, self._compiled, receipt_hours=receipts.hours), receipts

    def _space_for(
        self, mutant: Policy, compiled: CompiledPolicy, receipts: AlignedReceipts, also: Collection[str] = ()
    ) -> StateSpace:
        """Return the policy's situations, laid out by whatever it or the mutant tells apart, and by facts `also`."""
        needed = self._read_anew(mutant) | with_absence(self._compiled, set(also).difference(self._compiled.receipts))
        if _base_codes(compiled) != _base_codes(self._compiled):
            conditions = [*_conditions(mutant), *receipts.tests, *self._conditions]
            own = compile_policy(self.policy, conditions, self._compiled, receipt_hours=receipts.hours)
            return StateSpace(own, also=needed, receipts=Receipts.of(own, self.delays.day))
        return self._wider(needed) if needed.difference(self.space.facts) else self.space

    def _read_anew(self, mutant: Policy) -> frozenset[str]:
        """Return the facts that changed conditions read, and those on which their absence depends."""
        changed = set(_conditions(mutant)).difference(_conditions(self.policy))
        read = {fact for when in changed for fact, _ in facts_read(when)}
        return frozenset(with_absence(self._compiled, read) - {"tier", "scope", "priority"})  # by which nothing is cut

    def _diverging(self, space: StateSpace, compiled: CompiledPolicy, delays: DelayComparison) -> Iterator[Divergence]:
        compared: dict[tuple[Outcome, Outcome, SomeReceipts | None], _Apart | None] = {}
        has_other_hours = compiled.policy.hours is not self.policy.hours
        for proof in space.proofs():
            for (after, before), common in outcome_pairs(_parts(proof, compiled), proof.parts, proof.valid):
                if before == after and not has_other_hours:
                    continue
                receipts = proof.received(common)
                if (before, after, receipts) not in compared:
                    compared[before, after, receipts] = self._compare(compiled, before, after, delays, receipts)
                apart = compared[before, after, receipts]
                if apart is not None:
                    yield Divergence(proof, compiled, common, before, after, *apart)

    def _compare(
        self,
        mutant: CompiledPolicy,
        before: Outcome,
        after: Outcome,
        delays: DelayComparison,
        receipts: SomeReceipts | None,
    ) -> _Apart | None:
        """Tell how two outcomes do not come to the same; None where they do.

        An event that starts a clock can come at any instant, whenever the request was received.
        """
        if (before.scope, before.level, before.ways) != (after.scope, after.level, after.ways):
            return _Apart()
        for name, promise in self.policy.promises.items():
            starts = starts_of(promise, receipts)
            owed, owed_after = (_as_stated(mutant, owed_of(outcome, name)) for outcome in (before, after))
            try:
                received = delays.differs(self.policy, owed, mutant.policy, owed_after, starts)
            except WorktimeError:
                # The mutant counts days in hours that do not say how long one is, and owes no instant.
                received = delays.differs(self.policy, owed, mutant.policy, None, starts)
            if received is not None:
                return _Apart(received, "" if promise.clock.starts_at == RECEIVED else name)
        return None


def _presumes_by(policy: Policy, facts: Collection[str]) -> bool:
    """Tell whether something is presumed by one of some facts."""
    cases = (case.when for fact in policy.facts.values() for case in fact.presume)
    return any(read in facts for when in cases for read, _ in facts_read(when))


def _conditions(policy: Policy) -> list[Condition]:
    conditions = [rule.when for group in policy.groups for rule in group.rules]
    conditions += conditions_beside_groups(policy)
    return conditions + [entry.when for fact in policy.facts.values() for entry in fact.derive]


def _base_codes(compiled: CompiledPolicy) -> dict[str, Codes]:
    """Return the codes of facts that are laid out; those of derived facts follow in each policy by itself."""
    return {fact: codes for fact, codes in compiled.codes.items() if fact not in compiled.derivations}


def _new_tests(policy: Policy, mutants: Iterable[Policy]) -> Iterator[Condition]:
    """Yield the tests of choices by which mutants tell values apart, and the policy may not."""
    known = set(_conditions(policy))
    changed = {when for mutant in mutants for when in _conditions(mutant) if when not in known}
    in_regions = {name for name, fact in policy.facts.items() if fact.type in ("number", "date")}
    yield from sorted({test for when in changed for test in tests_of(when) if test.fact not in in_regions}, key=repr)


def _as_stated(compiled: CompiledPolicy, owed: Owed | None) -> Owed | None:
    """Return what is owed with the span that a witness states, where a fact gives one that the policy does not name.

    Nothing is lost by it: hours in which one span always ends at the same instants are open at the same times.
    """
    if owed is None or not isinstance(owed.span, SpanOf):
        return owed
    unnamed = compiled.codes[owed.span.fact].other
    span = None if unnamed is None else parse_span(str(stated_value(compiled, owed.span.fact, unnamed)))
    return owed if span is None else replace(owed, span=span)


def _parts(proof: TierSituations, compiled: CompiledPolicy) -> Parts:
    """Decide the situations of a proof by another compiled policy; rules that stand in both are not evaluated again."""
    known: dict[str, dict[str, tuple[CompiledRule, int]]] = {
        name: {rule.id: (rule, bits) for rule, bits in zip(group.rules, proof.holding(name), strict=True)}
        for name, group in proof.compiled.groups.items()
    }

    def evaluate(group: CompiledGroup, at: Sets) -> list[int]:
        before = proof.sets[group.name]
        followed = ("scope", "priority", *compiled.derivations)
        stands = all(at.get(fact) == before.get(fact) for fact in followed if fact in group.reads)
        holding = []
        for rule in group.rules:
            earlier = known[group.name].get(rule.id) if stands else None
            is_known = earlier is not None and earlier[0].when == rule.when
            holding.append(earlier[1] if is_known and earlier else where(rule.when, at, proof.space.all))
        return holding

    followed = {"scope", "priority", *compiled.derivations, *proof.compiled.derivations}
    sets = {fact: codes for fact, codes in proof.sets["scope"].items() if fact not in followed}
    sets |= derived_sets(compiled.derivations, sets, proof.space.all)
    return outcomes(compiled, proof.tier, sets, proof.space.all, evaluate)
