"""Conditions of a policy that can never hold, told when its file is read."""

from collections.abc import Iterable, Mapping

from ..findings import Findings
from ..model import All, Compares, Condition, IsOneOf, Not
from .budget import OutOfSteps, budget, share
from .codes import Codes
from .compiled import Compiled, compile_condition, disjunctive, facts_of
from .compiled_policy import CompiledPolicy
from .diagrams import space_of
from .spaces import where

_PART = 100
"""The part of the steps left that one condition may take, so that others can still be looked at."""


def check_conditions(compiled: CompiledPolicy, findings: Findings) -> None:
    """Add a finding for each condition that can never hold, and for each part of one."""
    policy, codes = compiled.policy, compiled.codes
    with budget():
        for group in policy.groups:
            for rule, written in zip(compiled.groups[group.name].rules, group.rules, strict=True):
                if can_hold(rule.when, codes, known=rule.holds) is False:
                    findings.error("unreachable", f"rule `{rule.id}` can never hold", written.mark)
                    continue
                for part in _parts_that_never_hold(written.when, codes):
                    message = f"a part of the condition of rule `{rule.id}` can never hold"
                    findings.error("unreachable", message, part.mark)
        conditions = [(item.when, item.mark) for item in policy.intake]
        conditions += [(p.when, p.mark) for fact in policy.facts.values() for p in fact.presume]
        for condition, mark in conditions:
            if _never_holds(condition, codes):
                findings.error("unreachable", "condition can never hold", mark)
                continue
            for part in _parts_that_never_hold(condition, codes):
                findings.error("unreachable", "a part of the condition can never hold", part.mark)


def _parts_that_never_hold(condition: Condition, codes: Mapping[str, Codes]) -> Iterable[Condition]:
    """Yield the alternatives, and what is negated, in a condition that can never hold by themselves."""
    if isinstance(condition, IsOneOf | Compares):
        return
    for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
        if not isinstance(condition, All) and _never_holds(part, codes):
            yield part
        else:
            yield from _parts_that_never_hold(part, codes)


def _never_holds(condition: Condition, codes: Mapping[str, Codes]) -> bool:
    compiled = compile_condition(condition, codes)
    return can_hold(compiled, codes, known=disjunctive(compiled, codes, holds=True)) is False


def can_hold(compiled: Compiled, codes: Mapping[str, Codes], known: tuple[object, ...] | None) -> bool | None:
    """Tell whether some situation fulfils a condition; None where that takes too many steps.

    `known` is the condition's disjunctive form, which answers at once where there is one.
    """
    if known is not None:
        return bool(known)
    try:
        with share(_PART):
            space = space_of([codes[fact] for fact in sorted(facts_of(compiled))])
            return bool(where(compiled, {fact: space.choices(fact) for fact in space.facts}, space.all))
    except OutOfSteps:
        return None
