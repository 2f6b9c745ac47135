"""The ways in which a request may come: every rule of the channel that holds adds to them."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from math import inf
from typing import TypeVar

from ..model import Offer, Policy
from .budget import spend
from .codes import members
from .hit_policy import CONFLICTING, UNDECIDED, Gap, TooManyOutcomes, Ways
from .offered_ways import VERBS, Part, conflicts, offered_parts, offers_of, only_follows, without_idle_offers
from .spaces import union

K = TypeVar("K", bound=Hashable)

_FEW = 3
"""Rules that hold in some situations and not in others, of which each combination is looked at."""
_REMEMBERED = 1_024


class ChannelWays:
    """The ways of one policy, of which those of a few rules together are remembered."""

    def __init__(self, policy: Policy) -> None:
        """Take the policy."""
        self._policy = policy
        self._by_rules: dict[int, Ways | Gap] = {}

    def together(self, rules: int) -> Ways | Gap:
        """Return what rules that hold at once, given as bits, come to."""
        joined = self._by_rules.get(rules)
        if joined is None:
            held = [self._policy.channel.rules[n].then for n in members(rules)]
            joined = joined_ways([offer for offer in held if isinstance(offer, Offer)], list(self._policy.ways))
            if len(self._by_rules) < _REMEMBERED:
                self._by_rules[rules] = joined
        return joined

    def ways(
        self, holding: Sequence[int], parts: Mapping[K, int], most: float = inf
    ) -> Iterator[tuple[K, Ways | Gap, int]]:
        """Yield, of each part of all situations, the ways in which a request may come, and in which of the part's.

        Raises TooManyOutcomes where a part has more ways than `most`.
        """
        asked = union(parts.values())
        held = [(1 << n, own) for n, bits in enumerate(holding) if (own := bits & asked)]
        varying = [pair for pair in held if pair[1] != asked]
        if len(varying) > _FEW or 2 ** len(varying) > most:
            yield from ways(self._policy, holding, parts, most)
            return
        split = [(sum(rule for rule, bits in held if bits == asked), asked)]
        for rule, bits in varying:
            spend(len(split), asked.bit_length())
            both = [(rules | rule, own & bits) for rules, own in split]
            split = [(rules, own & ~bits) for rules, own in split] + both
        by_ways: dict[Ways | Gap, int] = {}
        for rules, own in split:
            if own:
                joined = self.together(rules)
                by_ways[joined] = by_ways.get(joined, 0) | own
        for key, situations in parts.items():
            yield from ((key, offered, own) for offered, bits in by_ways.items() if (own := bits & situations))


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
