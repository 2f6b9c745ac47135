"""Presumptions in the open: what the presumed facts of a request put at stake, and what else they could be.

A presumption is unsafe where some other value of its fact would give the customer more: a wider scope, a more severe
level, a way required, or something owed sooner. Completions of all presumptions that nobody has confirmed are compared
with those that differ in this one fact, so that two presumptions that raise a level only together are both unsafe.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from ..model import SCOPES, Policy, Value
from .alternatives import Alternative
from .compiled_policy import CompiledPolicy
from .hit_policy import Ways
from .outcomes import Outcome, Owed
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
        changes = self._changes(fact, code, space)
        widened = max((then.scope for now, then in changes if now.scope < then.scope), default=0)
        raised = max((then.level for now, then in changes if now.level < then.level), default=0)
        required = any(now.needed != then.needed and not now.needed.issuperset(then.needed) for now, then in changes)
        # What is unsafe at any receipt need not be looked at again at each.
        is_safe = not (widened or raised or required)
        return Stakes(
            scope=SCOPES[widened - 1] if widened else None,
            level=levels[-raised] if raised else None,
            required=required,
            sooner=self._sooner(changes) if is_safe and changes else (),
        )

    def _sooner(self, changes: "list[tuple[_Customer, _Customer]]") -> tuple[tuple[Owed | None, Owed], ...]:
        """Return what is owed before changes and what else is owed after them, promise by promise."""
        places = {(n, *pair) for now, then in changes for n, pair in enumerate(zip(now.owed, then.owed, strict=True))}
        distinct = [list(owed) for owed in self._distinct_owed.values()]
        pairs = ((distinct[n][now], distinct[n][then]) for n, now, then in sorted(places) if now != then)
        return tuple([(now, then) for now, then in pairs if then is not None])

    def _changes(self, fact: str, code: int, space: Space) -> "list[tuple[_Customer, _Customer]]":
        """Return the pairs of which another value of a fact leads from one to the other."""
        choices = space.choices(fact)
        as_presumed = choices[code]
        others = [(other, own) for other in self.compiled.codes[fact] if (own := choices[other]) != as_presumed]
        now, otherwise = [], []
        for customer, bits in self._customers:
            own = bits & as_presumed
            moved = union([space.moved(at, fact, other, code) for other, choice in others if (at := bits & choice)])
            now.append((customer, own))
            if changed := moved & ~own:
                otherwise.append((customer, changed))
        return [(before, then) for then, changed in otherwise for before, own in now if own & changed]

    @cached_property
    def _distinct_owed(self) -> dict[str, dict[Owed | None, int]]:
        """By promise, the different things that can be owed, each with its place among them."""
        outcomes = [{owed.promise: owed for owed in outcome.owed} for outcome, _ in self.unpresumed.parts]
        distinct: dict[str, dict[Owed | None, int]] = {promise: {} for by_promise in outcomes for promise in by_promise}
        for promise, places in distinct.items():
            for by_promise in outcomes:
                places.setdefault(by_promise.get(promise), len(places))
        return distinct

    @cached_property
    def _customers(self) -> "list[tuple[_Customer, int]]":
        """What a customer can get, each with its completions."""
        ranks = {level: rank for rank, level in enumerate(reversed([*self.compiled.policy.levels]), 1)}
        customers = []
        for outcome, bits in self.unpresumed.parts:
            by_promise = {owed.promise: owed for owed in outcome.owed}
            customer = _Customer(
                scope=scope_rank(outcome),
                level=ranks[outcome.level] if isinstance(outcome.level, str) else 0,
                needed=frozenset(outcome.ways.needed if isinstance(outcome.ways, Ways) else ()),
                owed=tuple([places[by_promise.get(promise)] for promise, places in self._distinct_owed.items()]),
            )
            customers.append((customer, bits))
        return customers


class _Customer(NamedTuple):
    """What a customer can get: the ranks of scope and level, the ways needed, and the place of what a promise owes."""

    scope: int
    level: int
    needed: frozenset[str]
    owed: tuple[int, ...]


def scope_rank(outcome: Outcome) -> int:
    """Return how wide an outcome's scope is: 1 is the narrowest, 0 is none."""
    return SCOPES.index(outcome.scope) + 1 if isinstance(outcome.scope, str) else 0


def level_rank(policy: Policy, outcome: Outcome) -> int:
    """Return how severe an outcome's level is: 1 is the least severe, 0 is none."""
    levels = list(policy.levels)
    return len(levels) - levels.index(outcome.level) if isinstance(outcome.level, str) else 0
