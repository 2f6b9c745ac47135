"""Targets: what cases can show of a policy.

Each is one test, asked of a request as far as its answer is certain, and of all situations at once: a condition, read
as a group reads it, and what the outcome must be. A request shows what is so in every situation that it can be in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ...proof.delays import owed_of
from ...rules.compiled import Both, kleene
from ...rules.hit_policy import Ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...rules.compiled import Compiled
    from ...rules.outcomes import Outcome
    from .hits import Hits
    from .situation_sets import Extent, SituationSets

ALWAYS = Both(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A condition holds where the question of a group arises (without a group, anywhere), for some tiers or all."""

    proof_group: ClassVar[str] = ""
    """The group whose proof is enough, where it is of no group; empty where none is."""

    group: str = ""
    condition: Compiled = ALWAYS
    tiers: tuple[str, ...] = ()

    def is_shown(self, hits: Hits) -> bool:
        """Tell whether a request shows it."""
        return (
            (not self.tiers or hits.tier in self.tiers)
            and self.group in hits.applies
            and kleene(self.condition, hits.codes[self.group]) is True
        )

    def extents(self, sets: SituationSets, stated: Mapping[str, int]) -> Iterator[Extent]:
        """Yield the situations that show it, where facts that no rule reads have the codes `stated`."""
        if not self.tiers or sets.proof.tier in self.tiers:
            yield from sets.where(self.condition, self.group, stated)


class ConditionIs(Target):
    """A test of one fact holds, or fails, where its group's question arises."""

    __slots__ = ()


class ThresholdSide(Target):
    """A number lies in a region next to a threshold; without a group, in a condition outside the groups."""

    __slots__ = ()


class IntakeApplies(Target):
    """The requester must bring something."""

    __slots__ = ()


class HasTier(Target):
    """The customer has a tier; without one, any."""

    __slots__ = ()
    proof_group: ClassVar[str] = "scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDecides(Target):
    """A rule, given by its index in its group, is among those that decided."""

    rule: int

    def is_shown(self, hits: Hits) -> bool:
        """Tell whether a request shows it."""
        return self.rule in hits.decides[self.group]

    def extents(self, sets: SituationSets, stated: Mapping[str, int]) -> Iterator[Extent]:
        """Yield the situations that show it."""
        yield sets.decides(self.group)[self.rule], stated


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeIs(Target):
    """The outcome is one that is accepted, and the condition holds."""

    def accepts(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is one of those meant."""
        raise NotImplementedError

    def is_shown(self, hits: Hits) -> bool:
        """Tell whether a request shows it."""
        return Target.is_shown(self, hits) and all(map(self.accepts, hits.outcomes))

    def extents(self, sets: SituationSets, stated: Mapping[str, int]) -> Iterator[Extent]:
        """Yield the situations that show it."""
        for bits, codes in Target.extents(self, sets, stated):
            yield bits & sets.having(self.accepts), codes


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReached(OutcomeIs):
    """What a promise says of a tier and level is what counts: a span is owed, or nothing is where it says so."""

    proof_group: ClassVar[str] = "priority"

    promise: str
    scope: str
    level: str | None
    owes: bool

    def accepts(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is one of those meant."""
        is_at = (outcome.scope, outcome.level) == (self.scope, self.level)
        return is_at and (not self.owes or owed_of(outcome, self.promise) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOwed(OutcomeIs):
    """A promise is owed."""

    promise: str

    def accepts(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is one of those meant."""
        return owed_of(outcome, self.promise) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursCounted(OutcomeIs):
    """Something owed counts in some hours."""

    hours: str

    def accepts(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is one of those meant."""
        return any(owed.hours == self.hours for owed in outcome.owed)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayAllowed(OutcomeIs):
    """The request may come in by a way."""

    proof_group: ClassVar[str] = "channel"

    way: str

    def accepts(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is one of those meant."""
        return isinstance(outcome.ways, Ways) and self.way in outcome.ways.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceApplies(OutcomeIs):
    """The request has a claim to a service; the condition is on its activity, `levels` are empty for all."""

    service: str
    levels: tuple[str, ...]

    def accepts(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is one of those meant."""
        return outcome.scope != "not_covered" and (not self.levels or outcome.level in self.levels)
