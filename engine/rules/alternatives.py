"""Alternatives: what a request could come to had a presumed fact another value.

What else is presumed follows from the value, and what is open stays so. The completions that are then left are some of
those of which nothing is presumed, so that their outcomes are read off those; only where that cannot be done is every
completion decided again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import NamedTuple

from ..model import Value
from .codes import members
from .compiled import facts_of
from .compiled_policy import CompiledPolicy
from .completions import EXACT, Possible, open_spans, possible
from .engines import Engine
from .known import Known, applied_presumptions, presume
from .outcomes import Outcome
from .spaces import Space, union
from .unpresumed import Unpresumed

Ending = tuple[tuple[Outcome, ...], tuple[str, ...]]
"""The outcomes that a request can still have, and the facts that are missing."""


class Alternative(NamedTuple):
    """Another value of a presumed fact: what the request could come to, and the facts that would then be missing.

    The order of the outcomes means nothing.
    """

    value: Value
    outcomes: tuple[Outcome, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Alternatives:
    """The alternatives to what is presumed of one request.

    `stated` are the facts stated or confirmed, and `free` are the completions of which nothing is presumed.
    """

    compiled: CompiledPolicy
    engine: Engine
    known: Known
    stated: Mapping[str, int]
    presumed: Possible
    free: Unpresumed

    def of(self, fact: str, code: int) -> Iterator[Alternative]:
        """Yield the values of a fact other than the one presumed, as far as they change something."""
        codes = self.compiled.codes[fact]
        for another in (first for first in codes if not codes.alike(code) >> first & 1):
            outcomes, would_miss = self._ending(fact, another)
            missing = tuple(name for name in would_miss if name not in self.presumed.missing)
            if missing or not self._is_as_presumed(outcomes):
                values = (codes.example(alike) for alike in members(codes.alike(another)))
                yield from (Alternative(value, outcomes, missing) for value in values if value is not None)

    def _is_as_presumed(self, outcomes: Sequence[Outcome]) -> bool:
        return len(outcomes) == len(self._outcomes_as_presumed) and self._outcomes_as_presumed.issuperset(outcomes)

    @cached_property
    def _outcomes_as_presumed(self) -> frozenset[Outcome]:
        return frozenset(self.presumed.outcomes)

    def _ending(self, fact: str, code: int) -> Ending:
        known = presume(self.compiled, self.known.tier, {**self.stated, fact: code}, self.known.blocked)
        ending = self._read_off(known)
        if ending is None:
            turned_out = possible(self.compiled, self.engine, known)
            ending = turned_out.outcomes, tuple(turned_out.missing)
        return ending

    def _read_off(self, known: Known) -> Ending | None:
        """Return what the completions that are left come to; None where that cannot be read off."""
        space, codes = self.free.space, self.compiled.codes
        if (
            space is None
            or prod(len(codes[fact]) for fact in known.open) > EXACT
            or any(known.codes.get(fact) != code for fact, code in self.free.known.codes.items())
        ):
            return None
        following = self._following(known, space)
        if following is None:
            return None
        completions = space.all
        for fact in space.facts:
            if fact in known.codes:
                completions &= space.choices(fact)[known.codes[fact]]
        as_known = completions
        for presumed in following:
            completions &= presumed.consistent(space)
        outcomes = tuple(outcome for outcome, bits in self.free.parts.items() if bits & completions)
        joint = [bits for bits in self.free.joint if bits & completions]
        missing: list[str] = []
        if len(joint) > 1:
            for presumed in reversed(following):
                joint = [presumed.applied_to(bits, space) for bits in joint]
            joint = [bits & as_known for bits in joint]
            missing = [fact for fact in known.open if fact in space.facts and space.depends_on(fact, joint)]
        spans = {fact for fact, _ in open_spans(outcomes, known)}.difference(missing)
        return (outcomes, (*missing, *spans)) if len(spans) <= 1 else None

    def _following(self, known: Known, space: Space) -> list["_Following"] | None:
        """Return the open facts of which something may be presumed, each after those that its presumptions read.

        None where one of them reads a fact that no completion tells apart.
        """
        following = []
        for fact in self._presumable:
            if fact in known.codes or fact in known.blocked:
                continue
            if any(name not in known.codes and name not in space.facts for name in self._presumable[fact]):
                return None
            if fact in space.facts:
                following.append(self._following_fact(known, fact, space))
        return following

    def _following_fact(self, known: Known, fact: str, space: Space) -> "_Following":
        key = (fact, *(known.codes.get(name) for name in self._presumable[fact]))
        if key not in self._same_following:  # most other values change nothing that it reads
            sets = {name: _sets(known, space, name) for name in self._presumable[fact]}
            applied, chosen = applied_presumptions(self.compiled, fact, sets, space.all)
            if self.compiled.facts[fact].optional:
                applied, chosen = [*applied, (self.compiled.codes[fact].code(None), chosen)], 0
            self._same_following[key] = _Following(fact, applied, chosen)
        return self._same_following[key]

    @cached_property
    def _same_following(self) -> dict[tuple[str | int | None, ...], "_Following"]:
        """Facts of which something may be presumed, by the codes that their presumptions read."""
        return {}

    @cached_property
    def _presumable(self) -> dict[str, set[str]]:
        """The open facts of which something can be presumed, with the facts that their presumptions read."""
        return {
            fact: set[str]().union(*(facts_of(when) for when, _ in cases))
            for fact, cases in self.compiled.presumptions.items()
            if cases and fact in self.compiled.relevant and fact not in self.free.known.codes
        }


class _Following(NamedTuple):
    """An open fact with a presumption: the completions in which it has a code by that, and in which it is chosen."""

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


def _sets(known: Known, space: Space, fact: str) -> dict[int, int]:
    return {known.codes[fact]: space.all} if fact in known.codes else space.choices(fact)
