"""The keys and facts that the rows of a table state, as whole numbers, and which rows are decided one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ...language.time_notation import NotAnInstant, parse_instant
from ...worktime.zones import LATEST
from .encoded_columns import NULL, EncodedColumn, Flags, encoded, lengths_of, plain_text, whole
from .fact_columns import FactColumn, FactColumns
from .input_columns import InputColumns, is_text, plain_type
from .request_terms import KEYS
from .row_requests import plain_column, seconds_of

_SINGLE = ("last_update", "events", "confirmed", "kind", "likely", "hits", "findings", "message")
"""The keys with which a request is decided by itself."""
_LONGEST = 4_096
"""Bytes or characters of a text in a request that is decided with others; longer ones are looked at in full."""

_PLAIN_INSTANT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"
)

Instants = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RequestColumns:
    """What rows state. Those that are `alone` are decided one by one; nothing that is said here of them counts."""

    received: Instants
    alone: Flags
    keys: Mapping[str, EncodedColumn]
    """Those that lead to terms."""
    channel: EncodedColumn | None
    claim: EncodedColumn | None
    facts: Mapping[str, FactColumn]
    unknown: EncodedColumn | None
    """The sets of facts that were asked for and are not known."""

    def __len__(self) -> int:
        return len(self.received)

    def take(self, rows: npt.NDArray[np.int64]) -> "RequestColumns":
        """Return some of the rows."""
        return replace(
            self,
            received=self.received[rows],
            alone=self.alone[rows],
            keys={name: _taken(column, rows) for name, column in self.keys.items()},
            channel=_taken(self.channel, rows) if self.channel else None,
            claim=_taken(self.claim, rows) if self.claim else None,
            facts={name: column.take(rows) for name, column in self.facts.items()},
            unknown=_taken(self.unknown, rows) if self.unknown else None,
        )


def _taken(column: EncodedColumn, rows: npt.NDArray[np.int64]) -> EncodedColumn:
    return EncodedColumn(column.indices[rows], column.values)


def request_columns(table: pa.Table, columns: InputColumns, facts: FactColumns) -> RequestColumns:
    """Return what the rows of a table state; `facts` reads those."""
    count = table.num_rows
    alone = np.zeros(count, np.bool_)
    by_name = {name: table.column(index) for name, index in columns.keys.items()}
    present = {name: column for name, column in by_name.items() if not pa.types.is_null(plain_type(column.type))}
    for name in _SINGLE:
        if name in present:
            alone |= np.asarray(present[name].is_valid())
    for name in ("id", "subject", "body"):
        if name in present and is_text(plain_type(present[name].type)):
            lengths = lengths_of(present[name])
            alone |= lengths > _LONGEST
            if name == "id" and not lengths.all():
                alone |= (lengths == 0) & np.asarray(present[name].is_valid())
    received, is_undated = _received(present.get("received"), count)
    coded = {name: encoded(present[name]) for name in (*KEYS, "claimed_priority") if name in present}
    channel, has_several = _channel(present["channel"]) if "channel" in present else (None, None)
    for column in (*coded.values(), *([channel] if channel else ())):
        is_odd = [text is not None and not 0 < len(text) <= _LONGEST for text in column.values]
        if any(is_odd):
            alone |= np.array([*is_odd, False], np.bool_)[column.indices]
    stated, unknown, is_refused = facts.of(table, columns)
    alone |= is_undated
    alone |= is_refused
    if has_several is not None:
        alone |= has_several
    return RequestColumns(
        received=received,
        alone=alone,
        keys={name: coded[name] for name in KEYS if name in coded},
        channel=channel,
        claim=coded.get("claimed_priority"),
        facts=stated,
        unknown=unknown,
    )


def _received(column: pa.ChunkedArray | None, count: int) -> tuple[Instants, Flags]:
    """Return when rows were received, in seconds, and those of which that is not known here."""
    if column is None or pa.types.is_null(column.type):
        return np.zeros(count, np.int64), np.ones(count, np.bool_)
    if is_text(plain_type(column.type)):
        seconds = _parsed(whole(plain_text(column)))
    else:
        seconds = whole(seconds_of(plain_column(column)))
    filled = seconds.fill_null(-1) if seconds.null_count else seconds
    received: Instants = filled.to_numpy(zero_copy_only=False)
    is_undated = (received < 0) | (received > LATEST)
    return np.where(is_undated, 0, received) if is_undated.any() else received, is_undated


def _parsed(texts: pa.Array) -> pa.Array:
    """Return the seconds that texts write, null for those that write none."""
    is_plain = pc.match_substring_regex(texts, _PLAIN_INSTANT)
    try:
        plain = pc.if_else(is_plain, texts, None)
        seconds = plain.cast(pa.timestamp("s", "UTC")).cast(pa.int64())
    except pa.ArrowInvalid:  # a day that does not exist
        return pa.array([_instant(text) for text in texts.to_pylist()], pa.int64())
    further = np.flatnonzero(np.asarray(pc.fill_null(pc.invert(is_plain), False)))  # noqa: FBT003 - a value
    if not len(further):
        return seconds
    written = [_instant(text) for text in texts.take(pa.array(further)).to_pylist()]
    mask = np.zeros(len(texts), np.bool_)
    mask[further] = True
    return pc.replace_with_mask(seconds, pa.array(mask), pa.array(written, pa.int64()))


def _instant(text: str | None) -> int | None:
    try:
        return None if text is None or len(text) > _LONGEST else parse_instant(text)
    except NotAnInstant:
        return None


def _channel(column: pa.ChunkedArray) -> tuple[EncodedColumn, Flags | None]:
    """Return the first way of each row, and which rows have several, or an empty list."""
    kind = plain_type(column.type)
    if is_text(kind) or pa.types.is_null(kind):
        return encoded(column), None
    lists = whole(column)
    if pa.types.is_fixed_size_list(kind):
        lists = lists.cast(pa.list_(kind.value_type))
    lengths = pc.list_value_length(lists).fill_null(1).to_numpy(zero_copy_only=False)
    has_one = lengths == 1
    starts = lists.offsets.to_numpy()[:-1]
    is_null = np.asarray(lists.is_null())
    ways = lists.values.take(pa.array(starts, mask=~has_one | is_null))
    column_of_ways = encoded(pa.chunked_array([ways]))
    is_nothing = has_one & ~is_null & (column_of_ways.indices == NULL)  # a null in a list
    return column_of_ways, ~has_one | is_nothing
