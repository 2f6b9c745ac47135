"""Hit policies: which rules of a group win where, and what they come to.

scope: the most restrictive outcome wins. priority: the most severe. coverage, promises: the first rule that holds.
channel: every rule that holds adds to the ways. All work on sets of situations, bits of an integer, rule by
rule in the order written, so that a single situation (a set of one) and half a million go the same way.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from ..model import SCOPES, Entry, Offer, Policy, Rule
from .budget import spend
from .offered_ways import changing_ways, offers_of, twice_covered
from .spaces import union


class TooManyOutcomes(Exception):
    """More combinations of channel rules can hold than can be told apart."""


class Gap(Enum):
    """What stands in place of an outcome where the policy gives none."""

    undecided = "undecided"
    conflicting = "conflicting"


UNDECIDED = Gap.undecided
CONFLICTING = Gap.conflicting
"""Of the channel: two ways are required, or preferred, at once."""


class Ways(NamedTuple):
    """How a request may come in; `allowed` includes the required and preferred ways.

    It must come in the ways of `follow_up`, too.
    """

    required: str | None
    preferred: str | None
    allowed: tuple[str, ...]
    follow_up: tuple[str, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        """Every way in which the request must come."""
        return (*((self.required,) if self.required else ()), *self.follow_up)

    def are_met(self, arrived_by: Collection[str]) -> bool:
        """Tell whether a request that came in these ways came as it may, and as it must."""
        return any(way in self.allowed for way in arrived_by) and all(way in arrived_by for way in self.follow_up)


def ranking(policy: Policy, group: str) -> tuple[str, ...]:
    """Return the outcomes of scope or priority, the one that wins over all others first."""
    return SCOPES if group == "scope" else tuple(policy.levels)


def decided(policy: Policy, group: str, holding: Sequence[int], everything: int) -> dict[str | Gap, int]:
    """Return, by outcome, the situations in which a group (but for the channel) comes to it."""
    rules = policy.group(group).rules
    pairs = [(str(rule.then), bits) for rule, bits in zip(rules, holding, strict=True) if bits]
    if group != "coverage":
        by_outcome: dict[str, int] = {}
        for outcome, bits in pairs:
            by_outcome[outcome] = by_outcome.get(outcome, 0) | bits
        pairs = [(outcome, by_outcome[outcome]) for outcome in ranking(policy, group) if outcome in by_outcome]
    outcomes: dict[str | Gap, int] = {}
    undecided = everything
    for outcome, bits in pairs:
        if won := bits & undecided:
            outcomes[outcome] = outcomes.get(outcome, 0) | won
            undecided ^= won
    if undecided:
        outcomes[UNDECIDED] = undecided
    return outcomes


def winning(policy: Policy, group: str, holding: Sequence[int]) -> list[int]:
    """Return, rule by rule, the situations in which its outcome wins; of the channel, in which it is not overridden."""
    rules = policy.group(group).rules
    if group == "channel":
        # Where a way is required, none is allowed beside it.
        required = union(bits for offer, bits in offers_of(rules, holding) if offer.require)
        return [bits & ~required if only_allows(rule) else bits for rule, bits in zip(rules, holding, strict=True)]
    if policy.group(group).is_ordered:
        return first_holding(holding)
    stronger, stronger_so_far = {}, 0
    for outcome in ranking(policy, group):
        stronger[outcome] = stronger_so_far
        stronger_so_far |= union(bits for rule, bits in zip(rules, holding, strict=True) if rule.then == outcome)
    return [bits & ~stronger[str(rule.then)] for rule, bits in zip(rules, holding, strict=True)]


def only_allows(rule: Rule) -> bool:
    """Tell whether a rule of the channel adds nothing where a way is required."""
    return isinstance(rule.then, Offer) and not (rule.then.require or rule.then.prefer or rule.then.follow_up)


def indispensable(policy: Policy, group: str, holding: Sequence[int], else_alike: Sequence[int] = ()) -> list[int]:
    """Return, rule by rule, the situations in which its group would come to something else without it.

    `else_alike` are those in which, where no rule holds, what counts instead comes to the same as the rule.
    """
    rules = policy.group(group).rules
    if group == "channel":
        return changing_ways(policy, rules, holding)
    wins = winning(policy, group, holding)
    if policy.group(group).is_ordered:
        return _unlike_the_next(rules, holding, wins, else_alike or [0] * len(rules))
    by_outcome: dict[str, list[int]] = {}
    for rule, bits in zip(rules, wins, strict=True):
        by_outcome.setdefault(str(rule.then), []).append(bits)
    twice = {outcome: twice_covered(sets)[1] for outcome, sets in by_outcome.items()}
    return [bits & ~twice[str(rule.then)] for rule, bits in zip(rules, wins, strict=True)]


def first_holding(holding: Sequence[int]) -> list[int]:
    """Return, rule by rule, where it holds and no earlier one does."""
    earlier, first = 0, []
    for bits in holding:
        first.append(bits & ~earlier)
        earlier |= bits
    return first


def comes_to(then: str | Offer | Entry | None) -> str | Offer | Entry | None:
    """Return what a rule comes to, whatever it cites."""
    return replace(then, cite=()) if isinstance(then, Entry) and then.cite else then


def _unlike_the_next(
    rules: Sequence[Rule], holding: Sequence[int], wins: Sequence[int], else_alike: Sequence[int]
) -> list[int]:
    """Return where the next rule that holds, if any, comes to something else."""
    unlike = []
    for n, bits in enumerate(wins):
        open_, same = bits, 0
        for m in range(n + 1, len(rules)):
            if not open_:
                break
            spend(1, open_.bit_length())
            same |= open_ & holding[m] if comes_to(rules[m].then) == comes_to(rules[n].then) else 0
            open_ &= ~holding[m]
        unlike.append(bits & ~same & ~(open_ & else_alike[n]))
    return unlike
