"""Invariants: the situations that they are about, the pairs that `between` compares, and how outcomes break them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ...model import SCOPES, DueDate, Expectation, Hours, Invariant, Policy, Span, SpanOf, by_text, cutoff_text
from ...proof.delays import Later
from ...proof.situations import StateSpace
from ...proof.tier_situations import TierSituations
from ...rules.compiled import Compiled, compile_condition
from ...rules.hit_policy import CONFLICTING, UNDECIDED, Gap, Ways
from ...rules.outcomes import Outcome, Owed, owed_of
from ...text import either
from ...worktime import amount

_REPORTED_BY = {UNDECIDED: "gap", CONFLICTING: "conflicting-ways"}
"""The checks that say of a situation what is not decided in it."""


CompareOwed = Callable[[Owed | None, Owed | None], Later | None]
"""Tells how the first of two things owed can fall due after the second."""

Violation = tuple[str, str | None]
"""How an invariant is broken, in words, and an instant of receipt that shows it, where that matters."""


class Side(NamedTuple):
    """One of two situations that are compared: its proof, the fact that the two differ in, and the fact's code."""

    proof: TierSituations
    fact: str
    code: int

    def situations(self, when: Compiled) -> int:
        """Return the situations of this side in which a condition holds."""
        bits = self.proof.where(when)
        return bits if self.fact == "tier" else bits & self.proof.sets["scope"][self.fact].get(self.code, 0)

    def moved(self, bits: int, code: int) -> int:
        """Return situations of this side as they are where the fact has another code."""
        return bits if self.fact == "tier" else self.proof.space.moved(bits, self.fact, self.code, code)


def sides(space: StateSpace, invariant: Invariant) -> Iterator[tuple[Side, Side]]:
    """Yield what is compared: each tier, or two of them, with a value of the fact and the next one."""
    fact, values = invariant.between or ("", ())
    proofs = space.by_tier or {}
    for values_compared in pairwise(values) if proofs else ():
        codes = [space.compiled.codes[fact].code(value) for value in values_compared]
        tiers = [map(str, values_compared)] if fact == "tier" else [(tier, tier) for tier in proofs]
        for before, after in tiers:
            yield Side(proofs[before], fact, codes[0]), Side(proofs[after], fact, codes[1])


def is_about_nothing(space: StateSpace, invariant: Invariant) -> bool:
    """Tell whether an invariant, of a policy of which all is proved, speaks of no situation, or compares no two."""
    when = compile_condition(invariant.when, space.compiled.codes)
    if invariant.between is None:
        return not any(proof.where(when) for proof in space.proofs())
    return not any(
        before.situations(when) & after.moved(after.situations(when), before.code)
        for before, after in sides(space, invariant)
    )


def broken(policy: Policy, outcome: Outcome, expectation: Expectation, later: CompareOwed) -> Violation | None:
    """Tell how an outcome is not as expected, and when received; what is not decided at all other checks say."""
    key, values = expectation.key, expectation.value if isinstance(expectation.value, tuple) else ()
    if _is_open(policy, outcome, expectation):
        return None
    if key == "within":
        return _not_within(policy, outcome, expectation, later)
    ways = [way for way in values if way is not None]
    if key in ("allowed", "allows", "forbids"):
        why = _not_allowed(outcome, key, ways)
    elif key == "follow_up":
        following = outcome.ways.follow_up if isinstance(outcome.ways, Ways) else ()
        why = None if set(following) == set(ways) else f"follow_up is {_listed(following)}, not {_listed(ways)}"
    else:
        value = _aspect(outcome, key)
        why = None if value in values else f"{key} is {_worded(value)}, not {either(map(_worded, values))}"
    return None if why is None else (why, None)


def _is_open(policy: Policy, outcome: Outcome, expectation: Expectation) -> bool:
    """Tell whether a gap or a conflict, which the policy does not turn off, leaves open what is expected."""
    key = expectation.key
    needed: list[object] = [outcome.scope, *([] if key == "scope" else [outcome.level])]
    if key in ("within", "due"):
        owed = owed_of(outcome, expectation.promise)
        needed += [] if owed is None else [owed.hours]
    elif key == "coverage":
        needed.append(outcome.coverage)
    elif key not in ("scope", "priority"):
        needed.append(outcome.ways)
    return any(isinstance(part, Gap) and policy.checks.get(_REPORTED_BY[part]) != "off" for part in needed)


def _not_allowed(outcome: Outcome, key: str, ways: Sequence[str]) -> str | None:
    allowed = _allowed(outcome)
    lacking, forbidden = [way for way in ways if way not in allowed], [way for way in ways if way in allowed]
    is_broken, difference = {
        "allowed": (set(allowed) != set(ways), f", not {_listed(ways)}"),
        "allows": (bool(lacking), f", without {', '.join(lacking)}"),
        "forbids": (bool(forbidden), f", and {', '.join(forbidden)} is forbidden"),
    }[key]
    return f"allowed is {_listed(allowed)}{difference}" if is_broken else None


def _not_within(policy: Policy, outcome: Outcome, expectation: Expectation, later: CompareOwed) -> Violation | None:
    owed, name = owed_of(outcome, expectation.promise), expectation.promise
    most = expectation.value if isinstance(expectation.value, Span | DueDate) else None
    if owed is None:
        return None if most is None else (f"no {name} is owed, let alone {_in_words(most)}", None)
    expected = "none" if most is None else _in_words(most)
    if isinstance(owed.span, SpanOf):
        return f"{name} is owed within what `{owed.span.fact}` says, not {expected}", None
    if isinstance(owed.hours, Gap):
        return f"no hours are chosen for {name}", None
    overdue = Later() if most is None else _overdue(policy.hours[owed.hours], owed, most, later)
    words = f"{name} is owed {_in_words(owed.span)}{cutoff_text(owed.cutoff)}, not {expected}"
    return (words, overdue.received) if overdue else None


def _overdue(hours: Hours, owed: Owed, most: Span | DueDate, later: CompareOwed) -> Later | None:
    """Tell how something owed can fall due later than expected, in the same hours; None where it cannot."""
    if isinstance(owed.span, Span) and isinstance(most, Span) and owed.cutoff is None:
        return None if amount(hours, owed.span) <= amount(hours, most) else Later()
    return later(owed, replace(owed, span=most, cutoff=None))


def _in_words(amount_owed: Span | DueDate) -> str:
    return f"within {amount_owed.text}" if isinstance(amount_owed, Span) else by_text(amount_owed.text)


def scope_meant(policy: Policy, outcome: Outcome, expectation: Expectation) -> str | None:
    """Return the scope in which something is to be expected, where an outcome has none of it in another scope."""
    key, is_owed = expectation.key, expectation.key == "within"
    meant = policy.promises[expectation.promise].scope if is_owed else "support"
    if key in ("scope", "forbids") or outcome.scope == meant:
        return None
    if key in ("allowed", "allows", "follow_up"):
        return None if _allowed(outcome) else meant
    value = owed_of(outcome, expectation.promise) if is_owed else _aspect(outcome, key)
    return meant if value is None else None


def unlike(
    policy: Policy,
    before: Outcome,
    after: Outcome,
    expectation: Expectation,
    later: CompareOwed,
) -> Violation | None:
    """Tell how an outcome does not stand to the one before it as expected, and when received, where that matters."""
    key, how = expectation.key, str(expectation.value)
    if _is_open(policy, before, expectation) or _is_open(policy, after, expectation):
        return None
    if key == "due":
        return _not_due(before, after, expectation, later)
    if key == "allowed":
        old_ways, new_ways = set(_allowed(before)), set(_allowed(after))
        as_expected = {"same": old_ways == new_ways, "no_fewer": old_ways <= new_ways, "no_more": new_ways <= old_ways}
        reason = f"allowed is {_listed(_allowed(after))}, not {_listed(_allowed(before))}"
        return None if as_expected[how] else (reason, None)
    old, new = _aspect(before, key), _aspect(after, key)
    order = list(SCOPES if key == "scope" else policy.levels)
    is_expected = old == new if how == "same" else _in_order(old, new, order, how)
    return None if is_expected else (f"{key} is {_worded(new)}, not {_worded(old)}", None)


def compared(outcome: Outcome, expectation: Expectation) -> tuple[object, ...]:
    """Return all of an outcome that `unlike` looks at."""
    key = expectation.key
    if key == "due":
        aspect: object = owed_of(outcome, expectation.promise)
    elif key == "coverage":
        aspect = outcome.coverage
    else:
        aspect = None if key in ("scope", "priority") else outcome.ways
    return outcome.scope, outcome.level, aspect


def _in_order(before: object, after: object, order: Sequence[object], how: str) -> bool:
    """Tell whether the later outcome stands so to the earlier; what has no place in the order does not compare."""
    if before not in order or after not in order:
        return True
    step = order.index(after) - order.index(before)
    # Scopes run from the narrowest, levels from the highest: `no_narrower` and `no_higher` both look down the order.
    return step >= 0 if how in ("no_narrower", "no_higher") else step <= 0


def _not_due(before: Outcome, after: Outcome, expectation: Expectation, compare: CompareOwed) -> Violation | None:
    """Tell how a promise falls due later or earlier than the one before it, where that is not expected."""
    promise, how = expectation.promise, expectation.value
    old, new = owed_of(before, promise), owed_of(after, promise)
    later = compare(new, old) if how != "no_earlier" else None
    moved = later or (compare(old, new) if how != "no_later" else None)
    if moved is None:
        return None
    if old is None or new is None:
        return f"{promise} {'is owed no more' if new is None else 'comes to be owed'}", moved.received
    return f"{promise} falls due {'later' if later else 'earlier'} {moved.words}", moved.received


def _aspect(outcome: Outcome, key: str) -> object:
    if key in ("required", "preferred"):
        return getattr(outcome.ways, key, None)
    return {"scope": outcome.scope, "priority": outcome.level, "coverage": outcome.coverage}[key]


def _allowed(outcome: Outcome) -> tuple[str, ...]:
    return outcome.ways.allowed if isinstance(outcome.ways, Ways) else ()


def _listed(ways: Collection[str]) -> str:
    return ", ".join(ways) or "nothing"


def _worded(value: object) -> str:
    return "none" if value is None else value.value if isinstance(value, Gap) else str(value)
