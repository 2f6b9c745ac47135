"""Decides the rows that fall under one edition together, and says which of them are decided one by one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...rules.evaluator import Evaluator
from ..classes.class_cells import ClassCells
from ..columns_in.encoded_columns import NULL, Flags, Indices, distinct
from ..columns_in.local_days import LocalDays
from ..columns_in.request_columns import Instants, RequestColumns
from ..columns_in.request_terms import TermsColumn
from ..columns_in.value_codes import StatedColumn
from ..columns_out.decision_columns import DecisionColumns
from ..columns_out.row_buffers import ABSENT, ListEntries, RowBuffers
from ..deadlines.due_columns import NEVER
from ..deadlines.due_instants import DueInstants, is_sooner
from ..deadlines.open_tables import OpenTables
from .edition_codes import EditionCodes
from .edition_situations import EditionSituations, NumberedRows

Rows = npt.NDArray[np.int64]


class ReadRows(NamedTuple):
    """What rows are decided by: their situations, when they were received, and what their deadlines depend on."""

    numbered: NumberedRows
    received: Instants
    stated: Mapping[str, StatedColumn]


class EditionDecider:
    """Decides rows of one edition, whose situations it remembers."""

    def __init__(  # noqa: PLR0913 - what decisions follow from, and where they go
        self,
        evaluator: Evaluator,
        columns: DecisionColumns,
        entries: ListEntries,
        text_types: Mapping[str, str],
        days: LocalDays,
        *,
        presumptions: bool,
    ) -> None:
        compiled = evaluator.compiled
        self._codes = EditionCodes(compiled, text_types, days)
        self._situations = EditionSituations(evaluator, self._codes, entries, presumptions=presumptions)
        self._cells = ClassCells(columns, entries)
        self._columns = columns
        self._entries = entries
        self._presumptions = presumptions
        self._tables = OpenTables()
        self._is_counted = bool(compiled.counted)
        self._digest = columns.code("digest", compiled.policy.digest)

    @property
    def is_full(self) -> bool:
        """Whether so much is remembered that it is time to start anew."""
        return self._situations.is_full

    def read(self, rows: RequestColumns, terms: TermsColumn) -> ReadRows:
        """Return what rows are decided by. Their situations are decided when the first rows are written."""
        coded = self._codes.of(rows, terms)
        agreed = {fact for own in terms.listed for fact in own.agreed}
        sets, is_odd = self._situations.unknown.of(rows.unknown, rows.facts, agreed, len(rows))
        coded = replace(coded, alone=coded.alone | is_odd)
        return ReadRows(self._situations.number(coded, sets, terms), rows.received, coded.stated)

    def write(self, rows: ReadRows, places: Rows | slice, buffers: RowBuffers) -> Flags:
        """Write the cells of rows, which stand at some places of the buffers; return which are decided one by one.

        What is written of those counts for nothing.
        """
        situations = self._situations.of(rows.numbered)
        self._cells.add(self._situations.classes)
        classes = situations.classes
        is_single = np.array([*self._cells.is_single.numbers, 1], np.int32)  # the last is that of ALONE
        alone: Flags = is_single[classes] == 1
        known = np.where(alone, 0, classes) if alone.any() else classes
        if not len(self._situations.classes):
            return alone
        for name, cells in self._cells.cells.items():
            buffer = buffers.texts.get(name) if name in buffers.texts else buffers.lists.get(name)
            if buffer is not None:
                buffer[places] = cells.numbers[known]
        buffers.lists["rules"][places] = situations.rules
        buffers.lists["findings"][places] = situations.findings
        buffers.texts["digest"][places] = self._digest
        presumed = [dict(own.counted) for own in self._situations.classes] if self._is_counted else []
        instants = DueInstants(self._situations.ways.listed, rows.received, rows.stated, known, presumed, self._tables)
        alone |= self._write_deadlines(known, alone, instants, places, buffers)
        if self._presumptions:
            self._write_unsafe(known, ~alone, instants, places, buffers)
        return alone

    def _write_deadlines(
        self, classes: Indices, alone: Flags, instants: DueInstants, places: Rows | slice, buffers: RowBuffers
    ) -> Flags:
        """Write the cells of promises; return the rows in which something owed cannot be counted."""
        uncounted = np.zeros(len(classes), np.bool_)
        ways = [together for together, _ in self._cells.ways]
        is_counted = np.array([*map(bool, ways), False], np.bool_)  # the last is that of NULL
        is_bounded = np.array([*(bounded for _, bounded in self._cells.ways), True], np.bool_)
        for promise in self._columns.promises:
            indices = self._cells.dues[promise].numbers[classes]
            if alone.any():
                indices[alone] = NULL
            certain = self._cells.certain[promise].numbers[classes]
            first, last = instants.bounds(indices, ways)
            uncounted |= (first == NEVER) & is_counted[indices]
            if not is_bounded.all():
                first, last = (np.where(is_bounded[indices], instant, NEVER) for instant in (first, last))
            is_due = certain == 1 if first is last else (certain == 1) & (first == last)
            buffers.instants[f"{promise}_earliest"][places] = first
            buffers.instants[f"{promise}_latest"][places] = last
            buffers.instants[f"{promise}_due"][places] = np.where(is_due, first, NEVER)
            buffers.certain[promise][places] = certain
            buffers.texts[f"{promise}_state"][places] = ABSENT
        return uncounted

    def _write_unsafe(
        self, classes: Indices, counted: Flags, instants: DueInstants, places: Rows | slice, buffers: RowBuffers
    ) -> None:
        """Write which presumptions are unsafe where that depends on what falls due first."""
        sooner = [own.sooner for own in self._situations.classes]
        if not any(sooner):
            return
        facts = sorted({fact for pairs in sooner for fact, _, _ in pairs})
        flags = np.zeros(len(classes), np.int64)
        present = np.flatnonzero(np.bincount(classes)).tolist()
        for pair in sorted({pair for place in present for pair in sooner[place]}):
            fact, before, after = pair
            rows = np.flatnonzero(np.array([pair in pairs for pairs in sooner], np.bool_)[classes] & counted)
            if len(rows):
                flags[rows[is_sooner(instants, (before, after), rows)]] |= 1 << facts.index(fact)
        indices, keys = distinct(classes.astype(np.int64) << len(facts) | flags)
        unsafe = []
        for key in keys.tolist():
            own = self._situations.classes[key >> len(facts)]
            further = (fact for place, fact in enumerate(facts) if key >> place & 1)
            unsafe.append(self._entries.index("unsafe", dict.fromkeys((*own.unsafe, *further))))
        buffers.lists["unsafe"][places] = np.array(unsafe, np.int32)[indices]
