"""Decides rows of a table one by one, as the request of each would be by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..findings import Finding, Findings, in_order
from ..language.nodes import read_plain
from ..language.plain_requests import plain_request
from ..language.request_files import draft_of
from ..model import Contract
from ..triage.decide import decide
from ..triage.decision import Decision, Invalid
from ..triage.policy_store import PolicyStore
from ..triage.resolve_request import resolve_request
from .columns_in.input_columns import InputColumns
from .columns_in.row_requests import RowRequests
from .columns_out.decision_columns import DecisionRow, row_of


class SingleRow(NamedTuple):
    """The cells of a row that was decided by itself; `errors` say why it is no valid request, None where it is one."""

    cells: DecisionRow
    errors: tuple[Finding, ...] | None


@dataclass(frozen=True, slots=True)
class SingleRows:
    """What rows are decided by one by one, in this process or, as it can be pickled, in another."""

    store: PolicyStore
    contracts: tuple[Contract, ...]
    version: str
    policy: str | None
    now: int | None
    text_types: Mapping[str, str]

    def decide(self, table: pa.Table, columns: InputColumns) -> Iterator[SingleRow]:
        """Yield what each row comes to, in order."""
        rows = RowRequests(table, columns, self.text_types)
        for number in range(table.num_rows):
            findings = Findings()
            decision = self._decide_row(rows.written(number, findings), findings)
            yield SingleRow(row_of(decision), decision.findings if decision.status == "invalid" else None)

    def _decide_row(self, written: dict[str, Any], findings: Findings) -> Decision | Invalid:
        """Return the decision of the request that a row writes, as that of a request file or of a mapping."""
        if self.policy is not None and "contract" not in written:
            written = {"policy": self.policy, **written}
        request = plain_request(written, self.now) if not findings else None
        if request is None:
            request = draft_of(read_plain(written, findings), findings, self.now)
        if request is None:
            return Invalid(None, tuple(findings))
        if findings.has_errors:
            resolve_request(request, self.store, self.contracts, findings)
            return Invalid(request.id, tuple(in_order(findings)))
        return decide(request, self.store, self.contracts, self.version, self.now)


def taken_rows(table: pa.Table, places: npt.NDArray[np.int64] | Sequence[int]) -> pa.Table:
    """Return some rows of a table; of some types only slices can be taken."""
    try:
        return table.take(pa.array(places))
    except pa.ArrowNotImplementedError:
        return pa.concat_tables([table.slice(place, 1) for place in np.asarray(places).tolist()])
