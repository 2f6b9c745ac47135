"""Two decisions of one situation side by side, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.writing import written_span
from ...model import Span
from ...rules.outcomes import Gap, Ways
from ..lateness import owed_of

if TYPE_CHECKING:
    from ...model import Policy
    from ...rules.outcomes import Outcome


def in_words(policy: Policy, mutant: Policy, before: Outcome, after: Outcome) -> str:
    """Say what one outcome has that the other has otherwise, such as `scope support becomes consulting`."""
    pairs = [("scope", before.scope, after.scope), ("priority", before.level, after.level)]
    one, other = _ways(before), _ways(after)
    pairs += [
        ("channel", _gap(before), _gap(after)),
        ("required", one.required, other.required),
        ("preferred", one.preferred, other.preferred),
        ("allowed", ", ".join(one.allowed) or None, ", ".join(other.allowed) or None),
    ]
    pairs += [(name, _owed(before, name), _owed(after, name)) for name in policy.promises]
    said = [f"{name} {_shown(was)} becomes {_shown(becomes)}" for name, was, becomes in pairs if was != becomes]
    if said:
        return ", ".join(said)
    moved = [o.promise for o in after.owed if policy.hours.get(str(o.hours)) != mutant.hours.get(str(o.hours))]
    return f"{' and '.join(moved)} fall{'s' if len(moved) == 1 else ''} due at another instant"


def _gap(outcome: Outcome) -> Gap | None:
    return outcome.ways if isinstance(outcome.ways, Gap) else None


def _ways(outcome: Outcome) -> Ways:
    return outcome.ways if isinstance(outcome.ways, Ways) else Ways(None, None, ())


def _owed(outcome: Outcome, promise: str) -> str | None:
    owed = owed_of(outcome, promise)
    if owed is None:
        return None
    span = written_span(owed.span) if isinstance(owed.span, Span) else f"what `{owed.span.fact}` says"
    return f"{span} in {_shown(owed.hours)}"


def _shown(found: object) -> str:
    return "none" if found is None else found.value if isinstance(found, Gap) else str(found)
