"""The codes of the values that columns state of the facts of one edition: each distinct value is read once."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ...findings import Findings
from ...language.nodes import HERE
from ...language.number_notation import DIGITS
from ...model import Age, Fact, Request, Stated, Value
from ...rules.codes import Codes
from ...rules.compiled_policy import CompiledPolicy
from ...triage.known_facts import collect_facts
from ..situations.situation_sets import UNSTATED
from .encoded_columns import NULL, EncodedColumn, Flags
from .local_days import Ordinals
from .row_requests import typed_value

ALONE = -3
"""What stands in place of a code in rows that are decided one by one: what they state is refused, or beyond limits."""

_LONGEST = 128
"""Characters of a text that is read with others."""
_MOST = 1 << 16
"""Values of a fact that are remembered."""

CodeColumn = npt.NDArray[np.int32]


class ReadValue(NamedTuple):
    """What a value means for a fact; `is_noted` tells whether it is read as another word."""

    value: Value
    is_noted: bool


class StatedColumn(NamedTuple):
    """What rows state of a fact: the index of each row's value, NULL for none, and those values that can be read."""

    indices: npt.NDArray[np.int32]
    values: Sequence[ReadValue | None]

    @property
    def is_refused(self) -> Flags:
        """The rows whose value cannot be read."""
        return self._flags([value is None for value in self.values])

    @property
    def is_noted(self) -> Flags:
        """The rows whose value is read as another word."""
        return self._flags([value is not None and value.is_noted for value in self.values])

    def _flags(self, by_value: Sequence[bool]) -> Flags:
        if not any(by_value):
            return np.zeros(len(self.indices), np.bool_)
        flags: Flags = np.array([*by_value, False], np.bool_)[self.indices]  # the last is that of NULL
        return flags


class FactValues:
    """Reads the values of one fact of an edition, as a single request that states nothing else would be read."""

    def __init__(self, compiled: CompiledPolicy, name: str, text_type: str | None) -> None:
        """Take the fact's name, and its type where text is read as that."""
        self._compiled = compiled
        self._name = name
        self._text_type = text_type
        self._known: dict[tuple[type, Any], ReadValue | None] = {}

    def column(self, column: EncodedColumn) -> StatedColumn:
        """Return what rows state of the fact."""
        if len(self._known) > _MOST:
            self._known.clear()
        values = [self._read(value) for value in column.values]
        indices = column.indices
        if None in column.values:
            is_null = np.array([*(value is None for value in column.values), True], np.bool_)
            indices = np.where(is_null[indices], NULL, indices).astype(np.int32)
        return StatedColumn(indices, values)

    def _read(self, written: Any) -> ReadValue | None:
        key = (type(written), written)
        try:
            if key in self._known:
                return self._known[key]
        except TypeError:  # a list or a record
            return None
        value = self._known[key] = self._read_anew(written)
        return value

    def _read_anew(self, written: Any) -> ReadValue | None:
        plain = typed_value(_plain(written), self._text_type)
        if plain is None:
            return None
        findings = Findings()
        request = Request(id=None, received=0, facts={self._name: Stated(plain, mark=HERE)})
        value = collect_facts(self._compiled, request, None, findings).values.get(self._name)
        return None if value is None or findings.has_errors else ReadValue(value, bool(findings))


def _plain(written: Any) -> str | bool | int | float | None:
    """Return a value as a request writes it; None for what none can hold, or what is decided alone."""
    match written:
        case bool():
            return written
        case str():
            return written if len(written) <= _LONGEST else None
        case int():
            return written if abs(written) < 10**DIGITS else None
        case float():
            return written if isfinite(written) else None
        case date():
            return written.isoformat()
    return None


def codes_of_values(codes: Codes, column: StatedColumn, days: Ordinals | None) -> CodeColumn:
    """Return the codes of what rows state of a fact; `days` are those of the receipts where ages count.

    UNSTATED stands where nothing is, ALONE where it cannot be read.
    """
    if codes.unit is not None and days is not None:
        return _ages(codes, column, days)
    table = [ALONE if value is None else codes.code(value.value) for value in column.values]
    coded: CodeColumn = np.array([*table, UNSTATED], np.int32)[column.indices]
    return coded


def _ages(codes: Codes, column: StatedColumn, days: Ordinals) -> CodeColumn:
    """Return the codes of dates by their age on days: the first limit that is not passed."""
    assert codes.unit is not None  # noqa: S101 - for the type checker
    limits = [Age(int(count), codes.unit) for count, _ in codes.boundaries if isfinite(count)]
    stated = [value.value if value is not None else None for value in column.values]
    is_read = [isinstance(value, date) for value in stated]
    coded: CodeColumn = np.array([*(0 if known else ALONE for known in is_read), UNSTATED], np.int32)[column.indices]
    for limit in limits:
        last = [limit.last_day(value) if isinstance(value, date) else date.max for value in stated]
        coded += days > np.array([*(day.toordinal() for day in last), date.max.toordinal()], np.int64)[column.indices]
    return coded


def codes_of_numbers(fact: Fact, codes: Codes, numbers: npt.NDArray[Any], is_null: Flags) -> CodeColumn:
    """Return the codes of numbers: the regions between boundaries; ALONE for one that the fact cannot be."""
    before = np.array([bound for bound, after in codes.boundaries if not after], np.float64)
    after = np.array([bound for bound, after in codes.boundaries if after], np.float64)
    coded = np.searchsorted(before, numbers, "right") + np.searchsorted(after, numbers, "left")
    is_refused = ~(np.abs(numbers) <= _EXACT)
    if fact.minimum is not None:
        is_refused |= numbers < fact.minimum
    if fact.maximum is not None:
        is_refused |= numbers > fact.maximum
    coded[is_refused] = ALONE
    coded[is_null] = UNSTATED
    return coded.astype(np.int32)


_EXACT = 1 << 53
"""Beyond it whole numbers are no floats."""


def has_exact_boundaries(codes: Codes) -> bool:
    """Tell whether floats hold the boundaries of a number as they are written."""
    return all(bound == float(bound) for bound, _ in codes.boundaries)


def codes_by_text(column: EncodedColumn, code: Mapping[str, int], otherwise: int) -> CodeColumn:
    """Return the codes of texts by a table; UNSTATED stands where there is none."""
    table = [UNSTATED if text is None else code.get(text, otherwise) for text in column.values]
    coded: CodeColumn = np.array([*table, UNSTATED], np.int32)[column.indices]
    return coded
