"""Targets: what cases can show of a policy.

Each is one test, asked of a request as far as its answer is certain, and of all situations at once: a condition, read
as a group reads it, and what the outcome must be. A request shows what is so in every situation that it can be in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...rules.compiled import Both, kleene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...rules.compiled import Compiled
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.evaluator import Seen
    from ...rules.outcomes import Outcome
    from .situation_sets import Extent, SituationSets

ALWAYS = Both(())


@dataclass(frozen=True, slots=True)
class Hits:
    """What a request shows: only what is certain, whatever its open facts turn out to be.

    `applies` are the groups whose question arises, and the empty name; `decides` the rules whose outcome won, by group.
    `codes` are those that each group was evaluated on; of the empty name, all that stand.
    """

    tier: str
    seen: Seen
    applies: frozenset[str]
    decides: Mapping[str, frozenset[int]]
    codes: Mapping[str, Mapping[str, int]]


def hits_of(compiled: CompiledPolicy, tier: str, seen: Seen) -> Hits:
    """Return what a request of a tier shows, given what it comes to."""
    applies = {
        "": True,
        "scope": True,
        "priority": compiled.scope_reads_priority or seen.scope == "support",
        "coverage": all(outcome.coverage is not None for outcome in seen.outcomes),
        "channel": all(outcome.ways is not None for outcome in seen.outcomes),
    }
    return Hits(
        tier=tier,
        seen=seen,
        applies=frozenset(group for group, is_asked in applies.items() if is_asked),
        decides={name: frozenset(seen.deciding(compiled.policy, name)) for name in compiled.groups},
        codes={**seen.codes, "": seen.stands},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A condition holds where the question of a group arises (without a group, anywhere), for some tiers or all.

    Of a `rule`, by its index in the group, nothing is asked but that it is among those that decided. `level` is the
    scope and the level that a promise is about; `accepts` tells what the outcome must be. Of what is of no group, the
    proof of one can be enough: `proof_group`.
    """

    group: str = ""
    condition: Compiled = ALWAYS
    tiers: tuple[str, ...] = ()
    rule: int | None = None
    level: tuple[str, str | None] | None = None
    accepts: Callable[[Outcome], bool] | None = None
    proof_group: str = ""

    def is_shown(self, hits: Hits) -> bool:
        """Tell whether a request shows it."""
        if self.rule is not None:
            return self.rule in hits.decides[self.group]
        return (
            (not self.tiers or hits.tier in self.tiers)
            and self.group in hits.applies
            and kleene(self.condition, hits.codes[self.group]) is True
            and (self.accepts is None or all(map(self.accepts, hits.seen.outcomes)))
        )

    def extents(self, sets: SituationSets, stated: Mapping[str, int]) -> Iterator[Extent]:
        """Yield the situations that show it, where facts that no rule reads have the codes `stated`."""
        if self.rule is not None:
            yield sets.decides(self.group)[self.rule], stated
        elif not self.tiers or sets.proof.tier in self.tiers:
            accepted = sets.having(self.accepts) if self.accepts else sets.proof.space.all
            for bits, codes in sets.where(self.condition, self.group, stated):
                yield bits & accepted, codes
