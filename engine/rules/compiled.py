"""Conditions compiled to sets of codes, and to the disjunctive forms that engines run.

Everything that evaluates rules (both engines, completions, proofs) starts from these records,
so that they have one meaning. They are plain values: equal policies compile to equal records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..model import All, Any, Compares, Condition, IsOneOf, Not

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .codes import Codes

CONJUNCTIONS = 64
"""A rule whose holding or failing takes more conjunctions than this has no disjunctive form here."""


@dataclass(frozen=True, slots=True)
class Test:
    """The fact's code is in the set."""

    fact: str
    codes: int


@dataclass(frozen=True, slots=True)
class Both:
    """Every part holds."""

    parts: tuple[Compiled, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Compiled, ...]


@dataclass(frozen=True, slots=True)
class Neither:
    """The part does not hold."""

    part: Compiled


Compiled = Test | Both | Either | Neither

_COMPARED = 256
"""Conjunctions that are compared with one another; that takes time that grows with their square."""

Conjunction = tuple[tuple[str, int], ...]
"""Facts and the sets that their codes must be in, sorted by fact; each fact once."""


def compile_condition(condition: Condition, codes: Mapping[str, Codes]) -> Compiled:
    """Return a condition over codes."""
    if isinstance(condition, IsOneOf | Compares):
        return compile_test(condition, codes)
    if isinstance(condition, All | Any):
        parts = tuple(compile_condition(part, codes) for part in condition.parts)
        if len(parts) == 1:
            return parts[0]
        return Both(parts) if isinstance(condition, All) else Either(parts)
    return Neither(compile_condition(condition.part, codes))


def compile_test(test: IsOneOf | Compares, codes: Mapping[str, Codes]) -> Test:
    """Return a test of one fact over codes."""
    if isinstance(test, IsOneOf):
        return Test(test.fact, codes[test.fact].one_of(test.values))
    return Test(test.fact, codes[test.fact].compared(test.comparison, test.bound))


def facts_of(compiled: Compiled) -> set[str]:
    """Return the facts that a compiled condition reads."""
    if isinstance(compiled, Test):
        return {compiled.fact}
    parts = (compiled.part,) if isinstance(compiled, Neither) else compiled.parts
    return set().union(*(facts_of(part) for part in parts))


def tests_of(condition: Condition) -> Iterator[IsOneOf | Compares]:
    """Yield the tests of single facts in a condition, in the order written."""
    if isinstance(condition, IsOneOf | Compares):
        yield condition
    else:
        for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
            yield from tests_of(part)


def kleene(compiled: Compiled, known: Mapping[str, int]) -> bool | None:
    """Evaluate a condition where facts that are not known are absent; None is unknown."""
    if isinstance(compiled, Test):
        code = known.get(compiled.fact)
        return None if code is None else bool(compiled.codes >> code & 1)
    if isinstance(compiled, Neither):
        value = kleene(compiled.part, known)
        return None if value is None else not value
    decisive = isinstance(compiled, Either)
    unknown = False
    for part in compiled.parts:
        value = kleene(part, known)
        if value is decisive:
            return decisive
        unknown = unknown or value is None
    return None if unknown else not decisive


def disjunctive(compiled: Compiled, codes: Mapping[str, Codes], *, holds: bool) -> tuple[Conjunction, ...] | None:
    """Return when a condition holds (or fails) as alternatives of conjunctions.

    None where it takes too many. Sets of one fact are intersected within a conjunction and an
    impossible one is dropped, which changes nothing that is true; they are never united across
    conjunctions, because a fact that is not known is in no set, not even in that of all codes.
    """
    conjunctions = _disjunctive(compiled, codes, holds)
    return None if conjunctions is None else tuple(tuple(sorted(conjunction.items())) for conjunction in conjunctions)


def _disjunctive(compiled: Compiled, codes: Mapping[str, Codes], holds: bool) -> list[dict[str, int]] | None:  # noqa: FBT001 - recursive
    if isinstance(compiled, Neither):
        return _disjunctive(compiled.part, codes, not holds)
    if isinstance(compiled, Test):
        live = codes[compiled.fact].live
        members = compiled.codes & live if holds else live & ~compiled.codes
        return [{compiled.fact: members}] if members else []
    forms = [_disjunctive(part, codes, holds) for part in compiled.parts]
    known = [form for form in forms if form is not None]
    if isinstance(compiled, Both) != holds:
        return None if len(known) < len(forms) else _within_limit(_absorbed([c for form in known for c in form]))
    product: list[dict[str, int]] | None = [{}]
    if any(not form for form in known):
        return []  # one part can never be so
    for form in forms:
        if form is None or product is None or len(product) * len(form) > _COMPARED:
            return None
        product = _within_limit(_absorbed([c for a in product for b in form if (c := _both(a, b)) is not None]))
    return product


def _both(first: dict[str, int], second: dict[str, int]) -> dict[str, int] | None:
    """Return the conjunction of two, None where some fact would have no code left."""
    both = dict(first)
    for fact, codes in second.items():
        both[fact] = both.get(fact, codes) & codes
        if not both[fact]:
            return None
    return both


def _absorbed(form: list[dict[str, int]]) -> list[dict[str, int]]:
    """Drop every conjunction that holds only where another one of the form does."""
    if len(form) > _COMPARED:
        return form  # over the limit, and too many to compare
    widest: list[dict[str, int]] = []
    for candidate in sorted(form, key=len):
        if not any(_implies(candidate, wider) for wider in widest):
            widest.append(candidate)
    return widest


def _implies(narrow: dict[str, int], wide: dict[str, int]) -> bool:
    return all(fact in narrow and not narrow[fact] & ~codes for fact, codes in wide.items())


def _within_limit(form: list[dict[str, int]]) -> list[dict[str, int]] | None:
    return form if len(form) <= CONJUNCTIONS else None


class CompiledRule(NamedTuple):
    """A rule's condition over codes and what it reads; `holds` and `fails` are None where it is too wide for them."""

    id: str
    when: Compiled
    holds: tuple[Conjunction, ...] | None
    fails: tuple[Conjunction, ...] | None
    reads: frozenset[str]

    @property
    def is_wide(self) -> bool:
        """Whether the rule has no disjunctive form within the limit."""
        return self.holds is None or self.fails is None


class CompiledGroup(NamedTuple):
    """The compiled rules of one group, and the facts that they read, in a fixed order."""

    name: str
    reads: tuple[str, ...]
    codes: tuple[Codes, ...]
    rules: tuple[CompiledRule, ...]


def compile_rule(rule: str, condition: Condition, codes: Mapping[str, Codes]) -> CompiledRule:
    """Return a rule compiled from its id and its condition."""
    when = compile_condition(condition, codes)
    holds, fails = (disjunctive(when, codes, holds=holds) for holds in (True, False))
    return CompiledRule(id=rule, when=when, holds=holds, fails=fails, reads=frozenset(facts_of(when)))


def compile_group(name: str, rules: Sequence[CompiledRule], codes: Mapping[str, Codes]) -> CompiledGroup:
    """Return a group of compiled rules."""
    used = set[str]().union(*(rule.reads for rule in rules))
    reads = tuple(fact for fact in codes if fact in used)
    return CompiledGroup(name, reads, tuple(codes[fact] for fact in reads), tuple(rules))


class Verdict(NamedTuple):
    """Which rules of a group are true and which false in a situation, as bits; the rest are unknown."""

    true: int
    false: int


Situation = tuple[int | None, ...]
"""The codes of the facts that a group reads, in the order of its `reads`; None is unknown."""
