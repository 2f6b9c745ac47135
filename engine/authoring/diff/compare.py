"""What two policies decide differently, over all situations."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, product

from ...language.time_notation import parse_instant
from ...model import Policy
from ...proof.delays import DelayComparison
from ...proof.occurring_receipts import Receipts, SomeReceipts
from ...rules.known import applied_presumptions
from ...rules.outcomes import Outcome
from ...rules.spaces import union
from .aspects import Aspect, OutcomeComparison
from .changes import Change, ChangeCell, Extent, Witness
from .common_codes import ProofPair, common_proofs, compile_aligned, shared_codes
from .diff_witness import DiffWitnesses
from .escalation_changes import escalation_changes
from .extent import ExtentMeasure, Situations
from .listed_changes import ListedChanges

Pair = tuple["Outcome", "Outcome"]
"""What both policies come to in a situation."""


class PolicyComparison:
    """Two policies, compared situation by situation on all of them at once.

    `situations` counts those compared, by tier, once the changes were asked for.
    """

    def __init__(self, old: Policy, new: Policy, day: str) -> None:
        """Take the policies, and the day from which on requests come in."""
        self._compiled = compile_aligned(old, new)
        self._extents = ExtentMeasure(self._compiled[0], shared_codes(old, new, self._compiled[0]))
        delays = self._delays = DelayComparison(day)
        self._receipts = Receipts.of(self._compiled[1], day)
        self._outcomes = OutcomeComparison(old, new, delays)
        self._witnesses = DiffWitnesses(old, new, self._compiled, self._receipts, day)
        self._listed = ListedChanges(self._compiled, self._extents, self._witnesses)
        self._policies = old, new
        self._levels = [*{**old.levels, **new.levels}, None]
        self._compared: list[tuple[ProofPair, dict[Pair, int]]] = []
        self.situations: dict[str, int] = {tier: 0 for tier in new.tiers if tier in old.tiers}
        self.not_compared: Mapping[str, str] = delays.not_compared
        """By promise, why a deadline could not be counted, and so not be compared."""

    def changes(self) -> list[Change]:
        """Return the changes, each with the situations that it is in; raises what `common_proofs` does."""
        for proofs in common_proofs(*self._compiled, self._receipts, self._listed.facts):
            valid = self._extents.valid(proofs)
            self.situations[proofs.new.tier] = self._extents.count([(proofs, valid)])
            self._compared.append((proofs, dict(outcome_pairs(proofs.old.parts, proofs.new.parts, valid))))
        groups: dict[Change, dict[Pair, Aspect]] = {}
        for pair in dict.fromkeys(pair for _, pairs in self._compared for pair in pairs):
            for aspect in self._outcomes.aspects(*pair, self._received(pair)):
                groups.setdefault(_what_changed(aspect), {})[pair] = aspect
        compared = [(proofs, union(pairs.values())) for proofs, pairs in self._compared]
        every = dict.fromkeys(pair for _, pairs in self._compared for pair in pairs)
        steps = escalation_changes(
            *self._policies, self._delays, ((*pair, self._received(pair)) for pair in every if self._has_after)
        )
        return [*(self._change(group) for group in groups.values()), *self._listed.changes(compared), *steps]

    @property
    def _has_after(self) -> bool:
        """Whether a step of escalation opens after some time."""
        return any(step.after is not None for step in self._policies[0].escalation)

    def _received(self, pair: Pair) -> SomeReceipts | None:
        """Return the receipts at which a situation can come to a pair of outcomes; None where it can at all of them."""
        sets = [proofs.new.received(pairs[pair]) for proofs, pairs in self._compared if pair in pairs]
        return None if None in sets else SomeReceipts.union(received for received in sets if received)

    def with_witness(self, change: Change) -> Change:
        """Return a change of what is presumed with a request that omits the fact and is decided differently."""
        witnesses: dict[str, tuple[Aspect, Witness]] = {}
        for proofs, pairs in self._compared:
            for aspect, bits in _presumption_aspects(proofs, pairs, change.name, self._outcomes):
                about = aspect.change.about
                witness = about not in witnesses and self._witness(aspect, (proofs, bits), change.name)
                if witness:
                    witnesses[about] = (aspect, witness)
        for about in ("scope", "priority", "channel", "promise"):
            if about in witnesses:
                aspect, witness = witnesses[about]
                return replace(change, witness=witness, consequence=_what_changed(aspect))
        return change

    def _witness(self, aspect: Aspect, situations: Situations, omitted: str = "") -> Witness | None:
        proofs, bits = situations
        codes = proofs.new.codes(bits & self._receipts_of(aspect, proofs))
        codes.pop(omitted, None)
        return self._witnesses.witness(aspect, proofs.new.tier, codes)

    def _change(self, group: dict[Pair, Aspect]) -> Change:
        """Return the change of the situations whose outcomes differ alike in one aspect, shown where it is largest."""
        pair, aspect = max(group.items(), key=lambda item: _seconds(item[1]))
        example = next(
            (proofs, pairs[pair])
            for proofs, pairs in self._compared
            if pairs.get(pair, 0) & self._receipts_of(aspect, proofs)
        )
        return replace(
            aspect.change,
            cells=self._cells(aspect, group),
            hours=tuple(dict.fromkeys(hours for own in group.values() for hours in own.change.hours)),
            extent=self._extent(aspect, group),
            witness=self._witness(aspect, example),
        )

    def _receipts_of(self, aspect: Aspect, proofs: ProofPair) -> int:
        """Return the situations that are received when an aspect says that it shows; all where it does not say."""
        received = aspect.change.by.received if aspect.change.by else None
        return -1 if received is None else proofs.new.received_at(self._receipts.all_at(parse_instant(received)))

    def _situations(self, is_meant: Callable[[str, Pair], bool]) -> list[Situations]:
        """Return the situations compared whose tier and outcomes are meant."""
        sets = (
            (proofs, union(bits for pair, bits in pairs.items() if is_meant(proofs.new.tier, pair)))
            for proofs, pairs in self._compared
        )
        return [situations for situations in sets if situations[1]]

    def _extent(self, aspect: Aspect, group: dict[Pair, Aspect]) -> Extent:
        """Return how many situations a group has, and what it takes to be one of them."""
        sets = self._situations(lambda _, pair: pair in group)
        cells = {
            (proofs.new.tier, _cell_key(aspect, pair))
            for proofs, pairs in self._compared
            for pair in pairs
            if pair in group
        }
        surroundings = self._situations(lambda tier, pair: (tier, _cell_key(aspect, pair)) in cells)
        box, situations = self._extents.box(sets), self._extents.count(sets)
        return Extent(
            situations=situations,
            of=sum(self.situations[tier] for tier in {proofs.new.tier for proofs, _ in sets}),
            where=self._extents.values(box, self._extents.box(surroundings)),
            is_exact=situations == self._extents.count(surroundings, box),
        )

    def _cells(self, aspect: Aspect, group: dict[Pair, Aspect]) -> tuple[ChangeCell, ...]:
        """Return the tiers of a group, with old and new level where those do not change themselves, in their order."""
        cells = {
            (proofs.new.tier, *_cell_levels(aspect, pair))
            for proofs, pairs in self._compared
            for pair in pairs
            if pair in group
        }
        tiers, levels = list(self.situations), self._levels
        return tuple(
            sorted(cells, key=lambda cell: (tiers.index(cell[0]), levels.index(cell[1]), levels.index(cell[2])))
        )


def _what_changed(aspect: Aspect) -> Change:
    """Return what changed in an aspect, by however much."""
    return replace(aspect.change, by=None, hours=())


def _seconds(aspect: Aspect) -> int:
    by = aspect.change.by
    return (by.seconds if by else None) or 0


def outcome_pairs(
    before: Mapping[Outcome, int], after: Mapping[Outcome, int], valid: int
) -> Iterator[tuple[Pair, int]]:
    """Yield the pairs of outcomes that some valid situations have in two parts of all, with those situations."""
    for old, bits in before.items():
        remaining = bits & valid
        for new in chain([old], after):  # most situations are decided as before
            if not remaining:
                break
            common = remaining & after.get(new, 0)
            if common:
                yield (old, new), common
                remaining ^= common


def _presumption_aspects(
    proofs: ProofPair,
    pairs: Mapping[Pair, int],
    fact: str,
    comparison: OutcomeComparison,
) -> Iterator[tuple[Aspect, int]]:
    """Yield in which aspects a request is decided differently for omitting a fact, with situations that show it.

    `pairs` are the situations compared, by old and new outcome. Those yielded are of the new
    policy, in which the fact has the value that it presumes; with the value that the old one
    presumes nothing changed in that aspect.
    """
    old, new = proofs
    if fact not in old.space.facts:
        return
    cases = (applied_presumptions(proof.compiled, fact, proof.sets["scope"], proof.valid)[0] for proof in proofs)
    for (old_code, old_bits), (new_code, new_bits) in product(*cases):
        start = old_bits & new.sets["scope"][fact].get(old_code, 0)
        for (before, unmoved), bits in pairs.items() if start and old_code != new_code else ():
            moved = new.space.moved(bits & start, fact, old_code, new_code) & new_bits
            for after, part in new.parts.items() if moved else ():
                if moved & part:
                    received = new.received(moved & part)
                    known = {(a.change.about, a.change.name) for a in comparison.aspects(before, unmoved, received)}
                    aspects = comparison.aspects(before, after, received)
                    yield from ((a, moved & part) for a in aspects if (a.change.about, a.change.name) not in known)


def _cell_key(aspect: Aspect, pair: Pair) -> object:
    """Return what a change names of a situation beside its tier: the level, where that is not what changed."""
    scopes, levels = (pair[0].scope, pair[1].scope), (pair[0].level, pair[1].level)
    about = aspect.change.about
    return None if about == "scope" else scopes if about == "priority" else (scopes, levels)


def _cell_levels(aspect: Aspect, pair: Pair) -> tuple[str | None, str | None]:
    before, after = (outcome.level if isinstance(outcome.level, str) else None for outcome in pair)
    return (before, after) if aspect.change.about in ("promise", "channel") else (None, None)
