"""Decides whole Arrow tables of requests by policies that are named or loaded."""

import os
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ... import __version__
from ..findings import NOWHERE, Findings, in_order
from ..language.files import SourceFile
from ..language.input_files import InputFiles, sources_of
from ..rules.engines import Choice
from ..triage.policy_store import PolicyStore
from .loaded_policy import (
    Contracts,
    Policy,
    PolicyError,
    RequestError,
    contracts_named,
    folder_named,
    raise_errors,
    seconds_of,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from ..bulk.table_decider import TableDecider

Policies = str | os.PathLike[str] | Policy | Iterable["str | os.PathLike[str] | Policy"]
"""A shipped policy's name, a file or a folder of policies, a loaded policy, or several of them."""


def decide_table(  # noqa: PLR0913 - what decisions follow from
    table: "pa.Table",
    policies: Policies,
    contracts: Contracts = (),
    *,
    presumptions: bool = True,
    now: datetime | None = None,
    as_text: bool = False,
) -> "pa.Table":
    """Return the decisions of the requests in an Arrow table: as many rows, in the same order.

    Columns in are the keys of a request file, by name: `id` (text or whole numbers), `received` (a timestamp of any
    unit with a time zone, its fraction of a second dropped, or text with an offset), `policy`, `tier`, `contract`,
    `from`, `claimed_priority`, `subject`, `body` (text), `channel` (text or a list of texts), `last_update` (as
    `received`), `events`, `confirmed`, `kind`, `likely`, `hits`, `findings`, `message` (records, lists or JSON text).
    A fact is a column of its name, or `facts.NAME`, or an entry of the one column `facts` (a struct, a map, or JSON
    text, in which null stands for asked and not known). Everywhere else null means that nothing is stated; `unknown`
    lists the facts that were asked for and are not known (a list of texts, or text separated by blanks). Columns that
    begin with `_` are not read; any other is an error, a RequestError. Without `policy` and `contract`, requests fall
    under the policy where there is but one. With `as_text`, text that writes a number or a boolean is that for a
    fact of that type, as CSV needs.

    Columns out: `id` (text); `status`, `scope`, `level`, `rules`, `required_way`, `allowed_ways`; for each promise of
    the policies, in their order, `PROMISE_due`, `PROMISE_earliest`, `PROMISE_latest` (timestamp[us, UTC]),
    `PROMISE_certain` (boolean) and `PROMISE_state`; then `missing`, `presumed`, `unsafe`, `findings` and `digest`, that
    of the edition that decided. Texts are dictionaries of int32 and text, in the order of the policies, whichever rows
    come first; `rules`, `allowed_ways`, `missing`, `presumed`, `unsafe` and `findings` are ids separated by blanks, an
    empty text where there is none. Null stands for what is open or does not arise. Without `presumptions` the
    columns `presumed` and `unsafe` are left out, and what they cost.

    A row that is no valid request has the status `invalid` and the ids of its `findings`, and else nulls; one of which
    it is open under which contract it falls has `needs_facts` and `contract` among `missing`. `now` is as in
    `Policy.decide`. Raises PolicyError where a policy or a contract cannot be used.
    """
    import pyarrow as pa  # noqa: PLC0415 - of an extra

    decider = table_decider(policies, contracts, presumptions=presumptions, now=now, as_text=as_text)
    requests = table if isinstance(table, pa.Table) else pa.table(table)
    raise_errors(RequestError, decider.check(requests.schema))
    return decider.decide(requests).table


def table_decider(  # noqa: PLR0913 - what decisions follow from
    policies: Policies,
    contracts: Contracts = (),
    *,
    presumptions: bool = True,
    now: datetime | None = None,
    as_text: bool = False,
    rules: Choice = "auto",
    workers: int = 1,
) -> "TableDecider":
    """Return what decides tables as `decide_table` does, for whoever has many: its `decide` also tells the rejects.

    It can be pickled, and remembers what it has decided. Rows that are decided one by one go to so many `workers`,
    processes that its `close` ends, where a table has thousands of them.
    """
    from ..bulk.table_decider import TableDecider  # noqa: PLC0415 - numpy and pyarrow are of an extra

    findings = Findings()
    store, loaded = _store(policies, rules, findings)
    agreed = (*contracts_named(contracts, findings), *(contract for policy in loaded for contract in policy._contracts))  # noqa: SLF001 - its own
    names = store.names()
    for name in names:
        findings += store.editions(name)[1]
    raise_errors(PolicyError, in_order(findings))
    return TableDecider(
        store,
        agreed,
        __version__,
        policy=names[0] if len(names) == 1 else None,
        presumptions=presumptions,
        now=seconds_of(now),
        as_text=as_text,
        workers=workers,
    )


def _store(policies: Policies, rules: Choice, findings: Findings) -> tuple[PolicyStore, list[Policy]]:
    """Return the store of policies that are named or loaded, and those of them that are loaded."""
    listed = [policies] if isinstance(policies, str | os.PathLike | Policy) else list(policies)
    loaded = [policy for policy in listed if isinstance(policy, Policy)]
    texts = [text for source in listed if not isinstance(source, Policy) for text in _texts(source, rules, findings)]
    store = PolicyStore(texts, rules)
    for policy in loaded:
        if policy.id in store.names():
            raise ValueError(f"policy `{policy.id}` is given twice")
        store = policy._store.with_only(policy.id, store)  # noqa: SLF001 - its own
    return store, loaded


def _texts(source: str | os.PathLike[str], rules: Choice, findings: Findings) -> tuple[SourceFile, ...]:
    folder, name = folder_named(source)
    unread = Findings()
    texts = tuple(sources_of(InputFiles().gather([folder], findings, unread), "policy"))
    if not texts:
        findings += unread
    if name is None:
        return texts
    store = PolicyStore(texts, rules)
    if name not in store.names():
        store.add_unknown(name, NOWHERE, findings)
    return store.with_only(name).texts()
