"""What is settled of many situations, and by which rules."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property

import numpy as np

from ...model import CLAIM, NO_CLAIM, SCOPES, Offer
from ...rules.compiled_policy import CompiledPolicy
from ...rules.hit_policy import CONFLICTING, Ways, only_allows
from ...rules.outcomes import Outcome
from ...rules.spaces import Sets, union
from .bit_sets import bits_of, flags_of
from .decided_sets import DecidedGroup
from .situation_sets import KnownSets, true_and_false

Bits = dict[Hashable, int]
"""Sets of situations by name."""


class SettledAspects:
    """The situations in which scope, level and the like are the same whichever way open facts turn out."""

    def __init__(self, compiled: CompiledPolicy, known: KnownSets, decided: Sequence[DecidedGroup]) -> None:
        """Take what is known of situations and what they can turn out to be."""
        self._compiled, self._known, self._decided = compiled, known, decided
        count = known.all.bit_length()
        self.scopes = _settled(decided, count, lambda outcome: outcome.scope)
        self.levels = _settled(decided, count, lambda outcome: outcome.level)
        self.ways = _settled(decided, count, lambda outcome: outcome.ways)
        self.hours = _settled(decided, count, lambda outcome: outcome.coverage)
        self.codes = self._codes()
        """What groups but scope and priority are evaluated on."""

    @cached_property
    def entry_codes(self) -> Sets:
        """What entries are evaluated on beside facts: scope and level where they are settled, gaps as no level."""
        codes, count = self._compiled.codes["priority"], self._known.all.bit_length()
        levels = _settled(self._decided, count, lambda o: o.level if isinstance(o.level, str) else None)
        coded = {codes.code(level if isinstance(level, str) else None): bits for level, bits in levels.items()}
        return {"scope": self._scope_codes(), "priority": coded}

    def _codes(self) -> Sets:
        level_codes = self._compiled.codes["priority"]
        levels: dict[int, int] = {}
        for level, bits in self.levels.items():
            code = level_codes.code(level if isinstance(level, str) else None)
            levels[code] = levels.get(code, 0) | bits
        return {**self._known.codes, "scope": self._scope_codes(), "priority": levels}

    def _scope_codes(self) -> dict[int, int]:
        return {SCOPES.index(scope): bits for scope, bits in self.scopes.items() if isinstance(scope, str)}

    def deciding_rules(self) -> Bits:
        """Return by group and place the rules of scope, priority and channel, with the situations that they decide."""
        return {
            **self._of_ranked("scope", self.scopes, -1),
            **self._of_ranked("priority", self.levels, self.scopes.get("support", 0)),
            **self._of_channel(),
        }

    def _of_ranked(self, name: str, settled: Bits, within: int) -> Bits:
        """Return the rules of scope or priority that give what is settled."""
        policy, everything = self._compiled.policy, self._known.all
        codes = self._codes_of_scope() if name == "scope" else self._codes_of_priority()
        deciding: Bits = {}
        for n, (rule, written) in enumerate(
            zip(self._compiled.groups[name].rules, policy.group(name).rules, strict=True)
        ):
            if giving := settled.get(written.then, 0) & within:
                deciding[name, n] = true_and_false(rule.when, codes, everything)[0] & giving
        return deciding

    def _codes_of_priority(self) -> Sets:
        if self._compiled.scope_reads_priority:
            return self._known.codes
        return {**self._known.codes, "scope": self._scope_codes()}

    def _codes_of_scope(self) -> Sets:
        """Return what scope is evaluated on: where it reads it, the level that its rules alone leave possible."""
        compiled, known = self._compiled, self._known
        if not compiled.scope_reads_priority:
            return known.codes
        levels, support = self._only_possible_levels(), self.scopes.get("support", 0)
        is_settled = support & union(self.levels.values())
        levels = {code: bits & ~is_settled for code, bits in levels.items()}
        for level, bits in self.levels.items():
            if level is not None:
                code = compiled.codes["priority"].code(level if isinstance(level, str) else None)
                levels[code] = levels.get(code, 0) | bits & support
        return {**known.codes, "priority": levels}

    def _only_possible_levels(self) -> dict[int, int]:
        """Return by code of a level the situations in which it is the only one that can win by what is known."""
        compiled, known = self._compiled, self._known
        rules = compiled.policy.priority.rules
        verdicts = [true_and_false(rule.when, known.codes, known.all) for rule in compiled.groups["priority"].rules]
        open_, once, twice, by_code = known.all, 0, 0, dict[int, int]()
        for level in (*compiled.policy.levels, None):
            own = [verdict for rule, verdict in zip(rules, verdicts, strict=True) if rule.then == level]
            possible = open_ if level is None else open_ & union(known.all & ~false for _, false in own)
            code = compiled.codes["priority"].code(level)
            by_code[code] = by_code.get(code, 0) | possible
            once, twice = once | possible, twice | once & possible
            open_ &= ~union(true for true, _ in own)
        return {code: bits & ~twice for code, bits in by_code.items()}

    def _of_channel(self) -> Bits:
        policy, everything = self._compiled.policy, self._known.all
        offered = union(bits for own, bits in self.ways.items() if isinstance(own, Ways))
        required = union(bits for own, bits in self.ways.items() if isinstance(own, Ways) and own.required is not None)
        deciding: Bits = {}
        for n, rule in enumerate(self._compiled.groups["channel"].rules):
            if within := offered & ~required if only_allows(policy.channel.rules[n]) else offered:
                deciding["channel", n] = true_and_false(rule.when, self.codes, everything)[0] & within
        return deciding

    def choosing_rules(self) -> Bits:
        """Return by place the rules of coverage that choose the hours, with the situations in which they do."""
        first, choosing = self._known.all, Bits()
        for n, rule in enumerate(self._compiled.groups["coverage"].rules):
            true, false = true_and_false(rule.when, self.codes, self._known.all)
            choosing[n] = first & true & self.hours.get(self._compiled.policy.coverage.rules[n].then, 0)
            first &= false
        return choosing

    def conflicts(self, decided: Iterable[DecidedGroup]) -> int:
        """Return the situations in which true rules require, or prefer, different ways, so that they may conflict."""
        conflicting = np.zeros(self._known.all.bit_length(), np.bool_)
        for group in decided:
            for outcome, bits in group.outcomes.items():
                if outcome.ways is CONFLICTING:
                    conflicting[group.indices] |= flags_of(bits, len(group.indices))
        at_once = 0
        if not conflicting.any():
            return 0
        for word in ("require", "prefer"):
            by_way: dict[str, int] = {}
            for n, rule in enumerate(self._compiled.groups["channel"].rules):
                then = self._compiled.policy.channel.rules[n].then
                for way in getattr(then, word) if isinstance(then, Offer) else ():
                    true, _ = true_and_false(rule.when, self.codes, self._known.all)
                    by_way[way] = by_way.get(way, 0) | true
            once = 0
            for bits in by_way.values():
                at_once, once = at_once | once & bits, once | bits
        return at_once & bits_of(conflicting)

    def claims(self) -> Bits:
        """Return the situations in which what is claimed is no level, and those in which the rules give another one."""
        codes, claimed = self._compiled.codes[CLAIM], self._known.codes[CLAIM]
        agreeing = settled = 0
        for level, bits in self.levels.items():
            if isinstance(level, str):
                agreeing |= bits & claimed.get(codes.code(level), 0)
                settled |= bits
        made = union(claimed.values()) & ~claimed.get(codes.code(NO_CLAIM), 0)
        differing = made & settled & ~agreeing & self.scopes.get("support", 0)
        return {"unknown": self._known.blocked.get(CLAIM, 0), "differs": differing}


def _settled(decided: Iterable[DecidedGroup], count: int, aspect: Callable[[Outcome], Hashable]) -> Bits:
    """Return by value of an aspect the situations all of whose outcomes have it."""
    flags_by_value: dict[Hashable, np.ndarray[tuple[int], np.dtype[np.bool_]]] = {}
    for group in decided:
        by_value: Bits = {}
        for outcome, bits in group.outcomes.items():
            value = aspect(outcome)
            by_value[value] = by_value.get(value, 0) | bits
        once = twice = 0
        for bits in by_value.values():
            once, twice = once | bits, twice | once & bits
        for value, bits in by_value.items():
            if only := bits & ~twice:
                if value not in flags_by_value:
                    flags_by_value[value] = np.zeros(count, np.bool_)
                flags_by_value[value][group.indices] = (
                    flags_of(only, len(group.indices)) | flags_by_value[value][group.indices]
                )
    return {value: bits_of(flags) for value, flags in flags_by_value.items()}
