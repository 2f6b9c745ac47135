"""What is said of mutants of generated policies that read the receipt is what a walk through both finds."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import assume, given
from rules.plain import values_of
from rules.worlds import TIERS, laws

from remit.engine.authoring.mutation.mutants import mutants
from remit.engine.model.receipt_facts import is_receipt_fact, receipt_fact
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.rules.hit_policy import Gap
from remit.engine.triage.decision import Decision
from remit.engine.worktime import count_of, deadline

from ..received_policies import QUARTERS, ReceivedDrawn, opens, reading_receipts, received_policies
from .test_laws import can_be
from .test_laws import seen as seen_of
from .verbs import change, without_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.brute import Brute

    from remit.engine.model import DueDate, Policy, Span, Value
    from remit.engine.rules.outcomes import Owed

    Values = dict[str, Value | None]

MOST = 60
"""Situations, of facts that requests state, up to which brute force looks."""

DUE: dict[tuple[object, ...], tuple[int, ...]] = {}


def receipts(before: Policy, after: Policy) -> list[tuple[Values, Values, list[int]]]:
    """Return what can occur together of the hours of two policies, each with the quarters at which it does."""
    names = [receipt_fact(name) for name in before.hours]
    of_each = [list(zip(*(opens(hours) for hours in policy.hours.values()), strict=True)) for policy in (before, after)]
    found: dict[tuple[tuple[bool, ...], tuple[bool, ...]], list[int]] = {}
    for index, key in enumerate(zip(*of_each, strict=True)):
        found.setdefault(key, []).append(index)
    return [
        (dict(zip(names, old, strict=True)), dict(zip(names, new, strict=True)), indices)
        for (old, new), indices in found.items()
    ]


def stated(before: Brute, after: Brute) -> Iterator[Values]:
    """Yield values of all facts that requests state and either policy reads."""
    conditions = [*before.conditions, *after.conditions]
    names = [name for name in before.read if not is_receipt_fact(name)]
    choices = [
        list(dict.fromkeys([*before.named_spans.get(name, ()), *values_of(before.facts[name], conditions)]))
        for name in names
    ]
    for tier, *values in product(TIERS, *choices):
        yield dict(zip(["tier", *names], [tier, *values], strict=True))


def falls_due(policy: Policy, owed: Owed, span: Span | DueDate) -> tuple[int, ...] | Gap:
    """Return when something falls due, by the quarter of its receipt."""
    if isinstance(owed.hours, Gap):
        return owed.hours
    hours = policy.hours[owed.hours]
    key = repr(hours), span, owed.cutoff
    if key not in DUE:
        count = count_of(hours, span, owed.cutoff)
        DUE[key] = tuple(deadline(count, instant) for instant in QUARTERS)
    return DUE[key]


def seen(decision: object) -> object:
    """Return what a case can tell of a decision."""
    return seen_of(decision), decision.channel.follow_up if isinstance(decision, Decision) else None


def unlike(before: Brute, after: Brute) -> bool:
    """Say whether two policies decide some situation unlike at some receipt."""
    return any(
        differ(before, after, {**values, **old}, {**values, **new}, indices)
        for old, new, indices in receipts(before.policy, after.policy)
        for values in stated(before, after)
        if can_be(before, {**values, **old})
    )


def differ(before: Brute, after: Brute, old: Values, new: Values, indices: list[int]) -> bool:
    """Say whether two policies decide a situation unlike at one of some quarters."""
    tier = str(old["tier"])
    endings = before.ending_of(tier, old), after.ending_of(tier, new)
    aspects = [(ending[0].scope, ending[0].level, ending[0].ways) for ending in endings]
    if aspects[0] != aspects[1]:
        return True
    due = [
        {owed.promise: falls_due(brute.policy, owed, span) for owed, span in zip(outcome.owed, spans, strict=True)}
        for brute, (outcome, spans) in zip((before, after), endings, strict=True)
    ]
    return due[0].keys() != due[1].keys() or any(_apart(due[0][name], due[1][name], indices) for name in due[0])


def _apart(first: tuple[int, ...] | Gap, second: tuple[int, ...] | Gap, indices: list[int]) -> bool:
    if isinstance(first, Gap) or isinstance(second, Gap):
        return first != second
    return any(first[index] != second[index] for index in indices)


@laws(25)
@given(received_policies())
def test_what_differs_at_some_receipt_is_what_a_walk_finds_and_its_witness_shows_it(content):
    drawn = ReceivedDrawn(content)
    assume(len(TIERS) * drawn.brute.size([name for name in drawn.brute.read if not is_receipt_fact(name)]) <= MOST)
    result = without_cases(content)
    survivors = {change(survivor.mutant): survivor for survivor in result.survivors}
    unproved = {change(mutant) for mutant in result.unproved}
    assert all(mutant.policy.hours is not drawn.policy.hours for mutant in result.unproved)
    store = drawn.store
    for mutant in mutants(drawn.policy):
        made = change(mutant)
        changed = reading_receipts(mutant.policy)
        changed.__dict__["named_spans"] = drawn.brute.named_spans  # spans are told apart as before
        assert made in unproved or unlike(drawn.brute, changed) == (made in survivors), made
        if made in survivors:
            witness = survivors[made].witness
            before = drawn.decided(witness)
            drawn.store = store.with_edition(Evaluator(compile_policy(mutant.policy), "builtin"))
            after = drawn.decided(witness)
            drawn.store = store
            assert isinstance(before, Decision)
            assert seen(before) != seen(after), (made, witness)
