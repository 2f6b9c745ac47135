"""Two policies over the same codes and in one space, so that a set of situations of one is the same of the other."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from math import inf
from typing import NamedTuple, TypeVar

from ...model import (
    CLAIM,
    NO_CLAIM,
    Cell,
    Compares,
    Comparison,
    Condition,
    Derivation,
    Escalation,
    Fact,
    IntakeItem,
    IsOneOf,
    Not,
    Policy,
    Presumption,
    Promise,
    Rule,
    Service,
    SpanOf,
)
from ...model.facts import PLACES
from ...proof.occurring_receipts import Receipts
from ...proof.situations import StateSpace
from ...proof.tier_situations import TierSituations
from ...rules.codes import Codes, codes_of, members
from ...rules.compiled import facts_of, tests_of
from ...rules.compiled_policy import CompiledPolicy, compile_policy, conditions_of
from .aligned_receipts import align_receipts
from .unlike_facts import is_derived, unlike_facts

R = TypeVar("R", "Rule", "Presumption", "Derivation", "IntakeItem", "Escalation", "Service")

OLD = ".old"
"""What follows the name of an old fact that stands beside a new one; no name that anybody declares has a dot."""


def compile_aligned(old: Policy, new: Policy) -> tuple[CompiledPolicy, CompiledPolicy]:
    """Return both policies compiled over the same facts, codes and ways of arrival.

    A fact that one of them alone has is declared in both and read by one. One that cannot be the
    same in both (`unlike_facts`) is two: the old one's name then ends in `OLD`.
    """
    receipts = align_receipts(old, new, OLD)
    old_names, new_names = aligned_names(old, new)
    before, after = rename_facts(old, {**old_names, **receipts.names}), rename_facts(new, new_names)
    # Codes follow what conditions name, in this order: both are given all that either names.
    derived = {name for policy in (before, after) for name, fact in policy.facts.items() if fact.derive}
    also = [c for policy in (before, after) for named in _naming_conditions(policy) for c in _without(named, derived)]
    compiled_old, compiled_new = (
        compile_policy(
            replace(
                policy,
                ways={**before.ways, **after.ways},
                facts=_merge_facts(before.facts, after.facts, policy.facts),
            ),
            also,
            claims=[*before.levels, *after.levels],
            receipt_hours=receipts.hours,
        )
        for policy in (before, after)
    )
    return compiled_old, compiled_new


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
            if not fact.derive:
                shared[names[name]] &= _own_codes(fact, compiled.codes[names[name]])
        shared[CLAIM] &= compiled.codes[CLAIM].one_of((*policy.levels, NO_CLAIM))
    return shared


def bounds(fact: Fact) -> list[tuple[Comparison, float]]:
    """Return the least and the greatest number that a fact can be, each as what its values are compared with."""
    ends: tuple[tuple[Comparison, float | None], ...] = (("at_least", fact.minimum), ("at_most", fact.maximum))
    return [(comparison, bound) for comparison, bound in ends if bound is not None]


def _own_codes(fact: Fact, codes: Codes) -> int:
    """Return the codes that a fact can have in one policy, of those that it has in either."""
    none = 0 if codes.none is None else codes.live & 1 << codes.none
    own = codes.one_of(tuple(fact.choices)) if fact.type == "choice" else codes.live & ~none
    for comparison, bound in bounds(fact):
        own &= codes.compared(comparison, bound)
    return own | none if fact.optional else own


def _merge_facts(old: Mapping[str, Fact], new: Mapping[str, Fact], own: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the facts of both, each able to be what it can be in either, as one of them presumes them."""
    merged: dict[str, Fact] = {}
    for name in {**old, **new}:
        sides = [facts[name] for facts in (old, new) if name in facts]
        if is_derived(*sides):  # it follows in each policy by itself
            merged |= {name: own[name]} if name in own else {}
            continue
        merged[name] = replace(
            sides[0],
            choices={choice: meaning for side in sides for choice, meaning in side.choices.items()},
            minimum=min((side.minimum for side in sides), key=lambda bound: -inf if bound is None else bound),
            maximum=max((side.maximum for side in sides), key=lambda bound: inf if bound is None else bound),
            optional=any(side.optional for side in sides),
            presume=own[name].presume if name in own else (),
        )
    return merged


def rename_facts(policy: Policy, names: Mapping[str, str]) -> Policy:
    """Return a policy with facts renamed, and no choice compared by its place, which is another beside new choices."""

    def renamed(record: R) -> R:
        return replace(record, when=_rename_condition(record.when, policy.facts, names))

    for group in policy.groups:
        policy = policy.with_rules(group.name, map(renamed, group.rules))
    return replace(
        policy,
        facts={
            names[name]: replace(
                fact,
                name=names[name],
                presume=tuple(map(renamed, fact.presume)),
                derive=tuple(map(renamed, fact.derive)),
            )
            for name, fact in policy.facts.items()
        },
        promises={name: _rename_promise(promise, names) for name, promise in policy.promises.items()},
        hours={name: hours.with_places_named(names) for name, hours in policy.hours.items()},
        intake=tuple(map(renamed, policy.intake)),
        escalation=tuple(map(renamed, policy.escalation)),
        services={name: renamed(service) for name, service in policy.services.items()},
    )


def _rename_promise(promise: Promise, names: Mapping[str, str]) -> Promise:
    cells = promise.within.items()
    return replace(
        promise,
        within={key: _rename_entry(entry, names) for key, entry in cells},
        rules=tuple(replace(rule, then=_rename_entry(rule.then, names)) for rule in promise.rules),
    )


def _rename_entry(entry: Cell, names: Mapping[str, str]) -> Cell:
    if entry is None or not isinstance(entry.within, SpanOf):
        return entry
    return replace(entry, within=replace(entry.within, fact=names[entry.within.fact]))


def _rename_condition(condition: Condition, facts: Mapping[str, Fact], names: Mapping[str, str]) -> Condition:
    if isinstance(condition, Not):
        return replace(condition, part=_rename_condition(condition.part, facts, names))
    if not isinstance(condition, IsOneOf | Compares):
        return replace(condition, parts=tuple(_rename_condition(part, facts, names) for part in condition.parts))
    name = names.get(condition.fact, condition.fact)  # or one that is built in
    if isinstance(condition, IsOneOf) or facts[condition.fact].type in ("number", "date"):
        return replace(condition, fact=name)
    codes = codes_of(facts[condition.fact], ())
    compared = members(codes.compared(condition.comparison, condition.bound))
    return IsOneOf(name, tuple(codes.values[code] for code in compared), mark=condition.mark)


def _naming_conditions(policy: Policy) -> Iterator[Condition]:
    """Yield conditions that name every value that a policy tells from others, bounds and presumed spans among them."""
    yield from conditions_of(policy)
    yield IsOneOf(CLAIM, tuple(policy.levels))  # what one policy alone can have is told from what both can
    for name, fact in policy.facts.items():
        if fact.choices:
            yield IsOneOf(name, tuple(fact.choices))
        presumed = fact.presume if fact.type in ("span", *PLACES) else ()
        yield from (IsOneOf(name, (presumption.value,)) for presumption in presumed)
        yield from (Compares(name, comparison, bound) for comparison, bound in bounds(fact))


def _without(condition: Condition, derived: set[str]) -> Iterator[Condition]:
    """Yield a condition, as its tests of other facts where it reads derived ones, which have codes in one policy."""
    tests = list(tests_of(condition)) if derived else []
    if derived.isdisjoint(test.fact for test in tests):
        yield condition
    else:
        yield from (test for test in tests if test.fact not in derived)


class ProofPair(NamedTuple):
    """The situations of a tier that both policies have, over one space, as each policy decides them."""

    old: TierSituations
    new: TierSituations


def common_proofs(
    old: CompiledPolicy, new: CompiledPolicy, receipts: Receipts | None = None, also: Collection[str] = ()
) -> list[ProofPair]:
    """Return every situation of two policies that `compile_aligned` returned, in the tiers that both have.

    `receipts` are those of the new policy. Facts `also` vary, whether or not decisions depend on them.

    Raises OutOfSteps or TooManyOutcomes where there are more than can be compared.
    """
    compared = compared_facts(old, new).union(also)
    occurring = receipts or Receipts.of(new)
    spaces = [StateSpace(compiled, also=compared, receipts=occurring) for compiled in (old, new)]
    if spaces[0].facts != spaces[1].facts or any(old.codes[fact] != new.codes[fact] for fact in spaces[0].facts):
        message = "the two policies are not aligned"
        raise ValueError(message)
    tiers = (tier for tier in old.policy.tiers if tier in new.policy.tiers)
    return [ProofPair(*(own.decided(tier, spaces[0].space) for own in spaces)) for tier in tiers]


def compared_facts(old: CompiledPolicy, new: CompiledPolicy) -> set[str]:
    """Return the facts that decisions of either policy depend on, and those by which one of them presumes these."""
    facts: set[str] = set()
    ahead = [*old.relevant, *new.relevant]
    while ahead:
        name = ahead.pop()
        if name not in facts:
            facts.add(name)
            for own in (old, new):
                ahead += own.base_facts(fact for when, _ in own.presumptions.get(name, ()) for fact in facts_of(when))
    return facts - {"tier"}
