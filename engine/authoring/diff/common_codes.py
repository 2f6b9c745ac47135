"""Two policies over the same codes and in one space, so that a set of situations of one is the same of the other."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import inf
from typing import NamedTuple, TypeVar

from ...findings import Findings
from ...model import (
    CLAIM,
    NO_CLAIM,
    Age,
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
from ...proof.receipts import Receipts
from ...proof.situations import StateSpace, TierSituations
from ...rules.codes import Codes, codes_of, members, named_values
from ...rules.compiled import facts_of, tests_of
from ...rules.compiled_policy import CompiledPolicy, compile_policy, conditions_of
from .aligned_receipts import align_receipts
from .record_changes import in_both

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
    return [name for name, *facts in in_both(old.facts, new.facts) if is_derived(*facts) and not all_derived(*facts)]


def is_derived(*facts: Fact) -> bool:
    """Tell whether one of some facts is derived, so that no request can state it to both policies."""
    return any(fact.derive for fact in facts)


def all_derived(*facts: Fact) -> bool:
    """Tell whether facts are derived, each as its policy has it."""
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


def _have_common_value(old: Fact, new: Fact) -> bool:
    if old.type != new.type:
        return False
    if old.type == "choice":
        return bool(old.choices.keys() & new.choices.keys())
    lowest = max((fact.minimum for fact in (old, new) if fact.minimum is not None), default=-inf)
    highest = min((fact.maximum for fact in (old, new) if fact.maximum is not None), default=inf)
    return lowest <= highest


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
        given = fact.presume if fact.type in ("span", *PLACES) else ()
        yield from (IsOneOf(name, (presumption.value,)) for presumption in given)
        yield from (Compares(name, comparison, bound) for comparison, bound in bounds(fact))


def _without(condition: Condition, derived: set[str]) -> Iterator[Condition]:
    """Yield a condition, as its tests of other facts where it reads derived ones, which have codes in one policy."""
    tests = list(tests_of(condition)) if derived else []
    if derived.isdisjoint(test.fact for test in tests):
        yield condition
    else:
        yield from (test for test in tests if test.fact not in derived)


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


class ProofPair(NamedTuple):
    """The situations of a tier that both policies have, over one space, as each policy decides them."""

    old: TierSituations
    new: TierSituations


def common_proofs(old: CompiledPolicy, new: CompiledPolicy, receipts: Receipts | None = None) -> list[ProofPair]:
    """Return every situation of two policies that `compile_aligned` returned, in the tiers that both have.

    `receipts` are those of the new policy.

    Raises OutOfSteps or TooManyOutcomes where there are more than can be compared.
    """
    compared = compared_facts(old, new)
    occurring = receipts or Receipts(new.receipts, new.policy)
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
