"""What one situation comes to: what is possible and missing, and the presumed facts that decide something."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .alternatives import Alternatives
from .compiled_policy import CompiledPolicy
from .completions import Possible, possible, presumed_anyway
from .engines import Engine
from .known import Known
from .known_completions import FreeCompletions, KnownCompletions
from .presumptions import PresumedFact, Stakes, StakesOfPresumptions
from .question_order import in_asking_order
from .unpresumed import deciding, unpresumed


@dataclass(frozen=True)
class SituationOutcomes:
    """What follows from what is known of one request, `stated` and presumed.

    All completions of which nothing is presumed are decided once, and everything is read off them, where it can be.
    """

    compiled: CompiledPolicy
    engine: Engine
    stated: Mapping[str, int]
    known: Known

    @cached_property
    def free(self) -> FreeCompletions:
        """All completions of which nothing is presumed."""
        return FreeCompletions(self.compiled, unpresumed(self.compiled, self.engine, self.known))

    @cached_property
    def _known_completions(self) -> KnownCompletions | None:
        """Those in which facts are as they are known and presumed; None where they are not read off."""
        return self.free.under(self.known) if self.known.open or self.known.presumed else None

    @cached_property
    def possible(self) -> Possible:
        """What is possible, and what is missing, in the order in which it is asked."""
        completions = self._known_completions
        if completions is None:
            return possible(self.compiled, self.engine, self.known, in_asking_order)
        return completions.possible(self.compiled, in_asking_order)

    def _presumed_places(self) -> dict[str, int]:
        """Return the facts that are presumed as far as they matter, each with the place of the presumption."""
        completions = self._known_completions
        if completions is None:
            return {**self.known.presumed, **presumed_anyway(self.compiled, self.known)}
        return {**self.known.presumed, **completions.presumed_anyway(self.compiled)}

    def presumed(self, confirmed: frozenset[str]) -> tuple[dict[str, PresumedFact], bool]:
        """Return the presumed facts that decide something, and whether that is exact."""
        places, compiled = self._presumed_places(), self.compiled
        if not places:
            return {}, True
        names, is_exact = deciding(compiled, self.engine, self.free.unpresumed, places)
        if not names:
            return {}, is_exact
        settled = {fact: compiled.presumptions[fact][places[fact]][1] for fact in confirmed if fact in places}
        free = self.free.unpresumed
        in_doubt = unpresumed(compiled, self.engine, self.known, settled) if settled else free
        stated = {**self.stated, **settled}
        alternatives = Alternatives(compiled, self.engine, self.known, stated, self.possible, self.free)
        stakes = StakesOfPresumptions(compiled, in_doubt)
        presumed = {}
        for name in (fact for fact in compiled.policy.facts if fact in names):
            value, code = compiled.facts[name].presume[places[name]].value, compiled.presumptions[name][places[name]][1]
            presumed[name] = PresumedFact(
                value=value,
                stakes=Stakes() if name in confirmed else stakes.of(name, code),
                alternatives=tuple(alternatives.of(name, code)),
            )
        return presumed, is_exact
