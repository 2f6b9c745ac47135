"""A policy's rules compiled: the codes of its facts, its groups, and what it presumes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from ..language.fact_circles import reads_of
from ..language.symbols import built_in_facts
from ..model import CLAIM, NO_CLAIM, Condition, Fact, Hours, IsOneOf, Policy, SpanOf, Value
from ..model.facts import PLACES
from ..model.receipt_facts import hours_of_receipt, is_receipt_fact, receipt_record
from .channel_ways import ChannelWays
from .codes import Codes, codes_of, named_values
from .compiled import (
    Both,
    Compiled,
    CompiledGroup,
    CompiledRule,
    compile_condition,
    compile_group,
    compile_rule,
    compile_test,
    facts_of,
    tests_of,
)
from .derivations import Cases, base_facts
from .owed_times import OwedTimes
from .places import PlacesByHours, places_by_hours

if TYPE_CHECKING:
    from .outcomes import Outcome

_NEVER_ALIKE = ("tier", "scope", "priority")
"""Facts whose values promises tell apart."""


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """A policy with its rules compiled.

    `facts` and `codes` include the built-in facts. `presumptions` lists each fact's conditions
    and the code presumed under them; its keys come in an order in which none needs a later one.
    `derivations` does the same of derived facts, the last of whose entries counts where no other does.
    `relevant` are the facts that decisions can depend on, derived ones left out. `receipts` are the hours that facts
    of the receipt are about, by fact.
    """

    policy: Policy
    facts: Mapping[str, Fact]
    codes: Mapping[str, Codes]
    groups: Mapping[str, CompiledGroup]
    presumptions: Mapping[str, Cases]
    intake: tuple[Compiled, ...]
    escalation: tuple[Compiled, ...]
    services: Mapping[str, Compiled]
    relevant: frozenset[str]
    channel_ways: ChannelWays = field(compare=False, repr=False)
    owed_times: OwedTimes = field(default_factory=OwedTimes, compare=False, repr=False)
    distinct_outcomes: "dict[Outcome, Outcome]" = field(default_factory=dict, compare=False, repr=False)
    """Outcomes, each without the hours on which no deadline depends."""
    presumption_reads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The facts of which something can be presumed and on which decisions can depend, with what that reads."""
    receipts: Mapping[str, Hours] = field(default_factory=dict)
    ages: frozenset[str] = frozenset()
    """The dates that are compared by their age, so that their code depends on the receipt."""
    places: PlacesByHours = field(default_factory=dict)
    derivations: Mapping[str, Cases] = field(default_factory=dict)
    counted: frozenset[str] = frozenset()
    """The facts in whose values something owed is counted."""
    placed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of facts of the receipt in hours that facts place, those facts."""

    def base_facts(self, facts: Iterable[str]) -> set[str]:
        """Return facts with those that they follow from in place of derived ones.

        Beside a fact of the receipt stand those that place its hours.
        """
        bases = base_facts(self.derivations, facts)
        placing = {place for fact in bases.intersection(self.placed) for place in self.placed[fact]}
        return bases | self.base_facts(placing) if placing else bases

    @property
    def scope_reads_priority(self) -> bool:
        """Whether priority is decided before scope."""
        return "priority" in self.groups["scope"].reads


def compile_policy(
    policy: Policy,
    also: Iterable[Condition] = (),
    like: CompiledPolicy | None = None,
    claims: Sequence[str] = (),
    receipt_hours: Mapping[str, Hours] | None = None,
) -> CompiledPolicy:
    """Return a policy compiled.

    Codes tell apart what other conditions name, `also`, where somebody wants to ask about them. Where two policies are
    compared, `claims` are the levels of both, in one order, and `receipt_hours` the hours that facts of the receipt are
    about, by name.
    Rules that are the same objects as those of a policy compiled before, `like`, are not compiled again.
    """
    built_in = built_in_facts(list(policy.tiers), list(policy.levels), list(policy.ways))
    if claims:
        built_in[CLAIM] = replace(built_in[CLAIM], choices=dict.fromkeys([*claims, NO_CLAIM], ""))
    # A mutant's conditions are most of them its policy's; of what is there twice, the last decides the order of codes.
    conditions = [*{id(when): when for when in reversed([*conditions_of(policy), *also])}.values()][::-1]
    named = named_values(conditions)
    hours = policy.hours if receipt_hours is None else receipt_hours
    receipts = {fact: hours[hours_of_receipt(fact)] for fact in sorted(named) if is_receipt_fact(fact)}
    facts = {**built_in, **{fact: receipt_record(fact) for fact in receipts}, **policy.facts}
    every = {name: codes_of(fact, [*named.get(name, ()), *_given_values(fact)]) for name, fact in facts.items()}
    codes = _told_apart(every, conditions, facts)
    groups = _groups(policy, codes, _unchanged(like, codes))
    placed = {fact: places for fact, own in receipts.items() if (places := _known_places(own, policy.facts))}
    order = _in_order(policy.facts, hours)
    presumptions = {
        name: tuple((compile_condition(p.when, codes), codes[name].code(p.value)) for p in policy.facts[name].presume)
        for name in order
    }
    derivations = {name: _derivation(policy.facts[name], codes) for name in order if policy.facts[name].derive}
    relevant = _relevant(policy, groups, presumptions, derivations, placed)
    return CompiledPolicy(
        policy=policy,
        facts=facts,
        codes=codes,
        groups=groups,
        presumptions=presumptions,
        intake=tuple(compile_condition(item.when, codes) for item in policy.intake),
        escalation=tuple(compile_condition(step.when, codes) for step in policy.escalation),
        services={name: compile_condition(service.when, codes) for name, service in policy.services.items()},
        relevant=relevant,
        channel_ways=ChannelWays(policy),
        presumption_reads={
            fact: frozenset().union(*(facts_of(when) for when, _ in cases))
            for fact, cases in presumptions.items()
            if cases and fact in relevant
        },
        receipts=receipts,
        ages=frozenset(name for name, own in codes.items() if own.unit),
        places=places_by_hours(policy),
        derivations=derivations,
        counted=frozenset(owed_facts(policy)),
        placed=placed,
    )


def _known_places(hours: Hours, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Return the facts that place hours; where two policies are compared, a derived one is of one of them alone."""
    return tuple(fact for fact in hours.places if fact in facts)


def _groups(
    policy: Policy, codes: Mapping[str, Codes], unchanged: Mapping[tuple[str, int], CompiledRule]
) -> dict[str, CompiledGroup]:
    """Return the groups of a policy compiled, but for the rules that are `unchanged`."""
    return {
        group.name: compile_group(
            group.name,
            [unchanged.get((r.id, id(r.when))) or compile_rule(r.id, r.when, codes) for r in group.rules],
            codes,
        )
        for group in policy.groups
    }


def _derivation(fact: Fact, codes: Mapping[str, Codes]) -> Cases:
    """Return the entries of a derived fact; one of them always holds, so that the last needs no condition."""
    *entries, last = fact.derive
    cases = ((compile_condition(entry.when, codes), codes[fact.name].code(entry.value)) for entry in entries)
    return (*cases, (Both(()), codes[fact.name].code(last.value)))


def _told_apart(
    codes: Mapping[str, Codes], conditions: Iterable[Condition], facts: Mapping[str, Fact]
) -> dict[str, Codes]:
    """Return the codes of facts with those in one class that no condition tells apart, nor hours that count in them."""
    tests: dict[str, set[int]] = {}
    for test in (test for condition in conditions for test in tests_of(condition)):
        if test.fact not in _NEVER_ALIKE:
            tests.setdefault(test.fact, set()).add(compile_test(test, codes).codes)
    return {
        name: own if name in _NEVER_ALIKE or facts[name].type in PLACES else own.told_apart_by(tests.get(name, ()))
        for name, own in codes.items()
    }


def _given_values(fact: Fact) -> Iterable[tuple[None, Value]]:
    """Yield the spans, zones and countries presumed of a fact, on which depends what is owed, and what is derived."""
    if fact.type in ("span", *PLACES):
        yield from ((None, presumption.value) for presumption in fact.presume)
    if fact.type in ("span", "text", *PLACES):
        yield from ((None, entry.value) for entry in fact.derive)


def conditions_of(policy: Policy) -> Iterable[Condition]:
    """Yield all that a policy tells situations apart by, invariants left out."""
    for group in policy.groups:
        yield from (rule.when for rule in group.rules)
    for fact in policy.facts.values():
        yield from (presumption.when for presumption in fact.presume)
        yield from (entry.when for entry in fact.derive)
    yield from conditions_beside_groups(policy)
    activities = policy.facts["activity"].choices if "activity" in policy.facts else ()
    for service in policy.services.values():
        if activities:
            yield IsOneOf("activity", tuple(choice for choice in service.activities if choice in activities))


def conditions_beside_groups(policy: Policy) -> Iterable[Condition]:
    """Yield the conditions of what a decision lists: what to bring, whom to turn to, and services."""
    yield from (item.when for item in policy.intake)
    yield from (step.when for step in policy.escalation)
    yield from (service.when for service in policy.services.values())


def _unchanged(like: CompiledPolicy | None, codes: Mapping[str, Codes]) -> dict[tuple[str, int], CompiledRule]:
    """Return, by id and condition, the rules of a policy compiled before in which every fact has the same codes."""
    if like is None:
        return {}
    same = {fact for fact, own in codes.items() if like.codes.get(fact) == own}
    return {
        (rule.id, id(written.when)): rule
        for group in like.policy.groups
        for rule, written in zip(like.groups[group.name].rules, group.rules, strict=True)
        if rule.reads <= same
    }


def span_facts(policy: Policy) -> set[str]:
    """Return the facts that give promises their spans."""
    entries = (entry for promise in policy.promises.values() for entry in promise.entries())
    return {entry.within.fact for entry in entries if entry and isinstance(entry.within, SpanOf)}


def owed_facts(policy: Policy) -> set[str]:
    """Return the facts in whose values something owed is counted: spans, zones and countries."""
    return span_facts(policy).union(*(hours.places_of_days for hours in policy.hours.values()))


def _in_order(facts: Mapping[str, Fact], hours: Mapping[str, Hours]) -> list[str]:
    """Return the facts in an order in which each comes after those that its presumption or derivation reads."""
    reads = {name: reads_of(fact, hours) & facts.keys() for name, fact in facts.items()}
    return list(TopologicalSorter(reads).static_order())


def _relevant(
    policy: Policy,
    groups: Mapping[str, CompiledGroup],
    presumptions: Mapping[str, Cases],
    derivations: Mapping[str, Cases],
    placed: Mapping[str, tuple[str, ...]],
) -> frozenset[str]:
    read = _with_placing(owed_facts(policy).union(*(group.reads for group in groups.values())), placed)
    for name in reversed(list(presumptions)):
        if name in read:
            cases = (*presumptions[name], *derivations.get(name, ()))
            read |= _with_placing(set().union(*(facts_of(when) for when, _ in cases)), placed)
    return frozenset(read - {"scope", "priority"} - derivations.keys())


def _with_placing(facts: set[str], placed: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return facts with those that place the hours of facts of the receipt among them."""
    return facts.union(*(placed[fact] for fact in facts.intersection(placed)))
