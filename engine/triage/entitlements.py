"""The services that a request has a claim to over all completions, and what it must bring."""

from collections.abc import Iterable, Mapping, Sequence

from ..model import (
    ALWAYS,
    Request,
    Service,
    Value,
)
from ..rules.compiled import kleene
from ..rules.compiled_policy import CompiledPolicy
from ..rules.outcomes import Outcome
from .decision import ApplicableService, IntakeNeed

_TIMES = {1: "once a year", 2: "twice a year"}


def services(
    compiled: CompiledPolicy,
    tier: str,
    possible: Sequence[Outcome],
    facts: Mapping[str, Value],
    known: Mapping[str, int],
) -> tuple[ApplicableService, ...]:
    """Return the services that the tier has and that the request's activity, level and other facts do not rule out."""
    scopes = {outcome.scope for outcome in possible}
    if scopes == {"not_covered"}:
        return ()
    # What may not be covered has no certain claim.
    covered = None if "not_covered" in scopes else True
    answers = (
        (service, _applies(service, possible, facts, (covered, kleene(compiled.services[name], known))))
        for name, service in compiled.policy.services.items()
        if not service.tiers or tier in service.tiers
    )
    return tuple(
        ApplicableService(service, bool(applies), is_special=bool(service.activities) or service.when != ALWAYS)
        for service, applies in answers
        if applies is not False
    )


def limits(service: Service) -> tuple[str, ...]:
    """Return the limits of a service in words: how often in a year, how long, and whether it is paid for."""
    per_year = "" if service.per_year is None else _TIMES.get(service.per_year, f"{service.per_year} a year")
    span = service.span.text if service.span else ""
    return tuple(filter(None, (per_year, span, "billable" if service.billable else "")))


def _applies(
    service: Service, possible: Sequence[Outcome], facts: Mapping[str, Value], known: Iterable[bool | None]
) -> bool | None:
    """Tell whether a service of the tier applies, given whether what else it depends on does; None where it is open."""
    answers = [*known]
    if service.activities:
        activity = facts.get("activity")
        answers.append(None if activity is None else activity in service.activities)
    if service.levels:
        within = {outcome.level in service.levels for outcome in possible}
        answers.append(within.pop() if len(within) == 1 else None)
    return False if False in answers else None if None in answers else True


def intake(
    compiled: CompiledPolicy,
    request: Request,
    possible: Sequence[Outcome],
    known: Mapping[str, int],
    *,
    has_contract: bool,
) -> tuple[IntakeNeed, ...]:
    """Return what the requester must bring, as far as it is not ruled out; nothing for what is not covered."""
    if all(outcome.scope == "not_covered" for outcome in possible):
        return ()
    given = {
        "contract": has_contract,
        "from": bool(request.sender),
        "subject": bool(request.subject),
        "body": bool(request.body),
        "claimed_priority": bool(request.claimed_priority),
    }
    answers = ((item, kleene(when, known)) for item, when in zip(compiled.policy.intake, compiled.intake, strict=True))
    return tuple(
        IntakeNeed(item, bool(holds), any(given[key] for key in item.given_by) if item.given_by else None)
        for item, holds in answers
        if holds is not False
    )
