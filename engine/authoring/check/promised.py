"""missing-promise, slower-in-higher-tier: whether every tier is promised what it should be."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ...model import Span
from ...proof.delays import Later, owed_of
from ...text import quoted
from .context import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...proof.situations import TierSituations
    from ...rules.outcomes import Outcome, Owed
    from .context import CheckContext


FIRST = "initial_response"
"""The promise that every tier and level is expected to have."""


def missing_promise(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each tier that has levels without an initial response."""
    policy = subject.policy
    promise = policy.promises.get(FIRST)
    if promise is None or promise.scope != "support":
        if promise is not None:
            message = f"promise `{FIRST}` is one of consulting, and support requests have none"
            yield Found(FIRST, message, promise.mark)
        elif policy.promises:
            yield Found(FIRST, f"no promise is an `{FIRST}`", policy.mark, f"call the first answer `{FIRST}`")
        return
    for tier in policy.tiers:
        lacking = [level for level in policy.levels if (tier, level) not in promise.within]
        if lacking:
            levels = quoted(lacking)
            message = f"promise `{FIRST}` gives tier `{tier}` nothing at {levels}"
            yield Found(tier, message, promise.mark, "write `none` where nothing is owed")


def slower_in_higher_tier(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each promise and pair of tiers of which the higher is answered later.

    Two situations are compared that differ in the tier alone and are in the same scope.
    """
    said: set[tuple[str, str, str]] = set()
    for proofs in subject.slices("slower-in-higher-tier"):
        for (low, lower), (high, higher) in combinations(proofs.items(), 2):
            for name, promise in subject.policy.promises.items():
                if (name, low, high) in said:
                    continue
                for later, bits, owed in _later(subject, name, lower, higher):
                    said.add((name, low, high))
                    told = subject.witnesses.least(higher.codes(bits), _shows(subject, name, (low, high), owed))
                    witness = {**subject.witnesses.request(high, told), **received(later)}
                    message = (
                        f"promise `{name}` is owed in tier `{low}`, and not in the higher tier `{high}`"
                        if owed[1][1] is None
                        else f"promise `{name}` falls due later in tier `{high}` than in `{low}`, {later.words}"
                    )
                    yield Found(f"{name}.{high}", message, promise.mark, witness=witness)
                    break


_Owing = tuple[object, "Owed | None"]
"""A scope, and what is owed of a promise there."""


def _later(
    subject: CheckContext, promise: str, lower: TierSituations, higher: TierSituations
) -> Iterator[tuple[Later, int, tuple[_Owing, _Owing]]]:
    """Yield how a promise is later in the second proof than in the first, in the same situation and scope."""
    for fast, before in _owed_by_scope(lower, promise).items():
        for slow, after in _owed_by_scope(higher, promise).items():
            both = before & after
            if fast[0] == slow[0] and both:
                later = subject.lateness.later(subject.policy, slow[1], fast[1])
                if later is not None and not later.is_open:
                    yield later, both, (fast, slow)


def _owed_by_scope(proof: TierSituations, promise: str) -> dict[_Owing, int]:
    found: dict[_Owing, int] = {}
    for outcome, bits in proof.parts.items():
        if lacks(proof, outcome, promise):
            continue
        key = (outcome.scope, owed_of(outcome, promise))
        found[key] = found.get(key, 0) | bits & proof.valid
    return found


def lacks(proof: TierSituations, outcome: Outcome, promise: str) -> bool:
    """Tell whether a promise says nothing at all of an outcome, which missing-promise says."""
    if promise != FIRST or not isinstance(outcome.level, str):
        return False
    return (proof.tier, outcome.level) not in proof.compiled.policy.promises[promise].within


def _shows(
    subject: CheckContext, promise: str, tiers: tuple[str, str], owed: tuple[_Owing, _Owing]
) -> Callable[[Mapping[str, int]], bool]:
    """Return what tells whether a request owes in each of two tiers what it is to owe there."""
    (scope, fast), slow = owed

    def shows(codes: Mapping[str, int]) -> bool:
        lower, higher = (
            {(outcome.scope, owed_of(outcome, promise)) for outcome in subject.witnesses.seen(tier, codes).outcomes}
            for tier in tiers
        )
        if slow[1] is None and len(lower) == 1:  # whatever the lower tier owes is more than nothing
            also, any_ = next(iter(lower))
            is_known = any_ is not None and isinstance(any_.hours, str) and isinstance(any_.span, Span)
            return also == scope and (is_known or any_ == fast) and higher == {slow}
        return lower == {(scope, fast)} and higher == {slow}

    return shows


def received(later: Later) -> Mapping[str, object]:
    """Return the instant of receipt that shows how something is later, as a request has it."""
    return {"received": later.received} if later.received else {}
