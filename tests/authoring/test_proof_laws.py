"""What the checks prove of generated policies is what brute force over every situation finds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

from hypothesis import given
from rules.brute import Brute, as_value
from rules.plain import truth
from rules.worlds import laws

from remit.engine.model import All, Any, Offer
from remit.engine.rules import diagrams
from remit.engine.rules.hit_policy import CONFLICTING, UNDECIDED

from .generated import Drawn, policy_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.engine.model import Condition, Group
    from remit.engine.rules.outcomes import Outcome

    from .generated import Situation

ASPECT = {"scope": "scope", "priority": "level", "coverage": "coverage", "channel": "ways"}


# ── what is so ────────────────────────────────────────────────────────────────


def gaps(drawn: Drawn) -> set[str]:
    """Return the groups that some situation leaves undecided."""
    return {group for group, of in ASPECT.items() if any(getattr(s.outcome, of) is UNDECIDED for s in drawn.situations)}


def conflicts(drawn: Drawn) -> bool:
    """Say whether two ways are required or preferred at once in some situation."""
    return any(situation.outcome.ways is CONFLICTING for situation in drawn.situations)


def unreachable(drawn: Drawn) -> set[str]:
    """Return the rules that hold nowhere, or of which an alternative never does where the rule holds."""
    found = set()
    for group in drawn.policy.groups:
        for n, rule in enumerate(group.rules):
            there = [s for s in drawn.situations if n in s.holding(group.name)]
            if not there or not all(any(holds(part, s, group.name) for s in there) for part in alternatives(rule.when)):
                found.add(rule.id)
    return found


def alternatives(condition: Condition) -> Iterator[Condition]:
    """Yield what stands in an `any` that is not negated."""
    if isinstance(condition, Any):
        yield from condition.parts
    for part in condition.parts if isinstance(condition, All | Any) else ():
        yield from alternatives(part)


def holds(condition: Condition, situation: Situation, group: str) -> bool:
    """Say whether a condition holds as a group reads it."""
    brute = situation.drawn.brute
    scope, level = brute.scope_and_level(situation.values)
    is_late = group not in ("scope", "priority") and scope != "support"
    seen = situation.values | {"scope": as_value(scope), "priority": None if is_late else as_value(level)}
    return truth(condition, seen, brute.facts) is True


def applies(situation: Situation, group: str) -> bool:
    """Say whether a group's question arises."""
    drawn, outcome = situation.drawn, situation.outcome
    if group == "priority":
        return outcome.scope == "support" or drawn.evaluator.compiled.scope_reads_priority
    if (promise := drawn.policy.group(group).promise) is not None:
        return outcome.scope == drawn.policy.promises[promise].scope
    return group == "scope" or getattr(outcome, ASPECT[group]) is not None


def winners(situation: Situation, group: Group) -> list[int]:
    """Return the places of the rules that hold and of which the outcome is what the group decides."""
    held = situation.holding(group.name)
    if group.is_ordered:
        return held[:1]
    if group.name == "channel":
        offers = {n: then for n in held if isinstance(then := group.rules[n].then, Offer)}
        if any(offer.require for offer in offers.values()):
            # What is preferred stays so, even where it is not allowed; what must follow must, whatever is required.
            return [n for n, offer in offers.items() if offer.require or offer.prefer or offer.follow_up]
        return held
    decided = situation.drawn.brute.scope_and_level(situation.values)[group.name == "priority"]
    return [n for n in held if group.rules[n].then == decided]


def masked(drawn: Drawn) -> set[str]:
    """Return the rules that hold where their group's question arises, and never win."""
    found = set()
    for group in drawn.policy.groups:
        there = [s for s in drawn.situations if applies(s, group.name)]
        for n, rule in enumerate(group.rules):
            held = [s for s in there if n in s.holding(group.name)]
            if held and not any(n in winners(s, group) for s in held):
                found.add(rule.id)
    return found


def redundant(drawn: Drawn) -> set[str]:
    """Return the other rules that hold somewhere, and without which every situation comes to the same."""
    found = set()
    for group in drawn.policy.groups:
        for n, rule in enumerate(group.rules):
            without = less(drawn, group, n)
            same = all(
                plain(without.ending(str(s.values["tier"]), s.values)[0]) == plain(s.outcome) for s in drawn.situations
            )
            if same and any(n in s.holding(group.name) for s in drawn.situations):
                found.add(rule.id)
    return found - masked(drawn)


def plain(outcome: Outcome) -> Outcome:
    """Return an outcome whichever rules owe what is owed."""
    return outcome._replace(promise_rules=())


def less(drawn: Drawn, group: Group, place: int) -> Brute:
    """Return the policy without one of its rules."""
    rules = tuple(rule for n, rule in enumerate(group.rules) if n != place)
    brute = Brute(drawn.policy.with_rules(group.name, rules))
    brute.__dict__["named_spans"] = drawn.brute.named_spans  # spans are told apart as before
    return brute


# ── the laws ──────────────────────────────────────────────────────────────────


@laws(100)
@given(policy_texts())
def test_what_is_found_is_what_there_is(content):
    drawn = Drawn(content)
    assert (gaps(drawn), conflicts(drawn)) == (drawn.reported("gap"), bool(drawn.reported("conflicting-ways")))
    assert unreachable(drawn) == drawn.reported("unreachable")
    assert masked(drawn) == drawn.reported("masked")
    assert redundant(drawn) == drawn.reported("redundant")


@laws(80)
@given(policy_texts())
def test_diagrams_show_the_same_as_enumeration(content):
    """They show it by the same requests, too."""
    enumerated = Drawn(content).findings
    with patch.object(diagrams, "ENUMERABLE", 1):
        assert enumerated == Drawn(content).findings
