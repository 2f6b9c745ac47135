"""Whom a requester may turn to: what is known of that before anything has happened."""

from collections.abc import Mapping
from typing import NamedTuple

from ..model import Escalation, Hours, Policy
from ..rules.compiled import kleene
from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import Evaluation
from .decision import EscalationStep


class EscalationPart(NamedTuple):
    """A step as far as it is known before anything has happened.

    `after_in` are the hours that its span may count in; some may be lacking where they are not `is_certain`. Of the
    facts that give those their zones and holidays, `absent` are known to have no value.
    """

    settled: EscalationStep
    after_in: tuple[Hours, ...] = ()
    is_certain: bool = True
    absent: frozenset[str] = frozenset()


def escalation_parts(compiled: CompiledPolicy, evaluation: Evaluation) -> tuple[EscalationPart, ...]:
    """Return the steps of a policy in their order, each with whether its condition holds; none without cover."""
    if all(outcome.scope == "not_covered" for outcome in evaluation.outcomes):
        return ()
    policy, stands = compiled.policy, evaluation.stands
    absent = _absent(compiled, stands) if any(step.after for step in policy.escalation) else frozenset[str]()
    return tuple(
        _part(policy, step, evaluation, absent, holds=kleene(when, stands))
        for step, when in zip(policy.escalation, compiled.escalation, strict=True)
    )


def _part(
    policy: Policy, step: Escalation, evaluation: Evaluation, absent: frozenset[str], *, holds: bool | None
) -> EscalationPart:
    applies = holds if step.is_always_open else False if holds is False else None
    settled = EscalationStep(escalation=step, holds=holds, applies=applies)
    if step.after is None:
        return EscalationPart(settled=settled)
    if step.hours is not None:
        return EscalationPart(settled=settled, after_in=(policy.hours[step.hours],), absent=absent)
    chosen = dict.fromkeys(str(rule.then) for rule in evaluation.rules_that_may_choose_hours(policy))
    return EscalationPart(
        settled=settled,
        after_in=tuple(policy.hours[name] for name in chosen),
        is_certain=bool(evaluation.verdicts["coverage"].true),
        absent=absent,
    )


def _absent(compiled: CompiledPolicy, stands: Mapping[str, int]) -> frozenset[str]:
    facts = {fact for hours in compiled.policy.hours.values() for fact in hours.places}
    return frozenset(fact for fact in facts if stands.get(fact) == compiled.codes[fact].none is not None)
