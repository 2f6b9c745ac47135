"""What is checked: a policy, and everything that can be proved of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ...findings import NOWHERE, Findings, Mark
from ...language.conditions import facts_read
from ...model import IsOneOf
from ...proof.delays import Lateness
from ...proof.situations import StateSpace
from ...proof.witness import Witnesses
from ...rules.compiled_policy import compile_policy
from .wins import matters, wins

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from ...findings import Severity
    from ...model import Policy
    from ...proof.situations import TierSituations
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.evaluator import Evaluator, Seen


class Found(NamedTuple):
    """What a check found: at what, and in which words."""

    at: str
    message: str
    mark: Mark = NOWHERE
    help: str = ""
    witness: Mapping[str, object] | None = None


class Said(NamedTuple):
    """What a check found in a policy, before the policy has weighed it."""

    check: str
    weight: Severity
    found: Found


class CheckContext:
    """A policy that is checked on a day, which ISO writes."""

    def __init__(self, evaluator: Evaluator, today: str) -> None:
        """Take the policy's evaluator; what is proved is proved when somebody asks."""
        self.evaluator = evaluator
        self.today = today
        self.policy: Policy = evaluator.compiled.policy
        self.unproved: dict[str, None] = {}
        self._grounds: dict[str, StateSpace] = {}
        self._wins: dict[tuple[int, str], list[int]] = {}

    @cached_property
    def whole(self) -> StateSpace:
        """Every situation of the policy, with all that is decided in it."""
        return StateSpace(self.evaluator.compiled)

    @cached_property
    def told_apart(self) -> StateSpace:
        """Every situation that the policy's rules or its invariants tell apart."""
        conditions = [invariant.when for invariant in self.policy.always]
        values = [IsOneOf(*invariant.between) for invariant in self.policy.always if invariant.between]
        compiled = compile_policy(self.policy, Findings(), [*conditions, *values])
        read = {fact for condition in (*conditions, *values) for fact, _ in facts_read(condition)}
        return StateSpace(compiled, also=read - {"tier", "scope", "priority"})

    @cached_property
    def witnesses(self) -> Witnesses:
        """What writes requests that show something."""
        return Witnesses(self.evaluator.compiled, self.today)

    @cached_property
    def lateness(self) -> Lateness:
        """What compares deadlines."""
        return Lateness(self.today)

    @property
    def compiled(self) -> CompiledPolicy:
        """The policy's rules."""
        return self.evaluator.compiled

    def proofs(self, group: str) -> Iterator[TierSituations]:
        """Yield the proofs that decide a group; none where there are too many situations, which is noted."""
        ground = self.whole
        if ground.slices is None:
            ground = self._grounds.setdefault(group, StateSpace(self.evaluator.compiled, group))
        if ground.slices is None:
            self.unproved[f"the rules of {group}"] = None
        yield from ground.proofs()

    def slices(self, what: str) -> Iterator[Mapping[str, TierSituations]]:
        """Yield the proofs of whole decisions by tier; where there are too many situations, note what is not proved."""
        if self.whole.slices is None:
            self.unproved[what] = None
        yield from self.whole.slices or ()

    def varying(self, what: str, facts: Collection[str]) -> Iterator[TierSituations]:
        """Yield proofs of scope and priority in which facts have all their values; where there are none, note what."""
        ground, wanted = self.whole, set(facts) - {"tier"}
        if ground.slices is None or any(wanted - set(proof.space.facts) for proof in ground.proofs()):
            ground = StateSpace(self.evaluator.compiled, "priority", wanted)
        if ground.slices is None:
            self.unproved[what] = None
        yield from ground.proofs()

    def wins(self, proof: TierSituations, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a group's rules win."""
        key = (id(proof), group)
        if key not in self._wins:
            self._wins[key] = wins(self.policy, proof, group)
        return self._wins[key]

    def matters(self, proof: TierSituations, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a group would decide otherwise without it."""
        return matters(self.policy, proof, group, self.wins(proof, group))

    def witness(self, proof: TierSituations, bits: int, shows: Callable[[Seen], bool]) -> dict[str, object]:
        """Return the smallest request that shows what is so in a set of situations."""
        return self.witnesses.of(proof, bits, shows)
