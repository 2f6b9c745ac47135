"""Which of many requests two policies decide alike, told from the tables of what both decide."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...model import Contract, Offer, Request
from ...triage.policy_store import PolicyStore

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

ENOUGH = 1_000
"""So many requests are decided as tables; fewer are sooner decided one by one."""
_PACKAGES = ("numpy", "pyarrow")
_COMPARED = ("scope", "level", "required_way", "allowed_ways")


def alike_requests(
    requests: Sequence[Request | None], stores: Sequence[PolicyStore], contracts: Sequence[Contract]
) -> Sequence[bool]:
    """Tell of requests whether both decide them alike for certain; what is open is decided by whoever asks.

    None is where they are few, where numpy and pyarrow are not installed, and where a policy has ways that follow up,
    of which the tables say nothing.
    """
    places = [n for n, request in enumerate(requests) if request is not None and _is_plain(request)]
    alike = [False] * len(requests)
    if len(places) < ENOUGH or any(map(_follows_up, stores)):
        return alike
    try:
        from ...bulk.table_decider import TableDecider  # noqa: PLC0415 - numpy and pyarrow are of an extra
    except ModuleNotFoundError as problem:
        if problem.name not in _PACKAGES:
            raise
        return alike
    table = _table([request for n in places if (request := requests[n]) is not None])
    decided = [TableDecider(store, contracts, "", presumptions=False).decide(table).table for store in stores]
    for place, is_alike in zip(places, _alike_rows(*decided).tolist(), strict=True):
        alike[place] = is_alike
    return alike


def _is_plain(request: Request) -> bool:
    """Tell whether all of a request that a decision follows from stands in columns of a table."""
    values = (stated.value for stated in request.facts.values())
    return (
        request.is_dated
        and not (request.has_events or request.confirmed or request.reading)
        and all(value is None or isinstance(value, str | bool | int | float) for value in values)
    )


def _follows_up(store: PolicyStore) -> bool:
    policies = [evaluator.compiled.policy for name in store.names() for evaluator in store.editions(name)[0]]
    return any(
        isinstance(rule.then, Offer) and rule.then.follow_up for policy in policies for rule in policy.channel.rules
    )


def _table(requests: Sequence[Request]) -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415 - of an extra

    texts = {
        "policy": [request.policy for request in requests],
        "tier": [request.tier for request in requests],
        "contract": [request.contract for request in requests],
        "from": [request.sender for request in requests],
        "claimed_priority": [request.claimed_priority for request in requests],
        "facts": [json.dumps({name: own.value for name, own in request.facts.items()}) for request in requests],
    }
    columns: dict[str, Any] = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    received = pa.array([request.received for request in requests], pa.int64())
    columns["received"] = received.cast(pa.timestamp("s", "UTC"))
    columns["channel"] = pa.array([request.arrived_by or None for request in requests], pa.list_(pa.string()))
    return pa.table(columns)


def _alike_rows(old: "pa.Table", new: "pa.Table") -> "npt.NDArray[np.bool_]":
    """Return the rows that are decided in both, in the same way: what is owed falls due at the same instant."""
    import numpy as np  # noqa: PLC0415 - of an extra
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    def plain(table: "pa.Table", name: str, kind: Any) -> Any:
        if name not in table.column_names:
            return pa.chunked_array([pa.nulls(table.num_rows, kind)])
        return table.column(name).cast(kind)

    def same(name: str, kind: Any) -> "npt.NDArray[np.bool_]":
        before, after = plain(old, name, kind), plain(new, name, kind)
        equal = pc.fill_null(pc.equal(before, after), False)  # noqa: FBT003 - a null is no value
        both_null = pc.and_(pc.is_null(before), pc.is_null(after))
        flags: npt.NDArray[np.bool_] = np.asarray(pc.or_(equal, both_null))
        return flags

    text = pa.string()
    alike: npt.NDArray[np.bool_] = same("status", text) & np.asarray(
        pc.equal(old.column("status").cast(text), "decided")
    )
    for name in _COMPARED:
        alike &= same(name, text)
    names = dict.fromkeys([*old.column_names, *new.column_names])
    for promise in [name.removesuffix("_certain") for name in names if name.endswith("_certain")]:
        alike &= same(f"{promise}_due", pa.timestamp("us", "UTC"))
        for table in (old, new):  # owed, and open when
            due = plain(table, f"{promise}_due", pa.timestamp("us", "UTC"))
            certain = plain(table, f"{promise}_certain", pa.bool_())
            alike &= ~np.asarray(pc.and_(pc.is_null(due), pc.is_valid(certain)))
    return alike
