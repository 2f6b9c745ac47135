"""What two policies decide otherwise, over all situations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...proof.delays import Lateness
from .aspects import Aspects
from .changes import Change, Extent, Leads
from .common_codes import aligned, shared_codes
from .common_space import common_ground
from .diff_witness import DiffWitnesses
from .extent import ExtentMeasure
from .presumed_changes import presumed_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Policy
    from ...rules.outcomes import Outcome
    from .aspects import Aspect
    from .changes import Place, Witness
    from .common_space import Slice

Pair = tuple["Outcome", "Outcome"]


@dataclass(slots=True)
class _Group:
    """Situations that change alike in one respect."""

    respect: Aspect
    sets: dict[tuple[int, str], int] = field(default_factory=dict)
    pairs: dict[tuple[str, Pair], None] = field(default_factory=dict)
    hours: dict[str, None] = field(default_factory=dict)
    shown: tuple[int, str, int] = (0, "", 0)
    """A set of situations, by slice and tier, that shows the respect at its largest."""


class PolicyComparison:
    """Two policies, compared situation by situation on all of them at once.

    `situations` counts those compared, by tier, once the changes were asked for.
    """

    def __init__(self, old: Policy, new: Policy, day: str) -> None:
        """Take the policies, and the day from which on requests come in."""
        self._books = aligned(old, new)
        self._measuring = ExtentMeasure(self._books[0], shared_codes(old, new, self._books[0]))
        self._lateness = Lateness(day)
        self._respects = Aspects(old, new, self._lateness)
        self._showing = DiffWitnesses(old, new, self._books[0], day)
        self._tiers = [tier for tier in new.tiers if tier in old.tiers]
        self._levels = list({**old.levels, **new.levels})
        self._slices: list[Slice] = []
        self._pairs: dict[tuple[int, str], dict[Pair, int]] = {}
        self.situations: dict[str, int] = dict.fromkeys(self._tiers, 0)

    @property
    def not_compared(self) -> Mapping[str, str]:
        """By promise, why a deadline could not be counted, and so not be compared."""
        return self._lateness.not_compared

    def changes(self) -> list[Change]:
        """Return the changes, each with the situations that it is in; raise NotProved where they are too many."""
        groups: dict[object, _Group] = {}
        for n, piece in enumerate(common_ground(*self._books)):
            self._slices.append(piece)
            for tier in self._tiers:
                valid = self._measuring.valid(piece, tier)
                self.situations[tier] += self._measuring.count([(piece, tier, valid)])
                pairs = dict(_pairs(piece, tier, valid))
                self._pairs[n, tier] = pairs
                for pair, bits in pairs.items():
                    for respect in self._respects.between(*pair):
                        group = groups.setdefault(_key(respect), _Group(respect))
                        _add(group, respect, pair, (n, tier, bits))
        return [self._change(group) for group in groups.values()]

    def leaving_out(self, change: Change) -> Change:
        """Return a change of what is presumed with a request that leaves the fact out and is decided otherwise."""
        found: dict[str, tuple[Aspect, Witness]] = {}
        for (n, tier), pairs in self._pairs.items():
            piece = self._slices[n]
            proofs = piece.old[tier], piece.new[tier]
            for respect, bits in presumed_otherwise(proofs, pairs, change.name, self._respects):
                if respect.about not in found:
                    codes = self._measuring.stated(piece.new[tier].codes(bits), piece.idle)
                    codes.pop(change.name, None)
                    witness = self._showing.witness(respect, tier, codes)
                    if witness:
                        found[respect.about] = (respect, witness)
        for about in ("scope", "priority", "channel", "promise"):
            if about in found:
                respect, witness = found[about]
                leads = Leads(respect.about, respect.name, respect.before, respect.after)
                return replace(change, witness=witness, leads=leads)
        return change

    def _change(self, group: _Group) -> Change:
        respect = group.respect
        sets = [(self._slices[n], tier, bits) for (n, tier), bits in group.sets.items()]
        extent = self._extent(group, sets)
        n, tier, bits = group.shown
        codes = self._measuring.stated(self._slices[n].new[tier].codes(bits), self._slices[n].idle)
        witness = self._showing.witness(respect, tier, codes)
        return Change(
            respect.kind,
            respect.about,
            respect.name,
            respect.before,
            respect.after,
            self._places_of(group),
            tuple(group.hours),
            respect.by,
            extent,
            witness,
        )

    def _extent(self, group: _Group, sets: list[tuple[Slice, str, int]]) -> Extent:
        """Return how many situations a group has, and what it takes to be one of them."""
        needed = {(tier, _place(group.respect, pair)) for tier, pair in group.pairs}
        beside = []
        for (n, tier), pairs in self._pairs.items():
            bits = 0
            for pair, there in pairs.items():
                if (tier, _place(group.respect, pair)) in needed:
                    bits |= there
            beside.append((self._slices[n], tier, bits))
        box = self._measuring.box(sets)
        situations = self._measuring.count(sets)
        return Extent(
            situations,
            sum(self.situations[tier] for tier in {tier for tier, _ in group.pairs}),
            self._measuring.values(box, self._measuring.box(beside)),
            situations == self._measuring.count(beside, box),
        )

    def _places_of(self, group: _Group) -> tuple[Place, ...]:
        has_levels = group.respect.about in ("promise", "channel")
        found: dict[Place, None] = {}
        for tier, (one, other) in group.pairs:
            levels = [
                outcome.level if has_levels and isinstance(outcome.level, str) else None for outcome in (one, other)
            ]
            found[tier, levels[0], levels[1]] = None
        order = [*self._levels, None]
        return tuple(sorted(found, key=lambda p: (self._tiers.index(p[0]), order.index(p[1]), order.index(p[2]))))


def _pairs(piece: Slice, tier: str, valid: int) -> Iterator[tuple[Pair, int]]:
    """Yield the pairs of old and new outcomes that some situations have, with those situations."""
    parts = {outcome: bits & valid for outcome, bits in piece.new[tier].parts.items()}
    for outcome, bits in piece.old[tier].parts.items():
        left = bits & valid
        # Most situations are decided as before.
        for other in sorted(parts, key=lambda one: one != outcome):
            if not left:
                break
            both = left & parts[other]
            if both:
                yield (outcome, other), both
                left ^= both


def _key(respect: Aspect) -> object:
    return (respect.kind, respect.about, respect.name, respect.before, respect.after)


def _add(group: _Group, respect: Aspect, pair: Pair, at: tuple[int, str, int]) -> None:
    n, tier, bits = at
    group.sets[n, tier] = group.sets.get((n, tier), 0) | bits
    group.pairs[tier, pair] = None
    group.hours |= dict.fromkeys(hours for hours in respect.hours if hours)
    if not group.shown[1] or _amount(respect) > _amount(group.respect):
        group.respect, group.shown = respect, at


def _amount(respect: Aspect) -> int:
    return respect.by.seconds or 0 if respect.by else 0


def _place(respect: Aspect, pair: Pair) -> object:
    """Return what a change names of a situation beside its tier: the level, where that is not what changed."""
    one, other = pair
    if respect.about == "scope":
        return None
    scopes = (one.scope, other.scope)
    return scopes if respect.about == "priority" else (scopes, one.level, other.level)
