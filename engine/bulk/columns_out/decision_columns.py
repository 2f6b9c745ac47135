"""The columns that decisions become: one for each part of a decision, in an order that is the same for every table."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ...model import BUILT_IN_FACTS, SCOPES, Policy
from ...triage.decision import Decision, Invalid, OpenRequest, Status
from ...triage.open_requests import CONTRACT, RECEIPT
from ...triage.rulings import ClockState

DecisionRow = Mapping[str, Any]
"""A decision by the names of columns: texts, tuples of texts, booleans and seconds since 1970-01-01 UTC.

A column that it lacks is null.
"""

LISTS = ("rules", "allowed_ways", "missing", "presumed", "unsafe", "findings")
"""The columns that hold several texts, separated by blanks; an empty text is none of them."""

INSTANTS = ("due", "earliest", "latest")
"""What of a promise is an instant, a column `PROMISE_due` and so on."""

TEXT = pa.dictionary(pa.int32(), pa.string())
INSTANT = pa.timestamp("us", tz="UTC")
MICROSECONDS = 1_000_000
_ABSENT = -1

Indices = npt.NDArray[np.int32]


def row_of(decision: Decision | Invalid) -> DecisionRow:
    """Return a decision, or why there is none, by the names of columns, `rules` and facts in any order."""
    findings = tuple(sorted({finding.check for finding in decision.findings}))
    row: dict[str, Any] = {"id": decision.id if isinstance(decision, Invalid) else decision.request.id}
    row |= {"status": decision.status, "findings": findings}
    if isinstance(decision, OpenRequest):
        return row | {"missing": tuple(missing.fact for missing in decision.missing)}
    if isinstance(decision, Invalid):
        return row
    row |= {
        "scope": decision.scope.outcome,
        "level": decision.priority.level,
        "rules": rule_ids(decision),
        "required_way": decision.channel.required,
        "allowed_ways": decision.channel.allowed,
        "missing": tuple(missing.fact for missing in decision.missing),
        "presumed": tuple(presumed.fact for presumed in decision.presumed),
        "unsafe": tuple(presumed.fact for presumed in decision.presumed if presumed.unsafe),
        "digest": decision.policy.digest,
    }
    for name, deadline in decision.deadlines.items():
        row |= {
            f"{name}_due": deadline.due_instant,
            f"{name}_earliest": deadline.earliest_instant,
            f"{name}_latest": deadline.latest_instant,
            f"{name}_certain": deadline.certain,
            f"{name}_state": deadline.state,
        }
    return row


def rule_ids(decision: Decision) -> tuple[str, ...]:
    """Return the ids of the rules that made a decision: those of scope, level, ways, hours, promises and facts."""
    rulings = (decision.scope, decision.priority, decision.channel, *decision.deadlines.values())
    rules = [rule for ruling in rulings for rule in ruling.rules]
    rules += [deadline.rule for deadline in decision.deadlines.values() if deadline.rule is not None]
    rules += [promise.rule for promise in decision.not_owed if promise.rule is not None]
    rules += [derived.rule for derived in decision.derived]
    return tuple(dict.fromkeys(rules))


class DecisionColumns:
    """The columns of the decisions by some policies, all editions of which are named, in an order that is kept.

    A column of texts is a dictionary in the order of the policies, whichever rows come first: `status`, `scope`,
    `level`, `required_way`, `digest` and the states have all that they can be, the columns of several texts what
    stands in their table.
    """

    def __init__(self, policies: Iterable[Policy], *, presumptions: bool) -> None:
        listed = tuple(policies)
        self.promises = tuple(dict.fromkeys(name for policy in listed for name in policy.promises))
        levels, ways = ({name: None for policy in listed for name in of(policy)} for of in (_levels, _ways))
        states = dict.fromkeys((f"{promise}_state" for promise in self.promises), get_args(ClockState))
        self.texts: dict[str, tuple[str, ...]] = {
            "status": get_args(Status),
            "scope": SCOPES,
            "level": tuple(levels),
            "required_way": tuple(ways),
            "digest": tuple(dict.fromkeys(policy.digest for policy in listed)),
            **states,
        }
        facts = dict.fromkeys(name for policy in listed for name in policy.facts)
        known_facts = _places((*facts, *BUILT_IN_FACTS, CONTRACT, RECEIPT))
        self._orders: dict[str, Mapping[str, int]] = {
            "rules": _places(rule for policy in listed for rule in _rules(policy)),
            "allowed_ways": _places(ways),
            **dict.fromkeys(("missing", "presumed", "unsafe"), known_facts),
            "findings": {},
        }
        self._codes = {name: {text: n for n, text in enumerate(texts)} for name, texts in self.texts.items()}
        self.schema: pa.Schema = _schema(self.promises, presumptions=presumptions)

    def table(self, rows: Sequence[DecisionRow]) -> pa.Table:
        """Return the table of some rows."""
        return pa.table([self._column(field, rows) for field in self.schema], schema=self.schema)

    def _column(self, field: pa.Field, rows: Sequence[DecisionRow]) -> pa.Array:
        name, values = field.name, [row.get(field.name) for row in rows]
        if name in self.texts:
            codes = self._codes[name]
            return self.text_column(name, np.array([_ABSENT if v is None else codes[v] for v in values], np.int32))
        if name in LISTS:
            entries: dict[tuple[str, ...], int] = {}
            indices = [
                _ABSENT if v is None else entries.setdefault(self.ordered(name, v), len(entries)) for v in values
            ]
            return self.list_column(name, np.array(indices, np.int32), list(entries))
        if field.type == INSTANT:
            values = [None if value is None else value * MICROSECONDS for value in values]
            return pa.array(values, pa.int64()).cast(INSTANT)
        return pa.array(values, field.type)

    def code(self, name: str, text: str | None) -> int:
        """Return the index of a text in the dictionary of a column, -1 where there is none."""
        return _ABSENT if text is None else self._codes[name][text]

    def text_column(self, name: str, indices: Indices) -> pa.Array:
        """Return a column of texts by their index in its dictionary, below zero where it is null."""
        return _dictionary(indices, self.texts[name])

    def list_column(self, name: str, indices: Indices, entries: Sequence[tuple[str, ...]]) -> pa.Array:
        """Return a column of several texts by the index of entries, below zero where it is null.

        Its dictionary has the entries that stand in it, in the order of the policies, shorter ones first where one
        begins as another.
        """
        used = np.flatnonzero(np.bincount(indices[indices >= 0], minlength=len(entries)))
        order = sorted(used.tolist(), key=lambda index: self._key(name, entries[index]))
        places = np.full(len(entries) + 1, _ABSENT, np.int32)  # the last place is that of what is null
        places[order] = np.arange(len(order), dtype=np.int32)
        return _dictionary(places[indices], [" ".join(entries[index]) for index in order])

    def ordered(self, name: str, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the texts of a column of several in the order of the policies; those of ways stand in their own."""
        if name == "allowed_ways":
            return tuple(texts)
        return tuple(sorted(texts, key=lambda text: self._key(name, (text,))))

    def _key(self, name: str, texts: Iterable[str]) -> tuple[tuple[int, str], ...]:
        order = self._orders[name]
        return tuple((order.get(text, len(order)), text) for text in texts)


def _dictionary(indices: Indices, texts: Sequence[str]) -> pa.Array:
    numbers = pa.Array.from_buffers(pa.int32(), len(indices), [valid_bits(indices < 0), pa.py_buffer(indices)])
    return pa.DictionaryArray.from_arrays(numbers, pa.array(texts, pa.string()), safe=False)


def valid_bits(is_null: npt.NDArray[np.bool_]) -> pa.Buffer | None:
    """Return the buffer of Arrow that says which cells are not null; None where none is."""
    return pa.py_buffer(np.packbits(~is_null, bitorder="little")) if is_null.any() else None


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(dict.fromkeys(names))}


def _levels(policy: Policy) -> Iterable[str]:
    return policy.levels


def _ways(policy: Policy) -> Iterable[str]:
    return policy.ways


def _rules(policy: Policy) -> Iterable[str]:
    yield from (rule.id for group in policy.groups for rule in group.rules)
    yield from (entry.id for fact in policy.facts.values() for entry in fact.derive)


def _schema(promises: Iterable[str], *, presumptions: bool) -> pa.Schema:
    names = ("status", "scope", "level", "rules", "required_way", "allowed_ways")
    fields = [pa.field("id", pa.string()), *(pa.field(name, TEXT) for name in names)]
    for promise in promises:
        fields += [pa.field(f"{promise}_{part}", INSTANT) for part in INSTANTS]
        fields += [pa.field(f"{promise}_certain", pa.bool_()), pa.field(f"{promise}_state", TEXT)]
    further = ("missing", *(("presumed", "unsafe") if presumptions else ()), "findings", "digest")
    return pa.schema([*fields, *(pa.field(name, TEXT) for name in further)])
