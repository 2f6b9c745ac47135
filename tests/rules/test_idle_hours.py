"""Hours on which no deadline depends: what is owed at once is owed on receipt, whichever hours are chosen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from remit.engine.model import Entry, Policy, Promise, Span
from remit.engine.rules.compiled import facts_of
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .judging import judged
from .policies import written_policies
from .worlds import TIERS, laws

AT_ONCE = Span(0)


def owed_at_once(policy: Policy) -> Policy:
    """Return the policy with each cell and rule of its promises at once, and none of them with hours of its own."""

    def at_once(promise: Promise) -> Promise:
        cells = {key: cell and Entry(within=AT_ONCE) for key, cell in promise.within.items()}
        rules = [replace(rule, then=rule.then and Entry(within=AT_ONCE)) for rule in promise.rules]
        return replace(promise, within=cells, rules=tuple(rules), hours=None)

    return replace(policy, promises={name: at_once(promise) for name, promise in policy.promises.items()})


@laws(300)
@given(written_policies().map(owed_at_once), st.sampled_from(TIERS))
def test_facts_that_only_choose_hours_are_not_asked_for_where_all_is_owed_at_once(policy: Policy, tier: str) -> None:
    compiled = compile_policy(policy)
    elsewhere = [rule.when for name, group in compiled.groups.items() if name != "coverage" for rule in group.rules]
    presumptions = [when for cases in compiled.presumptions.values() for when, _ in cases]
    used = set[str]().union(*map(facts_of, [*elsewhere, *presumptions]))
    only_hours = {name for name in policy.facts if name not in used}
    evaluation = judged(Evaluator(compiled, "builtin"), tier, {})
    has_gap = any(not isinstance(outcome.coverage, str | None) for outcome in evaluation.possible.outcomes)
    assert has_gap or not only_hours & set(evaluation.possible.missing)
    if policy.coverage.rules and not facts_of(compiled.groups["coverage"].rules[-1].when):
        assert not only_hours & {*evaluation.possible.missing, *evaluation.presumed}
