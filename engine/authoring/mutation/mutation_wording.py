"""Two decisions of one situation side by side, in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ...language.spans import parse_span
from ...language.yaml_writer import written_span
from ...model import Span
from ...proof.delays import owed_of
from ...rules.outcomes import Gap, Ways
from ...triage.time_text import city, moment, year_of
from ...worktime import WorktimeError, amount, due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Policy
    from ...rules.outcomes import Outcome, Owed
    from .run import Survivor


def in_words(policy: Policy, survivor: Survivor) -> str:
    """Say what is decided otherwise, such as `scope support becomes consulting`.

    Where only hours differ, both instants are named at which something falls due.
    """
    before, after = survivor.before, survivor.after
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
    return ", ".join(said or _moved(policy, survivor))


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


def _moved(policy: Policy, survivor: Survivor) -> Iterator[str]:
    """Yield what falls due at another instant, on the clock of the policy's own hours."""
    for owed in survivor.after.owed:
        if not isinstance(owed.hours, Gap):
            timezone = policy.hours[owed.hours].timezone
            was, becomes = (_due(one, owed, survivor.witness, timezone) for one in (policy, survivor.mutant.policy))
            if was != becomes:
                yield f"{owed.promise} {was} becomes {becomes} {city(timezone)}"


def _due(policy: Policy, owed: Owed, request: Mapping[str, object], timezone: str) -> str:
    """Return the instant at which something owed for a request falls due, less the city of its clock."""
    received = int(datetime.fromisoformat(str(request["received"])).timestamp())
    facts = request.get("facts")
    span = owed.span
    if not isinstance(span, Span):
        stated = parse_span(str(facts.get(span.fact))) if isinstance(facts, dict) else None
        if stated is None:
            return "when the request says"
        span = stated
    hours = policy.hours[str(owed.hours)]
    try:
        instant = due(hours, received, amount(hours, span))
    except WorktimeError:
        return "at no instant"
    return moment(instant, timezone, year=year_of(received, timezone)).removesuffix(f" {city(timezone)}")
