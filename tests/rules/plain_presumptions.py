"""What is presumed of a request, the long way: every other value decided again, every comparison by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit.engine.model import SCOPES
from remit.engine.rules.alternatives import Alternative
from remit.engine.rules.codes import members
from remit.engine.rules.completions import decide_all, joined_by, open_spans, possible, presumed_anyway
from remit.engine.rules.hit_policy import Ways
from remit.engine.rules.known import Known, presume
from remit.engine.rules.outcomes import owed_of, without_idle_hours
from remit.engine.rules.presumptions import PresumedFact, Stakes
from remit.engine.rules.spaces import Space, union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from remit.engine.model import Policy
    from remit.engine.rules.compiled_policy import CompiledPolicy
    from remit.engine.rules.evaluator import Evaluator
    from remit.engine.rules.outcomes import Outcome, Owed


@dataclass(frozen=True)
class Plain:
    """The completions of a request, and the facts that decide among them."""

    missing: frozenset[str]
    parts: Mapping[Outcome, int]
    space: Space


def presumed_plainly(
    evaluator: Evaluator, tier: str, stated: Mapping[str, int], blocked: frozenset[str], confirmed: frozenset[str]
) -> dict[str, PresumedFact]:
    """Return the presumed facts that decide something."""
    compiled, engine = evaluator.compiled, evaluator.engine
    known = presume(compiled, tier, stated, blocked)
    presumed_possible = possible(compiled, engine, known)
    places = {**known.presumed, **presumed_anyway(compiled, known)}
    free, in_doubt = unpresumed(evaluator, known, frozenset()), unpresumed(evaluator, known, confirmed)
    settled = {fact: known.codes[fact] for fact in confirmed if fact in known.codes}
    presumed = {}
    for name in (fact for fact in compiled.policy.facts if fact in places and fact in free.missing):
        code = compiled.presumptions[name][places[name]][1]
        codes = compiled.codes[name]
        alternatives: list[Alternative] = []
        for another in (first for first in codes if not codes.alike(code) >> first & 1):
            known_otherwise = presume(compiled, tier, {**stated, **settled, name: another}, blocked)
            otherwise = possible(compiled, engine, known_otherwise)
            missing = tuple(fact for fact in otherwise.missing if fact not in presumed_possible.missing)
            if missing or set(otherwise.outcomes) != set(presumed_possible.outcomes):
                values = (codes.example(alike) for alike in members(codes.alike(another)))
                alternatives += [Alternative(v, otherwise.outcomes, missing) for v in values if v is not None]
        presumed[name] = PresumedFact(
            value=compiled.facts[name].presume[places[name]].value,
            stakes=Stakes() if name in confirmed else stakes_of(compiled, name, code, in_doubt),
            alternatives=tuple(alternatives),
        )
    return presumed


def unpresumed(evaluator: Evaluator, known: Known, confirmed: frozenset[str]) -> Plain:
    """Return what a request could turn out to be had nothing been presumed but what somebody confirmed."""
    compiled, engine = evaluator.compiled, evaluator.engine
    presumed = known.presumed.keys() - confirmed
    codes = {fact: code for fact, code in known.codes.items() if fact not in presumed}
    opened = tuple(fact for fact in compiled.codes if fact in presumed or fact in known.open)
    bare = Known(known.tier, codes, {}, frozenset(opened), opened)
    space = Space([compiled.codes[fact] for fact in opened])
    parts = decide_all(compiled, engine, bare, space)
    distinct = joined_by(parts, lambda outcome: without_idle_hours(compiled.policy, outcome))
    missing = {fact for fact in opened if space.depends_on(fact, distinct.values())}
    return Plain(frozenset(missing | {fact for fact, _ in open_spans(parts, bare)}), parts, space)


def stakes_of(compiled: CompiledPolicy, fact: str, code: int, unpresumed: Plain) -> Stakes:
    """Return what is at stake where a fact is presumed to have a code, and what else is presumed is in doubt."""
    space, parts = unpresumed.space, unpresumed.parts
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
    required = any(
        reaches(lambda o, way=way: _required(o) != way, lambda o, way=way: _required(o) == way)  # type: ignore[misc]
        for way in dict.fromkeys(map(_required, parts))
        if way is not None
    )
    return Stakes(
        scope=SCOPES[widened - 1] if widened else None,
        level=list(policy.levels)[-raised] if raised else None,
        required=required,
        sooner=() if widened or raised or required else tuple(_sooner(parts, reaches)),
    )


def _sooner(
    parts: Mapping[Outcome, int], reaches: Callable[[Callable[[Outcome], bool], Callable[[Outcome], bool]], bool]
) -> Iterator[tuple[Owed | None, Owed]]:
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
