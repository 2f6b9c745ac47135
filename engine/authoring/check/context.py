"""What is checked: a policy, and everything that can be proved of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ...findings import NOWHERE, Findings, Mark
from ...language.conditions import facts_read
from ...model import IsOneOf
from ...proof.delays import Lateness
from ...proof.situations import Ground
from ...proof.witness import Witnesses
from ...rules.compiled_policy import compile_policy
from .wins import matters, wins

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from ...findings import Severity
    from ...model import Policy
    from ...proof.situations import Proof
    from ...rules.compiled_policy import Rulebook
    from ...rules.evaluator import Judge, Seen


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


class Subject:
    """A policy that is checked on a day, which ISO writes."""

    def __init__(self, judge: Judge, today: str) -> None:
        """Take the policy's judge; what is proved is proved when somebody asks."""
        self.judge = judge
        self.today = today
        self.policy: Policy = judge.book.policy
        self.unproved: dict[str, None] = {}
        self._grounds: dict[str, Ground] = {}
        self._wins: dict[tuple[int, str], list[int]] = {}

    @cached_property
    def whole(self) -> Ground:
        """Every situation of the policy, with all that is decided in it."""
        return Ground(self.judge.book)

    @cached_property
    def told_apart(self) -> Ground:
        """Every situation that the policy's rules or its invariants tell apart."""
        conditions = [invariant.when for invariant in self.policy.always]
        values = [IsOneOf(*invariant.between) for invariant in self.policy.always if invariant.between]
        book = compile_policy(self.policy, Findings(), [*conditions, *values])
        read = {fact for condition in (*conditions, *values) for fact, _ in facts_read(condition)}
        return Ground(book, also=read - {"tier", "scope", "priority"})

    @cached_property
    def witnesses(self) -> Witnesses:
        """What writes requests that show something."""
        return Witnesses(self.judge.book, self.today)

    @cached_property
    def lateness(self) -> Lateness:
        """What compares deadlines."""
        return Lateness(self.today)

    @property
    def book(self) -> Rulebook:
        """The policy's rules."""
        return self.judge.book

    def proofs(self, group: str) -> Iterator[Proof]:
        """Yield the proofs that decide a group; none where there are too many situations, which is noted."""
        ground = self.whole
        if ground.slices is None:
            ground = self._grounds.setdefault(group, Ground(self.judge.book, group))
        if ground.slices is None:
            self.unproved[f"the rules of {group}"] = None
        yield from ground.proofs()

    def slices(self, what: str) -> Iterator[Mapping[str, Proof]]:
        """Yield the proofs of whole decisions by tier; where there are too many situations, note what is not proved."""
        if self.whole.slices is None:
            self.unproved[what] = None
        yield from self.whole.slices or ()

    def varying(self, what: str, facts: Collection[str]) -> Iterator[Proof]:
        """Yield proofs of scope and priority in which facts have all their values; where there are none, note what."""
        ground, wanted = self.whole, set(facts) - {"tier"}
        if ground.slices is None or any(wanted - set(proof.space.facts) for proof in ground.proofs()):
            ground = Ground(self.judge.book, "priority", wanted)
        if ground.slices is None:
            self.unproved[what] = None
        yield from ground.proofs()

    def wins(self, proof: Proof, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a group's rules win."""
        key = (id(proof), group)
        if key not in self._wins:
            self._wins[key] = wins(self.policy, proof, group)
        return self._wins[key]

    def matters(self, proof: Proof, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a group would decide otherwise without it."""
        return matters(self.policy, proof, group, self.wins(proof, group))

    def witness(self, proof: Proof, bits: int, shows: Callable[[Seen], bool]) -> dict[str, object]:
        """Return the smallest request that shows what is so in a set of situations."""
        return self.witnesses.of(proof, bits, shows)
