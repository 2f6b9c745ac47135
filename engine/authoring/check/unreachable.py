"""unreachable: a condition that no situation fulfils, once scope and priority are decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import All, Any, Not
from ...rules.compiled import compile_condition
from .context import Found
from .not_always import is_about_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Condition, Rule
    from .context import CheckContext


def unreachable(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each rule, or part of an `any`, that holds nowhere."""
    for group in subject.policy.groups:
        proofs = list(subject.proofs(group.name))
        if not proofs:
            continue
        for n, rule in enumerate(group.rules):
            if not any(proof.holding(group.name)[n] & proof.valid for proof in proofs):
                message = (
                    f"rule `{rule.id}` holds in no situation: what it needs of scope and priority never comes together"
                )
                yield Found(rule.id, message, rule.mark)
                continue
            for part in _alternatives(rule.when):
                compiled = compile_condition(part, subject.compiled.codes)
                if not any(proof.could_be(compiled, group.name) & proof.holding(group.name)[n] for proof in proofs):
                    yield _part(rule, part)

    yield from _invariants(subject)


def _invariants(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each invariant that is about no situation."""
    for invariant in subject.policy.always:
        if subject.told_apart.slices is not None and is_about_nothing(subject, invariant):
            why = "never holds on both sides of what is compared" if invariant.between else "never holds"
            message = f"invariant `{invariant.id}` is about no situation: its condition {why}"
            yield Found(invariant.id, message, invariant.mark)


def _part(rule: Rule, part: Condition) -> Found:
    return Found(
        rule.id, f"one of the alternatives of rule `{rule.id}` holds in no situation in which the rule does", part.mark
    )


def _alternatives(condition: Condition) -> Iterator[Condition]:
    """Yield the parts of every `any` in a condition that is not negated."""
    if isinstance(condition, Not) or not isinstance(condition, All | Any):
        return
    if isinstance(condition, Any):
        yield from condition.parts
    for part in condition.parts:
        yield from _alternatives(part)
