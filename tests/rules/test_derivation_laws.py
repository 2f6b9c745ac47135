"""Derived facts: a policy decides as the one of which the conditions say what is derived, on either engine.

Of the second, each test of a derived fact is written out: it holds where the first entry that holds gives one of the
values. Spans cannot be written out: those are held against every completion, derived in plain Python.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from remit.engine.model import (
    ALWAYS,
    All,
    Compares,
    Derivation,
    Fact,
    IsOneOf,
    Not,
    Presumption,
    Rule,
    Span,
    SpanOf,
)
from remit.engine.model import Any as AnyOf
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .brute import Brute
from .drawn_requests import MOST, asked
from .plain import truth
from .policies import written_policies
from .test_presumption_laws import unordered
from .worlds import BUILT_IN, conditions, laws
from .worlds import tests_of as a_test_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from remit.engine.model import Condition, FactType, Policy, Value

    from .drawn_requests import Asked

CHOICES = ("x", "y", "z")


@st.composite
def derivations(draw: st.DrawFn, name: str, readable: Sequence[Fact], values: Sequence[Value]) -> Fact:
    """Draw a derived fact of two to four entries, the last of which always holds."""
    entries = [
        Derivation(f"{name}-{n}", draw(conditions(readable, 3)), draw(st.sampled_from(values)), ())
        for n in range(draw(st.integers(1, 3)))
    ]
    entries.append(Derivation(f"{name}-rest", ALWAYS, draw(st.sampled_from(values)), ()))
    choices = dict.fromkeys(CHOICES, "") if values == CHOICES else {}
    kind: FactType = "choice" if choices else "span" if isinstance(values[0], Span) else "boolean"
    return Fact(name=name, ask="?", type=kind, choices=choices, derive=tuple(entries))


def deriving_policies() -> st.SearchStrategy[Policy]:
    """Draw a policy of which rules read one or two derived facts."""
    return written_policies().flatmap(derived_from)


@st.composite
def derived_from(draw: st.DrawFn, policy: Policy) -> Policy:
    """Draw a policy with one or two derived facts that its rules read; the second may follow from the first."""
    built_in = [BUILT_IN[name] for name in ("tier", "arrived_by", "claimed_priority")]
    readable = [*(fact for fact in policy.facts.values() if not fact.presume), *built_in]
    first = draw(derivations("d0", readable, CHOICES))
    second = draw(derivations("d1", [*policy.facts.values(), first], (False, True)))
    derived = draw(st.sampled_from([(first,), (first, second)]))
    read = draw(st.sampled_from(["all", "any"]))

    def reading(rule: Rule) -> Rule:
        if not draw(st.integers(0, 2)):
            return rule
        test = draw(a_test_of(draw(st.sampled_from(derived))))
        return replace(rule, when=(All if read == "all" else AnyOf)((rule.when, test)))

    for group in policy.groups:
        policy = policy.with_rules(group.name, tuple(map(reading, group.rules)))
    facts = {**policy.facts, **{fact.name: fact for fact in derived}}
    presumable = [fact for fact in policy.facts.values() if len(fact.presume) == 1 and fact.type != "span"]
    if presumable and len(derived) == 1 and draw(st.booleans()):  # what is presumed may follow from what is derived
        fact = draw(st.sampled_from(presumable))
        when = IsOneOf("d0", (draw(st.sampled_from(CHOICES)),))
        facts[fact.name] = replace(fact, presume=(Presumption(when, fact.presume[0].value), *fact.presume))
    return replace(policy, facts=facts)


def written_out(condition: Condition, derived: Mapping[str, Fact]) -> Condition:
    """Return a condition with each test of a derived fact in terms of the facts that it follows from."""
    if isinstance(condition, Not):
        return Not(written_out(condition.part, derived))
    if isinstance(condition, All | AnyOf):
        return type(condition)(tuple(written_out(part, derived) for part in condition.parts))
    if condition.fact not in derived:
        return condition
    fact = derived[condition.fact]
    giving: list[Condition] = []
    earlier: list[Condition] = []
    for entry in fact.derive:
        when = written_out(entry.when, derived)
        if truth(condition, {fact.name: entry.value}, derived):
            giving.append(All((when, *map(Not, earlier))))
        earlier.append(when)
    return AnyOf(tuple(giving)) if giving else Not(ALWAYS)


def inlined(policy: Policy) -> Policy:
    """Return a policy without derived facts that decides alike."""
    derived = {name: fact for name, fact in policy.facts.items() if fact.derive}
    write: Callable[[Condition], Condition] = partial(written_out, derived=derived)
    for group in policy.groups:
        policy = policy.with_rules(group.name, tuple(replace(rule, when=write(rule.when)) for rule in group.rules))
    facts = {
        name: replace(fact, presume=tuple(replace(p, when=write(p.when)) for p in fact.presume))
        for name, fact in policy.facts.items()
        if name not in derived
    }
    return replace(policy, facts=facts)


@st.composite
def requests_to_both(draw: st.DrawFn) -> tuple[Policy, Policy, Asked]:
    """Draw a policy, the same with its derived facts written out, and a request that leaves not too much open."""
    policy = draw(deriving_policies())
    plain = Brute(inlined(policy))
    request = draw(asked(plain))
    names, presumed, _ = plain.open(*request)
    assume(plain.size([*names, *presumed]) <= MOST)
    return policy, plain.policy, request


def evaluated(policy: Policy, request: Asked, choice: str) -> object:
    """Return all that follows from a request, whatever the order of outcomes."""
    evaluator = Evaluator(compile_policy(policy), choice)  # type: ignore[arg-type]
    tier, stated, blocked = request
    codes = {name: evaluator.compiled.codes[name].code(value) for name, value in stated.items()}
    evaluation = evaluator.evaluate(tier, codes, blocked)
    assert evaluation.is_exact
    scope, level, ways = evaluation.groups.scope, evaluation.groups.level, evaluation.groups.ways
    possible = evaluation.possible
    outcomes = frozenset(possible.outcomes)
    return outcomes, dict(possible.missing), possible.is_settled, unordered(evaluation.presumed), scope, level, ways


@laws(150)
@given(requests_to_both())
def test_a_policy_decides_as_the_one_that_has_what_is_derived_written_out(drawn: tuple[Policy, Policy, Asked]) -> None:
    policy, plain, request = drawn
    assert evaluated(plain, request, "builtin") == evaluated(policy, request, "builtin")


@laws(40)
@given(requests_to_both())
def test_both_engines_evaluate_derived_facts_alike(drawn: tuple[Policy, Policy, Asked]) -> None:
    policy, _, request = drawn
    assert evaluated(policy, request, "builtin") == evaluated(policy, request, "auto")


@st.composite
def span_policies(draw: st.DrawFn) -> Policy:
    """Draw a policy that presumes nothing, and of which a derived fact gives promises their spans."""
    policy = draw(written_policies())
    facts = {name: replace(fact, presume=()) for name, fact in policy.facts.items()}
    readable = [*facts.values(), *(BUILT_IN[name] for name in ("tier", "arrived_by", "claimed_priority"))]
    derived = draw(derivations("d0", readable, (Span(1800), Span(0, 1), Span(5400))))
    promises = {
        name: replace(
            promise,
            within={
                key: replace(entry, within=SpanOf("d0")) if entry and draw(st.booleans()) else entry
                for key, entry in promise.within.items()
            },
        )
        for name, promise in policy.promises.items()
    }
    return replace(policy, facts={**facts, "d0": derived}, promises=promises)


def derived_value(policy: Policy, values: Mapping[str, Value | None], facts: Mapping[str, Fact]) -> Value:
    """Return the value of the derived fact where all others are known."""
    return next(entry.value for entry in policy.facts["d0"].derive if truth(entry.when, values, facts))


@laws(80)
@given(span_policies(), st.data())
def test_spans_that_are_derived_are_those_of_each_completion(policy: Policy, data: st.DataObject) -> None:
    """A policy to which the span is stated, once for every completion, comes to the same outcomes."""
    told = replace(policy, facts={**policy.facts, "d0": replace(policy.facts["d0"], derive=())})
    read = [entry.when for entry in policy.facts["d0"].derive]
    # Rules that read what entries read, so that brute force goes through those facts, too.
    reading = tuple(Rule(f"read-{n}", when, "support", ()) for n, when in enumerate(read))
    brute = Brute(replace(told, scope=replace(told.scope, rules=(*told.scope.rules, *reading))))
    tier, stated, blocked = data.draw(asked(Brute(inlined(replace(policy, promises={})))))
    stated = {name: value for name, value in stated.items() if name in brute.facts}
    absent = {name for name, fact in policy.facts.items() if fact.optional and name not in (*stated, *blocked)}
    names = [name for name in brute.read if name not in (*stated, *absent, "d0", "claimed_priority")]
    claims = [stated["claimed_priority"]] if "claimed_priority" in stated else ["none"]
    if "claimed_priority" in blocked:
        claims = ["P1", "P2", "P3", "none"]
    assume(brute.size(names) * len(claims) <= MOST)
    plain = Evaluator(compile_policy(told, [IsOneOf("d0", (Span(1800), Span(0, 1), Span(5400)))]), "builtin")
    outcomes = set()
    for claim, chosen in product(claims, product(*(brute.choices[name] for name in names))):
        values = {**dict.fromkeys(absent), **stated, "tier": tier, "claimed_priority": claim}
        values |= dict(zip(names, chosen, strict=True))
        known = {name: value for name, value in values.items() if value is not None and name != "tier"}
        known["d0"] = derived_value(policy, values, brute.facts)
        codes = {name: plain.compiled.codes[name].code(value) for name, value in known.items()}
        outcomes |= set(plain.evaluate(tier, codes, frozenset()).possible.outcomes)
    deriving = Evaluator(compile_policy(policy), "builtin")
    codes = {name: deriving.compiled.codes[name].code(value) for name, value in stated.items()}
    assert outcomes == set(deriving.evaluate(tier, codes, blocked).possible.outcomes)


def test_writing_out_is_what_it_says() -> None:
    """Of three entries, the second gives its value where it holds and the first does not."""
    entries = (
        Derivation("a", IsOneOf("f", ("p",)), "x", ()),
        Derivation("b", Compares("n", "at_least", 2), "y", ()),
        Derivation("c", ALWAYS, "x", ()),
    )
    derived = {"d": Fact(name="d", ask="?", type="choice", choices=dict.fromkeys(CHOICES, ""), derive=entries)}
    second = All((Compares("n", "at_least", 2), Not(IsOneOf("f", ("p",)))))
    assert AnyOf((second,)) == written_out(IsOneOf("d", ("y",)), derived)
    assert Not(ALWAYS) == written_out(IsOneOf("d", ("z",)), derived)
