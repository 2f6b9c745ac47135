"""Presumed facts that decide no more of many situations than which services and steps of escalation are listed."""

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from ..model import ALWAYS
from ..rules.compiled_policy import CompiledPolicy
from ..rules.listed_entries import ListedEntry, listed_entries
from ..rules.spaces import Sets, union
from .bit_sets import Indices, bits_of, flags_of, indices_of
from .decided_sets import DecidedGroup
from .settled_aspects import SettledAspects
from .situation_sets import CodeColumns, KnownSets, known_sets, true_and_false


class EntryPresumptions:
    """What situations state, what is known of them, and which entries their outcomes have room for."""

    def __init__(
        self, compiled: CompiledPolicy, columns: CodeColumns, known: KnownSets, aspects: SettledAspects
    ) -> None:
        """Take the situations, and what is settled of them."""
        self._compiled, self._columns, self._known, self._aspects = compiled, columns, known, aspects
        self._count = known.all.bit_length()

    def deciding(self, decided: Sequence[DecidedGroup], presumed: Mapping[str, int]) -> dict[str, int]:
        """Return by fact the situations in which what is presumed of it decides which entries are listed alone.

        `presumed` has by fact those in which it decides something else.
        """
        further = self._further(presumed)
        entries = [e for e in listed_entries(self._compiled) if e.kind != "intake" and e.is_for(self._known.tier)]
        if not further or not entries:
            return {}
        rooms = [(entry, self._room(entry, decided)) for entry in entries]
        deciding = {fact: self._listed_otherwise(fact, bits, rooms) for fact, bits in further.items()}
        return {fact: bits for fact, bits in deciding.items() if bits}

    def _further(self, presumed: Mapping[str, int]) -> dict[str, int]:
        """Return by fact the situations in which it is presumed, and decides nothing else."""
        policy, known = self._compiled.policy, self._known
        further = {fact: union(own.values()) & ~presumed.get(fact, 0) for fact, own in known.presumed.items()}
        conditions = chain((own.when for own in policy.services.values()), (step.when for step in policy.escalation))
        about = known.all if any(when != ALWAYS for when in conditions) else further.get("activity", 0)
        return {fact: bits & about for fact, bits in further.items() if bits & about}

    def _room(self, entry: ListedEntry, decided: Sequence[DecidedGroup]) -> int:
        """Return the situations that may have an outcome with room for an entry."""
        flags = np.zeros(self._count, np.bool_)
        for group in decided:
            bits = union(bits for outcome, bits in group.outcomes.items() if entry.arises(outcome))
            flags[group.indices] |= flags_of(bits, len(group.indices))
        return bits_of(flags)

    def _listed_otherwise(self, fact: str, situations: int, rooms: Sequence[tuple[ListedEntry, int]]) -> int:
        """Return the situations, of those in which a fact is presumed, in which another code of it lists others."""
        codes, presumed = self._compiled.codes[fact], self._known.codes[fact]
        otherwise = np.zeros(self._count, np.bool_)
        for code in codes:
            alike = union(bits for own, bits in presumed.items() if codes.alike(own) >> code & 1)
            indices = indices_of(situations & ~alike, self._count)
            if len(indices):
                otherwise[indices] |= flags_of(self._differing(fact, code, indices, rooms), len(indices))
        return bits_of(otherwise)

    def _differing(self, fact: str, code: int, indices: Indices, rooms: Sequence[tuple[ListedEntry, int]]) -> int:
        """Return the situations, by place among the indices, for which a code of a fact lists other entries."""
        stated = {name: column[indices] for name, column in self._columns.items()}
        stated[fact] = np.full(len(indices), code, np.int16)
        then = known_sets(self._compiled, self._known.tier, stated, len(indices))
        decided = {name: self._cut_sets(own, indices) for name, own in self._aspects.entry_codes.items()}
        everything, differing = self._known.all, 0
        for entry, room in rooms:
            codes = {**self._known.codes, **self._aspects.entry_codes}
            before = true_and_false(entry.condition, codes, everything)
            after = true_and_false(entry.condition, {**then.codes, **decided}, then.all)
            for now, later in zip(before, after, strict=True):
                differing |= (self._cut(now, indices) ^ later) & self._cut(room, indices)
        return differing

    def _cut_sets(self, by_code: Mapping[int, int], indices: Indices) -> dict[int, int]:
        return {code: self._cut(bits, indices) for code, bits in by_code.items()}

    def _cut(self, bits: int, indices: Indices) -> int:
        """Return those of a set that are among the indices, by their place there."""
        return bits_of(flags_of(bits, self._count)[indices])


def joined_sets(first: Sets, second: Sets) -> Sets:
    """Return the sets of both."""
    joined = {fact: dict(own) for fact, own in first.items()}
    for fact, own in second.items():
        by_code = joined.setdefault(fact, {})
        for code, bits in own.items():
            by_code[code] = by_code.get(code, 0) | bits
    return joined
