"""What is said of mutants of generated policies is what brute force over every situation finds."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING
from unittest.mock import patch

from hypothesis import assume, given
from rules.brute import Brute
from rules.plain import truth, values_of
from rules.worlds import TIERS, laws

from remit.engine.authoring.mutation.mutants import mutants
from remit.engine.rules import diagrams
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.rules.hit_policy import Gap
from remit.engine.triage.decision import Decision
from remit.engine.worktime import count_of, deadline

from ..generated import Drawn, policy_texts
from .verbs import change, without_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.engine.model import DueDate, Policy, Span, Value, WallTime
    from remit.engine.rules.outcomes import Owed

MOST = 200
"""Situations up to which brute force looks."""

MONDAY = 1_780_272_000
RECEIPTS = range(MONDAY, MONDAY + 8 * 86_400, 1_800)
"""Every half hour of a week and a day: what is open in the drawn policies repeats every week."""


def situations(before: Brute, after: Brute) -> Iterator[dict[str, Value | None]]:
    """Yield values of all facts that either policy reads, one for whatever the two can tell apart."""
    conditions = [*before.conditions, *after.conditions]
    choices = [
        list(dict.fromkeys([*before.named_spans.get(name, ()), *values_of(before.facts[name], conditions)]))
        for name in before.read
    ]
    for tier, *values in product(TIERS, *choices):
        situation = dict(zip(["tier", *before.read], [tier, *values], strict=True))
        if can_be(before, situation):
            yield situation


def can_be(brute: Brute, values: dict[str, Value | None]) -> bool:
    """Say whether no fact is absent of which something would be presumed."""
    absent = [name for name, value in values.items() if value is None]
    return all(truth(p.when, values, brute.facts) is False for name in absent for p in brute.facts[name].presume)


def unlike(before: Brute, after: Brute) -> bool:
    """Say whether two policies decide some situation unlike."""
    last: dict[tuple[object, ...], bool] = {}

    def differ(values: dict[str, Value | None]) -> bool:
        endings = [brute.ending_of(str(values["tier"]), values) for brute in (before, after)]
        aspects = [(ending[0].scope, ending[0].level, ending[0].ways) for ending in endings]
        if aspects[0] != aspects[1]:
            return True
        key = tuple((ending[0].owed, ending[1]) for ending in endings)
        if key not in last:
            fall = [
                {owed.promise: falls_due(brute.policy, owed, span) for owed, span in zip(o.owed, s, strict=True)}
                for brute, (o, s) in zip((before, after), endings, strict=True)
            ]
            last[key] = fall[0] != fall[1]
        return last[key]

    return any(map(differ, situations(before, after)))


KNOWN: dict[tuple[str, Span | DueDate, WallTime | None], tuple[int, ...]] = {}


def falls_due(policy: Policy, owed: Owed, span: Span | DueDate) -> tuple[int, ...] | Gap:
    """Return when something falls due, by receipt."""
    if isinstance(owed.hours, Gap):
        return owed.hours
    hours = policy.hours[owed.hours]
    key = repr(hours), span, owed.cutoff
    if key not in KNOWN:
        count = count_of(hours, span, owed.cutoff)
        KNOWN[key] = tuple(deadline(count, at) for at in RECEIPTS)
    return KNOWN[key]


def seen(decision) -> object:
    """Return what a case can tell of a decision."""
    if not isinstance(decision, Decision):
        return "invalid"
    channel = decision.channel
    return (
        decision.status,
        decision.scope.outcome,
        decision.priority.level,
        (channel.required, channel.preferred, channel.allowed, channel.follow_up),
        {name: deadline.due_instant for name, deadline in decision.deadlines.items()},
    )


@laws(60)
@given(policy_texts())
def test_what_differs_is_what_brute_force_finds_and_its_witness_shows_it(content):
    drawn = Drawn(content)
    assume(len(TIERS) * drawn.brute.size(drawn.brute.read) <= MOST)
    result = without_cases(content)
    survivors = {change(survivor.mutant): survivor for survivor in result.survivors}
    store = drawn.store
    assert () == result.unproved
    for mutant in mutants(drawn.policy):
        changed = Brute(mutant.policy)
        changed.__dict__["named_spans"] = drawn.brute.named_spans  # spans are told apart as before
        changed.__dict__["read"] = drawn.brute.read
        assert unlike(drawn.brute, changed) == (change(mutant) in survivors), change(mutant)
        if change(mutant) in survivors:
            witness = survivors[change(mutant)].witness
            before = drawn.decided(witness)
            drawn.store = store.with_edition(Evaluator(compile_policy(mutant.policy), "builtin"))
            after = drawn.decided(witness)
            drawn.store = store
            assert isinstance(before, Decision)
            assert seen(before) != seen(after), (change(mutant), witness)


@laws(30)
@given(policy_texts())
def test_diagrams_tell_the_same_apart_as_enumeration(content):
    enumerated = without_cases(content)
    with patch.object(diagrams, "ENUMERABLE", 1):
        assert enumerated == without_cases(content)
