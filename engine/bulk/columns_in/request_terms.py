"""The terms that rows fall under: the edition, tier and contract of each, as single requests would be resolved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...findings import Findings
from ...language.plain_requests import plain_request
from ...model import Contract, Policy, Request, Value
from ...rules.evaluator import Evaluator
from ...triage.contracts import check_contacts, contract_candidates, is_in_force
from ...triage.known_facts import tier_of
from ...triage.policy_store import PolicyStore
from ...triage.resolve_request import resolve_request
from ...worktime import WorktimeError
from ...worktime.zones import DAY
from .encoded_columns import NULL, EncodedColumn, Indices, distinct, first_rows
from .local_days import Instants, LocalDays
from .senders import Senders

ALONE = -1
"""The index of the terms of rows that are decided one by one, as findings or a contract that is over need."""

KEYS = ("policy", "tier", "contract", "from")
"""The columns that lead to terms."""

_MOST = 1 << 16
"""Combinations and senders that are remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What a request falls under; `agreed` are the facts that its contract states, and whether a contact sent it."""

    evaluator: Evaluator
    tier: str
    agreed: Mapping[str, Value]
    has_too_many_contacts: bool


class TermsColumn(NamedTuple):
    """The index of each row's terms among those that are listed."""

    indices: Indices
    listed: Sequence[Terms]


@dataclass(slots=True)
class _Combination:
    """What keys of a request lead to; in each of some zones days at which that can change; terms by runs of days."""

    written: Mapping[str, str]
    changes: list[tuple[LocalDays, npt.NDArray[np.int64]]] = field(default_factory=list)
    terms: dict[tuple[int, ...], int] = field(default_factory=dict)
    is_dated: bool = True
    """Whether those days can be told; single requests say why not."""


class RequestTerms:
    """Resolves the terms of rows, each combination of keys once for each run of days in which nothing changes."""

    def __init__(self, store: PolicyStore, contracts: Sequence[Contract], policy: str | None) -> None:
        """Take what requests fall under, and the policy of those that name neither a policy nor a contract."""
        self._store = store
        self._contracts = contracts
        self._policy = policy
        self._senders = Senders(contracts)
        self._combinations: dict[tuple[str | None, ...], _Combination] = {}
        self._days: dict[str, LocalDays] = {}
        self.listed: list[Terms] = []
        """The terms by index."""

    @property
    def is_full(self) -> bool:
        """Whether so much is remembered that it is time to start anew."""
        return len(self._combinations) > _MOST or self._senders.is_full

    def days_in(self, timezone: str) -> LocalDays:
        """Return the days of a zone; raise WorktimeError where it is not known."""
        if timezone not in self._days:
            self._days[timezone] = LocalDays(timezone)
        return self._days[timezone]

    def of(self, columns: Mapping[str, EncodedColumn], received: Instants) -> Indices:
        """Return the index of the terms of each row, from the columns of keys; ALONE where it is decided by itself."""
        names = [name for name in KEYS if name in columns and (name != "from" or self._contracts)]
        listed = [columns[name] for name in names]
        if "from" in names:
            listed[-1] = self._senders.standing_for(listed[-1])
        keys = np.zeros(len(received), np.int64)
        for column in listed:
            keys = keys * (len(column.values) + 1) + column.indices + 1
        indices, present = distinct(keys)
        first = first_rows(indices, len(present)) if len(received) else np.zeros(0, np.int64)
        terms = np.full(len(present), ALONE, np.int32)
        split: list[tuple[int, _Combination]] = []
        for number, row in enumerate(first.tolist()):
            values = [_value(column, row) for column in listed]
            combination = self._combination(dict(zip(names, values, strict=True)))
            if _changes_within(combination, received):
                split.append((number, combination))
            else:
                terms[number] = self._resolved(combination, received[row : row + 1])[0]
        by_row: Indices = terms[indices]
        for number, combination in split:
            rows = np.flatnonzero(indices == number)
            by_row[rows] = self._resolved(combination, received[rows])
        return by_row

    def _combination(self, values: Mapping[str, str | None]) -> _Combination:
        key = tuple(values.get(name) for name in KEYS)
        known = self._combinations.get(key)
        if known is None:
            written = {name: value for name, value in values.items() if value is not None}
            if self._policy is not None and "contract" not in written:
                written = {"policy": self._policy, **written}
            known = self._combinations[key] = _Combination(written)
            try:
                known.changes = self._changes(written)
            except (WorktimeError, ValueError):
                known.is_dated = False
        return known

    def _resolved(self, combination: _Combination, received: Instants) -> Indices:
        """Return the index of the terms of requests that a combination leads to."""
        if not combination.is_dated:
            return np.full(len(received), ALONE, np.int32)
        runs = [np.searchsorted(changes, days.of(received), "right") for days, changes in combination.changes]
        if not runs:
            return np.full(len(received), self._index(combination, (), int(received[0])), np.int32)
        keys, rows, inverse = np.unique(np.stack(runs, 1), axis=0, return_index=True, return_inverse=True)
        terms = [
            self._index(combination, tuple(key), int(received[row]))
            for key, row in zip(keys.tolist(), rows.tolist(), strict=True)
        ]
        return np.array(terms, np.int32)[inverse.ravel()]

    def _index(self, combination: _Combination, runs: tuple[int, ...], received: int) -> int:
        if runs not in combination.terms:
            terms = self._resolve(combination.written, received)
            combination.terms[runs] = ALONE if terms is None else len(self.listed)
            if terms is not None:
                self.listed.append(terms)
        return combination.terms[runs]

    def _resolve(self, written: Mapping[str, str], received: int) -> Terms | None:
        """Return the terms of a request; None where it has findings, is open, or its contract is not in force."""
        request = self._request(written, received)
        findings = Findings()
        resolved = resolve_request(request, self._store, self._contracts, findings) if request else None
        if request is None or resolved is None or findings:
            return None
        evaluator, contract, facts = resolved
        policy, tier = evaluator.compiled.policy, tier_of(request, contract)
        if contract is not None:
            try:
                if not is_in_force(contract, policy, received):
                    return None
            except WorktimeError:
                return None
            check_contacts(contract, policy.tiers[tier], contract.mark, findings)
        return Terms(evaluator=evaluator, tier=tier, agreed=dict(facts.values), has_too_many_contacts=bool(findings))

    def _request(self, written: Mapping[str, str], received: int) -> Request | None:
        return plain_request({**written, "received": datetime.fromtimestamp(received, UTC)}, None)

    def _changes(self, written: Mapping[str, str]) -> list[tuple[LocalDays, npt.NDArray[np.int64]]]:
        """Return, by zone, the days at which another edition or contract can begin to count."""
        request = self._request(written, 0)
        if request is None:
            return []
        by_zone: dict[str, set[int]] = {}
        for timezone, ends in self._ranges(request):
            first, last = (date.fromisoformat(end).toordinal() if end else None for end in ends)
            days = by_zone.setdefault(timezone, set())
            days.update([first] if first is not None else (), [last + 1] if last is not None else ())
        return [
            (self.days_in(timezone), np.array(sorted(days), np.int64)) for timezone, days in by_zone.items() if days
        ]

    def _ranges(self, request: Request) -> Iterator[tuple[str, tuple[str | None, str | None]]]:
        """Yield the ranges of days, each in its zone, of the editions and contracts that a request can lead to."""
        contracts = self._contracts_of(request)
        names = {name for name in (request.policy, *(contract.policy for contract in contracts)) if name}
        policies = {name: self._policies(name) for name in sorted(names)}
        for policy in (policy for listed in policies.values() for policy in listed):
            yield policy.timezone, policy.effective
        for contract in contracts:
            for timezone in {contract.timezone or policy.timezone for policy in policies[contract.policy]}:
                yield timezone, (contract.start, contract.end)

    def _policies(self, name: str) -> list[Policy]:
        return [evaluator.compiled.policy for evaluator in self._store.editions(name)[0]]

    def _contracts_of(self, request: Request) -> list[Contract]:
        if request.contract is not None:
            return [contract for contract in self._contracts if contract.id == request.contract]
        ids = {candidate.contract for candidate in contract_candidates(request, self._contracts, lambda _: True)}
        return [contract for contract in self._contracts if contract.id in ids]


def _value(column: EncodedColumn, row: int) -> str | None:
    index = int(column.indices[row])
    value: str | None = None if index == NULL else column.values[index]
    return value


def _changes_within(combination: _Combination, received: Instants) -> bool:
    """Tell whether a change may lie between the first and the last of some receipts, in whichever zone."""
    first, last = (int(instant) // DAY + _UNIX_DAY for instant in (received.min(), received.max()))
    return any(((days >= first - 2) & (days <= last + 2)).any() for _, days in combination.changes)


_UNIX_DAY = date(1970, 1, 1).toordinal()
