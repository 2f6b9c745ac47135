"""What contracts state of a fact, put in place of what rows state of it, or where they state nothing."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...model import Value
from .encoded_columns import NULL, Flags
from .value_codes import ReadValue, StatedColumn


class Agreed(NamedTuple):
    """What terms state of a fact, None for nothing, and the index of the terms of each row."""

    values: Sequence[Value | None]
    terms: npt.NDArray[np.int32]

    @property
    def is_any(self) -> bool:
        """Whether some terms state it."""
        return any(value is not None for value in self.values)


def with_agreed(column: StatedColumn, agreed: Agreed, *, takes_precedence: bool) -> tuple[StatedColumn, Flags]:
    """Return a column with what is agreed where rows state nothing, or wherever something is, if that takes precedence.

    With the rows that state something else than what takes precedence.
    """
    count = len(column.values)
    added = [ReadValue(value, is_noted=False) for value in agreed.values if value is not None]
    places = np.cumsum([value is not None for value in agreed.values]) - 1 + count
    by_terms = np.where([value is not None for value in agreed.values], places, NULL).astype(np.int32)
    own = by_terms[agreed.terms]
    values = [*column.values, *added]
    if not takes_precedence:
        indices = np.where(column.indices == NULL, own, column.indices)
        return StatedColumn(indices, values), np.zeros(len(own), np.bool_)
    indices = np.where(own == NULL, column.indices, own)
    both = np.flatnonzero((own != NULL) & (column.indices != NULL))
    is_contradicted = np.zeros(len(own), np.bool_)
    pairs, inverse = np.unique(np.stack([column.indices[both], own[both]], 1), axis=0, return_inverse=True)
    differs = [_differ(values[stated], values[contract]) for stated, contract in pairs.tolist()]
    is_contradicted[both] = np.array(differs, np.bool_)[inverse.ravel()]
    return StatedColumn(indices, values), is_contradicted


def _differ(stated: ReadValue | None, contract: ReadValue | None) -> bool:
    return stated is not None and contract is not None and stated.value != contract.value
