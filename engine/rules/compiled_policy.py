"""A policy's rules compiled: the codes of its facts, its groups, and what it presumes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from ..findings import Findings
from ..language.conditions import facts_read
from ..language.symbols import built_in_facts
from ..model import All, Compares, Condition, Fact, Group, IsOneOf, Not, Policy, SpanOf, Value
from .budget import OutOfSteps, budget
from .codes import Codes, codes_of, named_values
from .compiled import (
    Compiled,
    CompiledGroup,
    compile_condition,
    compile_group,
    compile_test,
    disjunctive,
    facts_of,
    tests_of,
)
from .diagrams import space_of
from .spaces import where

_NEVER_ALIKE = ("tier", "scope", "priority")
"""Facts whose values promises tell apart."""


_STEPS = 20_000
"""Steps that it may take to tell whether a condition can hold."""


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """A policy with its rules compiled.

    `facts` and `codes` include the built-in facts. `presumptions` lists each fact's conditions
    and the code presumed under them; its keys come in an order in which none needs a later one.
    `relevant` are the facts that decisions can depend on.
    """

    policy: Policy
    facts: Mapping[str, Fact]
    codes: Mapping[str, Codes]
    groups: Mapping[str, CompiledGroup]
    presumptions: Mapping[str, tuple[tuple[Compiled, int], ...]]
    intake: tuple[Compiled, ...]
    relevant: frozenset[str]

    @property
    def scope_reads_priority(self) -> bool:
        """Whether priority is decided before scope."""
        return "priority" in self.groups["scope"].reads


def compile_policy(policy: Policy, findings: Findings, also: Iterable[Condition] = ()) -> CompiledPolicy:
    """Return a policy compiled, with a finding for each condition that can never hold.

    Codes tell apart what other conditions name, `also`, where somebody wants to ask about them.
    """
    built_in = built_in_facts(list(policy.tiers), list(policy.levels), list(policy.ways))
    facts = {**built_in, **policy.facts}
    conditions = [*conditions_of(policy), *also]
    named = named_values(conditions)
    every = {name: codes_of(fact, [*named.get(name, ()), *_presumed_spans(fact)]) for name, fact in facts.items()}
    codes = _told_apart(every, conditions)
    groups: dict[str, CompiledGroup] = {group.name: _compile(group, codes, findings) for group in policy.groups}
    _check_conditions(policy, codes, findings)
    presumptions = {
        name: tuple((compile_condition(p.when, codes), codes[name].code(p.value)) for p in policy.facts[name].presume)
        for name in _in_order(policy.facts)
    }
    intake = tuple(compile_condition(item.when, codes) for item in policy.intake)
    relevant = _relevant(policy, groups, presumptions)
    return CompiledPolicy(policy, facts, codes, groups, presumptions, intake, relevant)


def _told_apart(codes: Mapping[str, Codes], conditions: Iterable[Condition]) -> dict[str, Codes]:
    """Return the codes of facts with those in one class that no condition tells apart."""
    tests: dict[str, set[int]] = {}
    for test in (test for condition in conditions for test in tests_of(condition)):
        if test.fact not in _NEVER_ALIKE:
            tests.setdefault(test.fact, set()).add(compile_test(test, codes).codes)
    return {
        name: own if name in _NEVER_ALIKE else own.told_apart_by(tests.get(name, ())) for name, own in codes.items()
    }


def _presumed_spans(fact: Fact) -> Iterable[tuple[None, Value]]:
    """Yield the spans presumed of a fact: what is owed depends on which of them applies."""
    return ((None, presumption.value) for presumption in fact.presume if fact.type == "span")


def conditions_of(policy: Policy) -> Iterable[Condition]:
    """Yield all that a policy tells situations apart by, invariants left out."""
    for group in policy.groups:
        yield from (rule.when for rule in group.rules)
    for fact in policy.facts.values():
        yield from (presumption.when for presumption in fact.presume)
    yield from (item.when for item in policy.intake)
    activities = policy.facts["activity"].choices if "activity" in policy.facts else ()
    for service in policy.services.values():
        if activities:
            yield IsOneOf("activity", tuple(choice for choice in service.activities if choice in activities))


def _compile(group: Group, codes: Mapping[str, Codes], findings: Findings) -> CompiledGroup:
    compiled = compile_group(group.name, [(rule.id, rule.when) for rule in group.rules], codes)
    for rule, written in zip(compiled.rules, group.rules, strict=True):
        if can_hold(rule.when, codes, known=rule.holds) is False:
            findings.error("unreachable", f"rule `{rule.id}` can never hold", written.mark)
            continue
        for part in _never_holding(written.when, codes):
            findings.error("unreachable", f"a part of the condition of rule `{rule.id}` can never hold", part.mark)
    return compiled


def _check_conditions(policy: Policy, codes: Mapping[str, Codes], findings: Findings) -> None:
    """Add a finding for each condition outside the groups that can never hold."""
    places = [(item.when, item.mark) for item in policy.intake]
    places += [(p.when, p.mark) for fact in policy.facts.values() for p in fact.presume]
    for condition, mark in places:
        compiled = compile_condition(condition, codes)
        if can_hold(compiled, codes, known=disjunctive(compiled, codes, holds=True)) is False:
            findings.error("unreachable", "condition can never hold", mark)
            continue
        for part in _never_holding(condition, codes):
            findings.error("unreachable", "a part of the condition can never hold", part.mark)


def _never_holding(condition: Condition, codes: Mapping[str, Codes]) -> Iterable[Condition]:
    """Yield the alternatives, and what is negated, in a condition that can never hold by themselves."""
    if isinstance(condition, IsOneOf | Compares):
        return
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    for part in parts:
        compiled = compile_condition(part, codes)
        stands_alone = not isinstance(condition, All)
        if stands_alone and can_hold(compiled, codes, known=disjunctive(compiled, codes, holds=True)) is False:
            yield part
        else:
            yield from _never_holding(part, codes)


def can_hold(compiled: Compiled, codes: Mapping[str, Codes], known: tuple[object, ...] | None) -> bool | None:
    """Tell whether some situation fulfils a condition; None where that takes too many steps.

    `known` is the condition's disjunctive form, which answers at once where there is one.
    """
    if known is not None:
        return bool(known)
    try:
        with budget(_STEPS):
            space = space_of([codes[fact] for fact in sorted(facts_of(compiled))])
            return bool(where(compiled, {fact: space.choices(fact) for fact in space.facts}, space.all))
    except OutOfSteps:
        return None


def span_facts(policy: Policy) -> set[str]:
    """Return the facts that give promises their spans."""
    return {cell.fact for p in policy.promises.values() for cell in p.within.values() if isinstance(cell, SpanOf)}


def _in_order(facts: Mapping[str, Fact]) -> list[str]:
    """Return the facts in an order in which each comes after those that its presumption reads."""
    reads = {
        name: {read for p in fact.presume for read, _ in facts_read(p.when) if read in facts}
        for name, fact in facts.items()
    }
    return list(TopologicalSorter(reads).static_order())


def _relevant(
    policy: Policy,
    groups: Mapping[str, CompiledGroup],
    presumptions: Mapping[str, tuple[tuple[Compiled, int], ...]],
) -> frozenset[str]:
    read = span_facts(policy).union(*(group.reads for group in groups.values()))
    for name in reversed(list(presumptions)):
        if name in read:
            read = read.union(*(facts_of(when) for when, _ in presumptions[name]))
    return frozenset(read - {"scope", "priority"})
