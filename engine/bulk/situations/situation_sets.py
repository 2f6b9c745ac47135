"""What is known of many situations once presumptions have filled in: by fact and code, the situations that have it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...model import CLAIM, NO_CLAIM
from ...rules.codes import members
from ...rules.compiled import Compiled, Either, Neither, Test, facts_of
from ...rules.compiled_policy import CompiledPolicy
from ...rules.spaces import Sets, union
from .bit_sets import bits_of

UNSTATED, UNKNOWN = -1, -2
"""What stands in a column in place of a code: nothing is said of the fact, or that it is not known."""

CodeColumns = Mapping[str, npt.NDArray[np.integer]]
"""By fact, the tier among them, the code that each situation states, or one of the two above.

Facts that none states are left out.
"""


@dataclass(frozen=True, slots=True)
class KnownSets:
    """What is known of situations, all of which are the set `all`.

    `codes` are by fact and code the situations that have it, presumed and derived ones among them; `presumed` those of
    them in which it is presumed. `blocked` are by fact the situations that state that it is not known.
    """

    all: int
    codes: Sets
    blocked: Mapping[str, int]
    presumed: Sets

    def lacking(self, fact: str) -> int:
        """Return the situations in which a fact has no value."""
        return self.all & ~union(self.codes.get(fact, {}).values())


def known_sets(compiled: CompiledPolicy, columns: CodeColumns, count: int) -> KnownSets:
    """Return what is known of situations that state some codes."""
    everything = (1 << count) - 1
    codes, blocked = _stated(columns)
    claim = codes.setdefault(CLAIM, {})
    unclaimed = everything & ~union(claim.values()) & ~blocked.get(CLAIM, 0)
    _add(claim, compiled.codes[CLAIM].code(NO_CLAIM), unclaimed)  # no claim is a value, too
    presumed: Sets = {}
    for fact, cases in compiled.presumptions.items():
        own = codes.setdefault(fact, {})
        is_derived = fact in compiled.derivations
        lacking = everything & ~union(own.values()) & ~blocked.get(fact, 0)
        counting, remaining = applying_sets(compiled.derivations[fact] if is_derived else cases, codes, lacking)
        for code, bits in counting:
            _add(own, code, bits)
            if not is_derived:
                _add(presumed.setdefault(fact, {}), code, bits)
        if remaining and not is_derived and compiled.facts[fact].optional:
            _add(own, compiled.codes[fact].code(None), remaining)
    return KnownSets(all=everything, codes=codes, blocked=blocked, presumed=presumed)


def _stated(columns: CodeColumns) -> tuple[Sets, dict[str, int]]:
    codes: Sets = {}
    blocked: dict[str, int] = {}
    for fact, column in columns.items():
        codes[fact] = {int(code): bits_of(column == code) for code in np.unique(column) if code >= 0}
        if bits := bits_of(column == UNKNOWN):
            blocked[fact] = bits
    return codes, blocked


def _add(by_code: dict[int, int], code: int, bits: int) -> None:
    if bits:
        by_code[code] = by_code.get(code, 0) | bits


def applying_sets(cases: Iterable[tuple[Compiled, int]], sets: Sets, lacking: int) -> tuple[list[tuple[int, int]], int]:
    """Return by case its code and the situations, of those that lack one, in which it is the first that is not false.

    With those in which all are false. A case that is not known is none that counts.
    """
    counting = []
    for when, code in cases:
        true, false = true_and_false(when, sets, lacking)
        counting.append((code, lacking & true))
        lacking &= false
    return counting, lacking


def true_and_false(compiled: Compiled, sets: Sets, everything: int) -> tuple[int, int]:
    """Return the situations in which a condition is true, and those in which it is false; else it is not known."""
    if isinstance(compiled, Test):
        own = sets.get(compiled.fact, {})
        true = union(own.get(code, 0) for code in members(compiled.codes))
        return true, union(own.values()) & ~true
    if isinstance(compiled, Neither):
        true, false = true_and_false(compiled.part, sets, everything)
        return false, true
    parts = [true_and_false(part, sets, everything) for part in compiled.parts]
    trues, falses = [true for true, _ in parts], [false for _, false in parts]
    if isinstance(compiled, Either):
        return union(trues), _common(falses, everything)
    return _common(trues, everything), union(falses)


def _common(sets: Iterable[int], everything: int) -> int:
    for bits in sets:
        everything &= bits
    return everything


def sets_without_presumptions(compiled: CompiledPolicy, known: KnownSets) -> Sets:
    """Return by fact and code the situations that have it where nothing is presumed; derived facts follow."""
    fixed: Sets = {}
    for fact, by_code in known.codes.items():
        if fact not in compiled.derivations:
            presumed = union(known.presumed.get(fact, {}).values())
            fixed[fact] = {code: stated for code, bits in by_code.items() if (stated := bits & ~presumed)}
    for fact, cases in compiled.derivations.items():
        own = fixed[fact] = dict[int, int]()
        for code, bits in applying_sets(cases, fixed, known.all)[0]:
            _add(own, code, bits)
    return fixed


def live_sets(compiled: CompiledPolicy, known: Sets, everything: int, presumable: Mapping[str, int]) -> dict[str, int]:
    """Return by fact the situations in which it is not known, and a rule reads it that is neither true nor false.

    What follows from others stands for those: a derived fact, and a fact in the situations in which it may yet be
    presumed, which are `presumable`.
    """
    lacking = {fact: everything & ~union(known.get(fact, {}).values()) for fact in compiled.codes}
    live = {fact: lacking[fact] for fact in compiled.counted}
    for group in compiled.groups.values():
        for rule in group.rules:
            if not any(lacking[fact] for fact in rule.reads):
                continue
            true, false = true_and_false(rule.when, known, everything)
            if undecided := everything & ~(true | false):
                for fact in rule.reads:
                    live[fact] = live.get(fact, 0) | undecided & lacking[fact]
    for fact, cases in reversed([*compiled.presumptions.items()]):  # whatever one of them reads comes before it
        bits, follows = live.get(fact, 0), cases
        if fact in compiled.derivations:
            follows = compiled.derivations[fact]
            live.pop(fact, 0)
        else:
            bits &= presumable.get(fact, 0)
        for read in set[str]().union(*(facts_of(when) for when, _ in follows)) if bits else ():
            live[read] = live.get(read, 0) | bits & lacking[read]
    return {fact: bits for fact, bits in live.items() if bits and fact in compiled.relevant}


def lacking_sets(compiled: CompiledPolicy, known: KnownSets) -> dict[str, int]:
    """Return by fact on which decisions can depend the situations in which it has no value."""
    lacking = ((fact, known.lacking(fact)) for fact in compiled.codes if fact in compiled.relevant)
    return {fact: bits for fact, bits in lacking if bits}


def presumable_sets(compiled: CompiledPolicy, known: KnownSets, lacking: Mapping[str, int]) -> dict[str, int]:
    """Return by fact that lacks a value the situations in which one may yet be presumed, once others are known."""
    facts = (fact for fact in lacking if compiled.presumptions.get(fact))
    return {fact: bits for fact in facts if (bits := lacking[fact] & ~known.blocked.get(fact, 0))}
