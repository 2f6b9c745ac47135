"""The sets of facts that rows say are not known, each as a whole number."""

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from ...model import Policy
from ..columns_in.encoded_columns import NULL, EncodedColumn, Flags, Indices
from ..columns_in.fact_columns import FactColumn

SETS = 1 << 14
"""Sets that are told apart; rows with further ones are decided one by one."""


class UnknownSets:
    """The numbers of sets of facts that are not known, of those on which decisions depend; 0 is that of none."""

    def __init__(self, policy: Policy, counting: Collection[str]) -> None:
        """Take the facts on which decisions depend."""
        self._policy = policy
        self._counting = frozenset(counting)
        self._numbers: dict[frozenset[str], int] = {frozenset(): 0}

    def of(
        self, column: EncodedColumn | None, facts: Mapping[str, FactColumn], agreed: Collection[str], rows: int
    ) -> tuple[Indices, Flags]:
        """Return the number of the set of each row, and which rows are decided one by one.

        Those are the rows with sets of which something is no fact, or is `agreed`, or is stated and nothing depends on.
        """
        if column is None:
            return np.zeros(rows, np.int32), np.zeros(rows, np.bool_)
        sets = [*(frozenset[str]() if names is None else names for names in column.values), frozenset[str]()]
        counted = [names & self._counting for names in sets]
        is_odd = np.array([self._is_odd(names, agreed) for names in sets], np.bool_)
        numbers = np.zeros(len(sets), np.int32)
        for place, names in enumerate(counted):
            if names not in self._numbers and len(self._numbers) < SETS:
                self._numbers[names] = len(self._numbers)
            is_odd[place] |= names not in self._numbers
            numbers[place] = self._numbers.get(names, 0)
        alone = is_odd[column.indices]
        for name in frozenset[str]().union(*sets) - self._counting:
            if name in facts:
                is_named = np.array([name in names for names in sets], np.bool_)
                alone |= is_named[column.indices] & (facts[name].encoded.indices != NULL)
        return numbers[column.indices], alone

    def _is_odd(self, names: frozenset[str], agreed: Collection[str]) -> bool:
        facts = self._policy.facts
        return any(name not in facts or bool(facts[name].derive) or name in agreed for name in names)

    def naming(self, fact: str) -> npt.NDArray[np.bool_] | None:
        """Return by number whether a set names a fact; None where none does."""
        flags = np.array([fact in names for names in self._numbers], np.bool_)
        return flags if flags.any() else None
