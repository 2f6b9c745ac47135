"""A rule changes no decision.

Without it, every decision is the same. Where it holds, other rules of its group say the same; or its group's question
does not arise there, as for a channel rule that holds only where nothing is covered. A rule that other outcomes always
beat is [`masked`](masked.md). The cells of a grid stand as the document prints them, and are not looked at.

Found at the rule. Drop it, or accept it where it stands for a clause of its own.

Fails, at `question`:

```yaml
scope:
  rules:
    - {id: question, when: {activity: question, down: nothing}, then: support, cite: terms.scope}
    - {id: support, when: {activity: [fault, question]}, then: support, cite: terms.scope}
    - {id: orders, when: {activity: order}, then: consulting, cite: terms.scope}
```

Passes:

```yaml
scope:
  rules:
    - {id: question, when: {activity: question, down: nothing}, then: support, cite: terms.scope}
    - {id: support, when: {activity: fault}, then: support, cite: terms.scope}
    - {id: advice, when: {activity: question, down: {more_than: nothing}}, then: consulting, cite: terms.scope}
    - {id: orders, when: {activity: order}, then: consulting, cite: terms.scope}
```
"""

from ...model import Group
from ...proof.situations import TierSituations
from ...rules.compiled import CompiledGroup
from ...rules.hit_policy import indispensable
from ...rules.outcomes import outcomes
from ...rules.spaces import Sets, holding
from .definition import CheckContext, CheckFindings, check

_NOT_DECIDED = {
    "priority": "the scope is not support",
    "coverage": "nothing is owed that its hours could count for",
    "channel": "nothing is covered",
}
"""Where the question of a group does not arise."""


@check("redundant", "note", __doc__, is_proof=True)
def redundant(context: CheckContext) -> CheckFindings:
    """Yield a finding for each rule that holds somewhere, and changes nothing there that is decided."""
    for group in context.policy.groups:
        proofs = list(context.proofs(group.name))
        for n in sorted(_without_effect(context, group, proofs) - context.never_winning(group.name, proofs)):
            rule, applies = (
                group.rules[n],
                [proof.holding(group.name)[n] & proof.applies(group.name) for proof in proofs],
            )
            idle = "" if any(applies) else f", which holds only where {_NOT_DECIDED[group.name]}"
            yield redundant.finding(
                at=rule.id,
                message=f"every decision is the same without rule `{rule.id}`{idle}",
                mark=rule.mark,
                help="drop it, or accept it where it stands for a clause of its own",
            )


def _without_effect(context: CheckContext, group: Group, proofs: list[TierSituations]) -> set[int]:
    """Return the numbers of the rules that hold somewhere, and could be left out."""
    if group.name == "channel" and len(group.rules) == 1 and any(proof.applies("channel") for proof in proofs):
        return set()  # without any rule no channel would be asked for
    # Another outcome of the group always makes another decision.
    is_final = group.name != "priority" or not context.compiled.scope_reads_priority
    holds = {n for proof in proofs for n, bits in enumerate(proof.holding(group.name)) if bits & proof.valid}
    changes: set[int] = set()
    for proof in proofs:
        matters = enumerate(indispensable(context.policy, group.name, proof.holding_where_it_applies(group.name)))
        changes |= {n for n, bits in matters if bits and (is_final or _changes(proof, group, n))}
    return {n for n in holds - changes if group.rules[n].cell is None}


def _changes(proof: TierSituations, group: Group, without: int) -> bool:
    """Tell whether some decision is another without a rule of a group that another group reads."""

    def evaluate(evaluated: CompiledGroup, sets: Sets) -> list[int]:
        bits = holding(evaluated, sets, proof.space.all)
        return [0 if evaluated.name == group.name and n == without else held for n, held in enumerate(bits)]

    parts = outcomes(proof.compiled, proof.tier, proof.sets["scope"], proof.space.all, evaluate)
    return any(bits & proof.valid & ~proof.parts.get(outcome, 0) for outcome, bits in parts.items())
