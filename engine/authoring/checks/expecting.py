"""What invariants expect, held against what situations come to: None where it is so, else how it is not, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import SCOPES, Span
from ...rules.outcomes import Gap, Ways
from ...worktime import amount
from ..lateness import owed_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...model import Expectation, Policy
    from ...rules.outcomes import Outcome
    from ..lateness import Lateness, Later


def broken(policy: Policy, outcome: Outcome, wanted: Expectation) -> str | None:
    """Tell how an outcome is not as expected."""
    if wanted.key == "within":
        return _not_within(policy, outcome, wanted)
    values = wanted.value if isinstance(wanted.value, tuple) else ()
    if wanted.key in ("allowed", "allows", "forbids"):
        allowed = _ways(outcome).allowed
        is_so = {
            "allowed": set(allowed) == set(values),
            "allows": set(values) <= set(allowed),
            "forbids": not set(values) & set(allowed),
        }
        return None if is_so[wanted.key] else f"allowed is {_allowed(outcome)}"
    found = _one(outcome, wanted.key)
    return None if found in values else f"{wanted.key} is {_said(found)}"


def _not_within(policy: Policy, outcome: Outcome, wanted: Expectation) -> str | None:
    owed, name = owed_of(outcome, wanted.promise), wanted.promise
    if owed is None:
        return None if wanted.value is None else f"no {name} is owed"
    if not isinstance(owed.span, Span):
        return f"{name} is owed within what `{owed.span.fact}` says"
    if isinstance(owed.hours, Gap):
        return f"no hours are chosen for {name}"
    hours = policy.hours[owed.hours]
    if isinstance(wanted.value, Span) and amount(hours, owed.span) <= amount(hours, wanted.value):
        return None
    return f"{name} is owed within {owed.span.text}"


def unlike(policy: Policy, before: Outcome, after: Outcome, wanted: Expectation, lateness: Lateness) -> str | None:
    """Tell how an outcome does not stand to the one before it as expected."""
    how = str(wanted.value)
    if wanted.key == "due":
        return _not_due(policy, before, after, wanted, lateness)
    if wanted.key == "allowed":
        few, many = set(_ways(before).allowed), set(_ways(after).allowed)
        is_so = {"same": few == many, "no_fewer": few <= many, "no_more": many <= few}[how]
        return None if is_so else f"allowed is {_allowed(after)}, not {_allowed(before)}"
    one, other = _one(before, wanted.key), _one(after, wanted.key)
    order: Sequence[object] = SCOPES if wanted.key == "scope" else tuple(policy.levels)
    is_so = one == other if how == "same" else _in_order(one, other, order, how)
    return None if is_so else f"{wanted.key} is {_said(other)}, not {_said(one)}"


def _in_order(before: object, after: object, order: Sequence[object], how: str) -> bool:
    """Tell whether the later outcome stands so to the earlier; what has no place in the order does not compare."""
    if before not in order or after not in order:
        return True
    # Scopes run from the narrowest, levels from the highest: `no_narrower` and `no_higher` both look down the order.
    return (
        order.index(after) >= order.index(before)
        if how in ("no_narrower", "no_higher")
        else order.index(after) <= order.index(before)
    )


def _not_due(policy: Policy, before: Outcome, after: Outcome, wanted: Expectation, lateness: Lateness) -> str | None:
    promise = wanted.promise
    found = moved_due(policy, before, after, wanted, lateness)
    if found is None:
        return None
    if owed_of(after, promise) is None:
        return f"{promise} is owed no more"
    if owed_of(before, promise) is None:
        return f"{promise} comes to be owed"
    how, by = found
    return f"{promise} falls due {how} {by.words}"


def moved_due(
    policy: Policy, before: Outcome, after: Outcome, wanted: Expectation, lateness: Lateness
) -> tuple[str, Later] | None:
    """Tell how a promise falls due later or earlier than the one before it, where that is not expected."""
    one, other = owed_of(before, wanted.promise), owed_of(after, wanted.promise)
    later = lateness.later(policy, other, one) if wanted.value != "no_earlier" else None
    if later is not None:
        return "later", later
    earlier = lateness.later(policy, one, other) if wanted.value != "no_later" else None
    return None if earlier is None else ("earlier", earlier)


def _one(outcome: Outcome, key: str) -> object:
    ways = _ways(outcome)
    found = {
        "scope": outcome.scope,
        "priority": outcome.level,
        "coverage": outcome.coverage,
        "required": ways.required,
        "preferred": ways.preferred,
    }
    return found[key]


def _ways(outcome: Outcome) -> Ways:
    return outcome.ways if isinstance(outcome.ways, Ways) else Ways(None, None, ())


def _allowed(outcome: Outcome) -> str:
    return ", ".join(_ways(outcome).allowed) or "nothing"


def _said(found: object) -> str:
    return "none" if found is None else found.value if isinstance(found, Gap) else str(found)
