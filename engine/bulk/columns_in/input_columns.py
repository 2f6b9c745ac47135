"""The columns of a table of requests: which are keys of a request, which are facts, and what is no column at all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from ...findings import Findings, Mark
from ...text import did_you_mean

IN_TABLE = Mark("<table>")
"""Where everything of a table stands."""

KEYS = (
    "id",
    "received",
    "policy",
    "tier",
    "contract",
    "channel",
    "from",
    "claimed_priority",
    "subject",
    "body",
    "last_update",
    "events",
    "confirmed",
    "kind",
    "likely",
    "hits",
    "findings",
    "message",
)
"""The keys of a request file that are columns, `facts` aside."""

FACTS, UNKNOWN = "facts", "unknown"
_PREFIX = f"{FACTS}."
SKIPPED = "_"
"""What a column begins with that belongs to whoever made the table."""


@dataclass(frozen=True, slots=True)
class InputColumns:
    """Where in a table each key of a request and each fact stands, by index; `mapping` is that of a column `facts`."""

    keys: Mapping[str, int]
    facts: Mapping[str, int]
    mapping: int | None
    unknown: int | None


def input_columns(schema: pa.Schema, facts: Collection[str], findings: Findings) -> InputColumns:
    """Return what the columns of a table are, with an error for each that is nothing that requests have."""
    keys: dict[str, int] = {}
    by_fact: dict[str, int] = {}
    for index, name in enumerate(schema.names):
        if name.startswith(SKIPPED):
            continue
        fact = name.removeprefix(_PREFIX)
        is_key = name in KEYS or name in (FACTS, UNKNOWN)
        if not is_key and fact not in facts:
            known = (*KEYS, FACTS, UNKNOWN, *facts) if fact == name else [f"{_PREFIX}{known}" for known in facts]
            help_ = did_you_mean(name, known) or "a column is a key of a request or a fact, or begins with `_`"
            findings.error("unknown-key", f"column `{name}` is neither a key of a request nor a fact", IN_TABLE, help_)
        elif name in keys or (not is_key and fact in by_fact):
            of_what = f"key `{name}`" if is_key else f"fact `{fact}`"
            findings.error("duplicate-key", f"there are two columns of {of_what}", IN_TABLE)
        elif is_key:
            keys[name] = index
        else:
            by_fact[fact] = index
    _check_types(schema, keys, findings)
    mapping, unknown = keys.pop(FACTS, None), keys.pop(UNKNOWN, None)
    return InputColumns(keys=keys, facts=by_fact, mapping=mapping, unknown=unknown)


def _check_types(schema: pa.Schema, keys: Mapping[str, int], findings: Findings) -> None:
    """Add an error where a key's column cannot hold what the key is, whatever stands in it."""
    for name, (accepted, help_) in _ACCEPTED.items():
        if name not in keys:
            continue
        kind = plain_type(schema.field(keys[name]).type)
        if not pa.types.is_null(kind) and not any(accepts(kind) for accepts in accepted):
            findings.error("wrong-type", f"column `{name}` has the type {kind}", IN_TABLE, help_)


def plain_type(kind: pa.DataType) -> pa.DataType:
    """Return the type of the values of a column, whether they are encoded as a dictionary or extend another type."""
    if isinstance(kind, pa.BaseExtensionType):
        return plain_type(kind.storage_type)
    return plain_type(kind.value_type) if pa.types.is_dictionary(kind) else kind


def is_text(kind: pa.DataType) -> bool:
    """Tell whether values of a type are texts."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_instant(kind: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(kind) and kind.tz is not None)


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


def _is_list_of_texts(kind: pa.DataType) -> bool:
    return _is_list(kind) and is_text(plain_type(kind.value_type))


def _is_record(kind: pa.DataType) -> bool:
    return bool(pa.types.is_struct(kind) or pa.types.is_map(kind))


_INSTANT_HELP = "cast it to a timestamp with a time zone, or write text as in `2026-03-06T16:30:00-05:00`"
_TEXT_HELP = "it must be text"
_ACCEPTED = {
    "id": ((is_text, pa.types.is_integer), "it must be text or a whole number"),
    **dict.fromkeys(("received", "last_update"), ((is_text, _is_instant), _INSTANT_HELP)),
    **dict.fromkeys(
        ("policy", "tier", "contract", "from", "claimed_priority", "subject", "body", "kind"), ((is_text,), _TEXT_HELP)
    ),
    "channel": ((is_text, _is_list_of_texts), "it must be text, or a list of texts"),
    "unknown": ((is_text, _is_list_of_texts), "it must be a list of facts, or their names separated by blanks"),
    **dict.fromkeys(("events", "hits", "findings"), ((is_text, _is_list), "it must be a list, or JSON text")),
    "confirmed": (
        (is_text, _is_list_of_texts, _is_record),
        "it must be a list or record of facts, or JSON text",
    ),
    **dict.fromkeys(("facts", "likely", "message"), ((is_text, _is_record), "it must be a record, a map or JSON text")),
}


_DISTINCT = frozenset({"id", "received", "last_update", "subject", "body"})
"""Texts most of which stand in one row alone."""


def is_unread(name: str) -> bool:
    """Tell whether a column decides nothing: texts, often long, and what belongs to whoever made the table."""
    return name in ("subject", "body") or name.startswith(SKIPPED)


def repeated_texts(schema: pa.Schema) -> list[str]:
    """Return the columns of texts that stand in many rows each, and are best read as dictionaries."""
    return [field.name for field in schema if is_text(field.type) and field.name not in _DISTINCT]


def declared_facts(policies: Iterable[Mapping[str, object]]) -> dict[str, None]:
    """Return the names of the facts that any policy declares, in order."""
    return dict.fromkeys(name for facts in policies for name in facts)
