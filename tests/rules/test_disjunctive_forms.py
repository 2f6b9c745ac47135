"""Disjunctive forms: a rule as alternatives of conjunctions is true, false and unknown where its tree is."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from unittest.mock import patch

from hypothesis import given

from remit.engine.findings import Findings
from remit.engine.model import All, Any, Compares, Fact, Group, IsOneOf, Not, Rule
from remit.engine.rules import diagrams
from remit.engine.rules.compiled import CONJUNCTIONS, compile_condition, kleene
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.unreachable_conditions import can_hold, check_conditions

from .plain import truth, values_of
from .policies import a_policy
from .verbs import all_situations, choice_of, grouped, is_, known_situations
from .worlds import laws, written_groups

if TYPE_CHECKING:
    from remit.engine.model import Condition
    from remit.engine.rules.compiled import Conjunction

    Written = tuple[dict[str, Fact], list[Condition]]

MOST = 500
OTHERS = {"one": choice_of(3, "one"), "two": choice_of(3, "two")}


def forms(condition: Condition) -> tuple[object, object]:
    """Return a condition's forms over `one` and `two`, of three choices each."""
    rule = grouped(OTHERS, [condition]).rules[0]
    return rule.holds, rule.fails


def stands(form: tuple[Conjunction, ...], known: dict[str, int]) -> bool:
    """Say whether all parts of some conjunction are known and so."""
    return any(all(fact in known and codes >> known[fact] & 1 for fact, codes in part) for part in form)


@laws(120)
@given(written_groups())
def test_forms_say_what_the_tree_says(written: Written) -> None:
    group = grouped(*written)
    for rule in group.rules:
        for situation in islice(all_situations(group), MOST):
            known = {fact: code for fact, code in zip(group.reads, situation, strict=True) if code is not None}
            expected = kleene(rule.when, known)
            if rule.holds is not None:
                assert (expected is True) == stands(rule.holds, known)
            if rule.fails is not None:
                assert (expected is False) == stands(rule.fails, known)


@laws(120)
@given(written_groups())
def test_forms_stay_within_the_limit_and_name_each_fact_once(written: Written) -> None:
    for rule in grouped(*written).rules:
        for form in (rule.holds, rule.fails):
            assert form is None or len(form) <= CONJUNCTIONS
            for conjunction in form or ():
                facts = [fact for fact, _ in conjunction]
                assert sorted(set(facts)) == facts
                assert all(codes for _, codes in conjunction)


@laws(120)
@given(written_groups(most_rules=2))
def test_what_can_never_hold_is_found(written: Written) -> None:
    """With a disjunctive form or, as where a rule is too wide, without one."""
    facts, conditions = written
    group = grouped(facts, conditions)
    codes = dict(zip(group.reads, group.codes, strict=True))
    for condition, rule in zip(conditions, group.rules, strict=True):
        expected = any(kleene(rule.when, dict(zip(group.reads, s, strict=True))) for s in known_situations(group))
        assert expected == can_hold(rule.when, codes, known=None)
        if rule.holds is not None:
            assert expected == can_hold(rule.when, codes, known=rule.holds)
        if len(facts) == 1:
            (fact,) = facts.values()
            by_value = [truth(condition, {fact.name: v}, facts) for v in values_of(fact, conditions)]
            assert expected == any(by_value)


def test_always_holds_in_one_way_and_fails_in_none() -> None:
    assert forms(All(())) == (((),), ())


def test_a_membership_and_its_complement() -> None:
    assert forms(is_("one", 0, 2)) == (((("one", 0b101),),), ((("one", 0b010),),))


def test_alternatives_stay_apart() -> None:
    either = Any((is_("one", 0), is_("two", 1)))
    assert forms(either) == (
        ((("one", 0b001),), (("two", 0b010),)),
        ((("one", 0b110), ("two", 0b101)),),
    )


def test_choices_that_are_together_all_choices_still_need_the_fact_to_be_known() -> None:
    """Otherwise a fact that is unknown would be in the set of all."""
    rule = grouped(OTHERS, [Any((is_("one", 0), is_("one", 1, 2)))]).rules[0]
    assert rule.holds == ((("one", 0b001),), (("one", 0b110),))
    assert rule.fails == ()
    assert kleene(rule.when, {}) is None


def test_a_wider_alternative_absorbs_a_narrower_one() -> None:
    holds, _ = forms(Any((All((is_("one", 0), is_("two", 1))), is_("one", 0, 1))))
    assert holds == ((("one", 0b011),),)


def test_too_many_situations_to_try() -> None:
    """Then nothing is said of the condition."""
    facts = {f"f{n}": choice_of(9, f"f{n}") for n in range(8)}
    condition = All(tuple(Any((is_(f"f{n}", 0), is_(f"f{(n + 1) % 8}", 1))) for n in range(8)))
    group = grouped(facts, [condition])
    codes = dict(zip(group.reads, group.codes, strict=True))
    assert can_hold(compile_condition(condition, codes), codes, known=None)
    with patch.object(diagrams, "NODES", 100):
        assert can_hold(compile_condition(condition, codes), codes, known=None) is None


def test_rules_that_can_never_hold_are_reported_and_others_are_not() -> None:
    users = Fact("users", "How many?", "number", {}, 0, 100)
    rules: dict[str, Condition] = {
        "two-choices-at-once": All((is_("one", 0), is_("one", 1))),
        "itself-and-not": All((is_("one", 0), Not(is_("one", 0)))),
        "a-gap-between-bounds": All((Compares("users", "less_than", 5), Compares("users", "more_than", 5))),
        "over-the-maximum": Compares("users", "more_than", 100),
        "never": Not(All(())),
        "the-bound-itself": All((Compares("users", "at_most", 5), Compares("users", "at_least", 5))),
        "at-the-maximum": Compares("users", "at_least", 100),
        "one-number": IsOneOf("users", (7,)),
        "always": All(()),
    }
    findings = Findings()
    scope = Group("scope", tuple(Rule(name, when, "support", ()) for name, when in rules.items()))
    check_conditions(compile_policy(a_policy(facts={**OTHERS, "users": users}, scope=scope)), findings)
    assert [(f.check, f.message) for f in findings] == [
        ("unreachable", f"rule `{name}` can never hold") for name in list(rules)[:5]
    ]
