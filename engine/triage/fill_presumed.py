"""Fills the presumptions of a template with instants: which are unsafe, and what their alternatives would change."""

from collections.abc import Sequence

from .decision import AlternativeValue, Presumed
from .template import AlternativePart, Instants, PresumedPart, Template


def fill_presumed(template: Template, instants: Instants) -> tuple[Presumed, ...]:
    """Return what is presumed, the unsafe ones first; both by what is at stake."""
    earliest = [_earliest([instants[index] for index in ways]) for ways in template.ways]
    unsafe: list[Presumed] = []
    safe: list[Presumed] = []
    for part in template.presumed:
        presumed = part.settled if part.is_wholly_settled else _presumed(part, instants, earliest)
        (unsafe if presumed.unsafe else safe).append(presumed)
    return (*unsafe, *safe)


def _earliest(instants: Sequence[int | None]) -> int | None:
    """Return the first of some instants; None without any, or where one cannot be counted."""
    earliest: int | None = None
    for instant in instants:
        if instant is None:
            return None
        if earliest is None or instant < earliest:
            earliest = instant
    return earliest


def _presumed(part: PresumedPart, instants: Instants, earliest: Instants) -> Presumed:
    settled = part.settled
    alternatives = [_alternative(way, earliest) if way.earliest else way.settled for way in part.alternatives]
    return Presumed(
        fact=settled.fact,
        value=settled.value,
        unsafe=settled.unsafe or _is_sooner(part, instants),
        scope=settled.scope,
        level=settled.level,
        cites=settled.cites,
        alternatives=tuple([alternative for alternative in alternatives if alternative is not None]),
    )


def _is_sooner(part: PresumedPart, instants: Instants) -> bool:
    """Tell whether something could be owed sooner; what cannot be counted could be."""
    for before, after in part.sooner:
        presumed, owed = instants[before], instants[after]
        if presumed is None or owed is None or owed < presumed:
            return True
    return False


def _alternative(part: AlternativePart, earliest: Instants) -> AlternativeValue | None:
    """Return what would differ with another value of a fact; None where nothing would."""
    sooner_or_later: dict[str, int | None] = {}
    for promise, now, then in part.earliest:
        instant = None if then is None else earliest[then]
        if instant != (None if now is None else earliest[now]):
            sooner_or_later[promise] = instant
    settled = part.settled
    if not sooner_or_later:
        return settled if part.differs else None
    return AlternativeValue(
        value=settled.value,
        scope=settled.scope,
        level=settled.level,
        required=settled.required,
        earliest=sooner_or_later,
        opens=settled.opens,
        follow_up=settled.follow_up,
    )
