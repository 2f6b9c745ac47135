"""What channel rules offer, situation by situation: where a way is required, preferred, allowed or to follow."""

from collections.abc import Iterable, Mapping, Sequence

from ..model import Offer, Policy, Rule
from .budget import spend
from .spaces import union

VERBS = ("require", "prefer", "allow", "follow_up")

Part = tuple[str, str]
"""One of the verbs, and the way that a rule requires, prefers, allows or has follow."""


def only_follows(offer: Offer) -> bool:
    """Tell whether a rule of the channel says in no way how a request may come first."""
    return not (offer.require or offer.prefer or offer.allow)


def offers_of(rules: Iterable[Rule], holding: Iterable[int]) -> list[tuple[Offer, int]]:
    """Return what rules offer, each with the situations in which it holds."""
    return [
        (rule.then if isinstance(rule.then, Offer) else Offer(), bits)
        for rule, bits in zip(rules, holding, strict=True)
    ]


def without_idle_offers(policy: Policy, offered: Mapping[Part, int], gaps: int) -> dict[Part, int]:
    """Return where rules offer what makes the ways: none in gaps, and beside a required way no other is allowed.

    A required way does not follow itself.
    """
    required = union(bits for (verb, _), bits in offered.items() if verb == "require")
    needed = {part: bits & ~gaps for part, bits in offered.items() if part[0] in ("require", "prefer")}
    for way in policy.ways:
        following = offered.get(("follow_up", way), 0)
        if following:
            needed["follow_up", way] = following & ~offered.get(("require", way), 0) & ~gaps
        allowed = offered.get(("allow", way), 0) | offered.get(("prefer", way), 0)
        needed["allow", way] = allowed & ~required & ~gaps
    return needed


def changing_ways(policy: Policy, rules: Sequence[Rule], holding: Sequence[int]) -> list[int]:
    """Return where the ways would be others without a rule."""
    offers = offers_of(rules, holding)
    once, twice = offered_parts(offers), offered_twice(offers)
    anywhere, anywhere_twice = twice_covered(bits for offer, bits in offers if not only_follows(offer))
    required = union(bits for (verb, _), bits in once.items() if verb == "require")
    conflict = conflicts(once)
    changing = []
    for offer, bits in offers:
        spend(1 + len(policy.ways), anywhere.bit_length())
        # What another rule adds as well does not go with this one.
        lost = {part: bits & ~twice[part] for part in _parts(offer)}
        conflict_without = conflicts({part: bits & ~lost.get(part, 0) for part, bits in once.items()})
        unlike = union(situations & ~_idle(part, once, required, anywhere) for part, situations in lost.items())
        only = 0 if only_follows(offer) else bits & ~anywhere_twice
        changing.append(only | conflict ^ conflict_without | unlike & ~conflict & ~conflict_without)
    return changing


def _idle(part: Part, once: Mapping[Part, int], required: int, anywhere: int) -> int:
    """Return where it makes no difference that a rule offers something, as others require or prefer something."""
    verb, way = part
    if verb == "allow":
        return required | once.get(("prefer", way), 0)
    return once.get(("require", way), 0) | ~anywhere if verb == "follow_up" else 0


def offered_parts(offers: Iterable[tuple[Offer, int]]) -> dict[Part, int]:
    """Return, by what rules offer, where one of them does."""
    offered: dict[Part, int] = {}
    for offer, bits in offers:
        for part in _parts(offer):
            offered[part] = offered.get(part, 0) | bits
    return offered


def offered_twice(offers: Iterable[tuple[Offer, int]]) -> dict[Part, int]:
    """Return, by what rules offer, where several of them do."""
    holding: dict[Part, list[int]] = {}
    for offer, bits in offers:
        for part in _parts(offer):
            holding.setdefault(part, []).append(bits)
    return {part: twice_covered(sets)[1] for part, sets in holding.items()}


def twice_covered(sets: Iterable[int]) -> tuple[int, int]:
    """Return what is in any of some sets, and what is in several."""
    once = twice = 0
    for bits in sets:
        once, twice = once | bits, twice | once & bits
    return once, twice


def conflicts(offered: Mapping[Part, int]) -> int:
    """Return where two ways are required, or two are preferred."""
    return union(
        twice_covered(bits for (verb, _), bits in offered.items() if verb == conflicting)[1]
        for conflicting in ("require", "prefer")
    )


def _parts(offer: Offer) -> list[Part]:
    return [(verb, way) for verb in VERBS for way in dict.fromkeys(getattr(offer, verb))]
