"""Facts that are not the same in two policies, so that they are compared as two facts, and what is said of them."""

from collections.abc import Iterator
from math import inf

from ...findings import Findings
from ...model import Age, Fact, Policy
from ...rules.codes import named_values
from ...rules.compiled_policy import conditions_of
from .record_changes import in_both


def unlike_facts(old: Policy, new: Policy) -> tuple[str, ...]:
    """Return the facts of both that have no value in common: their type changed, or all of their choices.

    Of a date, one policy compares the age and the other does not, or in another unit; or one policy alone derives it.
    """
    apart = {*measured_otherwise(old, new), *derived_in_one(old, new)}
    return tuple(
        name
        for name, *facts in in_both(old.facts, new.facts)
        if name in apart or not (is_derived(*facts) or _have_common_value(*facts))
    )


def derived_in_one(old: Policy, new: Policy) -> list[str]:
    """Return the facts of both that one policy derives, and of which the other wants to be told."""
    return [name for name, *facts in in_both(old.facts, new.facts) if is_derived(*facts) and not _are_derived(*facts)]


def is_derived(*facts: Fact) -> bool:
    """Tell whether one of some facts is derived, so that no request can state it to both policies."""
    return any(fact.derive for fact in facts)


def _are_derived(*facts: Fact) -> bool:
    """Tell whether all of some facts are derived, each as its policy has it."""
    return all(fact.derive for fact in facts)


def measured_otherwise(old: Policy, new: Policy) -> dict[str, tuple[str, str]]:
    """Return the dates of both that each policy compares with something else: dates, months or days."""
    before, after = (_date_uses(policy) for policy in (old, new))
    return {
        name: (before[name], after[name])
        for name in before
        if name in after and before[name] != after[name] and old.facts[name].type == new.facts[name].type
    }


def _date_uses(policy: Policy) -> dict[str, str]:
    """Return what a policy compares its dates with; one that it presumes it takes for a date, not for an age."""
    uses = {name: "dates" for name, fact in policy.facts.items() if fact.type == "date" and fact.presume}
    named = named_values(conditions_of(policy))
    for name in (name for name, fact in policy.facts.items() if fact.type == "date" and name in named):
        uses[name] = next((bound.unit for _, bound in named[name] if isinstance(bound, Age)), "dates")
    return uses


def _have_common_value(old: Fact, new: Fact) -> bool:
    if old.type != new.type:
        return False
    if old.type == "choice":
        return bool(old.choices.keys() & new.choices.keys())
    lowest = max((fact.minimum for fact in (old, new) if fact.minimum is not None), default=-inf)
    highest = min((fact.maximum for fact in (old, new) if fact.maximum is not None), default=inf)
    return lowest <= highest


def note_unlike_facts(old: Policy, new: Policy, findings: Findings) -> None:
    """Add a finding for each fact that is not the same in both, and for each that has values in one alone."""
    unlike, units, one_derives = unlike_facts(old, new), measured_otherwise(old, new), derived_in_one(old, new)
    for name, fact, new_fact in in_both(old.facts, new.facts):
        if name in units:
            before, after = (use if use == "dates" else f"its age in {use}" for use in units[name])
            message = f"fact `{name}` is compared with {after}, not with {before}: they are compared as two facts"
            findings.warning("not-aligned", message, new_fact.mark)
            continue
        if name in one_derives:
            message = f"fact `{name}` is derived in one edition alone: they are compared as two facts"
            findings.warning("not-aligned", message, new_fact.mark)
            continue
        if name in unlike:
            message = f"fact `{name}` shares no value with the old fact of that name: they are compared as two facts"
            findings.warning("not-aligned", message, new_fact.mark)
            continue
        if is_derived(fact, new_fact):
            continue
        for edition, own, opposite in (("old", fact, new_fact), ("new", new_fact, fact)):
            for values in _own_values(own, opposite):
                message = f"`{name}` can be {values} only in the {edition} edition; that is not compared"
                findings.note("not-compared", message, own.mark)


def _own_values(fact: Fact, opposite: Fact) -> Iterator[str]:
    """Yield what a fact can be that another cannot."""
    choices = [f"`{choice}`" for choice in fact.choices if choice not in opposite.choices]
    if choices:
        yield " or ".join(choices)
    if opposite.minimum is not None and (fact.minimum is None or fact.minimum < opposite.minimum):
        yield f"less than {opposite.minimum:g}"
    if opposite.maximum is not None and (fact.maximum is None or fact.maximum > opposite.maximum):
        yield f"more than {opposite.maximum:g}"
    if fact.optional and not opposite.optional:
        yield "none"
