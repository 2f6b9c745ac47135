"""What two policies decide otherwise, over all situations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...proof.delays import Lateness
from .aspects import OutcomeComparison
from .changes import Change, Consequence, Extent
from .common_codes import compile_aligned, shared_codes
from .common_space import common_slices
from .diff_witness import DiffWitnesses
from .extent import ExtentMeasure
from .presumed_changes import presumption_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Policy
    from ...rules.outcomes import Outcome
    from .aspects import Aspect
    from .changes import ChangeCell, Witness
    from .common_space import CommonSlice

Pair = tuple["Outcome", "Outcome"]


@dataclass(slots=True)
class _Group:
    """Situations that change alike in one aspect."""

    aspect: Aspect
    sets: dict[tuple[int, str], int] = field(default_factory=dict)
    pairs: dict[tuple[str, Pair], None] = field(default_factory=dict)
    hours: dict[str, None] = field(default_factory=dict)
    largest: tuple[int, str, int] = (0, "", 0)
    """A set of situations, by slice and tier, that shows the aspect at its largest."""


class PolicyComparison:
    """Two policies, compared situation by situation on all of them at once.

    `situations` counts those compared, by tier, once the changes were asked for.
    """

    def __init__(self, old: Policy, new: Policy, day: str) -> None:
        """Take the policies, and the day from which on requests come in."""
        self._compiled = compile_aligned(old, new)
        self._extents = ExtentMeasure(self._compiled[0], shared_codes(old, new, self._compiled[0]))
        self._lateness = Lateness(day)
        self._outcomes = OutcomeComparison(old, new, self._lateness)
        self._witnesses = DiffWitnesses(old, new, self._compiled[0], day)
        self._tiers = [tier for tier in new.tiers if tier in old.tiers]
        self._levels = list({**old.levels, **new.levels})
        self._slices: list[CommonSlice] = []
        self._pairs: dict[tuple[int, str], dict[Pair, int]] = {}
        self.situations: dict[str, int] = dict.fromkeys(self._tiers, 0)

    @property
    def not_compared(self) -> Mapping[str, str]:
        """By promise, why a deadline could not be counted, and so not be compared."""
        return self._lateness.not_compared

    def changes(self) -> list[Change]:
        """Return the changes, each with the situations that it is in; raise NotProved where they are too many."""
        groups: dict[object, _Group] = {}
        for n, slice_ in enumerate(common_slices(*self._compiled)):
            self._slices.append(slice_)
            for tier in self._tiers:
                valid = self._extents.valid(slice_, tier)
                self.situations[tier] += self._extents.count([(slice_, tier, valid)])
                pairs = dict(_pairs(slice_, tier, valid))
                self._pairs[n, tier] = pairs
                for pair, bits in pairs.items():
                    for aspect in self._outcomes.aspects(*pair):
                        group = groups.setdefault(_group_key(aspect), _Group(aspect))
                        _add_to_group(group, aspect, pair, (n, tier, bits))
        return [self._change(group) for group in groups.values()]

    def with_witness(self, change: Change) -> Change:
        """Return a change of what is presumed with a request that leaves the fact out and is decided otherwise."""
        witnesses: dict[str, tuple[Aspect, Witness]] = {}
        for (n, tier), pairs in self._pairs.items():
            slice_ = self._slices[n]
            proofs = slice_.old[tier], slice_.new[tier]
            for aspect, bits in presumption_changes(proofs, pairs, change.name, self._outcomes):
                if aspect.about not in witnesses:
                    codes = self._extents.example_codes(slice_.new[tier].codes(bits), slice_.idle)
                    codes.pop(change.name, None)
                    witness = self._witnesses.witness(aspect, tier, codes)
                    if witness:
                        witnesses[aspect.about] = (aspect, witness)
        for about in ("scope", "priority", "channel", "promise"):
            if about in witnesses:
                aspect, witness = witnesses[about]
                consequence = Consequence(aspect.about, aspect.name, aspect.before, aspect.after)
                return replace(change, witness=witness, consequence=consequence)
        return change

    def _change(self, group: _Group) -> Change:
        aspect = group.aspect
        sets = [(self._slices[n], tier, bits) for (n, tier), bits in group.sets.items()]
        extent = self._extent(group, sets)
        n, tier, bits = group.largest
        codes = self._extents.example_codes(self._slices[n].new[tier].codes(bits), self._slices[n].idle)
        witness = self._witnesses.witness(aspect, tier, codes)
        return Change(
            aspect.kind,
            aspect.about,
            aspect.name,
            aspect.before,
            aspect.after,
            self._cells(group),
            tuple(group.hours),
            aspect.by,
            extent,
            witness,
        )

    def _extent(self, group: _Group, sets: list[tuple[CommonSlice, str, int]]) -> Extent:
        """Return how many situations a group has, and what it takes to be one of them."""
        cells = {(tier, _cell_key(group.aspect, pair)) for tier, pair in group.pairs}
        surroundings = []
        for (n, tier), pairs in self._pairs.items():
            bits = 0
            for pair, pair_bits in pairs.items():
                if (tier, _cell_key(group.aspect, pair)) in cells:
                    bits |= pair_bits
            surroundings.append((self._slices[n], tier, bits))
        own_values = self._extents.box(sets)
        situations = self._extents.count(sets)
        return Extent(
            situations,
            sum(self.situations[tier] for tier in {tier for tier, _ in group.pairs}),
            self._extents.values(own_values, self._extents.box(surroundings)),
            situations == self._extents.count(surroundings, own_values),
        )

    def _cells(self, group: _Group) -> tuple[ChangeCell, ...]:
        has_levels = group.aspect.about in ("promise", "channel")
        cells: dict[ChangeCell, None] = {}
        for tier, (old, new) in group.pairs:
            levels = [
                outcome.level if has_levels and isinstance(outcome.level, str) else None for outcome in (old, new)
            ]
            cells[tier, levels[0], levels[1]] = None
        order = [*self._levels, None]
        return tuple(sorted(cells, key=lambda p: (self._tiers.index(p[0]), order.index(p[1]), order.index(p[2]))))


def _pairs(slice_: CommonSlice, tier: str, valid: int) -> Iterator[tuple[Pair, int]]:
    """Yield the pairs of old and new outcomes that some situations have, with those situations."""
    new_parts = {outcome: bits & valid for outcome, bits in slice_.new[tier].parts.items()}
    for old_outcome, bits in slice_.old[tier].parts.items():
        remaining = bits & valid
        # Most situations are decided as before.
        for new_outcome in sorted(new_parts, key=lambda candidate: candidate != old_outcome):
            if not remaining:
                break
            common = remaining & new_parts[new_outcome]
            if common:
                yield (old_outcome, new_outcome), common
                remaining ^= common


def _group_key(aspect: Aspect) -> object:
    return (aspect.kind, aspect.about, aspect.name, aspect.before, aspect.after)


def _add_to_group(group: _Group, aspect: Aspect, pair: Pair, at: tuple[int, str, int]) -> None:
    n, tier, bits = at
    group.sets[n, tier] = group.sets.get((n, tier), 0) | bits
    group.pairs[tier, pair] = None
    group.hours |= dict.fromkeys(hours for hours in aspect.hours if hours)
    if not group.largest[1] or _delay_seconds(aspect) > _delay_seconds(group.aspect):
        group.aspect, group.largest = aspect, at


def _delay_seconds(aspect: Aspect) -> int:
    return aspect.by.seconds or 0 if aspect.by else 0


def _cell_key(aspect: Aspect, pair: Pair) -> object:
    """Return what a change names of a situation beside its tier: the level, where that is not what changed."""
    old, new = pair
    if aspect.about == "scope":
        return None
    scopes = (old.scope, new.scope)
    return scopes if aspect.about == "priority" else (scopes, old.level, new.level)
