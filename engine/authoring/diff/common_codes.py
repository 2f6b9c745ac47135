"""Two policies over the same codes, so that a set of situations of one is the same set of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...findings import Findings
from ...model import Compares, IsOneOf, Not, Span, SpanOf
from ...rules.codes import codes_of, members
from ...rules.compiled_policy import compile_policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Cell, Condition, Fact, Group, Policy, Promise, Value
    from ...rules.compiled_policy import CompiledPolicy

OLD = ".old"
"""What follows the name of an old fact that stands beside a new one; no name that anybody declares has a dot."""


def aligned(old: Policy, new: Policy) -> tuple[CompiledPolicy, CompiledPolicy]:
    """Return both policies compiled over the same facts, codes and ways of arrival.

    A fact that one of them alone has is declared in both and read by one. One that cannot be the
    same in both (`unlike_facts`) is two: the old one's name then ends in `OLD`.
    """
    names = {name: f"{name}{OLD}" for name in unlike_facts(old, new)}
    before, after = _rewritten(old, names), _rewritten(new, {})
    ways = {**before.ways, **after.ways}
    pair = [
        replace(policy, ways=ways, facts=_merged(before.facts, after.facts, policy.facts)) for policy in (before, after)
    ]
    # Codes follow what conditions name, in this order: both are given all that either names.
    also = [condition for policy in (before, after) for condition in _named(policy)]
    one, other = (compile_policy(policy, Findings(), also) for policy in pair)
    return one, other


def unlike_facts(old: Policy, new: Policy) -> tuple[str, ...]:
    """Return the facts of both that have no value in common: their type changed, or all of their choices."""
    return tuple(name for name, fact in old.facts.items() if name in new.facts and not _alike(fact, new.facts[name]))


def shared_codes(old: Policy, new: Policy, compiled: CompiledPolicy) -> dict[str, int]:
    """Return, by fact, the codes of an aligned book that requests to each policy can have, as bits."""
    unlike = unlike_facts(old, new)
    shared = {name: codes.live for name, codes in compiled.codes.items()}
    for policy in (old, new):
        for name, fact in policy.facts.items():
            at = f"{name}{OLD}" if policy is old and name in unlike else name
            shared[at] &= _own_codes(fact, compiled, at)
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


def _alike(one: Fact, other: Fact) -> bool:
    if one.type != other.type:
        return False
    if one.type == "choice":
        return bool(one.choices.keys() & other.choices.keys())
    lowest = max((fact.minimum for fact in (one, other) if fact.minimum is not None), default=None)
    highest = min((fact.maximum for fact in (one, other) if fact.maximum is not None), default=None)
    return lowest is None or highest is None or lowest <= highest


def _merged(old: Mapping[str, Fact], new: Mapping[str, Fact], own: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the facts of both, as one of them presumes them."""
    return {
        name: replace(_wide(old.get(name), new.get(name)), presume=own[name].presume if name in own else ())
        for name in {**old, **new}
    }


def _wide(one: Fact | None, other: Fact | None) -> Fact:
    """Return a fact that can be whatever it can be in either policy."""
    if one is None or other is None:
        found = one or other
        assert found is not None  # noqa: S101 - a name comes from one of them
        return found
    return replace(
        one,
        choices={**one.choices, **other.choices},
        minimum=None if one.minimum is None or other.minimum is None else min(one.minimum, other.minimum),
        maximum=None if one.maximum is None or other.maximum is None else max(one.maximum, other.maximum),
        optional=one.optional or other.optional,
    )


def _rewritten(policy: Policy, names: Mapping[str, str]) -> Policy:
    """Return a policy with facts renamed, and no choice compared by its place, which is another beside new choices."""

    def told(condition: Condition) -> Condition:
        return _told(condition, policy.facts, names)

    def grouped(group: Group) -> Group:
        return replace(group, rules=tuple(replace(rule, when=told(rule.when)) for rule in group.rules))

    facts = {
        names.get(name, name): replace(
            fact,
            name=names.get(name, name),
            presume=tuple(replace(each, when=told(each.when)) for each in fact.presume),
        )
        for name, fact in policy.facts.items()
    }
    return replace(
        policy,
        facts=facts,
        scope=grouped(policy.scope),
        priority=grouped(policy.priority),
        coverage=grouped(policy.coverage),
        channel=grouped(policy.channel),
        promises={name: _renamed(promise, names) for name, promise in policy.promises.items()},
        intake=tuple(replace(item, when=told(item.when)) for item in policy.intake),
    )


def _renamed(promise: Promise, names: Mapping[str, str]) -> Promise:
    def cell(owed: Cell) -> Cell:
        return SpanOf(names.get(owed.fact, owed.fact)) if isinstance(owed, SpanOf) else owed

    return replace(promise, within={place: cell(owed) for place, owed in promise.within.items()})


def _told(condition: Condition, facts: Mapping[str, Fact], names: Mapping[str, str]) -> Condition:
    if isinstance(condition, Not):
        return replace(condition, part=_told(condition.part, facts, names))
    if isinstance(condition, IsOneOf):
        return replace(condition, fact=names.get(condition.fact, condition.fact))
    if isinstance(condition, Compares):
        name = names.get(condition.fact, condition.fact)
        if facts[condition.fact].type == "number":
            return replace(condition, fact=name)
        return IsOneOf(name, _standing(facts[condition.fact], condition), condition.mark)
    return replace(condition, parts=tuple(_told(part, facts, names) for part in condition.parts))


def _standing(fact: Fact, condition: Compares) -> tuple[Value, ...]:
    """Return the choices that stand to a bound as a condition says."""
    codes = codes_of(fact, ())
    return tuple(codes.values[code] for code in members(codes.compared(condition.comparison, condition.bound)))


def _named(policy: Policy) -> Iterator[Condition]:
    """Yield conditions that name every value that a policy tells from others, bounds and presumed spans among them."""
    for group in policy.groups:
        yield from (rule.when for rule in group.rules)
    yield from (item.when for item in policy.intake)
    for name, fact in policy.facts.items():
        for presumption in fact.presume:
            yield presumption.when
            if isinstance(presumption.value, Span):
                yield IsOneOf(name, (presumption.value,))
        if fact.minimum is not None:
            yield Compares(name, "at_least", fact.minimum)
        if fact.maximum is not None:
            yield Compares(name, "at_most", fact.maximum)
