"""The completions that are left once more is known of a request, among those of which nothing is presumed.

What a request comes to is the same in a completion whether its facts are chosen or presumed. So all completions are
decided once, with nothing presumed, and whatever is then known or assumed of some facts is read off those that have
it: the request as it is presumed to be, and each other value of a presumed fact.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import NamedTuple

from .compiled_policy import CompiledPolicy
from .completions import EXACT, Order, Pairs, Possible, possible_among
from .known import Known, applied_presumptions
from .outcomes import Outcome
from .spaces import Space, union
from .unpresumed import Unpresumed


class PresumedOpen(NamedTuple):
    """An open fact with a presumption: the completions in which it has a code by that, and in which it is chosen.

    The first codes are those of its presumptions, in their order; an optional fact may have no value after them.
    """

    fact: str
    applied: Sequence[tuple[int, int]]
    chosen: int

    def consistent(self, space: Space) -> int:
        """Return the completions in which the fact has the value that is presumed, if one is."""
        choices = space.choices(self.fact)
        return self.chosen | union(bits & choices[code] for code, bits in self.applied)

    def applied_to(self, bits: int, space: Space) -> int:
        """Return the completions that are in a set once the fact has the value that is presumed, if one is."""
        choices = space.choices(self.fact)
        spread = (
            under & space.spread(at, self.fact, code) for code, under in self.applied if (at := bits & choices[code])
        )
        return bits & self.chosen | union(spread)


class SpaceSlice(Space):
    """The completions of a space in which the facts beside its own have one code each; its sets are the space's."""

    def __init__(self, space: Space, facts: tuple[str, ...], everything: int) -> None:
        """Take the facts that still vary, and all completions of the slice."""
        self._space = space
        self.facts = facts
        self.size = prod(space.extent(fact) for fact in facts)
        self.set_size = space.set_size
        self.all = everything

    def choices(self, fact: str) -> dict[int, int]:
        """Return, by code, the completions of the whole space that choose it."""
        return self._space.choices(fact)

    def moved(self, bits: int, fact: str, start: int, end: int) -> int:
        """Return the completions that differ from some of a set, all of one code of a fact, in having another code."""
        return self._space.moved(bits, fact, start, end)

    def spread(self, bits: int, fact: str, start: int) -> int:
        """Return the completions that differ from some of a set, all of one code of a fact, in that fact at most."""
        return self._space.spread(bits, fact, start)

    def depends_on(self, fact: str, sets: Iterable[int]) -> bool:
        """Tell whether two completions that differ in this fact alone are on two sides of a set."""
        return self._space.depends_on(fact, sets)


@dataclass(frozen=True)
class KnownCompletions:
    """The completions in which facts have the codes that are known, and of the open ones those that are presumed.

    They are those of a `space` of the open facts alone. `consistent` are those among them in which every open fact has
    the value that is presumed of it, if one is. Each of the `outcomes` has one of them; so has each of `distinct`,
    which differ in more than hours on which no deadline depends.
    """

    known: Known
    space: Space
    consistent: int
    presumed_open: Sequence[PresumedOpen]
    outcomes: Sequence[Outcome]
    distinct: Pairs

    @cached_property
    def _all_distinct(self) -> Pairs:
        """All completions by where they lead to, once open facts have the values that are presumed of them."""
        if len(self.distinct) == 1:
            return [(self.distinct[0][0], self.space.all)]
        return [(outcome, self._applied_to(bits)) for outcome, bits in self.distinct]

    def possible(self, compiled: CompiledPolicy, in_order: Order) -> Possible:
        """Return what is possible, and what is missing in an order."""
        return possible_among(compiled, self.known, self.outcomes, self._all_distinct, self.space, in_order)

    def missing(self, but: Container[str]) -> tuple[str, ...]:
        """Return the facts that are missing but for some, and for those of which not only the code matters."""
        if len(self.distinct) == 1:
            return ()
        facts = [fact for fact in self.known.open if fact in self.space.facts and fact not in but]
        sets = [bits for _, bits in self._all_distinct] if facts else []
        return tuple([fact for fact in facts if self.space.depends_on(fact, sets)])

    def _applied_to(self, bits: int) -> int:
        for presumed in reversed(self.presumed_open):
            bits = presumed.applied_to(bits, self.space)
        return bits & self.space.all

    def presumed_anyway(self, compiled: CompiledPolicy) -> dict[str, int]:
        """Return the open facts of which one value is presumed whichever way the others turn out, with its place.

        Facts of which nothing depends are left out.
        """
        indices = {}
        for fact, applied, chosen in self.presumed_open:
            cases = compiled.facts[fact].presume
            places = [n for n, (_, under) in enumerate(applied) if under & self.consistent]
            is_presumed = not chosen & self.consistent and all(place < len(cases) for place in places)
            if is_presumed and len({cases[place].value for place in places}) == 1:
                indices[fact] = places[0]
        return indices


@dataclass(frozen=True)
class FreeCompletions:
    """All completions of a request of which nothing is presumed, and what is left of them once more is known."""

    compiled: CompiledPolicy
    unpresumed: Unpresumed

    def under(self, known: Known) -> KnownCompletions | None:
        """Return the completions that are left by what is known; None where that cannot be read off."""
        space, codes = self.unpresumed.space, self.compiled.codes
        if (
            space is None
            or prod([len(codes[fact]) for fact in known.open]) > EXACT
            or any(known.codes.get(fact) != code for fact, code in self.unpresumed.known.codes.items())
        ):
            return None
        opened = tuple([fact for fact in space.facts if fact not in known.codes])
        if opened == space.facts[: len(opened)]:
            return self._in_block(known, space, opened)
        return self._in_slice(known, space, opened)

    def _in_block(self, known: Known, space: Space, opened: tuple[str, ...]) -> KnownCompletions | None:
        """Return the completions of the facts that vary first, which lie side by side, as a space of their own."""
        block = self._blocks.get(opened)
        if block is None:
            block = self._blocks[opened] = Space([self.compiled.codes[fact] for fact in opened])
        presumed_open = self._presumed_open(known, block)
        if presumed_open is None:
            return None
        start, everything, consistent = space.first_choosing(known.codes), block.all, block.all
        for presumed in presumed_open:
            consistent &= presumed.consistent(block)
        at = consistent << start
        outcomes = [outcome for outcome, bits in self.unpresumed.parts if bits & at]
        distinct = [(outcome, bits >> start & everything) for outcome, bits in self.unpresumed.distinct if bits & at]
        return KnownCompletions(known, block, consistent, presumed_open, outcomes, distinct)

    def _in_slice(self, known: Known, space: Space, opened: tuple[str, ...]) -> KnownCompletions | None:
        presumed_open = self._presumed_open(known, space)
        if presumed_open is None:
            return None
        everything = space.all
        for fact in space.facts:
            if fact in known.codes:
                everything &= space.choices(fact)[known.codes[fact]]
        consistent = everything
        for presumed in presumed_open:
            consistent &= presumed.consistent(space)
        outcomes = [outcome for outcome, bits in self.unpresumed.parts if bits & consistent]
        distinct = [(outcome, bits & everything) for outcome, bits in self.unpresumed.distinct if bits & consistent]
        in_order = tuple(fact for fact in known.open if fact in opened)
        return KnownCompletions(
            known, SpaceSlice(space, in_order, everything), consistent, presumed_open, outcomes, distinct
        )

    def _presumed_open(self, known: Known, space: Space) -> list[PresumedOpen] | None:
        """Return the open facts of which something may be presumed, each after those that its presumptions read.

        None where one of them reads a fact that no completion tells apart.
        """
        presumed_open = []
        for fact, reads in self.compiled.presumption_reads.items():
            # What is known with nothing presumed is so anyway.
            if fact in known.codes or fact in known.blocked:
                continue
            if any(name not in known.codes and name not in space.facts for name in reads):
                return None
            if fact in space.facts:
                presumed_open.append(self._presumed_fact(known, fact, space))
        return presumed_open

    def _presumed_fact(self, known: Known, fact: str, space: Space) -> PresumedOpen:
        reads = self.compiled.presumption_reads[fact]
        key = (space.facts, fact, *(known.codes.get(name) for name in reads))
        if key not in self._same_presumed:  # most other values change nothing that it reads
            sets = {name: _sets(known, space, name) for name in reads}
            applied, chosen = applied_presumptions(self.compiled, fact, sets, space.all)
            if self.compiled.facts[fact].optional:
                applied, chosen = [*applied, (self.compiled.codes[fact].code(None), chosen)], 0
            self._same_presumed[key] = PresumedOpen(fact, applied, chosen)
        return self._same_presumed[key]

    @cached_property
    def _blocks(self) -> dict[tuple[str, ...], Space]:
        """Spaces by the facts that vary in them."""
        return {}

    @cached_property
    def _same_presumed(self) -> dict[tuple[tuple[str, ...] | str | int | None, ...], PresumedOpen]:
        """Facts of which something may be presumed, by the codes that their presumptions read."""
        return {}


def _sets(known: Known, space: Space, fact: str) -> dict[int, int]:
    return {known.codes[fact]: space.all} if fact in known.codes else space.choices(fact)
