"""What cases can show of services, of what must be brought, and of whom to turn to."""

from collections.abc import Iterator

from ...model import Condition, Policy
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
