"""Hit policies: which rules of a group win where, and what they come to.

scope: the most restrictive outcome wins. priority: the most severe. coverage, promises: the first rule that holds.
channel: every rule that holds adds to the ways. All work on sets of situations, bits of an integer, rule by
rule in the order written, so that a single situation (a set of one) and half a million go the same way.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from math import inf
from typing import NamedTuple, TypeVar

from ..model import SCOPES, Entry, Offer, Policy, Rule
from .budget import spend
from .offered_ways import (
    VERBS,
    Part,
    changing_ways,
    conflicts,
    offered_parts,
    offers_of,
    only_follows,
    twice_covered,
    without_idle_offers,
)
from .spaces import union

K = TypeVar("K", bound=Hashable)


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
    if group == "coverage":
        candidates = [(str(rule.then), bits) for rule, bits in zip(rules, holding, strict=True)]
    else:
        by_outcome: dict[str, int] = {}
        for rule, bits in zip(rules, holding, strict=True):
            by_outcome[str(rule.then)] = by_outcome.get(str(rule.then), 0) | bits
        candidates = [(outcome, by_outcome.get(outcome, 0)) for outcome in ranking(policy, group)]
    outcomes: dict[str | Gap, int] = {}
    undecided = everything
    for outcome, bits in candidates:
        if won := bits & undecided:
            outcomes[outcome] = outcomes.get(outcome, 0) | won
            undecided ^= won
    return {**outcomes, UNDECIDED: undecided} if undecided else outcomes


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


def ways(
    policy: Policy, holding: Sequence[int], parts: Mapping[K, int], most: float = inf
) -> Iterator[tuple[K, Ways | Gap, int]]:
    """Yield, of each part of all situations, the ways in which a request may come, and in which of the part's.

    Raises TooManyOutcomes where a part has more ways than `most`.
    """
    offers = offers_of(policy.channel.rules, holding)
    offered = offered_parts(offers)
    undecided = ~union(bits for offer, bits in offers if not only_follows(offer))
    conflicting = conflicts(offered)
    gaps = undecided | conflicting
    offered = without_idle_offers(policy, offered, gaps)
    for key, situations in parts.items():
        clear = situations & ~gaps
        if clear != situations:
            in_gaps = ((UNDECIDED, situations & undecided), (CONFLICTING, situations & conflicting))
            yield from ((key, gap, bits) for gap, bits in in_gaps if bits)
        for parts_offered, bits in _split(offered, clear, most).items() if clear else ():
            by_verb = {verb: tuple(way for own, way in parts_offered if own == verb) for verb in VERBS}
            required, preferred = (next(iter(by_verb[verb]), None) for verb in ("require", "prefer"))
            yield key, Ways(required, preferred, by_verb["require"] or by_verb["allow"], by_verb["follow_up"]), bits


def _split(offered: Mapping[Part, int], situations: int, most: float) -> dict[tuple[Part, ...], int]:
    """Set situations apart by what is offered in them."""
    split: dict[tuple[Part, ...], int] = {(): situations}
    for part, bits in offered.items():
        spend(len(split), situations.bit_length())
        for parts, together in list(split.items()) if bits & situations else ():
            offering = together & bits
            if offering:
                split[*parts, part] = offering
                if offering == together:
                    del split[parts]
                else:
                    split[parts] = together ^ offering
        if len(split) > most:
            raise TooManyOutcomes
    return split


def joined_ways(offers: Sequence[Offer], order: Sequence[str]) -> Ways | Gap:
    """Join what rules require, prefer and allow; two ways required or preferred decide nothing."""
    if all(map(only_follows, offers)):
        return UNDECIDED
    required = {way for offer in offers for way in offer.require}
    preferred = {way for offer in offers for way in offer.prefer}
    if len(required) > 1 or len(preferred) > 1:
        return CONFLICTING
    allowed = required or preferred.union(*(offer.allow for offer in offers))
    return Ways(
        required=next(iter(required), None),
        preferred=next(iter(preferred), None),
        allowed=tuple(way for way in order if way in allowed),
        follow_up=tuple(
            way for way in order if way not in required and any(way in offer.follow_up for offer in offers)
        ),
    )


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
