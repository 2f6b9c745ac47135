"""What cases can show of services, of what must be brought, and of whom to turn to."""

from collections.abc import Iterator
from dataclasses import replace

from ...model import All, Any, Condition, Not, Policy
from ...rules.compiled import Both, Either, Neither, compile_condition
from ...rules.compiled_policy import CompiledPolicy
from ...rules.listed_entries import ListedEntry, listed_entries
from .targets import Target

ENTRY_ROWS = {"service": "services", "intake": "intake", "escalation": "escalation"}
"""The row in which what each kind of entry says is counted."""


def entry_target(compiled: CompiledPolicy, kind: str, name: str) -> Target:
    """Return the target of an entry that a decision lists: a tier, an outcome and facts that have room for it."""
    return next(
        Target(condition=entry.condition, tiers=entry.tiers, accepts=entry.arises, proof_group="priority")
        for entry in listed_entries(compiled)
        if (entry.kind, entry.name) == (kind, name)
    )


def entry_conditions(compiled: CompiledPolicy) -> Iterator[tuple[str, Target, Condition]]:
    """Yield the row of each entry, where its condition is asked, and the condition as it is written."""
    for entry in listed_entries(compiled):
        target = Target(tiers=entry.tiers, accepts=entry.arises, proof_group="priority")
        yield ENTRY_ROWS[entry.kind], target, _condition(compiled.policy, entry)


def _condition(policy: Policy, entry: ListedEntry) -> Condition:
    if entry.kind == "service":
        return policy.services[entry.name].when
    listed = policy.intake if entry.kind == "intake" else policy.escalation
    return listed[int(entry.name) - 1].when


def entry_alternatives(compiled: CompiledPolicy) -> Iterator[tuple[ListedEntry, Condition, Target]]:
    """Yield each alternative of an `any` of an entry, and the target that it alone says whether that is listed."""
    for entry in listed_entries(compiled):
        written = _condition(compiled.policy, entry)
        when = compile_condition(written, compiled.codes)
        # A service is about some activities, too: its condition then begins with them.
        about = entry.condition.parts[:1] if entry.condition != when and isinstance(entry.condition, Both) else ()
        for part, less in _less_one(written):
            without = compile_condition(less, compiled.codes)
            # Under a `not`, it keeps the entry from being listed.
            alone = Either((Both((when, Neither(without))), Both((without, Neither(when)))))
            condition = Both((*about, alone))
            target = Target(condition=condition, tiers=entry.tiers, accepts=entry.arises, proof_group="priority")
            yield entry, part, target


def _less_one(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Yield each alternative inside a condition, and the condition without it."""
    if isinstance(condition, Not):
        for part, less in _less_one(condition.part):
            yield part, replace(condition, part=less)
    elif isinstance(condition, All | Any):
        parts = condition.parts
        for n, part in enumerate(parts):
            if isinstance(condition, Any) and len(parts) > 1:
                yield part, replace(condition, parts=(*parts[:n], *parts[n + 1 :]))
            for inner, less in _less_one(part):
                yield inner, replace(condition, parts=(*parts[:n], less, *parts[n + 1 :]))
