"""Fills the presumptions of a template with instants: which are unsafe, and what their alternatives would change."""

from collections.abc import Sequence

from .decision import AlternativeValue, Presumed
from .template import AlternativePart, Instants, PresumedPart, Template


def fill_presumed(template: Template, instants: Instants) -> tuple[Presumed, ...]:
    """Return what is presumed, the unsafe ones first; both by what is at stake."""
    earliest = earliest_instants(template, instants)
    unsafe: list[Presumed] = []
    safe: list[Presumed] = []
    for part in template.presumed:
        presumed = part.settled if part.is_wholly_settled else filled_presumed(part, instants, earliest)
        (unsafe if presumed.unsafe else safe).append(presumed)
    return (*unsafe, *safe)


def earliest_instants(template: Template, instants: Instants) -> Instants:
    """Return when the first of each ways falls due; None without any, or where one cannot be counted."""
    return [_earliest([instants[index] for index in ways]) for ways in template.ways]


def _earliest(instants: Sequence[int | None]) -> int | None:
    earliest: int | None = None
    for instant in instants:
        if instant is None:
            return None
        if earliest is None or instant < earliest:
            earliest = instant
    return earliest


def filled_presumed(part: PresumedPart, instants: Instants, earliest: Instants) -> Presumed:
    """Return the record of a presumption that instants change."""
    settled = part.settled
    alternatives = [_alternative(way, earliest) if way.earliest else way.settled for way in part.alternatives]
    return Presumed(
        fact=settled.fact,
        value=settled.value,
        unsafe=settled.unsafe or is_sooner(part, instants),
        scope=settled.scope,
        level=settled.level,
        cites=settled.cites,
        alternatives=tuple([alternative for alternative in alternatives if alternative is not None]),
    )


def is_sooner(part: PresumedPart, instants: Instants) -> bool:
    """Tell whether something could be owed sooner; what cannot be counted could be."""
    for before, after in part.sooner:
        presumed, owed = instants[before], instants[after]
        if presumed is None or owed is None or owed < presumed:
            return True
    return False


def changed_instants(part: AlternativePart, earliest: Instants) -> dict[str, int | None]:
    """Return when promises could first fall due with another value of a fact, those that would do so now aside."""
    changed: dict[str, int | None] = {}
    for promise, now, then in part.earliest:
        instant = None if then is None else earliest[then]
        if instant != (None if now is None else earliest[now]):
            changed[promise] = instant
    return changed


def _alternative(part: AlternativePart, earliest: Instants) -> AlternativeValue | None:
    """Return what would differ with another value of a fact; None where nothing would."""
    changed = changed_instants(part, earliest)
    if changed:
        return with_instants(part.settled, changed)
    return part.settled if part.differs else None


def with_instants(settled: AlternativeValue, changed: dict[str, int | None]) -> AlternativeValue:
    """Return another value of a fact, with when promises could first fall due."""
    return AlternativeValue(
        value=settled.value,
        scope=settled.scope,
        level=settled.level,
        required=settled.required,
        earliest=changed,
        opens=settled.opens,
        follow_up=settled.follow_up,
    )
