"""What invariants expect, held against what situations come to: None where it is so, else how it is not, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import SCOPES, Span
from ...proof.delays import owed_of
from ...rules.outcomes import CONFLICTING, UNDECIDED, Gap, Ways
from ...text import either
from ...worktime import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...model import Expectation, Policy
    from ...proof.delays import Lateness, Later
    from ...rules.outcomes import Outcome

_SAID_BY = {UNDECIDED: "gap", CONFLICTING: "conflicting-ways"}
"""The checks that say of a situation what is not decided in it."""


def broken(policy: Policy, outcome: Outcome, wanted: Expectation) -> str | None:
    """Tell how an outcome is not as expected; what is not decided at all other checks say."""
    if _is_open(policy, outcome, wanted):
        return None
    if wanted.key == "within":
        return _not_within(policy, outcome, wanted)
    values = wanted.value if isinstance(wanted.value, tuple) else ()
    if wanted.key in ("allowed", "allows", "forbids"):
        return _not_allowed(outcome, wanted.key, [way for way in values if way is not None])
    found = _one(outcome, wanted.key)
    return None if found in values else f"{wanted.key} is {_said(found)}, not {either(_said(v) for v in values)}"


def _is_open(policy: Policy, outcome: Outcome, wanted: Expectation) -> bool:
    """Tell whether a gap or a conflict, which the policy does not turn off, leaves open what is expected."""
    needed: list[object] = [outcome.scope, *([] if wanted.key == "scope" else [outcome.level])]
    if wanted.key in ("within", "due"):
        owed = owed_of(outcome, wanted.promise)
        needed += [] if owed is None else [owed.hours]
    elif wanted.key == "coverage":
        needed.append(outcome.coverage)
    elif wanted.key not in ("scope", "priority"):
        needed.append(outcome.ways)
    return any(isinstance(one, Gap) and policy.checks.get(_SAID_BY[one]) != "off" for one in needed)


def _not_allowed(outcome: Outcome, key: str, ways: Sequence[str]) -> str | None:
    allowed = _ways(outcome).allowed
    listed = ", ".join(ways) or "nothing"
    if key == "allowed":
        return None if set(allowed) == set(ways) else f"allowed is {_allowed(outcome)}, not {listed}"
    if key == "allows":
        lacking = [way for way in ways if way not in allowed]
        return f"allowed is {_allowed(outcome)}, without {', '.join(lacking)}" if lacking else None
    wrong = [way for way in ways if way in allowed]
    return f"allowed is {_allowed(outcome)}, and {', '.join(wrong)} is forbidden" if wrong else None


def _not_within(policy: Policy, outcome: Outcome, wanted: Expectation) -> str | None:
    owed, name = owed_of(outcome, wanted.promise), wanted.promise
    most = wanted.value if isinstance(wanted.value, Span) else None
    if owed is None:
        return None if most is None else f"no {name} is owed, let alone within {most.text}"
    wish = f", not {'none' if most is None else f'within {most.text}'}"
    if not isinstance(owed.span, Span):
        return f"{name} is owed within what `{owed.span.fact}` says{wish}"
    if isinstance(owed.hours, Gap):
        return f"no hours are chosen for {name}"
    hours = policy.hours[owed.hours]
    if most is not None and amount(hours, owed.span) <= amount(hours, most):
        return None
    return f"{name} is owed within {owed.span.text}{wish}"


def scope_meant(policy: Policy, outcome: Outcome, wanted: Expectation) -> str | None:
    """Return the scope in which something is to be expected, where an outcome has none of it in another scope."""
    owing = wanted.key == "within"
    meant = policy.promises[wanted.promise].scope if owing else "support"
    if wanted.key in ("scope", "forbids") or outcome.scope == meant:
        return None
    if owing:
        has_some = owed_of(outcome, wanted.promise) is not None
    elif wanted.key in ("allowed", "allows"):
        has_some = bool(_ways(outcome).allowed)
    else:
        has_some = _one(outcome, wanted.key) is not None
    return None if has_some else meant


def unlike(policy: Policy, before: Outcome, after: Outcome, wanted: Expectation, lateness: Lateness) -> str | None:
    """Tell how an outcome does not stand to the one before it as expected."""
    how = str(wanted.value)
    if _is_open(policy, before, wanted) or _is_open(policy, after, wanted):
        return None
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
