"""Completions of generated policies: what a judge reads off at once is what going through them one by one finds."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .answers import answer, decides, true_rules
from .brute import Brute
from .judging import judged, said
from .plain import values_of
from .policies import written_policies
from .worlds import TIERS, WAYS, laws

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


@laws(150)
@given(requests_to(written_policies()))
def test_judgements_of_generated_requests(drawn: tuple[Brute, Evaluator, Asked]) -> None:
    brute, evaluator, request = drawn
    assert answer(brute, *request) == said(judged(evaluator, *request))


@laws(60)
@given(requests_to(written_policies()))
def test_a_missing_fact_is_said_to_decide_what_differs_with_it(drawn: tuple[Brute, Evaluator, Asked]) -> None:
    brute, evaluator, request = drawn
    missing = judged(evaluator, *request).possible.missing
    for name, (must, may) in decides(brute, *request).items():
        assert set(missing[name])
        assert (set(), set()) == (must - set(missing[name]), set(missing[name]) - may)


@laws(60)
@given(requests_to(written_policies()))
def test_a_rule_is_called_true_or_false_only_if_it_is_so_in_every_completion(
    drawn: tuple[Brute, Evaluator, Asked],
) -> None:
    """Where nothing is open, every rule is called one or the other."""
    brute, evaluator, request = drawn
    evaluation = judged(evaluator, *request)
    names, _, _ = brute.open(*request)
    found = [
        brute.values_when(*request, dict(zip(names, chosen, strict=True)))
        for chosen in product(*(brute.choices[name] for name in names))
    ]
    true = [true_rules(brute, values) for values in found]
    is_scope_known = isinstance(brute.scope_and_level(found[0])[0], str)
    for group in brute.policy.groups:
        every = (1 << len(group.rules)) - 1
        always, ever = every, 0
        for bits in true:
            always, ever = always & bits[group.name], ever | bits[group.name]
        verdict = evaluation.groups.verdicts[group.name]
        assert (0, 0) == (verdict.true & ~always, verdict.false & ever)
        if not names and is_scope_known:
            assert (always, every & ~always) == (verdict.true, verdict.false)
