"""Pairs of generated policies, and what brute force says that their situations change in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from rules.brute import Brute
from rules.plain import truth, values_of
from rules.policies import HOURS, written_policies
from rules.worlds import TIERS

from remit.engine.authoring.diff.common_codes import compared_facts, compile_aligned
from remit.engine.model import Hours, Opening, Presumption
from remit.engine.rules.hit_policy import Gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from remit.engine.model import Condition, Fact, Policy, Value
    from remit.engine.rules.outcomes import Outcome

MOST = 600
"""Situations that brute force goes through one by one."""

NINE_TO_FIVE, ALL_DAY = Opening(540, 1020), Opening(0, 1440)
WEEKS = {"office": ((NINE_TO_FIVE,),) * 5 + ((), ()), "always": ((ALL_DAY,),) * 7}
OTHER_WEEK = ((Opening(600, 1080),),) * 5 + ((), ())


def opened(policy: Policy, *, later: bool = False) -> Policy:
    """Return a policy whose hours are open, the office perhaps an hour later."""
    weeks = {**WEEKS, "office": OTHER_WEEK} if later else WEEKS
    return replace(policy, hours={name: Hours(name, "UTC", weeks[name]) for name in HOURS})


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Draw two policies over the same facts, or over facts that differ in what they can be and what is presumed."""
    old = opened(draw(written_policies()))
    difference = draw(st.sampled_from(["rules", "rules", "group", "facts", "hours"]))
    if difference == "hours":
        return old, opened(old, later=True)
    drawn = opened(draw(written_policies(old.facts)))
    if difference == "group":
        group = draw(st.sampled_from(["scope", "priority", "coverage", "channel"]))
        reads = {"scope": "priority", "priority": "scope"}.get(group)
        reading_groups = {} if reads is None else {reads: getattr(drawn, reads)}
        return old, replace(old, **{group: getattr(drawn, group)}, **reading_groups)
    if difference == "facts":
        return old, replace(drawn, facts={name: draw(varied(fact)) for name, fact in drawn.facts.items()})
    return old, drawn


@st.composite
def varied(draw: st.DrawFn, fact: Fact) -> Fact:
    """Draw a fact that can be more than one and is perhaps presumed otherwise."""
    if fact.type == "choice":
        choices = [*fact.choices, *draw(st.sampled_from([[], ["e"]]))]
        fact = replace(fact, choices=dict.fromkeys(draw(st.permutations(choices)), ""))
    if fact.type == "number" and draw(st.booleans()):
        fact = replace(fact, minimum=None, maximum=None)
    if draw(st.booleans()):
        presumptions = tuple(Presumption(p.when, p.value) for p in fact.presume[:1])
        fact = replace(fact, presume=presumptions, optional=draw(st.booleans()))
    return fact


@dataclass(frozen=True)
class Both:
    """Two policies, read as their authors wrote them."""

    old: Policy
    new: Policy

    @cached_property
    def brutes(self) -> tuple[Brute, Brute]:
        return Brute(self.old), Brute(self.new)

    @cached_property
    def conditions(self) -> list[Condition]:
        return [condition for brute in self.brutes for condition in brute.conditions]

    @cached_property
    def choices(self) -> dict[str, list[Value | None]]:
        """The values that each fact can have in both."""
        names = dict.fromkeys([*self.brutes[0].read, *self.brutes[1].read])
        return {name: list(self._values(name)) for name in names}

    def _values(self, name: str) -> Iterator[Value | None]:
        values_of_sides = [values_of(brute.facts[name], self.conditions) for brute in self.brutes]
        values_of_sides += [list(brute.named_spans.get(name, [])) for brute in self.brutes]
        facts = [brute.facts[name] for brute in self.brutes]
        for value in dict.fromkeys(value for values in values_of_sides for value in values):
            if all(_can_be(fact, value) for fact in facts):
                yield value

    @property
    def size(self) -> int:
        """How many situations there are to go through."""
        return len(TIERS) * prod(len(values) for values in self.choices.values())

    def situations(self) -> Iterator[tuple[str, tuple[int, ...], Outcome, Outcome]]:
        """Yield every situation by its tier and the codes of the facts that matter, with what it comes to in both."""
        compiled_old, compiled_new = compile_aligned(self.old, self.new)
        compared = [name for name in self.choices if name in compared_facts(compiled_old, compiled_new)]
        for tier, values in product(TIERS, product(*self.choices.values())):
            stated: dict[str, Value | None] = {"tier": tier, **dict(zip(self.choices, values, strict=True))}
            if all(_is_valid(brute, stated) for brute in self.brutes):
                codes = tuple(compiled_old.codes[name].code(stated[name]) for name in compared)
                old_outcome, new_outcome = (brute.ending(tier, stated)[0] for brute in self.brutes)
                yield tier, codes, old_outcome, new_outcome

    def changes(self) -> Counter[tuple[str, str, str]]:
        """Return how many situations change in scope, and in level where scope does not change, from what to what."""
        changes = {}
        for tier, codes, old_outcome, new_outcome in self.situations():
            if old_outcome.scope != new_outcome.scope:
                changes[tier, codes] = ("scope", _word(old_outcome.scope), _word(new_outcome.scope))
            elif old_outcome.level != new_outcome.level:
                changes[tier, codes] = ("priority", _word(old_outcome.level), _word(new_outcome.level))
        return Counter(changes.values())

    def by_tier(self) -> Counter[str]:
        """Return how many situations there are of each tier."""
        return Counter(tier for tier, _ in {(tier, codes) for tier, codes, _, _ in self.situations()})


def _can_be(fact: Fact, value: Value | None) -> bool:
    if value is None:
        return fact.optional
    if fact.type == "choice" and fact.name != "arrived_by":
        return value in fact.choices
    if fact.type == "number":
        assert isinstance(value, int | float)
        low = float("-inf") if fact.minimum is None else fact.minimum
        return low <= value <= (float("inf") if fact.maximum is None else fact.maximum)
    return True


def _is_valid(brute: Brute, values: Mapping[str, Value | None]) -> bool:
    """Say whether no fact is absent of which something would be presumed."""
    return all(
        truth(presumption.when, values, brute.facts) is False
        for name, value in values.items()
        if value is None
        for presumption in brute.facts[name].presume
    )


def _word(outcome: str | Gap | None) -> str:
    return "none" if outcome is None else outcome.value if isinstance(outcome, Gap) else outcome
