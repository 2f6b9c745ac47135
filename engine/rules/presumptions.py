"""Presumptions in the open: what the presumed facts of a request put at stake, and what else they could be.

A presumption is unsafe where some other value of its fact would give the customer more: a wider scope, a more severe
level, a way required, or something owed sooner. Completions of all presumptions that nobody has confirmed are compared
with those that differ in this one fact, so that two presumptions that raise a level only together are both unsafe.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..model import SCOPES, Policy, Value
from .codes import Codes, members
from .compiled_policy import CompiledPolicy
from .completions import Possible, Unpresumed
from .hit_policy import Ways
from .outcomes import Outcome, Owed, owed_of
from .spaces import union

Parts = Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class Stakes:
    """What another value of a presumed fact could give: a wider scope, a level, a way that is required.

    `scope` is the widest and `level` the most severe that it could lead up to, None where to none. Of `sooner`, each
    pair is what is owed as presumed, None for nothing, and what would be owed: whether that is sooner depends on the
    receipt.
    """

    scope: str | None = None
    level: str | None = None
    required: bool = False
    sooner: tuple[tuple[Owed | None, Owed], ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value of a presumed fact: what the request could come to, and the facts that would then be missing."""

    value: Value
    outcomes: tuple[Outcome, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PresumedFact:
    """A presumption that decides something: the value, what is at stake, and the other values that change something.

    Nothing is at stake where somebody has confirmed it.
    """

    value: Value
    stakes: Stakes
    alternatives: tuple[Alternative, ...] = ()


def alternatives_of(codes: Codes, code: int, presumed: Possible, otherwise: Possible) -> list[Alternative]:
    """Return the values of a code, and of those that no condition tells from it, as far as they change something."""
    missing = tuple(fact for fact in otherwise.missing if fact not in presumed.missing)
    if set(otherwise.outcomes) == set(presumed.outcomes) and not missing:
        return []
    values = (codes.example(alike) for alike in members(codes.alike(code)))
    return [Alternative(value, otherwise.outcomes, missing) for value in values if value is not None]


def stakes_of(compiled: CompiledPolicy, fact: str, code: int, unpresumed: Unpresumed) -> Stakes:
    """Return what is at stake where a fact is presumed to have a code, and what else is presumed is in doubt."""
    space, parts = unpresumed.space, unpresumed.parts
    if space is None:  # completions are too many to be compared, so that anything may be at stake
        return Stakes(scope=SCOPES[-1], level=next(iter(compiled.policy.levels)), required=True)
    if fact not in space.facts:
        return Stakes()
    policy, choices = compiled.policy, space.choices(fact)
    others = [other for other in compiled.codes[fact] if choices[other] != choices[code]]

    def reaches(lower: Callable[[Outcome], bool], higher: Callable[[Outcome], bool]) -> bool:
        """Tell whether another value leads from some outcomes to some others."""
        as_presumed = union(bits for outcome, bits in parts.items() if lower(outcome)) & choices[code]
        otherwise = union(bits for outcome, bits in parts.items() if higher(outcome))
        return as_presumed != 0 and any(
            space.moved(as_presumed, fact, code, other) & otherwise & choices[other] for other in others
        )

    def climbs(rank: Callable[[Outcome], int], to: int) -> bool:
        return reaches(lambda outcome: rank(outcome) < to, lambda outcome: rank(outcome) >= to)

    scopes = sorted({_scope_rank(outcome) for outcome in parts}, reverse=True)
    levels = sorted({_level_rank(policy, outcome) for outcome in parts}, reverse=True)
    widened = next((rank for rank in scopes if rank and climbs(_scope_rank, rank)), 0)
    raised = next((rank for rank in levels if rank and climbs(lambda o: _level_rank(policy, o), rank)), 0)
    return Stakes(
        scope=SCOPES[widened - 1] if widened else None,
        level=list(policy.levels)[-raised] if raised else None,
        required=any(
            reaches(lambda o, way=way: _required(o) != way, lambda o, way=way: _required(o) == way)  # type: ignore[misc]
            for way in dict.fromkeys(map(_required, parts))
            if way is not None
        ),
        sooner=tuple(_sooner(parts, reaches)),
    )


def _sooner(
    parts: Parts, reaches: Callable[[Callable[[Outcome], bool], Callable[[Outcome], bool]], bool]
) -> Iterable[tuple[Owed | None, Owed]]:
    """Yield what is owed as presumed, and what else would be owed of the same promise by another value."""
    for promise in dict.fromkeys(owed.promise for outcome in parts for owed in outcome.owed):
        distinct = dict.fromkeys(owed_of(outcome, promise) for outcome in parts)
        for now in distinct:
            for then in distinct:
                if (
                    then is not None
                    and then != now
                    and reaches(
                        lambda o, p=promise, owed=now: owed_of(o, p) == owed,  # type: ignore[misc]
                        lambda o, p=promise, owed=then: owed_of(o, p) == owed,  # type: ignore[misc]
                    )
                ):
                    yield now, then


def _scope_rank(outcome: Outcome) -> int:
    return SCOPES.index(outcome.scope) + 1 if isinstance(outcome.scope, str) else 0


def _level_rank(policy: Policy, outcome: Outcome) -> int:
    """Return how severe an outcome's level is: 1 is the least severe, 0 is none."""
    levels = list(policy.levels)
    return len(levels) - levels.index(outcome.level) if isinstance(outcome.level, str) else 0


def _required(outcome: Outcome) -> str | None:
    return outcome.ways.required if isinstance(outcome.ways, Ways) else None
