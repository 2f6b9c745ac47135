"""The fewest changes a second time: every set of facts, every value, every completion, one by one, on values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from remit.engine.why_not.fewest_changes import TIER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rules.brute import Brute

    from remit.engine.model import Value
    from remit.engine.rules.compiled_policy import CompiledPolicy
    from remit.engine.why_not.fewest_changes import CodeAnswer
    from remit.engine.why_not.goal_space import Goal

    Asked = tuple[str, dict[str, Value], frozenset[str]]

Change = frozenset[tuple[str, str | int]]
"""The facts that change, each with the first code of its class, and the tier by name."""


@dataclass(frozen=True)
class SlowChanges:
    """A policy as its author wrote it, a request and a goal."""

    brute: Brute
    compiled: CompiledPolicy
    asked: Asked
    goal: Goal

    def is_reached(self, changes: Mapping[str, Value | None]) -> bool:
        """Tell whether every completion of the request with some facts changed reaches the goal.

        A fact that becomes none is left out, and must be absent then whatever else turns out.
        """
        tier, stated, blocked = self.asked
        tier = str(changes.get(TIER, tier))
        absent = [fact for fact, value in changes.items() if value is None]
        known = {fact: value for fact, value in {**stated, **changes}.items() if value is not None and fact != TIER}
        unknown = blocked - changes.keys()
        names, _, _ = self.brute.open(tier, known, unknown)
        for values in product(*(self.brute.choices[name] for name in names)):
            completed = self.brute.values_when(tier, known, unknown, dict(zip(names, values, strict=True)))
            scope, level = self.brute.scope_and_level(completed)
            is_right = (level if scope == "support" else None) == self.goal.level or not self.goal.level
            if (
                not is_right
                or self.goal.scope not in (None, scope)
                or any(completed[fact] is not None for fact in absent)
            ):
                return False
        return True

    def fewest(self, facts: list[str], most: int) -> set[Change]:
        """Return the changes of as few as possible of some facts, at most so many, that reach the goal."""
        for count in range(1, most + 1):
            changes = {
                self.coded(change)
                for part in combinations(facts, count)
                for change in self.changes_of(part)
                if self.is_reached(change)
            }
            if changes:
                return changes
        return set()

    def fewest_of_contract(self, facts: list[str], contract: set[str], most: int) -> set[Change]:
        """Return the same where the contract has to say some of it, and the rest alone does not do."""
        for count in range(1, most + 1):
            changes = {
                self.coded(change)
                for part in combinations([*facts, TIER], count)
                if contract & set(part)
                for change in self.changes_of(part)
                if self.is_reached(change) and not self.is_reached_without(change, contract)
            }
            if changes:
                return changes
        return set()

    def is_reached_without(self, change: dict[str, Value | None], contract: set[str]) -> bool:
        """Tell whether what the message says of a change, or a part of that, reaches the goal alone."""
        of_message = [fact for fact in change if fact not in contract]
        parts = (part for count in range(1, len(of_message) + 1) for part in combinations(of_message, count))
        return any(self.is_reached({fact: change[fact] for fact in part}) for part in parts)

    def changes_of(self, facts: tuple[str, ...]) -> Iterator[dict[str, Value | None]]:
        """Yield every change of some facts to other values than those stated."""
        tier, stated, _ = self.asked
        for values in product(*(self.values_of(fact) for fact in facts)):
            change = dict(zip(facts, values, strict=True))
            before = {TIER: tier, **stated}
            if not any(
                fact in before and self.code(fact, value) == self.code(fact, before[fact])
                for fact, value in change.items()
            ):
                yield change

    def values_of(self, fact: str) -> list[Value | None]:
        """Return the values that a fact can have, or those of the tier."""
        return [*self.brute.policy.tiers] if fact == TIER else self.brute.choices[fact]

    def code(self, fact: str, value: Value | None) -> str | int:
        """Return what stands for a value and for all that no condition tells from it."""
        if fact == TIER:
            return str(value)
        codes = self.compiled.codes[fact]
        alike = codes.alike(codes.code(value))
        return (alike & -alike).bit_length() - 1

    def coded(self, change: Mapping[str, Value | None]) -> Change:
        """Return a change in codes."""
        return frozenset((fact, self.code(fact, value)) for fact, value in change.items())

    def expanded(self, answers: tuple[CodeAnswer, ...]) -> list[Change]:
        """Return the changes that answers stand for, one by one."""
        changes: list[Change] = []
        for answer in answers:
            axes: list[list[tuple[str, str | int]]] = [
                [(fact, code) for code in self.compiled.codes[fact] if bits >> code & 1]
                for fact, bits in answer.codes.items()
            ]
            axes += [[(TIER, tier) for tier in answer.tiers]] if answer.tiers else []
            changes += map(frozenset, product(*axes))
        return changes
