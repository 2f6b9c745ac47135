"""Two policies over the same codes: what their facts can be, and which situations both have."""

from __future__ import annotations

import pytest
from hypothesis import given
from rules.worlds import laws

from remit.engine.authoring.diff.common_codes import common_proofs, compile_aligned, shared_codes
from remit.engine.authoring.diff.unlike_facts import unlike_facts
from remit.engine.rules.codes import members
from remit.engine.rules.compiled_policy import compile_policy

from ..verbs import ACME, edited
from .drawn import pairs
from .verbs import policy


def compiled_pair(*edits: tuple[str, str], content: str = ACME):
    old, new = policy(content), policy(edited(*edits, content=content), "2")
    return old, new, compile_aligned(old, new)


@laws(30)
@given(pairs())
def test_codes_are_the_same_and_in_the_same_order(pair) -> None:
    old, new = compile_aligned(*pair)
    assert list(old.codes.items()) == list(new.codes.items())


@laws(30)
@given(pairs())
def test_proofs_of_both_have_one_space(pair) -> None:
    for old, new in common_proofs(*compile_aligned(*pair)):
        assert old.space is new.space
        assert ({}, {}) == (old.unread, new.unread)
        assert old.space.all == sum(old.parts.values()) == sum(new.parts.values())


def test_numbers_are_cut_at_the_thresholds_of_both() -> None:
    _, _, (old, new) = compiled_pair(("at_least: 500", "more_than: 20"))
    assert ((0, 0), (20, 1), (500, 0)) == old.codes["users"].boundaries == new.codes["users"].boundaries


def test_a_choice_keeps_its_place_among_those_of_its_own_policy() -> None:
    edits = [
        ("choices: [none, partial, complete]", "choices: [complete, partial, slow, none]"),
        ("{environment: production, outage: complete}", "{environment: production, outage: {at_most: partial}}"),
    ]
    _, _, (old, new) = compiled_pair(*edits)
    assert ("none", "partial", "complete", "slow") == old.codes["outage"].values == new.codes["outage"].values
    rule = next(rule for rule in new.policy.priority.rules if rule.id == "production-down")
    assert "IsOneOf(fact='outage', values=('complete', 'partial'))" in repr(rule.when)


def test_a_fact_that_one_policy_has_is_in_both_and_presumed_by_one() -> None:
    fact = ("facts:\n", "facts:\n  colour: {choices: [red, blue], presume: red}\n")
    rule = ("- {id: many-users, when: {", "- {id: many-users, when: {colour: red, ")
    _, _, (old, new) = compiled_pair(fact, rule)
    assert ((), 1) == (old.policy.facts["colour"].presume, len(new.policy.facts["colour"].presume))
    assert "colour" in common_proofs(old, new)[0].old.space.facts


def test_ways_of_both_can_be_arrived_by() -> None:
    _, _, (old, new) = compiled_pair(("  ways:\n", "  ways:\n    chat: {contact: x}\n"))
    assert ("phone", "email", "chat") == old.codes["arrived_by"].values == new.codes["arrived_by"].values


@pytest.mark.parametrize(
    ("fact", "unlike"),
    [
        ("type: boolean", True),
        ("choices: [few, many]", True),
        ("type: number, minimum: 5000", False),
        ("type: number, minimum: 0", False),
    ],
)
def test_facts_without_a_value_in_common_are_two(fact: str, unlike: bool) -> None:
    plain = edited(("{users: {at_least: 500}}", "{outage: partial}"))
    old = policy(plain)
    new = policy(edited(("type: number, minimum: 0, presume: 1", fact), content=plain), "2")
    assert (("users",) if unlike else ()) == unlike_facts(old, new)
    assert unlike == ("users.old" in compile_aligned(old, new)[0].policy.facts)


def test_numbers_whose_ranges_do_not_meet_are_two() -> None:
    low, high = "type: number, minimum: 0, maximum: 5", "type: number, minimum: 6"
    plain = edited(("{users: {at_least: 500}}", "{outage: partial}"), ("type: number, minimum: 0, presume: 1", low))
    assert ("users",) == unlike_facts(policy(plain), policy(edited((low, high), content=plain), "2"))


def test_values_that_one_policy_alone_has_are_not_shared() -> None:
    old, new, (compiled, _) = compiled_pair(
        ("choices: [none, partial, complete]", "choices: [none, slow, complete]"),
        ("type: number, minimum: 0, presume: 1", "type: number, minimum: 10, maximum: 1000"),
        ("custom_work]}", "custom_work], optional: true}"),
    )
    shared = shared_codes(old, new, compiled)
    assert ["none", "complete"] == [compiled.codes["outage"].values[code] for code in members(shared["outage"])]
    assert [10, 500] == [compiled.codes["users"].example(code) for code in members(shared["users"])]
    assert ["fault", "question", "custom_work"] == [
        compiled.codes["activity"].example(code) for code in members(shared["activity"])
    ]


def test_policies_that_are_not_aligned_have_no_common_ground() -> None:
    old = compile_policy(policy(ACME))
    new = compile_policy(policy(edited(("at_least: 500", "at_least: 10"))))
    with pytest.raises(ValueError, match="the two policies are not aligned"):
        common_proofs(old, new)


def test_what_one_policy_presumes_a_fact_by_is_compared_although_the_other_alone_reads_it() -> None:
    facts = ("facts:\n", "facts:\n  colour: {choices: [red, blue]}\n  shade: {type: boolean, optional: true}\n")
    presumed = ("shade: {type: boolean", "shade: {presume: [{when: {colour: red}, value: true}], type: boolean")
    read = ("{id: many-users, when: {", "{id: many-users, when: {shade: true, ")
    old, new = policy(edited(facts, presumed)), policy(edited(facts, read), "2")
    assert {"colour", "shade"} <= set(common_proofs(*compile_aligned(old, new))[0].old.space.facts)
