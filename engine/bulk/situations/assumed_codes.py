"""Situations as they would be with another code of a fact, and which entries would then be listed otherwise."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from ...rules.compiled_policy import CompiledPolicy
from ...rules.listed_entries import EntryKind, ListedEntry, listed_entries
from ...rules.spaces import union
from .bit_sets import Indices, bits_of, flags_of, indices_of
from .decided_sets import DecidedGroup, by_tier
from .settled_aspects import SettledAspects
from .situation_sets import CodeColumns, KnownSets, known_sets, true_and_false

Rooms = Sequence[tuple[ListedEntry, int]]
"""Entries, each with the situations that may have an outcome with room for it."""


class AssumedCodes:
    """What situations state, what is known of them and settled, against which other codes of facts are held."""

    def __init__(
        self, compiled: CompiledPolicy, columns: CodeColumns, known: KnownSets, aspects: SettledAspects
    ) -> None:
        """Take the situations, and what is settled of them."""
        self.compiled, self.known = compiled, known
        self._columns, self._aspects = columns, aspects
        self.count = known.all.bit_length()

    def of(self, fact: str, situations: int) -> Iterator[tuple[Indices, KnownSets]]:
        """Yield by other code of a fact the situations, of some in which it is known, and what would be known then."""
        codes, own = self.compiled.codes[fact], self.known.codes.get(fact, {})
        for code in codes:
            alike = union(bits for known, bits in own.items() if codes.alike(known) >> code & 1)
            indices = indices_of(situations & ~alike, self.count)
            if len(indices):
                stated = {name: column[indices] for name, column in self._columns.items()}
                stated[fact] = np.full(len(indices), code, np.int64)
                yield indices, known_sets(self.compiled, stated, len(indices))

    def rooms(self, decided: Sequence[DecidedGroup], kinds: Collection[EntryKind]) -> Rooms:
        """Return the entries of some kinds with the situations that may have them."""
        entries = (entry for entry in listed_entries(self.compiled) if entry.kind in kinds)
        rooms = ((entry, self._room(entry, decided)) for entry in entries)
        return [(entry, room) for entry, room in rooms if room]

    def _room(self, entry: ListedEntry, decided: Sequence[DecidedGroup]) -> int:
        flags = np.zeros(self.count, np.bool_)
        for group in decided:
            bits = union(bits for outcome, bits in group.outcomes.items() if entry.arises(outcome))
            flags[group.indices] |= flags_of(bits, len(group.indices))
        tiers = by_tier(self.compiled, self.known.codes)
        return bits_of(flags) & union(bits for tier, bits in tiers.items() if entry.is_for(tier))

    def listed_otherwise(self, indices: Indices, then: KnownSets, rooms: Rooms) -> int:
        """Return the situations, by place among the indices, in which other entries would be listed."""
        settled = {name: self._cut_sets(own, indices) for name, own in self._aspects.entry_codes.items()}
        codes, differing = {**self.known.codes, **self._aspects.entry_codes}, 0
        for entry, room in rooms:
            before = true_and_false(entry.condition, codes, self.known.all)
            after = true_and_false(entry.condition, {**then.codes, **settled}, then.all)
            for now, later in zip(before, after, strict=True):
                differing |= (self.cut(now, indices) ^ later) & self.cut(room, indices)
        return differing

    def _cut_sets(self, by_code: Mapping[int, int], indices: Indices) -> dict[int, int]:
        return {code: self.cut(bits, indices) for code, bits in by_code.items()}

    def cut(self, bits: int, indices: Indices) -> int:
        """Return those of a set of situations that are among the indices, by their place there."""
        return bits_of(flags_of(bits, self.count)[indices])

    def spread(self, bits: int, indices: Indices) -> int:
        """Return a set of places among the indices as one of situations."""
        flags = np.zeros(self.count, np.bool_)
        flags[indices] = flags_of(bits, len(indices))
        return bits_of(flags)
