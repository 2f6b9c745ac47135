"""The priority rules of a policy for engines that decide the level alone, and situations to decide by them."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from remit.engine.model import All, Any, Compares, IsOneOf
from remit.engine.rules.codes import members
from remit.engine.rules.compiled import Both, Neither, Test

if TYPE_CHECKING:
    from remit.engine.model import Condition, Policy, Value
    from remit.engine.rules.codes import Codes
    from remit.engine.rules.compiled import Compiled, CompiledGroup, CompiledRule
    from remit.engine.rules.compiled_policy import CompiledPolicy

Situation = dict[str, str | bool]
"""A value of each fact that the priority rules read."""

UNDECIDED = "undecided"
"""What engines say where no rule holds."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a language of expressions writes what the languages compared here do not all write alike."""

    both: str
    either: str
    neither: str


@dataclass(frozen=True, slots=True)
class PriorityRules:
    """The compiled priority rules of a policy, all facts of which are choices or booleans."""

    compiled: CompiledPolicy

    @property
    def policy(self) -> Policy:
        """The policy that the rules are of."""
        return self.compiled.policy

    @property
    def group(self) -> CompiledGroup:
        """The rules, and the facts that they read."""
        return self.compiled.groups["priority"]

    @property
    def codes(self) -> dict[str, Codes]:
        """The codes of the facts that the rules read."""
        return dict(zip(self.group.reads, self.group.codes, strict=True))

    def values(self, fact: str, codes: int) -> list[str | bool]:
        """Return the values of a set of codes of a fact."""
        values = (self.codes[fact].example(code) for code in members(codes))
        return [value for value in values if isinstance(value, str | bool)]

    def by_level(self) -> list[tuple[str, list[CompiledRule]]]:
        """Return the rules of each level that has some, the most severe first, which wins."""
        pairs = list(zip(self.group.rules, self.policy.priority.rules, strict=True))
        levels = [(level, [rule for rule, written in pairs if written.then == level]) for level in self.policy.levels]
        return [(level, rules) for level, rules in levels if rules]

    def expression(self, syntax: Syntax) -> str:
        """Return one expression that gives the level: the first whose rules, in one disjunction, hold."""
        text = json.dumps(UNDECIDED)
        for level, rules in reversed(self.by_level()):
            holds = syntax.either.join(self.condition(rule.when, syntax) for rule in rules)
            text = f"({holds}) ? {json.dumps(level)} : ({text})"
        return text

    def condition(self, when: Compiled, syntax: Syntax) -> str:
        """Return a compiled condition as an expression."""
        if isinstance(when, Test):
            return self._test(when, syntax)
        if isinstance(when, Neither):
            return syntax.neither.format(self.condition(when.part, syntax))
        if not when.parts:
            return json.dumps(isinstance(when, Both))
        joint = syntax.both if isinstance(when, Both) else syntax.either
        return f"({joint.join(self.condition(part, syntax) for part in when.parts)})"

    def _test(self, test: Test, syntax: Syntax) -> str:
        values = self.values(test.fact, test.codes)
        if values in ([True], [False]):
            return test.fact if values[0] else syntax.neither.format(test.fact)
        listed = ", ".join(map(json.dumps, values))
        return f"{test.fact} == {listed}" if len(values) == 1 else f"{test.fact} in [{listed}]"

    def situations(self, count: int, seed: int) -> list[Situation]:
        """Return as many different situations, or all there are where those are fewer, in a random order."""
        axes = [(fact, self.values(fact, codes.live)) for fact, codes in self.codes.items()]
        size = prod(len(values) for _, values in axes)
        places = random.Random(seed).sample(range(size), min(count, size))  # noqa: S311 - the same every time
        return [_situation(axes, place) for place in places]

    def level_as_written(self, situation: Situation) -> str:
        """Return the level by the conditions as they are written, compiled by nothing."""
        rules = self.policy.priority.rules
        held = {str(rule.then) for rule in rules if _holds(rule.when, situation, self.compiled)}
        return next((level for level in self.policy.levels if level in held), UNDECIDED)


def _situation(axes: list[tuple[str, list[str | bool]]], place: int) -> Situation:
    situation: Situation = {}
    for fact, values in axes:
        place, choice = divmod(place, len(values))
        situation[fact] = values[choice]
    return situation


def _holds(when: Condition, situation: Situation, compiled: CompiledPolicy) -> bool:
    if isinstance(when, IsOneOf):
        return situation[when.fact] in when.values
    if isinstance(when, Compares):
        order: list[Value] = list(compiled.facts[when.fact].choices)
        difference = order.index(situation[when.fact]) - order.index(str(when.bound))
        return {
            "at_least": difference >= 0,
            "more_than": difference > 0,
            "at_most": difference <= 0,
            "less_than": difference < 0,
        }[when.comparison]
    if isinstance(when, All | Any):
        return (all if isinstance(when, All) else any)(_holds(part, situation, compiled) for part in when.parts)
    return not _holds(when.part, situation, compiled)
