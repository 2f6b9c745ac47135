"""Completions of generated policies: what a judge reads off at once is what going through them one by one finds."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given

from .answers import answer, decides, true_rules
from .drawn_requests import requests_to
from .judging import judged, said
from .policies import placed_policies, written_policies
from .worlds import laws

if TYPE_CHECKING:
    from remit.engine.rules.evaluator import Evaluator

    from .brute import Brute
    from .drawn_requests import Asked


@laws(150)
@given(requests_to(written_policies()))
def test_judgements_of_generated_requests(drawn: tuple[Brute, Evaluator, Asked]) -> None:
    brute, evaluator, request = drawn
    assert answer(brute, *request) == said(judged(evaluator, *request))


@laws(80)
@given(requests_to(placed_policies()))
def test_judgements_of_requests_with_facts_that_give_zones(drawn: tuple[Brute, Evaluator, Asked]) -> None:
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
