"""Derived facts in proofs: what is found of a policy is found of the one that has what is derived written out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st
from rules.test_derivation_laws import derived_from, inlined
from rules.worlds import laws

from remit.engine.authoring.check import check_policy
from remit.engine.authoring.check.editions import Editions
from remit.engine.authoring.diff import diff
from remit.engine.authoring.mutation.equivalence import OriginalPolicy
from remit.engine.proof.delays import DelayComparison
from remit.engine.rules.budget import budget
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .generated import Drawn, policy_texts
from .verbs import TODAY

if TYPE_CHECKING:
    from remit.engine.model import Policy

PROVED = (
    "gap", "masked", "unreachable", "redundant", "missing-promise", "conflicting-ways", "slower-in-higher-tier",
    "uncountable",
)  # fmt: skip
"""Checks of what rules decide, whichever way their conditions are written."""


@st.composite
def twins(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Draw a policy that derives facts, and the same with them written out."""
    policy = draw(derived_from(Drawn(draw(policy_texts())).policy))
    return policy, inlined(policy)


def found(policy: Policy) -> set[tuple[str, str]]:
    """Return which checks find what, but for what they find of entries."""
    entries = {entry.id for fact in policy.facts.values() for entry in fact.derive}
    findings = check_policy(Evaluator(compile_policy(policy), "builtin"), TODAY, Editions([policy]))
    assume(not any(finding.check == "not-proved" for finding in findings))
    # Written out, a condition has alternatives that its author did not write.
    proved = (f for f in findings if f.check in PROVED and "alternatives" not in f.message)
    return {(finding.check, finding.at) for finding in proved if finding.at not in entries}


@laws(60)
@given(twins())
def test_checks_find_the_same_where_what_is_derived_is_written_out(drawn: tuple[Policy, Policy]) -> None:
    policy, plain = drawn
    assert found(plain) == found(policy)


@laws(60)
@given(twins())
def test_no_decision_differs_from_that_of_the_policy_written_out(drawn: tuple[Policy, Policy]) -> None:
    """In either direction; what differs is that the one has facts that the other lacks."""
    for old, new in (drawn, drawn[::-1]):
        changes = diff(old, new, TODAY)
        assert [] == [change for change in changes.changes if change.about != "fact"]


@laws(60)
@given(twins())
def test_no_situation_tells_a_policy_from_the_one_written_out(drawn: tuple[Policy, Policy]) -> None:
    """As mutants are told from their policy."""
    policy, plain = drawn
    unread = replace(plain, facts=policy.facts)
    for original, mutant in ((policy, unread), (unread, policy)):
        with budget():
            assert OriginalPolicy(original, DelayComparison(TODAY), [mutant]).divergences(mutant) in ([], None)


@laws(40)
@given(twins())
def test_no_situation_tells_a_policy_from_the_one_without_a_redundant_entry(drawn: tuple[Policy, Policy]) -> None:
    policy = drawn[0]
    findings = check_policy(Evaluator(compile_policy(policy), "builtin"), TODAY, Editions([policy]))
    redundant = {finding.at for finding in findings if finding.check == "redundant"}
    for fact in policy.facts.values():
        for entry in (entry for entry in fact.derive if entry.id in redundant):
            fewer = replace(fact, derive=tuple(own for own in fact.derive if own is not entry))
            without = replace(policy, facts={**policy.facts, fact.name: fewer})
            with budget():
                assert OriginalPolicy(policy, DelayComparison(TODAY), [without]).divergences(without) in ([], None)
