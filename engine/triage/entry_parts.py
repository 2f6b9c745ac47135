"""What a situation lists beside what the groups decided: services, what to bring, and whom to turn to."""

from collections.abc import Mapping
from typing import NamedTuple

from ..model import Request, Value
from ..rules.compiled import facts_of
from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import Evaluation
from .decision import ApplicableService, IntakeNeed
from .entitlements import intake, services
from .escalations import EscalationPart, escalation_parts
from .shared_parts import SharedParts


class EntryParts(NamedTuple):
    """The services, needs and steps of escalation that a situation lists."""

    services: tuple[ApplicableService, ...]
    intake: tuple[IntakeNeed, ...]
    escalation: tuple[EscalationPart, ...]


def entry_parts(  # noqa: PLR0913 - what entries depend on
    compiled: CompiledPolicy,
    request: Request,
    tier: str,
    evaluation: Evaluation,
    facts: Mapping[str, Value],
    parts: SharedParts,
    *,
    has_contract: bool,
) -> EntryParts:
    """Return what is listed; situations in which it depends on the same share it."""
    read = parts.made(("facts of entries",), lambda: _facts_read(compiled))
    brought = (has_contract, request.sender, request.subject, request.body, request.claimed_priority)
    key = (
        "entries",
        tier,
        frozenset([(outcome.scope, outcome.level) for outcome in evaluation.outcomes]),
        facts.get("activity"),
        tuple(map(evaluation.stands.get, read)),
        evaluation.verdicts["coverage"],
        tuple(map(bool, brought)),
    )
    return parts.made(
        key,
        lambda: EntryParts(
            services=parts.services(services(compiled, tier, evaluation.outcomes, facts, evaluation.stands)),
            intake=parts.intake(
                intake(compiled, request, evaluation.outcomes, evaluation.stands, has_contract=has_contract)
            ),
            escalation=parts.escalation(escalation_parts(compiled, evaluation)),
        ),
    )


def _facts_read(compiled: CompiledPolicy) -> tuple[str, ...]:
    """Return the facts that conditions of entries read, and those that place hours in which a step may be timed."""
    conditions = (*compiled.services.values(), *compiled.intake, *compiled.escalation)
    read = set().union(*(facts_of(when) for when in conditions))
    if any(step.after for step in compiled.policy.escalation):
        read |= {fact for hours in compiled.policy.hours.values() for fact in hours.places}
    return tuple(sorted(read))
