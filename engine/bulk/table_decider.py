"""Decides tables of requests: columns in, columns out, as many rows out as in, in their order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..findings import Finding, Findings
from ..model import Contract, Policy
from ..rules.evaluator import Evaluator
from ..triage.policy_store import PolicyStore
from .columns_in.encoded_columns import Flags, plain_text
from .columns_in.fact_columns import FactColumns
from .columns_in.input_columns import InputColumns, declared_facts, input_columns
from .columns_in.request_columns import request_columns
from .columns_in.request_terms import ALONE as NO_TERMS
from .columns_in.request_terms import RequestTerms, TermsColumn
from .columns_out.decided_table import DecidedTable, Reject, TableError
from .columns_out.decision_columns import DecisionColumns
from .columns_out.row_buffers import ListEntries, RowBuffers
from .editions.edition_decider import EditionDecider, ReadRows, Rows
from .editions.stable_ids import MOST
from .row_workers import ENOUGH, RowWorkers
from .single_rows import SingleRow, SingleRows, taken_rows

_SLICE = 1 << 18
"""Rows that are decided at a time: what that needs stays small."""


@dataclass(frozen=True, slots=True)
class _Slice:
    """Rows from a first one on: those that are decided one by one, and by edition what the others are decided by."""

    start: int
    alone: Flags
    parts: list[tuple[EditionDecider, ReadRows, Rows]] = field(default_factory=list)

    def write(self, buffers: RowBuffers) -> Flags:
        """Write the cells of rows that are decided together; return which of them are decided one by one."""
        for edition, rows, places in self.parts:
            is_all = len(places) == len(self.alone)
            at = slice(self.start, self.start + len(self.alone)) if is_all else places + self.start
            self.alone[places[edition.write(rows, at, buffers)]] = True
        return self.alone


class TableDecider:
    """Decides tables of requests by the policies of a store and some contracts. `version` is remit's own.

    A request that names neither policy nor contract falls under `policy`. Without `presumptions` the columns `presumed`
    and `unsafe` are left out. As of `now`, in seconds since 1970-01-01 UTC, deadlines stand as they do; it stands in
    where `received` is null, and each row is decided by itself. Where values are `as_text`, as in CSV, text that writes
    a number or a boolean is that for a fact of that type. Where a table has many rows that are decided one by one, so
    many worker processes decide them; that of a program imports its main module, which must then start nothing.
    It remembers the situations that it has met, up to a bound; one thread uses it at a time.
    """

    def __init__(  # noqa: PLR0913 - what decisions follow from
        self,
        store: PolicyStore,
        contracts: Sequence[Contract],
        version: str,
        *,
        policy: str | None = None,
        presumptions: bool = True,
        now: int | None = None,
        as_text: bool = False,
        workers: int = 1,
    ) -> None:
        self._store = store
        self._contracts = tuple(contracts)
        self._version = version
        self._policy = policy
        self._now = now
        self._as_text = as_text
        self._presumptions = presumptions
        policies = _policies(store)
        self._declared = declared_facts(record.facts for record in policies)
        self._text_types = _types(policies) if as_text else {}
        self._rows = SingleRows(store, self._contracts, version, policy, now, self._text_types)
        self._workers = RowWorkers(self._rows, workers) if workers > 1 else None
        self._columns = DecisionColumns(policies, presumptions=presumptions)
        self._facts = FactColumns()
        self._forget()

    def _forget(self) -> None:
        self._terms = RequestTerms(self._store, self._contracts, self._policy)
        self._entries = ListEntries(self._columns)
        self._editions: dict[Evaluator, EditionDecider] = {}

    @property
    def schema(self) -> pa.Schema:
        """The columns of every table that is decided."""
        return self._columns.schema

    def check(self, schema: pa.Schema) -> tuple[Finding, ...]:
        """Return what is wrong with the columns of a table of requests."""
        findings = Findings()
        input_columns(schema, self._declared, findings)
        return tuple(findings)

    def decide(self, table: pa.Table) -> DecidedTable:
        """Return the decisions of a table's rows; raise TableError where its columns are not those of requests."""
        [decided] = self.decide_all([table])
        return decided

    def decide_all(self, tables: Sequence[pa.Table]) -> Iterator[DecidedTable]:
        """Yield the decisions of tables, each as by itself: situations that are met first are decided together."""
        findings = Findings()
        columns = [input_columns(table.schema, self._declared, findings) for table in tables]
        if findings:
            raise TableError(findings)
        if self._terms.is_full or len(self._entries) > MOST:
            self._forget()
        try:
            read = [
                [self._read_slice(table, own, start) for start in _starts(table)]
                for table, own in zip(tables, columns, strict=True)
            ]
            for table in zip(tables, columns, read, strict=True):
                yield self._decide(*table)
        except BaseException:
            self._forget()  # what was being remembered is not whole
            raise

    def _decide(self, table: pa.Table, columns: InputColumns, slices: Sequence["_Slice"]) -> DecidedTable:
        buffers = RowBuffers(self._columns, self._entries, table.num_rows)
        alone = np.concatenate([part.write(buffers) for part in slices])
        ids: dict[int, str | None] = {}
        rejects = []
        places = np.flatnonzero(alone)
        for row, single in zip(places.tolist(), self.single(table, columns, places), strict=True):
            ids[row] = single.cells["id"]
            buffers.put(row, single.cells)
            if single.errors is not None:
                rejects.append(Reject(row, single.errors))
        return DecidedTable(buffers.table(_ids(table, columns, ids)), tuple(rejects))

    def _read_slice(self, table: pa.Table, columns: InputColumns, start: int) -> "_Slice":
        """Return what some rows that are decided together are decided by."""
        part = table.slice(start, _SLICE)
        if self._now is not None:
            return _Slice(start, np.ones(part.num_rows, np.bool_))
        rows = request_columns(part, columns, self._facts)
        read = _Slice(start, rows.alone)
        chosen = np.flatnonzero(~rows.alone)
        if len(chosen) < len(rows):
            rows = rows.take(chosen)
        if not len(rows):
            return read
        terms = self._terms.of(rows.keys, rows.received)
        present = np.flatnonzero(np.bincount(terms - NO_TERMS)) + NO_TERMS
        local = np.searchsorted(present, terms)
        listed = [None if index == NO_TERMS else self._terms.listed[index] for index in present.tolist()]
        read.alone[chosen[terms == NO_TERMS]] = True
        for evaluator in dict.fromkeys(own.evaluator for own in listed if own is not None):
            own = [n for n, known in enumerate(listed) if known is not None and known.evaluator is evaluator]
            numbers = np.full(len(listed), NO_TERMS, np.int32)
            numbers[own] = np.arange(len(own), dtype=np.int32)
            of_edition = np.flatnonzero(numbers[local] != NO_TERMS)
            own_rows = rows if len(of_edition) == len(rows) else rows.take(of_edition)
            own_terms = TermsColumn(numbers[local[of_edition]], [self._terms.listed[present[n]] for n in own])
            edition = self._edition(evaluator)
            read.parts.append((edition, edition.read(own_rows, own_terms), chosen[of_edition]))
        return read

    def _edition(self, evaluator: Evaluator) -> EditionDecider:
        known = self._editions.get(evaluator)
        if known is None or known.is_full:
            days = self._terms.days_in(evaluator.compiled.policy.timezone)
            self._editions[evaluator] = EditionDecider(
                evaluator, self._columns, self._entries, self._text_types, days, presumptions=self._presumptions
            )
        return self._editions[evaluator]

    def single(self, table: pa.Table, columns: InputColumns, places: Rows) -> Iterator[SingleRow]:
        """Yield what some rows come to, decided one by one."""
        for start in range(0, len(places), _SLICE):
            taken = taken_rows(table, places[start : start + _SLICE])
            if self._workers is not None and taken.num_rows >= ENOUGH:
                yield from self._workers.decide(taken, columns)
            else:
                yield from self._rows.decide(taken, columns)

    def close(self) -> None:
        """End the worker processes, where there are any: nothing is decided after it."""
        if self._workers is not None:
            self._workers.close()

    def __reduce__(self) -> tuple[Any, ...]:
        restore = partial(
            TableDecider,
            policy=self._policy,
            presumptions=self._presumptions,
            now=self._now,
            as_text=self._as_text,
        )
        return restore, (self._store, self._contracts, self._version)


def _starts(table: pa.Table) -> range:
    return range(0, max(table.num_rows, 1), _SLICE)


def _ids(table: pa.Table, columns: InputColumns, single: dict[int, str | None]) -> pa.Array:
    """Return the ids of rows as text, those of rows that were decided one by one as they were read."""
    if "id" not in columns.keys:
        return pa.nulls(table.num_rows, pa.string())
    ids = plain_text(table.column(columns.keys["id"]))
    if not single:
        return ids
    mask = np.zeros(table.num_rows, np.bool_)
    mask[list(single)] = True
    return pc.replace_with_mask(ids.combine_chunks(), pa.array(mask), pa.array(single.values(), pa.string()))


def _policies(store: PolicyStore) -> list[Policy]:
    """Return the editions of the policies of a store, in the order of their names."""
    return [evaluator.compiled.policy for name in store.names() for evaluator in store.editions(name)[0]]


def _types(policies: Sequence[Policy]) -> dict[str, str]:
    """Return the type of each fact that is declared with one type alone."""
    types: dict[str, set[str]] = {}
    for policy in policies:
        for name, fact in policy.facts.items():
            types.setdefault(name, set()).add(fact.type)
    return {name: next(iter(declared)) for name, declared in types.items() if len(declared) == 1}
