"""Above 100,000 completions what is possible is a bound: it may hold too much, and never too little."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from remit.engine.model import ALWAYS, All, Entry, Fact, Group, Not, Offer, Promise, PromiseRule, Rule, Span, SpanOf
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.rules.hit_policy import CONFLICTING, Ways
from remit.engine.rules.outcomes import Outcome, Owed

from .brute import Brute
from .judging import judged
from .policies import a_policy, written_policies
from .verbs import choice_of, is_
from .worlds import TIERS, laws

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.engine.model import Condition, Policy

    from .policies import GroupName

WIDE = {f"f{n}": choice_of(8, f"f{n}") for n in range(6)} | {"agreed": Fact("agreed", "?", "span", optional=True)}
OPEN = frozenset(WIDE)
SIZES = {f"f{n}": 8 for n in range(6)}
STATED = {"arrived_by": "web"}
SAMPLES = 100


def evaluator_of(policy: Policy) -> Evaluator:
    """Return the judge of a policy."""
    return Evaluator(compile_policy(policy), "builtin")


def sampled(policy: Policy, tier: str, seed: int) -> tuple[set[Outcome], set[str]]:
    """Return outcomes of some completions, and facts in which alone two of them differ that differ in outcome."""
    dice, brute = random.Random(seed), Brute(policy)  # noqa: S311 - a sample, not a secret
    choices = {name: values for name, values in brute.choices.items() if name in OPEN}
    outcomes: set[Outcome] = set()
    missing: set[str] = set()
    for _ in range(SAMPLES):
        chosen = {name: dice.choice(values) for name, values in choices.items()}
        ending = brute.completed(tier, STATED, OPEN, chosen)
        outcomes.add(ending[0])
        for name, values in choices.items():
            other = brute.completed(tier, STATED, OPEN, chosen | {name: dice.choice(values)})
            outcomes.add(other[0])
            missing.update({name} if other != ending else ())
    return outcomes, missing


def always(group: GroupName, then: str | Offer) -> Group:
    """Return a group with one rule, which always holds."""
    return Group(group, (Rule(f"{group}-rest", ALWAYS, then, ()),))


def every_value(sizes: Mapping[str, int]) -> Condition:
    """Return a condition that always holds and tells all values of some facts apart."""
    return Not(All(tuple(is_(name, code) for name, size in sizes.items() for code in range(size))))


def widened(policy: Policy) -> Policy:
    """Return a policy with one rule more, which tells all values of the wide facts apart, so that they all count."""
    rule = Rule("all", All((*(is_(name, 0) for name in SIZES), every_value(SIZES))), "not_covered", ())
    return replace(policy, scope=Group("scope", (*policy.scope.rules, rule)))


def supported(policy: Policy, tier: str = "basic") -> set[Outcome]:
    """Return the outcomes of a widened policy that its bound does not rule out, less that of the added rule."""
    found = judged(evaluator_of(widened(policy)), tier, STATED, OPEN).possible
    assert found.is_exact is False
    return {outcome for outcome in found.outcomes if outcome.scope != "not_covered"}


@settings(laws(40), phases=[Phase.generate])  # shrinking a wide policy takes minutes
@given(written_policies(WIDE), st.sampled_from(TIERS), st.integers(0, 999))
def test_a_bound_leaves_out_no_outcome_and_no_missing_fact(policy: Policy, tier: str, seed: int) -> None:
    wide = widened(policy)
    found = judged(evaluator_of(wide), tier, STATED, OPEN).possible
    outcomes, missing = sampled(wide, tier, seed)
    assert found.is_exact is False
    assert outcomes - set(found.outcomes) == set()
    assert missing - set(found.missing) == set()


def test_what_consulting_is_owed_stays_in_the_bound() -> None:
    """Consulting has no level, even where the rules for priority give one."""
    promise = Promise("answer", "consulting", {("basic", None): Entry(within=Span(3600))}, (), hours="office")
    policy = a_policy(
        facts=WIDE, scope=always("scope", "consulting"), priority=always("priority", "P1"), promises={"answer": promise}
    )
    owed = (Owed("answer", "office", Span(3600)),)
    assert {Outcome("consulting", owed=owed)} == supported(policy)


def test_a_way_that_only_an_open_fact_allows_is_not_allowed_for_certain() -> None:
    """Some completions allow email alone, so web is not among what all of them allow."""
    rules = (Rule("email", ALWAYS, Offer(allow=("email",)), ()), Rule("web", is_("f0", 1), Offer(allow=("web",)), ()))
    policy = a_policy(facts=WIDE, scope=always("scope", "consulting"), channel=Group("channel", rules))
    assert 1 < len({outcome.ways for outcome in supported(policy)})


def test_a_dozen_ways_to_be_allowed_another_way_are_not_one_way() -> None:
    """More than a few undecided rules are not combined one with another."""
    email = Rule("email", ALWAYS, Offer(allow=("email",)), ())
    rules = [
        Rule(f"r{n}-{way}", is_(f"f{n}", 1), Offer(prefer=(way,), allow=others), ())
        for n in range(6)
        for way, others in (("email", ("web",)), ("web", ("phone",)))
    ]
    policy = a_policy(facts=WIDE, scope=always("scope", "consulting"), channel=Group("channel", (email, *rules)))
    found = [outcome.ways for outcome in supported(policy)]
    assert CONFLICTING in found
    assert {None, "email", "web"} == {ways.preferred for ways in found if isinstance(ways, Ways)}
    assert 1 < len({ways.allowed for ways in found if isinstance(ways, Ways)})


def test_ways_that_an_open_fact_brings_into_conflict_may_be_undecided() -> None:
    phone, web = Offer(require=("phone",)), Offer(require=("web",))
    rules = (Rule("phone", ALWAYS, phone, ()), Rule("web", is_("f0", 1), web, ()))
    policy = a_policy(facts=WIDE, scope=always("scope", "consulting"), channel=Group("channel", rules))
    assert CONFLICTING in {outcome.ways for outcome in supported(policy)}


def test_hours_are_not_chosen_where_the_span_that_counts_in_them_is_absent() -> None:
    promise = Promise("answer", "consulting", {("basic", None): Entry(within=SpanOf("agreed"))}, ())
    policy = a_policy(
        facts=WIDE, scope=always("scope", "consulting"), coverage=always("coverage", "office"),
        promises={"answer": promise},
    )  # fmt: skip
    owed = (Owed("answer", "office", SpanOf("agreed")),)
    expected = {Outcome("consulting"), Outcome("consulting", coverage="office", owed=owed)}
    assert set() == expected - supported(policy)


def test_what_rules_of_a_promise_owe_stays_in_the_bound_and_their_facts_are_missing() -> None:
    none, late = PromiseRule("none", is_("f0", 1), None, ()), Entry(within=Span(7200), hours="office")
    rules = (none, PromiseRule("late", is_("f1", 1), late, ()))
    within: dict[tuple[str, str | None], Entry | None] = {("basic", None): Entry(within=Span(3600))}
    promise = Promise("answer", "consulting", within, (), hours="office", rules=rules)
    policy = a_policy(facts=WIDE, scope=always("scope", "consulting"), promises={"answer": promise})
    by_rule = (("answer", 0),), (("answer", 1),)
    expected = {
        Outcome("consulting", promise_rules=by_rule[0]),
        Outcome("consulting", owed=(Owed("answer", "office", Span(7200)),), promise_rules=by_rule[1]),
        Outcome("consulting", owed=(Owed("answer", "office", Span(3600)),)),
    }
    assert set() == expected - supported(policy)
    missing = judged(evaluator_of(widened(policy)), "basic", STATED, OPEN).possible.missing
    assert all("answer" in missing[fact] for fact in ("f0", "f1"))


def is_exact(*sizes: int) -> bool:
    """Say whether what is possible is exact, with so many choices of each open fact."""
    facts = {f"f{n}": choice_of(size, f"f{n}") for n, size in enumerate(sizes)}
    every = every_value({fact.name: len(fact.choices) for fact in facts.values()})
    rule = Rule("all", All((*(is_(name, 0) for name in facts), every)), "support", ())
    evaluation = judged(evaluator_of(a_policy(facts=facts, scope=Group("scope", (rule,)))), "basic", {})
    return evaluation.possible.is_exact


def test_a_hundred_thousand_completions_are_still_gone_through() -> None:
    assert [True, False] == [is_exact(10, 10, 10, 10, 10), is_exact(10, 10, 10, 10, 11)]


def test_an_outcome_that_no_open_fact_can_change_asks_for_none() -> None:
    """Above the limit, too, a request that is decided is decided."""
    every = All((*(is_(name, 0) for name in SIZES), every_value(SIZES)))
    priority = Group("priority", (Rule("all", ALWAYS, "P1", ()), Rule("some", every, "P2", ())))
    policy = a_policy(facts=WIDE, scope=always("scope", "support"), priority=priority)
    found = judged(evaluator_of(policy), "basic", {}, OPEN).possible
    assert (False, 1, {}) == (found.is_exact, len(found.outcomes), dict(found.missing))
