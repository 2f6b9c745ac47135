"""Presumptions that follow others: what comes to be presumed of other facts once one fact has another value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..rules.compiled import facts_of
from ..rules.compiled_policy import CompiledPolicy
from ..rules.known import applied_presumptions
from ..rules.spaces import Space
from .tier_situations import TierSituations

Step = tuple[str, int, int]
"""A fact, and its codes before and after."""

Presumed = dict[int, int]
"""By code, the situations in which it is presumed of a fact that nobody states."""

_MOVES = 4096
"""Combinations of what is presumed with one fact that are tried."""


class TooManyMoves(Exception):
    """More facts are presumed by one fact than can be followed."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Situations as they are once a fact has another value, and what is presumed by it has followed.

    `target` are the situations moved to, and `steps` lead there.
    """

    space: Space
    target: int
    steps: tuple[Step, ...]

    @property
    def along(self) -> tuple[str, ...]:
        """The facts of which something else is presumed once the first one has moved."""
        return tuple(fact for fact, _, _ in self.steps[1:])

    def back(self, bits: int) -> int:
        """Return where some of the situations moved to came from."""
        for fact, start, end in reversed(self.steps):
            bits = self.space.moved(bits, fact, end, start)
        return bits

    def forth(self, bits: int) -> int:
        """Return where some of the situations that were moved have come to."""
        for step in self.steps:
            bits = self.space.moved(bits, *step)
        return bits


def followers(compiled: CompiledPolicy, fact: str) -> list[str]:
    """Return the facts of which something is presumed by a fact, or by one that follows it, in their order."""
    names = [fact]
    for name, cases in compiled.presumptions.items():
        read = compiled.base_facts(set().union(*(facts_of(when) for when, _ in cases)))
        if name in compiled.relevant and read.intersection(names):
            names.append(name)
    return names[1:]


def presumed_of(proof: TierSituations, fact: str) -> Presumed:
    """Return the codes presumed of a fact, an optional one absent where nothing else is."""
    presumed: dict[int, int] = {}
    applied, unpresumed = applied_presumptions(proof.compiled, fact, proof.sets["scope"], proof.space.all)
    for code, under in applied:
        presumed[code] = presumed.get(code, 0) | under
    none = proof.compiled.codes[fact].none
    return presumed if none is None else {**presumed, none: unpresumed}


def follow(proof: TierSituations, bits: int, step: Step, presumed: Mapping[str, Presumed]) -> Iterator[Moved]:
    """Yield the situations of a set, all of one code of a fact, moved to another code of it.

    `presumed` says what is presumed of each fact that follows. Such a fact is either stated, and
    stays, or presumed before and after. The first that is yielded has all of them stated.
    """
    ahead = [Moved(proof.space, proof.space.moved(bits, *step), (step,))]
    for name, cases in presumed.items():
        ahead += [
            moved for moved_before in ahead for moved in _unstated(moved_before, name, cases, proof.sets["scope"][name])
        ]
        if len(ahead) > _MOVES:
            raise TooManyMoves
    yield from ahead


def _unstated(moved: Moved, name: str, presumed: Presumed, having: Mapping[int, int]) -> Iterator[Moved]:
    """Yield what is moved where nobody states a fact, and something else is presumed of it after the move."""
    for start, before in presumed.items():
        for end, after in presumed.items():
            # What is presumed of a fact never depends on itself, so it can be asked before the fact moves.
            came = moved.back(moved.target & after & having.get(start, 0)) & before if start != end else 0
            if came:
                step = (name, start, end)
                yield Moved(moved.space, moved.space.moved(moved.forth(came), *step), (*moved.steps, step))
