"""A rule changes no decision.

Without it, every decision is the same. Where it holds, other rules of its group say the same; or its group's question
does not arise there, as for a channel rule that holds only where nothing is covered; or the table of its promise owes
the same. So it is with an entry of a derived fact where a later one always gives the same value. A rule that other
outcomes always beat is [`masked`](masked.md). The cells of a grid stand as the document prints them, and are not
looked at.

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

from ...model import Entry, Fact, Group, Policy, SpanOf
from ...proof.tier_situations import TierSituations
from ...rules.compiled import CompiledGroup
from ...rules.completions import joined_by
from ...rules.hit_policy import comes_to, indispensable
from ...rules.outcomes import Outcome, outcomes
from ...rules.spaces import Sets, holding
from .definition import CheckContext, CheckFindings, check
from .derived_entries import EntrySituations, entry_situations

_NOT_DECIDED = {
    "priority": "the scope is not support",
    "coverage": "nothing is owed that its hours could count for",
    "channel": "nothing is covered",
}
"""Where the question of a group does not arise."""


@check("redundant", "note", __doc__, is_proof=True)
def redundant(context: CheckContext) -> CheckFindings:
    """Yield a finding for each rule that holds somewhere, and changes nothing there that is decided."""
    yield from _entries(context)
    for group in context.policy.groups:
        proofs = list(context.proofs(group.name))
        for n in sorted(_without_effect(context, group, proofs) - context.never_winning(group.name, proofs)):
            rule, applies = (
                group.rules[n],
                [proof.holding(group.name)[n] & proof.applies(group.name) for proof in proofs],
            )
            nowhere = _NOT_DECIDED.get(group.name, "nothing of its promise is asked for")
            idle = "" if any(applies) else f", which holds only where {nowhere}"
            yield redundant.finding(
                at=rule.id,
                message=f"every decision is the same without rule `{rule.id}`{idle}",
                mark=rule.mark,
                help="drop it, or accept it where it stands for a clause of its own",
            )


def _entries(context: CheckContext) -> CheckFindings:
    """Yield a finding for each entry of a derived fact where later ones always give the value that it gives."""
    for fact in (fact for fact in context.policy.facts.values() if len(fact.derive) > 1):
        situations = list(entry_situations(context, fact))
        for n, entry in enumerate(fact.derive):
            is_first = any(own.first[n] for own in situations)
            if entry.cell is None and is_first and all(_gives_the_same(fact, own, n) for own in situations):
                yield redundant.finding(
                    at=entry.id,
                    message=f"`{fact.name}` always has the same value without entry `{entry.id}`",
                    mark=entry.mark,
                    help="drop it, or accept it where it stands for a clause of its own",
                )


def _gives_the_same(fact: Fact, own: EntrySituations, n: int) -> bool:
    """Tell whether, wherever an entry is the first that holds, the next one that does gives the same value."""
    remaining = own.first[n]
    for m in range(n + 1, len(fact.derive)):
        if fact.derive[m].value != fact.derive[n].value and own.holding[m] & remaining:
            return False
        remaining &= ~own.holding[m]
    return not remaining


def _without_effect(context: CheckContext, group: Group, proofs: list[TierSituations]) -> set[int]:
    """Return the numbers of the rules that hold somewhere, and could be left out."""
    if group.name == "channel" and len(group.rules) == 1 and any(proof.applies("channel") for proof in proofs):
        return set()  # without any rule no channel would be asked for
    # Another outcome of the group always makes another decision.
    is_final = group.name != "priority" or not context.compiled.scope_reads_priority
    holds = {n for proof in proofs for n, bits in enumerate(proof.holding(group.name)) if bits & proof.valid}
    changes, unsure = set[int](), _perhaps_alike(context.policy, group)
    for proof in proofs:
        holding_rules = proof.holding_where_it_applies(group.name)
        matters = enumerate(indispensable(context.policy, group.name, holding_rules, _owing_alike(proof, group)))
        changes |= {n for n, bits in matters if bits and ((is_final and n not in unsure) or _changes(proof, group, n))}
    return {n for n in holds - changes if group.rules[n].cell is None}


def _owing_alike(proof: TierSituations, group: Group) -> list[int]:
    """Return, rule by rule of a promise, the situations in which its table owes the same; of other groups, nowhere."""
    if group.promise is None:
        return [0] * len(group.rules)
    promise = proof.compiled.policy.promises[group.promise]
    owed: dict[object, int] = {}
    for outcome, bits in proof.parts.items():
        level = outcome.level if isinstance(outcome.level, str) else None
        cell = comes_to(promise.in_full(promise.within.get((proof.tier, level))))
        owed[cell] = owed.get(cell, 0) | bits
    return [owed.get(comes_to(promise.in_full(rule.then)), 0) for rule in promise.rules]


def _perhaps_alike(policy: Policy, group: Group) -> set[int]:
    """Return the numbers of the rules of a promise that may owe the same as another entry that is written otherwise."""
    if group.promise is None:
        return set()
    promise = policy.promises[group.promise]
    entries = {comes_to(promise.in_full(entry)) for entry in promise.entries()}
    rules = [(n, comes_to(promise.in_full(rule.then))) for n, rule in enumerate(promise.rules)]
    return {n for n, own in rules if any(own != entry and _may_owe_alike(own, entry) for entry in entries)}


def _may_owe_alike(*entries: object) -> bool:
    """Tell whether two entries may come to the same: a fact gives the span of one, or only the hours differ."""
    written = [entry for entry in entries if isinstance(entry, Entry)]
    if any(isinstance(entry.within, SpanOf) for entry in written):
        return True
    return len(written) == len(entries) and len({(entry.within, entry.kind) for entry in written}) == 1


def _changes(proof: TierSituations, group: Group, without: int) -> bool:
    """Tell whether some decision is another without a rule of a group that another group reads."""

    def evaluate(evaluated: CompiledGroup, sets: Sets) -> list[int]:
        bits = holding(evaluated, sets, proof.space.all)
        return [0 if evaluated.name == group.name and n == without else held for n, held in enumerate(bits)]

    without_rule = outcomes(proof.compiled, proof.tier, proof.sets["scope"], proof.space.all, evaluate)
    before, after = (joined_by(parts, _whichever_rules) for parts in (proof.parts, without_rule))
    return any(bits & proof.valid & ~before.get(outcome, 0) for outcome, bits in after.items())


def _whichever_rules(outcome: Outcome) -> Outcome:
    return outcome._replace(promise_rules=())
