"""The situations of one edition that were met, and what each decides, so that rows are decided by indexing."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...rules.evaluator import Evaluator
from ..classes.class_columns import ClassColumns, CountedWays
from ..classes.growing_columns import GrowingColumn
from ..classes.situation_classes import ALONE, SituationClasses
from ..columns_in.encoded_columns import Flags, Indices, first_rows
from ..columns_in.request_terms import TermsColumn
from ..columns_out.row_buffers import ListEntries
from ..situations.situation_sets import UNKNOWN, UNSTATED
from .edition_codes import (
    ARRIVED_BY,
    CONTRADICTS_CONTRACT,
    READ_AS,
    TOO_MANY_CONTACTS,
    CodedRows,
    EditionCodes,
    size_of,
)
from .stable_ids import MOST, MixedKeys, StableIds
from .unknown_sets import SETS, UnknownSets

_WARNINGS = {
    TOO_MANY_CONTACTS: "too-many-contacts",
    CONTRADICTS_CONTRACT: "contradicts-contract",
    READ_AS: "read-as",
}
_FLAGS = 2 * READ_AS
_NO_WAY = ("",)
"""How a request came in whose way the policy does not have."""

Situations = npt.NDArray[np.int32]
"""Situations as rows of codes, a column for each feature."""


class NumberedRows(NamedTuple):
    """Of each row the index of its number among `ids`: of all, or of those that are `together` of so many."""

    indices: Indices
    ids: Indices
    together: npt.NDArray[np.int64] | None
    size: int


class _NewSituations(NamedTuple):
    """Situations that wait to be decided; in some a fact is both stated and said not to be known."""

    situations: Situations
    is_odd: Flags
    tiers: Indices
    warnings: npt.NDArray[np.int8]


class SituationRows(NamedTuple):
    """Of each row the class of its situation (ALONE: decided by itself), and the index of its rules and findings."""

    classes: Indices
    rules: Indices
    findings: Indices


class EditionSituations:
    """The situations of one edition that were met; `classes` has what each class decides, by index."""

    def __init__(self, evaluator: Evaluator, codes: EditionCodes, entries: ListEntries, *, presumptions: bool) -> None:
        """Start with none; lists of texts become some of the entries."""
        compiled = evaluator.compiled
        self._codes = codes
        self._entries = entries
        self._tiers = {tier: n for n, tier in enumerate(compiled.policy.tiers)}
        self.ways = CountedWays()
        self._classified = SituationClasses(evaluator, self.ways, with_presumptions=presumptions)
        self._sizes = {name: size_of(compiled.codes[name]) - UNKNOWN for name in codes.counting}
        ways = {compiled.codes[ARRIVED_BY].code(way): (way,) for way in compiled.policy.ways}
        self._arrivals: dict[int, tuple[str, ...]] = {**ways, UNSTATED: (), UNKNOWN: ()}
        self._keys = MixedKeys()
        self._ids = StableIds()
        self.unknown = UnknownSets(compiled.policy, codes.counting)
        self.classes: list[ClassColumns] = self._classified.columns
        self._classes, self._rules, self._findings = (GrowingColumn() for _ in range(3))
        self._waiting: list[_NewSituations] = []

    @property
    def is_full(self) -> bool:
        """Whether so many situations are remembered that it is time to start anew."""
        return len(self._ids) > MOST or self._keys.is_full

    def number(self, coded: CodedRows, sets: Indices, terms: TermsColumn) -> NumberedRows:
        """Return the numbers of the situations of rows; `sets` are the facts that are not known, by index.

        Those that were not met before wait until one of them is asked for: then all that wait are decided together.
        """
        tiers = np.array([self._tiers[own.tier] for own in terms.listed], np.int32)[terms.indices]
        columns: list[tuple[npt.NDArray[np.integer] | int, int, int]] = [
            (tiers, len(self._tiers), 0),
            (coded.warnings, _FLAGS, 0),
            (sets, SETS, 0),
            *((coded.codes.get(name, UNSTATED), size, UNKNOWN) for name, size in self._sizes.items()),
        ]
        keys = self._keys.of(columns, len(sets))
        together = np.flatnonzero(~coded.alone)  # what stands in other rows is no situation
        is_all = len(together) == len(sets)
        first_new = len(self._ids)
        indices, ids = self._ids.of(keys if is_all else keys[together])
        new = np.flatnonzero(ids >= first_new)
        if len(new):
            rows = together[first_rows(indices, len(ids))[new]]
            situations, is_odd = self._situations(coded, rows, sets[rows])
            self._waiting.append(_NewSituations(situations, is_odd, tiers[rows], coded.warnings[rows]))
        return NumberedRows(indices, ids, None if is_all else together, len(sets))

    def of(self, rows: NumberedRows) -> SituationRows:
        """Return what the situations of rows decide."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._add(_NewSituations(*map(np.concatenate, zip(*waiting, strict=True))))
        by_row = [column.numbers[rows.ids][rows.indices] for column in (self._classes, self._rules, self._findings)]
        if rows.together is not None:
            by_row = [_spread(numbers, rows.together, rows.size) for numbers in by_row]
        return SituationRows(*by_row)

    def _add(self, new: "_NewSituations") -> None:
        """Decide situations, none of which was met before, in the order of their numbers."""
        classes, rules, findings = (np.full(len(new.tiers), ALONE, np.int32) for _ in range(3))
        chosen = np.flatnonzero(~new.is_odd)
        if len(chosen):
            classified = self._classified.classify(new.situations[chosen], new.tiers[chosen])
            classes[chosen] = classified.classes
            is_decided = classified.classes != ALONE
            decided = chosen[is_decided]
            pairs = classes[decided], classified.rule_sets[is_decided]
            rules[decided] = _for_each(pairs, self._rules_of)
            arrivals = new.situations[decided, self._codes.features.index(ARRIVED_BY)]
            triples = classes[decided], arrivals, new.warnings[decided]
            findings[decided] = _for_each(triples, self._findings_of)
        self._classes.extend(classes)
        self._rules.extend(rules)
        self._findings.extend(findings)

    def _situations(self, coded: CodedRows, rows: npt.NDArray[np.int64], sets: Indices) -> tuple[Situations, Flags]:
        """Return the situations of rows; with those in which a fact is both stated and said not to be known."""
        names = self._codes.features
        situations = np.full((len(rows), len(names)), UNSTATED, np.int32)
        for place, name in enumerate(names):
            if name in coded.codes:
                situations[:, place] = coded.codes[name][rows]
        is_odd = np.zeros(len(rows), np.bool_)
        for place, name in enumerate(names):
            is_unknown = self.unknown.naming(name)
            if is_unknown is not None:
                unknown = is_unknown[sets]
                is_odd |= unknown & (situations[:, place] != UNSTATED)
                situations[unknown, place] = UNKNOWN
        return situations, is_odd

    def _rules_of(self, number: int, rule_set: int) -> int:
        deciding, columns = self._classified.rule_sets[rule_set], self.classes[number]
        return self._entries.index("rules", dict.fromkeys((*deciding, *columns.outcome.rules, *columns.derivations)))

    def _findings_of(self, number: int, arrival: int, warnings: int) -> int:
        columns = self.classes[number]
        findings = {*columns.findings, *(check for flag, check in _WARNINGS.items() if warnings & flag)}
        if columns.lacks_way(self._arrivals.get(arrival, _NO_WAY)):
            findings.add("required-way-not-used")
        return self._entries.index("findings", findings)


def _spread(numbers: Indices, rows: npt.NDArray[np.int64], count: int) -> Indices:
    """Return numbers at some rows of so many; ALONE stands in the others."""
    spread = np.full(count, ALONE, np.int32)
    spread[rows] = numbers
    return spread


def _for_each(columns: Sequence[npt.NDArray[np.integer]], number_of: Callable[..., int]) -> Indices:
    """Return the number of each combination of what columns hold, each distinct one asked for once."""
    distinct, inverse = np.unique(np.stack(columns, 1), axis=0, return_inverse=True)
    numbers: Indices = np.array([number_of(*combination) for combination in distinct.tolist()], np.int32)
    return numbers[inverse.ravel()]
