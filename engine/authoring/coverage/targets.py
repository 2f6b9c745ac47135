"""Events: what a request can show of a policy, and in which situations one does.

Each says the same twice: `is_shown` of one request, as far as it is certain, and `places` of all
situations at once. A request that states all facts of a situation shows what its places say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ...proof.delays import owed_of
from ...rules.compiled import Test, kleene
from ...rules.outcomes import Ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Service
    from ...rules.compiled import Compiled
    from ...rules.outcomes import Outcome
    from .hits import Hits
    from .situation_sets import Place, SituationSets


class Event(Protocol):
    """Something that a request can show. `group` is the one that suffices to prove it, empty where none does."""

    @property
    def group(self) -> str:
        """Return the group that it belongs to."""

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations of a plot that show it, where facts that no rule reads have the codes `told`."""


@dataclass(frozen=True, slots=True)
class Decides:
    """A rule is among those that decided."""

    group: str
    rule: int

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        return self.rule in shown.decides[self.group]

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        yield plot.decides(self.group)[self.rule], told


@dataclass(frozen=True, slots=True)
class ConditionIs:
    """A test of one fact holds, or fails, where its group's question arises."""

    group: str
    test: Test
    holds: bool

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        return self.group in shown.applies and kleene(self.test, shown.codes[self.group]) is self.holds

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        holding = plot.holding(self.group, self.test)
        yield plot.applies(self.group) & (holding if self.holds else ~holding), told


@dataclass(frozen=True, slots=True)
class ThresholdSide:
    """A number lies in a region next to a threshold; without a group, in a condition outside the groups."""

    group: str
    test: Test
    holds = True

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        applies = not self.group or self.group in shown.applies
        return applies and kleene(self.test, shown.codes[self.group]) is True

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        if self.group:
            yield from ConditionIs(self.group, self.test, holds=True).places(plot, told)
        else:
            yield from plot.fulfilling(self.test, told)


@dataclass(frozen=True, slots=True)
class Reaches:
    """What a promise says of a tier and level is what counts: a span is owed, or nothing is where it says so."""

    promise: str
    scope: str
    tier: str
    level: str | None
    owes: bool

    group = "priority"

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        is_there = (shown.tier, shown.scope, shown.level) == (self.tier, self.scope, self.level)
        return is_there and (not self.owes or self.promise in shown.owed)

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        if plot.proof.tier == self.tier:
            yield plot.having(self._is_reached), told

    def _is_reached(self, outcome: Outcome) -> bool:
        is_there = (outcome.scope, outcome.level) == (self.scope, self.level)
        return is_there and (not self.owes or owed_of(outcome, self.promise) is not None)


@dataclass(frozen=True, slots=True)
class Owes:
    """A promise is owed."""

    promise: str

    group = ""

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        return self.promise in shown.owed

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        yield plot.having(lambda outcome: owed_of(outcome, self.promise) is not None), told


@dataclass(frozen=True, slots=True)
class Counts:
    """Something owed counts in some hours."""

    hours: str

    group = ""

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        return self.hours in shown.owed.values()

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        yield plot.having(lambda outcome: any(owed.hours == self.hours for owed in outcome.owed)), told


@dataclass(frozen=True, slots=True)
class Allows:
    """The request may come in by a way."""

    way: str

    group = "channel"

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        return self.way in shown.allowed

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        yield plot.having(lambda outcome: isinstance(outcome.ways, Ways) and self.way in outcome.ways.allowed), told


@dataclass(frozen=True, slots=True)
class Entitles:
    """The request has a claim to a service; `activities` tests for those that it is limited to."""

    service: Service
    activities: Compiled

    group = ""

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        return self.service.name in shown.entitled

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        service = self.service
        if service.tiers and plot.proof.tier not in service.tiers:
            return
        within = plot.having(self._is_within)
        for bits, more in plot.fulfilling(self.activities, told):
            yield bits & within, more

    def _is_within(self, outcome: Outcome) -> bool:
        levels = self.service.levels
        return outcome.scope != "not_covered" and (not levels or outcome.level in levels)


@dataclass(frozen=True, slots=True)
class IntakeApplies:
    """The requester must bring something; `when` is its condition."""

    when: Compiled

    group = ""

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        return kleene(self.when, shown.codes[""]) is True

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        yield from plot.fulfilling(self.when, told)


@dataclass(frozen=True, slots=True)
class HasTier:
    """The customer has a tier; without one, any."""

    tier: str = ""

    group = "scope"

    def is_shown(self, shown: Hits) -> bool:
        """Tell whether a request shows it."""
        return self.tier in ("", shown.tier)

    def places(self, plot: SituationSets, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield the situations that show it."""
        if self.tier in ("", plot.proof.tier):
            yield plot.proof.valid, told
