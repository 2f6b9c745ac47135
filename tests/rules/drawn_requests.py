"""Generated requests to generated policies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from remit.engine.model import ALWAYS, Fact, Presumption
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .brute import Brute
from .plain import values_of
from .worlds import TIERS, WAYS, allowed, declared, tests_of

if TYPE_CHECKING:
    from remit.engine.model import Policy, Value

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
    return draw(st.sampled_from(TIERS)), stated, frozenset(blocked)


@st.composite
def requests_to(draw: st.DrawFn, policies: st.SearchStrategy[Policy]) -> tuple[Brute, Evaluator, Asked]:
    """Draw a policy and a request that does not leave too much open."""
    brute = Brute(draw(policies))
    request = draw(asked(brute))
    names, presumed, _ = brute.open(*request)
    assume(brute.size([*names, *presumed]) <= MOST)
    return brute, Evaluator(compile_policy(brute.policy), "auto"), request


@st.composite
def facts_that_follow(draw: st.DrawFn) -> dict[str, Fact]:
    """Draw facts that are open, facts that are presumed, and facts whose presumptions read those and one another."""
    facts = [replace(draw(declared(f"open{n}", ["choice", "boolean"])), optional=False) for n in range(2)]
    for n in range(2):
        fact = draw(declared(f"presumed{n}", ["choice", "boolean"]))
        presumed = Presumption(ALWAYS, draw(st.sampled_from(allowed(fact))))
        facts.append(replace(fact, presume=(presumed,)))
    for n in range(draw(st.integers(1, 3))):
        fact = draw(declared(f"following{n}", ["choice", "boolean"]))
        conditions = draw(st.lists(st.sampled_from(facts).flatmap(tests_of), min_size=1, max_size=2))
        cases = (Presumption(when, draw(st.sampled_from(allowed(fact)))) for when in conditions)
        facts.append(replace(fact, presume=tuple(cases)))
    return {fact.name: fact for fact in draw(st.permutations(facts))}
