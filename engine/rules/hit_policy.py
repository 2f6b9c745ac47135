"""Hit policies: which rules of a group win where, and what they come to.

scope: the most restrictive outcome wins. priority: the most severe. coverage: the first rule that holds.
channel: every rule that holds adds to the ways. All work on sets of situations, bits of an integer, rule by
rule in the order written, so that a single situation (a set of one) and half a million go the same way.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from itertools import chain
from math import inf
from operator import or_
from typing import TYPE_CHECKING

from ..model import SCOPES, Offer
from .budget import spend

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..model import Policy, Rule


class TooManyOutcomes(Exception):
    """More combinations of channel rules can hold than can be told apart."""


class Gap(Enum):
    """What stands in place of an outcome where the policy gives none."""

    undecided = "undecided"
    conflicting = "conflicting"


UNDECIDED = Gap.undecided
CONFLICTING = Gap.conflicting
"""Of the channel: two ways are required, or preferred, at once."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a request may come in; `allowed` includes the required and preferred ways."""

    required: str | None
    preferred: str | None
    allowed: tuple[str, ...]


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
        if bits & undecided:
            outcomes[outcome] = outcomes.get(outcome, 0) | bits & undecided
            undecided &= ~bits
    return {**outcomes, UNDECIDED: undecided} if undecided else outcomes


def winning(policy: Policy, group: str, holding: Sequence[int]) -> list[int]:
    """Return, rule by rule, the situations in which its outcome wins; of the channel, in which it is not overridden."""
    rules = policy.group(group).rules
    if group == "channel":
        # Where a way is required, none is allowed beside it.
        required = _union(bits for offer, bits in _offers(rules, holding) if offer.require)
        return [bits if offer.require or offer.prefer else bits & ~required for offer, bits in _offers(rules, holding)]
    if group == "coverage":
        return _first(holding)
    stronger, union = {}, 0
    for outcome in ranking(policy, group):
        stronger[outcome] = union
        union |= _union(bits for rule, bits in zip(rules, holding, strict=True) if rule.then == outcome)
    return [bits & ~stronger[str(rule.then)] for rule, bits in zip(rules, holding, strict=True)]


def indispensable(policy: Policy, group: str, holding: Sequence[int]) -> list[int]:
    """Return, rule by rule, the situations in which its group would come to something else without it."""
    rules = policy.group(group).rules
    if group == "channel":
        return _changing_ways(policy, rules, holding)
    wins = winning(policy, group, holding)
    if group == "coverage":
        return _unlike_the_next(rules, holding, wins)
    once: dict[str, int] = {}
    twice: dict[str, int] = {}
    for rule, bits in zip(rules, wins, strict=True):
        outcome = str(rule.then)
        twice[outcome] = twice.get(outcome, 0) | bits & once.get(outcome, 0)
        once[outcome] = once.get(outcome, 0) | bits
    return [bits & ~twice[str(rule.then)] for rule, bits in zip(rules, wins, strict=True)]


def combined(holding: Sequence[int], bits: int, most: float = inf) -> Mapping[tuple[int, ...], int]:
    """Set situations apart by the rules, given by their index, that hold in them.

    Raises TooManyOutcomes where more combinations than `most` hold.
    """
    split: dict[tuple[int, ...], int] = {(): bits}
    for n, holds in enumerate(holding):
        spend(len(split), bits.bit_length())
        for combination, situations in list(split.items()):
            if situations & holds:
                del split[combination]
                split[(*combination, n)] = situations & holds
                if situations & ~holds:
                    split[combination] = situations & ~holds
        if len(split) > most:
            raise TooManyOutcomes
    return split


def joined_ways(offers: Sequence[Offer], order: Sequence[str]) -> Ways | Gap:
    """Join what rules require, prefer and allow; two ways required or preferred decide nothing."""
    if not offers:
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
    )


def _offers(rules: Iterable[Rule], holding: Iterable[int]) -> list[tuple[Offer, int]]:
    return [
        (rule.then if isinstance(rule.then, Offer) else Offer(), bits)
        for rule, bits in zip(rules, holding, strict=True)
    ]


def _union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _first(holding: Sequence[int]) -> list[int]:
    """Return, rule by rule, where it holds and no earlier one does."""
    earlier, first = 0, []
    for bits in holding:
        first.append(bits & ~earlier)
        earlier |= bits
    return first


def _unlike_the_next(rules: Sequence[Rule], holding: Sequence[int], wins: Sequence[int]) -> list[int]:
    """Return where the next rule that holds, if any, chooses other hours."""
    unlike = []
    for n, bits in enumerate(wins):
        open_, same = bits, 0
        for m in range(n + 1, len(rules)):
            if not open_:
                break
            spend(1, open_.bit_length())
            same |= open_ & holding[m] if rules[m].then == rules[n].then else 0
            open_ &= ~holding[m]
        unlike.append(bits & ~same)
    return unlike


def _changing_ways(policy: Policy, rules: Sequence[Rule], holding: Sequence[int]) -> list[int]:
    """Return where the ways would be others without a rule."""
    offers = [offer for offer, _ in _offers(rules, holding)]
    changing, order = [0] * len(rules), list(policy.ways)
    for combination, bits in combined(holding, _union(holding)).items():
        ways = joined_ways([offers[n] for n in combination], order)
        counts = Counter(chain.from_iterable(_parts(offers[n]) for n in combination))
        for n in combination:
            # What another rule adds as well does not go with this one.
            is_alone = len(combination) == 1 or any(counts[part] == 1 for part in _parts(offers[n]))
            spend(1 + len(combination) * is_alone)
            if is_alone and joined_ways([offers[m] for m in combination if m != n], order) != ways:
                changing[n] |= bits
    return changing


def _parts(offer: Offer) -> set[tuple[str, str]]:
    """Return each way that a rule requires, prefers or allows, with which of these."""
    return {(verb, way) for verb in ("require", "prefer", "allow") for way in getattr(offer, verb)}
