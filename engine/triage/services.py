"""Services and intake items that apply to a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules.compiled import kleene
from .decision import ApplicableService, IntakeNeed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..model import Service, Value
    from ..rules.compiled_policy import CompiledPolicy
    from ..rules.outcomes import Outcome


def services(
    compiled: CompiledPolicy, tier: str, possible: Sequence[Outcome], facts: Mapping[str, Value]
) -> tuple[ApplicableService, ...]:
    """Return the services that the tier has and that the request's activity and level do not rule out."""
    answers = ((service, _applies(service, tier, possible, facts)) for service in compiled.policy.services.values())
    return tuple(ApplicableService(service, bool(applies)) for service, applies in answers if applies is not False)


def _applies(service: Service, tier: str, possible: Sequence[Outcome], facts: Mapping[str, Value]) -> bool | None:
    """Tell whether a service applies; None where that is open."""
    if service.tiers and tier not in service.tiers:
        return False
    if all(outcome.scope == "not_covered" for outcome in possible):
        return False
    answers: list[bool | None] = [True]
    if service.activities:
        activity = facts.get("activity")
        answers.append(None if activity is None else activity in service.activities)
    if service.levels:
        within = {outcome.level in service.levels for outcome in possible}
        answers.append(within.pop() if len(within) == 1 else None)
    return False if False in answers else None if None in answers else True


def intake(compiled: CompiledPolicy, known: Mapping[str, int]) -> tuple[IntakeNeed, ...]:
    """Return what the requester must bring, as far as it is not ruled out."""
    answers = ((item, kleene(when, known)) for item, when in zip(compiled.policy.intake, compiled.intake, strict=True))
    return tuple(IntakeNeed(item, bool(holds)) for item, holds in answers if holds is not False)
