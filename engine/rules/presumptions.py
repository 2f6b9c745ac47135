"""Presumptions in the open: what the presumed facts of a request put at stake, and what else they could be.

A presumption is unsafe where some other value of its fact would give the customer more: a wider scope, a more severe
level, a way required, or something owed sooner. Completions of all presumptions that nobody has confirmed are compared
with those that differ in this one fact, so that two presumptions that raise a level only together are both unsafe.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple, TypeVar

from ..model import SCOPES, Policy, Value
from .alternatives import Alternative
from .compiled_policy import CompiledPolicy
from .completions import joined_by
from .hit_policy import Ways
from .outcomes import Outcome, Owed, owed_of
from .spaces import Space, union
from .unpresumed import Unpresumed

K = TypeVar("K", bound=Hashable)


class Stakes(NamedTuple):
    """What another value of a presumed fact could give: a wider scope, a level, a way that is required.

    `scope` is the widest and `level` the most severe that it could lead up to, None where to none. Of `sooner`, each
    pair is what is owed as presumed, None for nothing, and what would be owed: whether that is sooner depends on the
    receipt. There are none where the others say already that the presumption is unsafe.
    """

    scope: str | None = None
    level: str | None = None
    required: bool = False
    sooner: tuple[tuple[Owed | None, Owed], ...] = ()


class PresumedFact(NamedTuple):
    """A presumption that decides something: the value, what is at stake, and the other values that change something.

    Nothing is at stake where somebody has confirmed it.
    """

    value: Value
    stakes: Stakes
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class StakesOfPresumptions:
    """What is at stake by presumptions of one request, compared over completions that presume nothing in doubt."""

    compiled: CompiledPolicy
    unpresumed: Unpresumed

    def of(self, fact: str, code: int) -> Stakes:
        """Return what is at stake where a fact is presumed to have a code, and what else is presumed is in doubt."""
        space, levels = self.unpresumed.space, list(self.compiled.policy.levels)
        if space is None:  # completions are too many to be compared, so that anything may be at stake
            return Stakes(scope=SCOPES[-1], level=levels[0], required=True)
        if fact not in space.facts:
            return Stakes()
        axis = _Axis(space, fact, code, [*self.compiled.codes[fact]])
        widened, raised = (_highest_reached(axis, ranks) for ranks in (self._scopes, self._levels))
        required = any(axis.reaches(space.all & ~bits, bits) for bits in self._needed.values())
        # What is unsafe at any receipt need not be looked at again at each.
        by_promise = () if widened or raised or required else self._owed
        owed = [by_owed for by_owed in by_promise if space.depends_on(fact, by_owed.values())]
        return Stakes(
            scope=SCOPES[widened - 1] if widened else None,
            level=levels[-raised] if raised else None,
            required=required,
            sooner=tuple(
                (now, then) for by_owed in owed for now, then in axis.pairs(by_owed) if then is not None and then != now
            ),
        )

    @cached_property
    def _scopes(self) -> dict[int, int]:
        return joined_by(self.unpresumed.parts, scope_rank)

    @cached_property
    def _levels(self) -> dict[int, int]:
        return joined_by(self.unpresumed.parts, partial(level_rank, self.compiled.policy))

    @cached_property
    def _needed(self) -> dict[str, int]:
        """The completions by each way in which the request must come."""
        needed: dict[str, int] = {}
        for outcome, bits in self.unpresumed.parts.items():
            for way in outcome.ways.needed if isinstance(outcome.ways, Ways) else ():
                needed[way] = needed.get(way, 0) | bits
        return needed

    @cached_property
    def _owed(self) -> list[dict[Owed | None, int]]:
        """The completions by what is owed of a promise, for each promise of which different things can be."""
        parts = self.unpresumed.parts
        promises = dict.fromkeys(owed.promise for outcome in parts for owed in outcome.owed)
        by_promise = (joined_by(parts, partial(owed_of, promise=promise)) for promise in promises)
        return [by_owed for by_owed in by_promise if len(by_owed) > 1]


class _Axis:
    """The completions in which one fact is as presumed, and those that differ from them in this fact alone."""

    def __init__(self, space: Space, fact: str, code: int, codes: Sequence[int]) -> None:
        self._space, self._fact, self._code = space, fact, code
        choices = space.choices(fact)
        self._presumed = choices[code]
        self._others = [(other, choices[other]) for other in codes if choices[other] != choices[code]]

    def _moved(self, bits: int) -> int:
        """Return the completions that are as presumed, and in a set with another value."""
        moved = (self._space.moved(at, self._fact, c, self._code) for c, own in self._others if (at := bits & own))
        return union(moved)

    def reaches(self, lower: int, higher: int) -> bool:
        """Tell whether another value leads from some completions to some others."""
        as_presumed = lower & self._presumed
        return as_presumed != 0 and as_presumed & self._moved(higher) != 0

    def pairs(self, joined: Mapping[K, int]) -> Iterator[tuple[K, K]]:
        """Yield the pairs of which another value leads from one to the other."""
        moved = {key: at for key, bits in joined.items() if (at := self._moved(bits))}
        for now, bits in joined.items():
            if as_presumed := bits & self._presumed:
                yield from ((now, then) for then, at in moved.items() if at & as_presumed)


def _highest_reached(axis: _Axis, ranks: Mapping[int, int]) -> int:
    """Return the highest rank that another value leads up to from a lower one, 0 where it leads to none."""
    in_order = sorted(ranks)
    lower = union(ranks[rank] for rank in in_order)
    higher = 0
    for rank in reversed(in_order):
        lower &= ~ranks[rank]
        higher |= ranks[rank]
        if rank and axis.reaches(lower, higher):
            return rank
    return 0


def scope_rank(outcome: Outcome) -> int:
    """Return how wide an outcome's scope is: 1 is the narrowest, 0 is none."""
    return SCOPES.index(outcome.scope) + 1 if isinstance(outcome.scope, str) else 0


def level_rank(policy: Policy, outcome: Outcome) -> int:
    """Return how severe an outcome's level is: 1 is the least severe, 0 is none."""
    levels = list(policy.levels)
    return len(levels) - levels.index(outcome.level) if isinstance(outcome.level, str) else 0
