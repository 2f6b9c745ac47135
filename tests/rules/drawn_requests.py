"""Generated requests to generated policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from remit.engine.model import ALWAYS, CLAIM, All, Fact, Group, IsOneOf, Presumption, Rule
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .brute import Brute
from .plain import values_of
from .policies import a_policy
from .worlds import LEVELS, TIERS, WAYS

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from remit.engine.model import Condition, Policy, Value

    Asked = tuple[str, dict[str, Value], frozenset[str]]

MOST = 700
"""Completions that are gone through one by one."""


@st.composite
def asked(draw: st.DrawFn, brute: Brute) -> Asked:
    """Draw a request: a tier, facts that are stated, and facts that are stated as not known."""
    stated: dict[str, Value] = {}
    blocked = set()
    for name in brute.policy.facts:
        how = draw(st.sampled_from(["left out", "left out", "stated", "unknown"]))
        if how == "stated":
            values = values_of(brute.facts[name], brute.conditions)
            stated[name] = draw(st.sampled_from([value for value in values if value is not None]))
        elif how == "unknown":
            blocked.add(name)
    if draw(st.booleans()):
        stated["arrived_by"] = draw(st.sampled_from(WAYS))
    if claim := draw(st.sampled_from(["", "", "open", *LEVELS])):
        blocked |= {CLAIM} if claim == "open" else set()
        stated |= {} if claim == "open" else {CLAIM: claim}
    return draw(st.sampled_from(TIERS)), stated, frozenset(blocked)


@st.composite
def requests_to(draw: st.DrawFn, policies: st.SearchStrategy[Policy]) -> tuple[Brute, Evaluator, Asked]:
    """Draw a policy and a request that does not leave too much open."""
    brute = Brute(draw(policies))
    request = draw(asked(brute))
    names, presumed, _ = brute.open(*request)
    assume(brute.size([*names, *presumed]) <= MOST)
    return brute, Evaluator(compile_policy(brute.policy), "auto"), request


def a_policy_of_facts_that_follow(dice: random.Random) -> Policy:
    """Return a policy of which rules read facts that are open, that are presumed, and that are presumed by those."""

    def test(of: Sequence[Fact]) -> Condition:
        return IsOneOf(dice.choice(of).name, (dice.choice([False, True]),))

    facts = [Fact(name, "?", "boolean") for name in ("open0", "open1")]
    always = [Presumption(ALWAYS, dice.choice([False, True])) for _ in range(2)]
    facts += [Fact(f"by{n}", "?", "boolean", presume=(presumption,)) for n, presumption in enumerate(always)]
    for n in range(3):
        cases = tuple(Presumption(test(facts), dice.choice([False, True])) for _ in range(dice.choice([1, 1, 2])))
        facts.append(Fact(f"following{n}", "?", "boolean", presume=cases, optional=dice.random() < 1 / 3))
    rules = [
        Rule(f"r{n}", All(tuple(test(facts) for _ in range(dice.choice([1, 2, 2, 3])))), level, ())
        for n, level in enumerate(LEVELS * 2)
    ]
    dice.shuffle(facts)
    return a_policy(
        facts={fact.name: fact for fact in facts},
        scope=Group("scope", (Rule("all", ALWAYS, "support", ()),)),
        priority=Group("priority", tuple(rules)),
    )
