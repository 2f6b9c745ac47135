"""Two policies over the same codes, so that a set of situations of one is the same set of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...findings import Findings
from ...model import Compares, IsOneOf, Not, Span, SpanOf
from ...rules.codes import codes_of, members
from ...rules.compiled_policy import compile_policy, conditions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Cell, Condition, Fact, Group, Policy, Promise, Value
    from ...rules.compiled_policy import CompiledPolicy

OLD = ".old"
"""What follows the name of an old fact that stands beside a new one; no name that anybody declares has a dot."""


def compile_aligned(old: Policy, new: Policy) -> tuple[CompiledPolicy, CompiledPolicy]:
    """Return both policies compiled over the same facts, codes and ways of arrival.

    A fact that one of them alone has is declared in both and read by one. One that cannot be the
    same in both (`unlike_facts`) is two: the old one's name then ends in `OLD`.
    """
    before, after = map(_rename_facts, (old, new), aligned_names(old, new))
    # Codes follow what conditions name, in this order: both are given all that either names.
    also = [condition for policy in (before, after) for condition in _naming_conditions(policy)]
    compiled_old, compiled_new = (
        compile_policy(
            replace(
                policy,
                ways={**before.ways, **after.ways},
                facts=_merge_facts(before.facts, after.facts, policy.facts),
            ),
            Findings(),
            also,
        )
        for policy in (before, after)
    )
    return compiled_old, compiled_new


def unlike_facts(old: Policy, new: Policy) -> tuple[str, ...]:
    """Return the facts of both that have no value in common: their type changed, or all of their choices."""
    return tuple(
        name for name, fact in old.facts.items() if name in new.facts and not _have_common_value(fact, new.facts[name])
    )


def aligned_names(old: Policy, new: Policy) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the facts of each policy are called once the two are aligned."""
    unlike = unlike_facts(old, new)
    old_names = {name: f"{name}{OLD}" if name in unlike else name for name in old.facts}
    return old_names, {name: name for name in new.facts}


def shared_codes(old: Policy, new: Policy, compiled: CompiledPolicy) -> dict[str, int]:
    """Return, by fact, the codes of an aligned policy that requests to each policy can have, as bits."""
    shared = {name: codes.live for name, codes in compiled.codes.items()}
    for policy, names in zip((old, new), aligned_names(old, new), strict=True):
        for name, fact in policy.facts.items():
            shared[names[name]] &= _own_codes(fact, compiled, names[name])
    return shared


def _own_codes(fact: Fact, compiled: CompiledPolicy, name: str) -> int:
    codes = compiled.codes[name]
    live = codes.live
    if codes.none is not None and not fact.optional:
        live &= ~(1 << codes.none)
    absent = live & (1 << codes.none) if codes.none is not None else 0
    if fact.type == "choice":
        return codes.one_of(tuple(fact.choices)) | absent
    if fact.minimum is not None:
        live &= codes.compared("at_least", fact.minimum) | absent
    if fact.maximum is not None:
        live &= codes.compared("at_most", fact.maximum) | absent
    return live


def _have_common_value(old: Fact, new: Fact) -> bool:
    if old.type != new.type:
        return False
    if old.type == "choice":
        return bool(old.choices.keys() & new.choices.keys())
    lowest = max((fact.minimum for fact in (old, new) if fact.minimum is not None), default=None)
    highest = min((fact.maximum for fact in (old, new) if fact.maximum is not None), default=None)
    return lowest is None or highest is None or lowest <= highest


def _merge_facts(old: Mapping[str, Fact], new: Mapping[str, Fact], own: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the facts of both, as one of them presumes them."""
    return {
        name: replace(_widest_fact(old.get(name), new.get(name)), presume=own[name].presume if name in own else ())
        for name in {**old, **new}
    }


def _widest_fact(old: Fact | None, new: Fact | None) -> Fact:
    """Return a fact that can be whatever it can be in either policy."""
    if old is None or new is None:
        fact = old or new
        assert fact is not None  # noqa: S101 - a name comes from one of them
        return fact
    return replace(
        old,
        choices={**old.choices, **new.choices},
        minimum=None if old.minimum is None or new.minimum is None else min(old.minimum, new.minimum),
        maximum=None if old.maximum is None or new.maximum is None else max(old.maximum, new.maximum),
        optional=old.optional or new.optional,
    )


def _rename_facts(policy: Policy, names: Mapping[str, str]) -> Policy:
    """Return a policy with facts renamed, and no choice compared by its place, which is another beside new choices."""

    def renamed(condition: Condition) -> Condition:
        return _rename_condition(condition, policy.facts, names)

    def renamed_group(group: Group) -> Group:
        return replace(group, rules=tuple(replace(rule, when=renamed(rule.when)) for rule in group.rules))

    facts = {
        names.get(name, name): replace(
            fact,
            name=names.get(name, name),
            presume=tuple(replace(presumption, when=renamed(presumption.when)) for presumption in fact.presume),
        )
        for name, fact in policy.facts.items()
    }
    return replace(
        policy,
        facts=facts,
        scope=renamed_group(policy.scope),
        priority=renamed_group(policy.priority),
        coverage=renamed_group(policy.coverage),
        channel=renamed_group(policy.channel),
        promises={name: _rename_promise(promise, names) for name, promise in policy.promises.items()},
        intake=tuple(replace(item, when=renamed(item.when)) for item in policy.intake),
    )


def _rename_promise(promise: Promise, names: Mapping[str, str]) -> Promise:
    def renamed(owed: Cell) -> Cell:
        return SpanOf(names.get(owed.fact, owed.fact)) if isinstance(owed, SpanOf) else owed

    return replace(promise, within={cell: renamed(owed) for cell, owed in promise.within.items()})


def _rename_condition(condition: Condition, facts: Mapping[str, Fact], names: Mapping[str, str]) -> Condition:
    if isinstance(condition, Not):
        return replace(condition, part=_rename_condition(condition.part, facts, names))
    if isinstance(condition, IsOneOf):
        return replace(condition, fact=names.get(condition.fact, condition.fact))
    if isinstance(condition, Compares):
        name = names.get(condition.fact, condition.fact)
        if facts[condition.fact].type == "number":
            return replace(condition, fact=name)
        return IsOneOf(name, _compared_choices(facts[condition.fact], condition), condition.mark)
    return replace(condition, parts=tuple(_rename_condition(part, facts, names) for part in condition.parts))


def _compared_choices(fact: Fact, condition: Compares) -> tuple[Value, ...]:
    """Return the choices that stand to a bound as a condition says."""
    codes = codes_of(fact, ())
    return tuple(codes.values[code] for code in members(codes.compared(condition.comparison, condition.bound)))


def _naming_conditions(policy: Policy) -> Iterator[Condition]:
    """Yield conditions that name every value that a policy tells from others, bounds and presumed spans among them."""
    yield from conditions_of(policy)
    for name, fact in policy.facts.items():
        if fact.choices:
            yield IsOneOf(name, tuple(fact.choices))  # what one policy alone can have is told from what both can
        yield from (IsOneOf(name, (p.value,)) for p in fact.presume if isinstance(p.value, Span))
        if fact.minimum is not None:
            yield Compares(name, "at_least", fact.minimum)
        if fact.maximum is not None:
            yield Compares(name, "at_most", fact.maximum)
