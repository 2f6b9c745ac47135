"""The order in which missing facts are asked: first the one that tells most of the possible outcomes apart.

Every completion of the open facts counts alike. Their spread is how far two of them, drawn at random, are expected to
stand apart by what is at stake, and a fact comes the earlier, the less spread is expected to be left once it is known.
Two completions stand apart by each step between them on two ladders: that of scope and level (undecided, not covered,
consulting, support, the levels from the least severe up) and that of what is due first (nothing, then the longest span
up to the shortest). A step up to a rung weighs as much as the rung is high, so that telling the most severe level from
the next one matters more than telling the two least severe ones apart. Other hours, and other ways of coming in, weigh
one step each. Facts that leave the same spread stand in the order of the policy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from operator import attrgetter, mul

from ..model import SCOPES, DueDate, Policy, Span
from .compiled_policy import CompiledPolicy
from .completions import Pairs, joined_pairs
from .outcomes import Outcome
from .spaces import Space

_DAY = 86_400
_GROUPS = ("scope", "priority", "coverage", "channel")

Side = tuple[int, int]
"""A set of completions, and what it weighs that a completion is in it and another is not."""


def in_asking_order(
    compiled: CompiledPolicy, missing: Mapping[str, Sequence[str]], outcomes: Pairs, space: Space | None
) -> tuple[str, ...]:
    """Return missing facts, each with what it decides, in the order in which they are asked.

    Without a space, where completions are too many, facts stand in the order of the groups that they decide first.
    """
    facts = tuple(fact for fact in compiled.facts if fact in missing)
    if len(facts) == 1:
        return facts
    if space is None:
        return tuple(sorted(facts, key=lambda fact: min(map(_group_place, missing[fact]))))
    sides = list(_sides(compiled.policy, outcomes))
    sides = list(_sides(compiled.policy, outcomes))
    # Of a fact that is no axis, only the value itself counts, which tells no completions apart.
    spread = {fact: _expected_spread(space, fact, sides) for fact in facts if fact in space.facts}
    return tuple(sorted(facts, key=lambda fact: (fact not in spread, spread.get(fact, 0.0))))


def _group_place(group: str) -> int:
    return _GROUPS.index(group) if group in _GROUPS else len(_GROUPS)


def _expected_spread(space: Space, fact: str, sides: Iterable[Side]) -> float:
    """Return the spread that is expected once a fact is known; completions that are left are as many for each code."""
    choices = list(set(space.choices(fact).values()))
    count = space.size // len(choices)
    spread = 0
    for weight, bits in sides:
        inside = [(bits & choice).bit_count() for choice in choices]
        spread += weight * (count * sum(inside) - sum(map(mul, inside, inside)))
    return spread / (count * count * len(choices))


def _sides(policy: Policy, outcomes: Pairs) -> Iterator[Side]:
    """Yield the sets of completions that are on a rung or above it, and those of the same hours and the same ways."""
    yield from _steps(joined_pairs(outcomes, partial(_severity, policy)))
    urgency = joined_pairs(outcomes, _first_due)
    shortest_last = sorted((span for span in urgency if span is not None), reverse=True)
    rungs = {span: rung for rung, span in enumerate([None, *shortest_last])}
    yield from _steps({rungs[span]: bits for span, bits in urgency.items()})
    for aspect in (attrgetter("coverage"), attrgetter("ways")):
        joined = joined_pairs(outcomes, aspect)
        yield from ((1, bits) for bits in joined.values() if len(joined) > 1)


def _steps(rungs: Mapping[int, int]) -> Iterator[Side]:
    """Yield the completions at each rung and above, with the steps up to there from the rung below that one has."""
    heights = sorted(rungs)
    above = 0
    for below, height in reversed(list(pairwise(heights))):
        above |= rungs[height]
        yield sum(range(below + 1, height + 1)), above


def _severity(policy: Policy, outcome: Outcome) -> int:
    """Return the rung of an outcome's scope and level."""
    if outcome.scope == "support":
        levels = list(policy.levels)
        above_support = len(levels) - levels.index(outcome.level) if isinstance(outcome.level, str) else 0
        return len(SCOPES) + above_support
    return SCOPES.index(outcome.scope) + 1 if isinstance(outcome.scope, str) else 0


def _first_due(outcome: Outcome) -> int | None:
    """Return the shortest time that is owed, as if all hours were open; None where nothing has one that is known."""
    spans = (owed.span for owed in outcome.owed)
    amounts = (
        span.seconds + span.days * _DAY if isinstance(span, Span) else span.number * _DAY
        for span in spans
        if isinstance(span, Span | DueDate)
    )
    return min(amounts, default=None)
