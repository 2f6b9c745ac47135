"""What the outcome of a group depends on: other groups, and the facts that they read."""

from collections.abc import Iterable

from ..rules.compiled import facts_of
from ..rules.compiled_policy import CompiledPolicy


def deciding_groups(compiled: CompiledPolicy, group: str) -> tuple[str, ...]:
    """Return the groups that decide one, or whether its question arises."""
    needed = {group}
    if group != "scope":
        needed.add("scope")
    if group == "coverage":
        needed.add("priority")
    for name in ("channel", "coverage", "scope", "priority", "scope"):
        if name in needed:
            needed |= set(compiled.groups[name].reads) & {"scope", "priority"}
    return tuple(name for name in compiled.groups if name in needed)


def deciding_facts(compiled: CompiledPolicy, group: str) -> set[str]:
    """Return the facts on which a group's outcome depends, or whether its question arises."""
    return with_absence(
        compiled, set().union(*(compiled.groups[name].reads for name in deciding_groups(compiled, group)))
    )


def with_absence(compiled: CompiledPolicy, facts: Iterable[str]) -> set[str]:
    """Return facts, and those on which it depends whether the optional ones among them can be absent."""
    depended_on = set(facts)
    for name in reversed(list(compiled.presumptions)):
        if name in depended_on and compiled.facts[name].optional:
            depended_on = depended_on.union(*(facts_of(when) for when, _ in compiled.presumptions[name]))
    return depended_on
