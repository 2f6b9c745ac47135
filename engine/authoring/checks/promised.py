"""missing-promise, slower-in-higher-tier: whether every tier is promised what it should be."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ..lateness import Later, owed_of
from .subject import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...rules.outcomes import Owed
    from ..proofs import Proof
    from ..witnesses import Seen
    from .subject import Subject


def missing_promise(subject: Subject) -> Iterator[Found]:
    """Yield a finding for each tier that has levels without an initial response."""
    policy = subject.policy
    promise = policy.promises.get("initial_response")
    if promise is None:
        if policy.promises:
            yield Found("initial_response", "no promise is an `initial_response`", policy.mark)
        return
    for tier in policy.tiers:
        lacking = [level for level in policy.levels if (tier, level) not in promise.within]
        if lacking:
            levels = ", ".join(f"`{level}`" for level in lacking)
            message = f"promise `initial_response` gives tier `{tier}` nothing at {levels}"
            yield Found(tier, message, promise.mark, "write `none` where nothing is owed")


def slower_in_higher_tier(subject: Subject) -> Iterator[Found]:
    """Yield a finding for each promise and pair of tiers of which the higher is answered later.

    Two situations are compared that differ in the tier alone and are in the same scope.
    """
    said: set[tuple[str, str, str]] = set()
    for proofs in subject.slices():
        for (low, lower), (high, higher) in combinations(proofs.items(), 2):
            for name, promise in subject.policy.promises.items():
                if (name, low, high) in said:
                    continue
                for later, bits in _later(subject, name, lower, higher):
                    said.add((name, low, high))
                    witness = {**subject.witness(higher, bits, _owing(name, higher, bits)), **received(later)}
                    message = f"promise `{name}` is later in tier `{high}` than in `{low}`, {later.words}"
                    yield Found(f"{name}.{high}", message, promise.mark, witness=witness)
                    break


def _later(subject: Subject, promise: str, lower: Proof, higher: Proof) -> Iterator[tuple[Later, int]]:
    """Yield how a promise is later in the second proof than in the first, in the same situation and scope."""
    for (scope, fast), before in _owed_by_scope(lower, promise).items():
        for (also, slow), after in _owed_by_scope(higher, promise).items():
            both = before & after
            if scope == also and both:
                later = subject.lateness.later(subject.policy, slow, fast)
                if later is not None and not later.is_open:
                    yield later, both


def _owed_by_scope(proof: Proof, promise: str) -> dict[tuple[object, Owed | None], int]:
    found: dict[tuple[object, Owed | None], int] = {}
    for outcome, bits in proof.parts.items():
        key = (outcome.scope, owed_of(outcome, promise))
        found[key] = found.get(key, 0) | bits & proof.valid
    return found


def _owing(promise: str, proof: Proof, bits: int) -> Callable[[Seen], bool]:
    """Return what shows that a situation owes what it owes in a set of them."""
    owed = {owed_of(outcome, promise) for outcome, there in proof.parts.items() if there & bits}
    return lambda seen: {owed_of(outcome, promise) for outcome in seen.outcomes} <= owed


def received(later: Later) -> Mapping[str, object]:
    """Return the instant of receipt that shows how something is later, as a request has it."""
    return {"received": later.received} if later.received else {}
