"""Groups at and over what durable-rules bears: served by it, joined by builtin, or refused with the reason."""

from __future__ import annotations

from importlib.metadata import version
from itertools import product

import pytest

from remit.engine.model import All, Any, Condition, Group, Not, Rule
from remit.engine.rules import durable
from remit.engine.rules.builtin import Builtin
from remit.engine.rules.compiled_policy import CompiledPolicy, compile_policy
from remit.engine.rules.durable import Durable, NotServed
from remit.engine.rules.engines import Engine

from .policies import a_policy
from .verbs import all_situations, by_tree, choice_of, disagreements, grouped, is_, needs_durable

DURABLE = "durable-rules 2.0.28"


def rulebook_of(conditions: list[Condition]) -> CompiledPolicy:
    """Return the rulebook of a policy whose scope has these conditions, over `one` and `two`, of 80 choices each."""
    rules = tuple(Rule(f"rule-{n}", condition, "support", ()) for n, condition in enumerate(conditions))
    facts = {name: choice_of(80, name) for name in ("one", "two")}
    return compile_policy(a_policy(facts=facts, scope=Group("scope", rules)))


def pairs(count: int) -> Condition:
    """Return a condition that holds in so many pairs of choices, and takes as many conjunctions."""
    return Any(tuple(All((is_("one", n), is_("two", n))) for n in range(count)))


@needs_durable
def test_the_version_is_the_one_that_was_measured() -> None:
    assert (DURABLE, "2.0.28") == (durable.name(), version("durable-rules"))


@needs_durable
def test_three_hundred_rules() -> None:
    group = grouped({"code": choice_of(300)}, [is_("code", n, (n * 7) % 300) for n in range(300)])
    assert disagreements(group, all_situations(group)) == []


@needs_durable
def test_a_hundred_and_twenty_eight_rules_that_share_a_condition() -> None:
    rules = [All((is_("shared", 1), is_("own", n))) for n in range(128)]
    group = grouped({"shared": choice_of(2, "shared"), "own": choice_of(128, "own")}, rules)
    assert disagreements(group, all_situations(group)) == []


@needs_durable
def test_a_hundred_and_twenty_eight_rules_that_share_what_they_exclude() -> None:
    rules = [All((Not(is_("shared", 1)), Not(is_("own", n)))) for n in range(128)]
    group = grouped({"shared": choice_of(3, "shared"), "own": choice_of(128, "own")}, rules)
    assert disagreements(group, all_situations(group)) == []


@needs_durable
def test_two_hundred_and_fifty_six_rules_with_one_condition() -> None:
    group = grouped({"code": choice_of(2)}, [is_("code", 1)] * 256)
    all_rules = (1 << 256) - 1
    engine = Durable(group, alone=True)
    assert [(0, all_rules), (all_rules, 0)] == [(v.true, v.false) for v in map(engine.evaluate, ((0,), (1,)))]
    assert disagreements(group, all_situations(group)) == []


@needs_durable
def test_a_choice_of_six_hundred() -> None:
    group = grouped({"code": choice_of(600)}, [is_("code", 0), is_("code", 599), is_("code", *range(64, 600))])
    assert disagreements(group, all_situations(group)) == []


@needs_durable
def test_a_membership_with_three_hundred_holes() -> None:
    group = grouped({"code": choice_of(600)}, [is_("code", *range(0, 600, 2)), is_("code", *range(0, 600, 3))])
    assert disagreements(group, all_situations(group)) == []


@needs_durable
def test_a_rule_of_sixty_four_conjunctions_is_served() -> None:
    """Six pairs hold in six ways and fail in two to the power of six."""
    group = grouped({"one": choice_of(9, "one"), "two": choice_of(9, "two")}, [pairs(6), Not(pairs(6))])
    assert [(6, 64), (64, 6)] == [(len(rule.holds or ()), len(rule.fails or ())) for rule in group.rules]
    assert Durable(group, alone=True).uses_builtin is False
    assert disagreements(group, all_situations(group)) == []


def test_a_rule_that_fails_in_more_ways_than_sixty_four_is_too_wide() -> None:
    group = grouped({"one": choice_of(9, "one"), "two": choice_of(9, "two")}, [pairs(7)])
    assert [(7, None, True)] == [(len(rule.holds or ()), rule.fails, rule.is_wide) for rule in group.rules]
    assert disagreements(group, all_situations(group)) == []


@needs_durable
def test_a_rule_that_is_too_wide_goes_to_builtin_and_the_name_says_so() -> None:
    compiled = rulebook_of([is_("one", 3), pairs(65), is_("two", 3)])
    engine, group = Engine(compiled, "auto"), compiled.groups["scope"]
    situations = list(product((None, *range(80)), repeat=2))
    asked = [dict(zip(group.reads, s, strict=True)) for s in situations]
    verdicts = [engine.verdict(group, {f: c for f, c in known.items() if c is not None}) for known in asked]
    assert [by_tree(group, situation) for situation in situations] == verdicts
    assert f"{DURABLE} and builtin" == engine.name


@needs_durable
def test_durable_alone_refuses_a_rule_that_is_too_wide() -> None:
    with pytest.raises(NotServed) as refusal:
        Engine(rulebook_of([is_("one", 3), pairs(65)]), "durable")
    expected = "rule `rule-1` takes more than 64 conjunctions, which durable-rules cannot evaluate"
    assert expected == str(refusal.value)


@needs_durable
def test_durable_alone_serves_4096_rules() -> None:
    group = grouped({"one": choice_of(80, "one")}, [is_("one", n % 80) for n in range(4096)])
    engine, other = Durable(group, alone=True), Builtin(group)
    assert [other.evaluate((n,)) for n in (None, 0, 79)] == [engine.evaluate((n,)) for n in (None, 0, 79)]


@needs_durable
def test_durable_serves_a_group_that_reads_250_facts() -> None:
    group = grouped({f"f{n}": choice_of(2, f"f{n}") for n in range(250)}, [is_(f"f{n}", 0) for n in range(250)])
    assert Builtin(group).evaluate((0,) * 250) == Durable(group, alone=True).evaluate((0,) * 250)


@needs_durable
def test_durable_refuses_a_group_that_reads_251_facts() -> None:
    group = grouped({f"f{n}": choice_of(2, f"f{n}") for n in range(251)}, [is_(f"f{n}", 0) for n in range(251)])
    with pytest.raises(NotServed) as refusal:
        Durable(group, alone=False)
    assert "scope reads 251 facts, more than the 250 of durable-rules" == str(refusal.value)


@needs_durable
def test_durable_alone_refuses_4097_rules() -> None:
    with pytest.raises(NotServed) as refusal:
        Engine(rulebook_of([is_("one", n % 80) for n in range(4097)]), "durable")
    assert "4,097 rules are more than the 4,096 that durable-rules can evaluate" == str(refusal.value)


@needs_durable
def test_4097_rules_are_served_by_builtin() -> None:
    """The other groups of that policy stay with durable-rules."""
    compiled = rulebook_of([is_("one", n % 80) for n in range(4097)])
    engine, group = Engine(compiled, "auto"), compiled.groups["scope"]
    expected = sum(1 << n for n in range(4097) if n % 80 == 79)
    assert expected == engine.verdict(group, {"one": 79}).true
    assert f"builtin and {DURABLE}" == engine.name


@needs_durable
def test_a_usual_policy_is_served_by_durable_rules_alone() -> None:
    compiled = rulebook_of([is_("one", 3)])
    assert [DURABLE, DURABLE, "builtin"] == [Engine(compiled, choice).name for choice in ("auto", "durable", "builtin")]


def test_where_durable_rules_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builtin serves, and who asks for durable-rules is told."""
    monkeypatch.setattr(durable, "is_available", lambda: False)
    compiled = rulebook_of([is_("one", 3)])
    with pytest.raises(NotServed) as refusal:
        Engine(compiled, "durable")
    assert "durable-rules cannot be imported here" == str(refusal.value)
    assert "builtin" == Engine(compiled, "auto").name
