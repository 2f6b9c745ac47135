"""Every situation of a policy at once: the ground on which things are proved.

The situations of each tier are laid out as one space of bits, the same for all tiers, so that
what a rule or an outcome covers is an integer and two tiers compare by an AND. Where the space
of all facts is too large, it is cut into slices by the values of the facts that most rules read;
in each slice the rules that are settled, and the facts that only they read, drop out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ..model import SCOPES, SpanOf
from ..rules.compiled import facts_of, kleene
from ..rules.outcomes import Outcome, TooManyOutcomes, outcomes
from ..rules.rulebook import PROVABLE
from ..rules.spaces import Space, constant, holding, where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ..rules.compiled import Compiled, CompiledGroup
    from ..rules.rulebook import Rulebook
    from ..rules.spaces import Sets

_SLICES = 4096
"""Slices up to which a space is cut."""

_SHARES = (1, 16, 256)
"""Parts of all situations that can be looked at which one slice may have, one after the other."""

Cut = tuple[dict[str, int], frozenset[str]]
"""The codes that a slice fixes, and the facts among them that nothing reads in it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """All situations of one tier, within one slice, and what the policy decides in each.

    `parts` has every situation in one outcome. `sets` are those that each group was evaluated
    on, `fixed` the codes of the facts that are not part of the space; those of `idle` facts stand
    for all others, because nothing reads them in this slice. `valid` are the situations that some
    request can be in.
    """

    book: Rulebook
    tier: str
    space: Space
    fixed: Mapping[str, int]
    parts: Mapping[Outcome, int]
    valid: int
    sets: Mapping[str, Sets]
    _holding: dict[str, list[int]] = field(default_factory=dict)
    idle: frozenset[str] = frozenset()

    def holding(self, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a group's rules hold."""
        if group not in self._holding:
            self._holding[group] = holding(self.book.groups[group], self.sets[group], self.space.all)
        return self._holding[group]

    def where(self, condition: Compiled, group: str = "channel") -> int:
        """Return the situations in which a condition holds, as a group would read it."""
        return where(condition, self.sets[group], self.space.all) & self.valid

    def could_be(self, condition: Compiled, group: str) -> int:
        """Return the situations in which a condition holds for some values of the idle facts that it reads."""
        idle = sorted(facts_of(condition) & self.idle)
        codes = [self.book.codes[fact] for fact in idle]
        if prod(len(axis) for axis in codes) > _SLICES:
            return self.valid
        found = 0
        for chosen in product(*codes):
            sets = {**self.sets[group], **constant(dict(zip(idle, chosen, strict=True)), self.space.all)}
            found |= where(condition, sets, self.space.all)
        return found & self.valid

    def applies(self, group: str) -> int:
        """Return the situations in which a group's outcome is part of the decision, or decides another's."""
        if group == "scope" or (group == "priority" and self.book.scope_reads_priority):
            return self.valid
        return sum(bits for outcome, bits in self.parts.items() if _arises(group, outcome)) & self.valid

    def codes(self, bits: int) -> dict[str, int]:
        """Return the codes of one situation of a set that is not empty, presumed values where it has them."""
        for fact in self.space.facts:
            for _, code in self.book.presumptions.get(fact, ()):
                usual = self.sets["scope"][fact].get(code, 0) & bits
                if usual:
                    bits = usual
                    break
        return {**self.fixed, **self.space.first(bits)}


def _arises(group: str, outcome: Outcome) -> bool:
    if group == "priority":
        return outcome.scope == "support"
    return outcome.coverage is not None if group == "coverage" else outcome.ways is not None


class Ground:
    """The proofs of a policy, tier by tier, of its whole decisions or of one group alone."""

    def __init__(self, book: Rulebook, group: str | None = None, also: Collection[str] = ()) -> None:
        """Take what is to be decided: everything, or one group; facts `also` vary in every slice, read or not."""
        self.book = book
        self._group = group
        self._also = frozenset(also)
        self._facts = [
            fact
            for fact in book.codes
            if fact not in ("tier", "scope", "priority")
            and (fact in also or (fact in book.relevant and (group is None or fact in _bearing_on(book, group))))
        ]

    @cached_property
    def slices(self) -> tuple[Mapping[str, Proof], ...] | None:
        """The proofs by tier, slice by slice; None where there are too many situations."""
        try:
            cuts = self._cuts()
            return tuple({tier: self._proof(tier, *cut) for tier in self.book.policy.tiers} for cut in cuts)
        except (TooManyOutcomes, _TooManySituations):
            return None

    def proofs(self) -> Iterator[Proof]:
        """Yield every proof of every slice."""
        for proofs in self.slices or ():
            yield from proofs.values()

    def _cuts(self) -> list[Cut]:
        """Return the codes that each slice fixes, and the facts among them that nothing reads in it.

        Small slices make more facts drop out, large ones are fewer; the largest that do are taken.
        """
        for share in _SHARES:
            cuts = self._cut(max(1, PROVABLE // share))
            if cuts is not None:
                return cuts
        raise _TooManySituations

    def _cut(self, most: int) -> list[Cut] | None:
        """Cut the space into slices of so many situations at most; None where they are too many."""
        cuts: list[Cut] = []
        ahead: list[dict[str, int]] = [{}]
        left = PROVABLE
        while ahead:
            fixed = ahead.pop()
            read = self._read(fixed)
            free = [fact for fact in self._facts if fact in self._also or (fact in read and fact not in fixed)]
            size = prod(len(self.book.codes[fact]) for fact in free)
            cuttable = [fact for fact in free if fact not in self._also]
            if size <= most or not cuttable:
                left -= size
                idle = {fact: _usual(self.book, fact) for fact in self._facts if fact not in free and fact not in fixed}
                cuts.append(({**idle, **fixed}, frozenset(idle)))
            else:
                fact = max(cuttable, key=lambda name: (read[name], len(self.book.codes[name])))
                ahead += [{**fixed, fact: code} for code in self.book.codes[fact]]
            if left < 0 or len(ahead) + len(cuts) > _SLICES:
                return None
        return cuts

    def _read(self, fixed: Mapping[str, int]) -> dict[str, int]:
        """Return the facts that are read once some are fixed, with how many rules still read each."""
        if not fixed and prod(len(self.book.codes[fact]) for fact in self._facts) <= PROVABLE:
            return dict.fromkeys(self._facts, 1)
        read: dict[str, int] = {}
        for group in self._groups():
            for rule in group.rules:
                if kleene(rule.when, fixed) is None:
                    for fact in _open_facts(rule.when, fixed):
                        read[fact] = read.get(fact, 0) + 1
        for name in reversed(list(self.book.presumptions)):
            # Whether an optional fact can be absent depends on what its presumptions read.
            absent = name in read if name not in fixed else fixed[name] == self.book.codes[name].none
            if self.book.facts[name].optional and absent:
                for when, _ in self.book.presumptions[name]:
                    read.update({fact: read.get(fact, 0) + 1 for fact in _open_facts(when, fixed)})
        spans = {
            cell.fact
            for p in self.book.policy.promises.values()
            for cell in p.within.values()
            if isinstance(cell, SpanOf)
        }
        if self._group is None:
            read.update({fact: read.get(fact, 0) + 1 for fact in spans})
        return {fact: count for fact, count in read.items() if fact in self._facts}

    def _groups(self) -> list[CompiledGroup]:
        names = _deciding(self.book, self._group) if self._group else tuple(self.book.groups)
        return [self.book.groups[name] for name in names]

    def _proof(self, tier: str, fixed: Mapping[str, int], idle: frozenset[str] = frozenset()) -> Proof:
        book = self.book
        free = [fact for fact in self._facts if fact not in fixed]
        space = Space([book.codes[fact] for fact in free])
        unread = {fact: _usual(book, fact) for fact in book.relevant if fact not in free and fact not in fixed}
        held = {**unread, **fixed, "tier": book.codes["tier"].code(tier)}
        sets = constant(held, space.all) | {fact: space.choices(fact) for fact in space.facts}
        seen: dict[str, Sets] = {}
        bits: dict[str, list[int]] = {}

        def evaluate(group: CompiledGroup, at: Sets) -> list[int]:
            if group.name == "channel" and self._group not in (None, "channel"):
                return [0] * len(group.rules)  # whatever it adds, it is not asked about
            seen[group.name] = dict(at)
            bits[group.name] = holding(group, at, space.all)
            return bits[group.name]

        parts = outcomes(book, tier, sets, space.all, evaluate)
        decided = {**sets, **_decided(book, parts)}
        seen = {**dict.fromkeys(book.groups, decided), **seen}
        held.pop("tier")
        valid = _valid(book, sets, space)
        return Proof(book, tier, space, held, parts, valid, seen, bits, idle | frozenset(unread))


def span_facts(book: Rulebook) -> set[str]:
    """Return the facts that give promises their spans."""
    return {cell.fact for p in book.policy.promises.values() for cell in p.within.values() if isinstance(cell, SpanOf)}


class _TooManySituations(Exception):
    """There are more situations than can be decided."""


def _usual(book: Rulebook, fact: str) -> int:
    """Return the code of some value of a fact, which any request can state."""
    return next(iter(book.codes[fact]))


def _open_facts(condition: Compiled, fixed: Mapping[str, int]) -> set[str]:
    """Return the facts of a condition that still bear on it once some are fixed."""
    parts = getattr(condition, "parts", None) or ([condition.part] if hasattr(condition, "part") else [])
    if not parts:
        return facts_of(condition) - set(fixed)
    return set().union(*(_open_facts(part, fixed) for part in parts if kleene(part, fixed) is None))


def _decided(book: Rulebook, parts: Mapping[Outcome, int]) -> Sets:
    """Return scope and priority as the groups read them that come after both."""
    levels: dict[int, int] = {}
    scopes: dict[int, int] = {}
    for outcome, bits in parts.items():
        code = book.codes["priority"].code(outcome.level if isinstance(outcome.level, str) else None)
        levels[code] = levels.get(code, 0) | bits
        if isinstance(outcome.scope, str):
            scope = SCOPES.index(outcome.scope)
            scopes[scope] = scopes.get(scope, 0) | bits
    return {"priority": levels, "scope": scopes}


def _valid(book: Rulebook, sets: Sets, space: Space) -> int:
    """Return the situations that some request can be in: where a value is presumed, nobody can have none."""
    valid = space.all
    for fact, cases in book.presumptions.items():
        if book.facts[fact].optional and fact in sets:
            absent = sets[fact].get(book.codes[fact].code(None), 0)
            for when, _ in cases:
                valid &= ~(absent & where(when, sets, space.all))
    return valid


def _deciding(book: Rulebook, group: str) -> tuple[str, ...]:
    """Return the groups that decide one, or whether its question arises."""
    needed = {group}
    if group != "scope":
        needed.add("scope")
    if group == "coverage":
        needed.add("priority")
    for name in ("channel", "coverage", "scope", "priority", "scope"):
        if name in needed:
            needed |= set(book.groups[name].reads) & {"scope", "priority"}
    return tuple(name for name in book.groups if name in needed)


def _bearing_on(book: Rulebook, group: str) -> set[str]:
    """Return the facts on which a group's outcome depends, or whether its question arises."""
    read = set().union(*(book.groups[name].reads for name in _deciding(book, group)))
    for name in reversed(list(book.presumptions)):
        if name in read and book.facts[name].optional:
            read = read.union(*(facts_of(when) for when, _ in book.presumptions[name]))
    return read
