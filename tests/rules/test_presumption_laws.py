"""What is presumed of a request: read off all completions at once, it is what deciding every other value finds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .drawn_requests import a_policy_of_facts_that_follow, requests_to
from .plain import values_of
from .plain_presumptions import presumed_plainly
from .policies import written_policies
from .test_completions_of_shipped_policies import brute, evaluator
from .verbs import SHIPPED
from .worlds import laws

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.engine.model import Value
    from remit.engine.rules.presumptions import PresumedFact

    from .brute import Brute
    from .drawn_requests import Asked


def both(
    evaluator: Evaluator, request: tuple[str, Mapping[str, Value], frozenset[str]], confirmed: frozenset[str]
) -> tuple[dict[str, PresumedFact], dict[str, PresumedFact]]:
    """Return what is presumed of a request, as evaluated and as found out the long way."""
    tier, stated, blocked = request
    codes = {name: evaluator.compiled.codes[name].code(value) for name, value in stated.items()}
    evaluation = evaluator.evaluate(tier, codes, blocked, confirmed)
    assert evaluation.is_exact
    plain = presumed_plainly(evaluator, tier, codes, blocked, confirmed)
    assert list(plain) == list(evaluation.presumed)
    return unordered(evaluation.presumed), unordered(plain)


def unordered(presumed: Mapping[str, PresumedFact]) -> dict[str, PresumedFact]:
    """Return presumed facts with the outcomes of alternatives, of which the order means nothing, in one order."""
    return {
        name: fact._replace(
            alternatives=tuple(
                alternative._replace(outcomes=tuple(sorted(alternative.outcomes, key=repr)))
                for alternative in fact.alternatives
            ),
        )
        for name, fact in presumed.items()
    }


@laws(200)
@given(requests_to(written_policies()), st.data())
def test_what_is_presumed_in_generated_requests(drawn: tuple[Brute, Evaluator, Asked], data: st.DataObject) -> None:
    brute, evaluator, request = drawn
    confirmed = frozenset(data.draw(st.lists(st.sampled_from(sorted(brute.policy.facts)), max_size=2)))
    evaluated, plain = both(evaluator, request, confirmed.difference(request[1]))
    assert plain == evaluated


@pytest.mark.parametrize("seed", range(150))
def test_what_is_presumed_where_presumptions_follow_from_one_another(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    policy = a_policy_of_facts_that_follow(dice)
    names = list(policy.facts)
    dice.shuffle(names)
    stated: dict[str, Value] = {name: dice.choice([False, True]) for name in names[: dice.choice([0, 1, 1, 2])]}
    blocked = frozenset(names[-1:]) if dice.random() < 1 / 4 else frozenset()
    evaluated, plain = both(Evaluator(compile_policy(policy), "builtin"), ("gold", stated, blocked), frozenset())
    assert plain == evaluated


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("policy", SHIPPED)
def test_what_is_presumed_in_requests_to_shipped_policies(policy: str, seed: int) -> None:
    dice = random.Random(f"{policy} {seed}")  # noqa: S311 - a sample, not a secret
    slow, stated_share = brute(policy), dice.choice([0.3, 0.5, 0.8])
    stated: dict[str, Value] = {}
    for name, fact in slow.facts.items():
        if name in slow.policy.facts and dice.random() < stated_share:
            values = [value for value in values_of(fact, slow.conditions) if value is not None]
            stated[name] = dice.choice(values)
    unstated = [name for name in slow.policy.facts if name not in stated]
    blocked = frozenset(name for name in unstated if dice.random() < 0.1)
    confirmed = frozenset(name for name in unstated if dice.random() < 0.2)
    request = dice.choice(list(slow.policy.tiers)), stated, blocked
    evaluated, plain = both(evaluator(policy), request, confirmed - blocked)
    assert plain == evaluated
