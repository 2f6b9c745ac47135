"""Decides tables of requests: columns in, columns out, as many rows out as in, in their order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from ..findings import Finding, Findings, Severity, in_order
from ..language.nodes import read_plain
from ..language.plain_requests import plain_request
from ..language.request_files import draft_of
from ..model import Contract, Policy
from ..triage.decide import decide, resolve_request
from ..triage.decision import Decision, Invalid
from ..triage.policy_store import PolicyStore
from .decision_columns import DecisionColumns, row_of
from .input_columns import InputColumns, declared_facts, input_columns
from .row_requests import RowRequests


class TableError(ValueError):
    """A table whose columns are not those of requests; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Take the findings, at least one of them an error."""
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is no valid request, counted from 0 in its table, and why."""

    row: int
    findings: tuple[Finding, ...]

    @property
    def reason(self) -> str:
        """Return why on one line, the first error first."""
        errors = [finding for finding in self.findings if finding.severity is Severity.error]
        return "; ".join(f"{finding.message} [{finding.check}]" for finding in errors)


@dataclass(frozen=True, slots=True)
class DecidedTable:
    """The decisions of the rows of a table; the rows that are `rejects` have the status `invalid` in it."""

    table: pa.Table
    rejects: tuple[Reject, ...]


class TableDecider:
    """Decides tables of requests by the policies of a store and some contracts. `version` is remit's own.

    A request that names neither policy nor contract falls under `policy`. Without `presumptions` the columns `presumed`
    and `unsafe` are left out. As of `now`, in seconds since 1970-01-01 UTC, deadlines stand as they do; it stands in
    where `received` is null. Where values are `as_text`, as in CSV, text that writes a number or a boolean is that for
    a fact of that type.
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
    ) -> None:
        self._store = store
        self._contracts = tuple(contracts)
        self._version = version
        self._policy = policy
        self._now = now
        self._as_text = as_text
        self._presumptions = presumptions
        policies = _policies(store)
        self._facts = declared_facts(record.facts for record in policies)
        self._text_types = _types(policies) if as_text else {}
        self._columns = DecisionColumns(policies, presumptions=presumptions)

    @property
    def schema(self) -> pa.Schema:
        """The columns of every table that is decided."""
        return self._columns.schema

    def check(self, schema: pa.Schema) -> tuple[Finding, ...]:
        """Return what is wrong with the columns of a table of requests."""
        findings = Findings()
        input_columns(schema, self._facts, findings)
        return tuple(findings)

    def decide(self, table: pa.Table) -> DecidedTable:
        """Return the decisions of a table's rows; raise TableError where its columns are not those of requests."""
        findings = Findings()
        columns = input_columns(table.schema, self._facts, findings)
        if findings:
            raise TableError(findings)
        decided = [self._decide_row(written, problems) for written, problems in self._rows(table, columns)]
        rejects = [
            Reject(row, decision.findings) for row, decision in enumerate(decided) if decision.status == "invalid"
        ]
        return DecidedTable(self._columns.table([row_of(decision) for decision in decided]), tuple(rejects))

    def _rows(self, table: pa.Table, columns: InputColumns) -> Iterator[tuple[dict[str, Any], Findings]]:
        rows = RowRequests(table, columns, self._text_types)
        for row in range(table.num_rows):
            findings = Findings()
            yield rows.written(row, findings), findings

    def _decide_row(self, written: dict[str, Any], findings: Findings) -> Decision | Invalid:
        """Return the decision of the request that a row writes, as that of a request file or of a mapping."""
        if self._policy is not None and "contract" not in written:
            written = {"policy": self._policy, **written}
        request = plain_request(written, self._now) if not findings else None
        if request is None:
            request = draft_of(read_plain(written, findings), findings, self._now)
        if request is None:
            return Invalid(None, tuple(findings))
        if findings.has_errors:
            resolve_request(request, self._store, self._contracts, findings)
            return Invalid(request.id, tuple(in_order(findings)))
        return decide(request, self._store, self._contracts, self._version, self._now)

    def __reduce__(self) -> tuple[Any, ...]:
        restore = partial(
            TableDecider,
            policy=self._policy,
            presumptions=self._presumptions,
            now=self._now,
            as_text=self._as_text,
        )
        return restore, (self._store, self._contracts, self._version)


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
