"""Conditions of a policy that can never hold, told when its file is read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ..findings import Findings
from ..model import All, Compares, Condition, IsOneOf, Not
from .budget import OutOfSteps, budget, share
from .codes import Codes
from .compiled import Compiled, compile_condition, disjunctive, facts_of
from .compiled_policy import CompiledPolicy
from .derivations import Cases, base_facts, derived_sets
from .spaces import where

_HELP = "change it so that some request fulfils it, or drop it"
_PART = 100
"""The part of the steps left that one condition may take, so that others can still be looked at."""


def check_conditions(compiled: CompiledPolicy, findings: Findings) -> None:
    """Add a finding for each condition that can never hold, and for each part of one."""
    policy, codes = compiled.policy, compiled.codes
    with budget():
        for group in policy.groups:
            for rule, written in zip(compiled.groups[group.name].rules, group.rules, strict=True):
                if can_hold(rule.when, codes, known=rule.holds, derivations=compiled.derivations) is False:
                    findings.error("unreachable", f"rule `{rule.id}` can never hold", written.mark, _HELP)
                    continue
                for part in _parts_that_never_hold(written.when, compiled):
                    message = f"a part of the condition of rule `{rule.id}` can never hold"
                    findings.error("unreachable", message, part.mark, _HELP)
        conditions = [(item.when, item.mark, "condition") for item in policy.intake]
        conditions += [(step.when, step.mark, "condition") for step in policy.escalation]
        conditions += [(service.when, service.mark, "condition") for service in policy.services.values()]
        for fact in policy.facts.values():
            conditions += [(presumption.when, presumption.mark, "condition") for presumption in fact.presume]
            conditions += [(entry.when, entry.mark, f"entry `{entry.id}`") for entry in fact.derive]
        for condition, mark, subject in conditions:
            if _never_holds(condition, compiled):
                findings.error("unreachable", f"{subject} can never hold", mark, _HELP)
                continue
            for part in _parts_that_never_hold(condition, compiled):
                of = f"the condition of {subject}" if subject != "condition" else "the condition"
                findings.error("unreachable", f"a part of {of} can never hold", part.mark, _HELP)


def _parts_that_never_hold(condition: Condition, compiled: CompiledPolicy) -> Iterable[Condition]:
    """Yield the alternatives, and what is negated, in a condition that can never hold by themselves."""
    if isinstance(condition, IsOneOf | Compares):
        return
    for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
        if not isinstance(condition, All) and _never_holds(part, compiled):
            yield part
        else:
            yield from _parts_that_never_hold(part, compiled)


def _never_holds(condition: Condition, policy: CompiledPolicy) -> bool:
    compiled = compile_condition(condition, policy.codes)
    known = disjunctive(compiled, policy.codes, holds=True)
    return can_hold(compiled, policy.codes, known=known, derivations=policy.derivations) is False


def can_hold(
    compiled: Compiled,
    codes: Mapping[str, Codes],
    known: tuple[object, ...] | None,
    derivations: Mapping[str, Cases] = MappingProxyType({}),
) -> bool | None:
    """Tell whether some situation fulfils a condition; None where that takes too many steps.

    `known` is the condition's disjunctive form, which answers at once where there is one, and no fact is derived.
    """
    read = facts_of(compiled)
    if known is not None and (not known or derivations.keys().isdisjoint(read)):
        return bool(known)
    from .diagrams import space_of  # noqa: PLC0415 - start-up is felt

    try:
        with share(_PART):
            space = space_of([codes[fact] for fact in sorted(base_facts(derivations, read))])
            sets = {fact: space.choices(fact) for fact in space.facts}
            sets |= derived_sets(derivations, sets, space.all)
            return bool(where(compiled, sets, space.all))
    except OutOfSteps:
        return None
