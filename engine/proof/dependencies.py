"""What the outcome of a group depends on: other groups, and the facts that they read."""

from ..rules.absences import with_absence
from ..rules.compiled_policy import CompiledPolicy


def deciding_groups(compiled: CompiledPolicy, group: str) -> tuple[str, ...]:
    """Return the groups that decide one, or whether its question arises."""
    needed = {group}
    if group != "scope":
        needed.add("scope")
    promises = [name for name in compiled.groups if compiled.policy.group(name).promise is not None]
    if group == "coverage":
        needed |= {"priority", *promises}
    elif group in promises:  # where no rule of it holds, its table counts
        needed.add("priority")
    following = [name for name in compiled.groups if name not in ("scope", "priority")]
    for name in (*following, "scope", "priority", "scope"):
        if name in needed:
            needed |= set(compiled.groups[name].reads) & {"scope", "priority"}
    return tuple(name for name in compiled.groups if name in needed)


def deciding_facts(compiled: CompiledPolicy, group: str) -> set[str]:
    """Return the facts on which a group's outcome depends, or whether its question arises."""
    return with_absence(
        compiled, set().union(*(compiled.groups[name].reads for name in deciding_groups(compiled, group)))
    )
