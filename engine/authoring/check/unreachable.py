"""A condition holds in no situation.

It is that of a rule, of one of the alternatives of its `any`, of a service, an item of intake or a step of escalation,
or of an invariant. Each part of it can hold by itself, but what it needs of scope, of priority and of the hours that
are open at the receipt never comes together. A condition that contradicts itself is found when the file is read, under
the same id; so is one that asks for a number between two that no number lies between. An invariant with `between`
holds in no situation where its `when` never holds on both sides of what is compared. A service must come up for one of
its tiers, levels and activities, too; what is not covered has no service, needs nothing and is escalated to nobody.

Found at the rule, the invariant or what is listed: a service by its name, else by what it needs or whom it is to.
Correct the condition, or the rules of the groups that it reads.

Fails, at `urgent-orders`:

```yaml
coverage:
  rules:
    - {id: urgent-plus, when: {tier: plus, priority: P1}, then: always, cite: terms.plans}
    - {id: urgent-orders, when: {activity: order, priority: P1}, then: always, cite: terms.plans}
    - {id: office-hours, then: office, cite: terms.plans}
```

Passes:

```yaml
coverage:
  rules:
    - {id: urgent-plus, when: {tier: plus, priority: P1}, then: always, cite: terms.plans}
    - {id: urgent-faults, when: {activity: fault, priority: P1}, then: always, cite: terms.plans}
    - {id: office-hours, then: office, cite: terms.plans}
```
"""

from collections.abc import Iterator

from ...language.conditions import facts_read
from ...model import All, Any, Condition, Not
from ...model.receipt_facts import is_receipt_fact
from ...proof.tier_situations import TierSituations
from ...rules.compiled import compile_condition, facts_of
from ...rules.listed_entries import ListedEntry, listed_entries
from ...rules.spaces import union
from .definition import CheckContext, CheckFindings, check
from .derived_entries import entry_situations
from .invariants import is_about_nothing


@check("unreachable", "error", __doc__, is_proof=True)
def unreachable(context: CheckContext) -> CheckFindings:
    """Yield a finding for each rule, part of an `any`, and invariant that holds nowhere."""
    yield from _entries(context)
    yield from _rules(context)
    yield from _listed(context)
    for invariant in context.policy.always:
        if context.invariant_space.by_tier is not None and is_about_nothing(context.invariant_space, invariant):
            why = "never holds on both sides of what is compared" if invariant.between else "never holds"
            yield unreachable.finding(
                at=invariant.id,
                message=f"invariant `{invariant.id}` is about no situation: its condition {why}",
                mark=invariant.mark,
            )


def _entries(context: CheckContext) -> CheckFindings:
    for fact in (fact for fact in context.policy.facts.values() if fact.derive):
        situations = list(entry_situations(context, fact))
        for n, entry in enumerate(fact.derive):
            if situations and not any(own.holding[n] for own in situations):
                message = f"entry `{entry.id}` of `{fact.name}` holds in no situation"
                yield unreachable.finding(at=entry.id, message=message, mark=entry.mark)


def _listed(context: CheckContext) -> CheckFindings:
    """Yield a finding for each service, item of intake and step of escalation that no decision can list."""
    for entry in (entry for entry in listed_entries(context.compiled) if entry.levels or facts_of(entry.condition)):
        proofs = [proof for proof in context.proofs("priority") if entry.is_for(proof.tier)]
        if proofs and not any(_is_listed(entry, proof) for proof in proofs):
            needed = "tier, scope and priority"
            message = f"{entry.words} is listed in no situation: what it needs of {needed} never comes together"
            yield unreachable.finding(at=entry.label, message=message, mark=entry.mark)


def _is_listed(entry: ListedEntry, proof: TierSituations) -> bool:
    room = union(bits for outcome, bits in proof.parts.items() if entry.arises(outcome))
    return bool(room and room & proof.could_be(entry.condition, "channel"))


def _rules(context: CheckContext) -> CheckFindings:
    for group in context.policy.groups:
        proofs = list(context.proofs(group.name))
        for n, rule in enumerate(group.rules if proofs else ()):
            if not any(proof.holding(group.name)[n] & proof.valid for proof in proofs):
                yield unreachable.finding(
                    at=rule.id,
                    message=f"rule `{rule.id}` holds in no situation: what it needs of {_needed(rule.when)} "
                    "never comes together",
                    mark=rule.mark,
                )
                continue
            for part in _alternatives(rule.when):
                compiled = compile_condition(part, context.compiled.codes)
                if not any(proof.could_be(compiled, group.name) & proof.holding(group.name)[n] for proof in proofs):
                    yield unreachable.finding(
                        at=rule.id,
                        message=f"one of the alternatives of rule `{rule.id}` "
                        "holds in no situation in which the rule does",
                        mark=part.mark,
                    )


def _needed(condition: Condition) -> str:
    """Return in words what no situation has together: each fact by itself can be as any condition has it."""
    reads_receipt = any(is_receipt_fact(fact) for fact, _ in facts_read(condition))
    return "the receipt, scope and priority" if reads_receipt else "scope and priority"


def _alternatives(condition: Condition) -> Iterator[Condition]:
    """Yield the parts of every `any` in a condition that is not negated."""
    if isinstance(condition, Not) or not isinstance(condition, All | Any):
        return
    if isinstance(condition, Any):
        yield from condition.parts
    for part in condition.parts:
        yield from _alternatives(part)
