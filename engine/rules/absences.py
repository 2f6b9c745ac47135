"""Absent facts: where a value is presumed, nobody can have none."""

from collections.abc import Iterable

from .compiled import facts_of
from .compiled_policy import CompiledPolicy
from .spaces import Sets, Space, where


def with_absence(compiled: CompiledPolicy, facts: Iterable[str]) -> set[str]:
    """Return facts, and those on which it depends whether the optional ones among them can be absent.

    In place of derived facts stand those that they follow from.
    """
    depended_on = compiled.base_facts(facts)
    for name in reversed(list(compiled.presumptions)):
        if name in depended_on and compiled.facts[name].optional:
            read = set().union(*(facts_of(when) for when, _ in compiled.presumptions[name]))
            depended_on |= compiled.base_facts(read)
    return depended_on


def possible_situations(compiled: CompiledPolicy, sets: Sets, space: Space) -> int:
    """Return the situations that some request can be in."""
    possible = space.all
    for fact, cases in compiled.presumptions.items():
        if compiled.facts[fact].optional and fact in sets:
            absent = sets[fact].get(compiled.codes[fact].code(None), 0)
            for when, _ in cases:
                possible &= ~(absent & where(when, sets, space.all))
    return possible
