"""The JSON text of decisions of one situation, made ready with places for what differs between them."""

from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring_ascii
from typing import Any

from ..findings import Finding
from .clock import in_utc
from .decision import AlternativeValue, Deadline, Decision, Presumed
from .decision_json import (
    COMPACT,
    alternative_record,
    as_record,
    deadline_record,
    json_text,
    presumed_record,
    received_within,
)

_PLACE = "\x00a place of its own\x00"
"""No file and no request writes it."""
_PLACE_TEXT = json_text(_PLACE)
_OF_DECISION = ("deadlines", "presumed", "unconfirmed", "readings", "notes", "findings")
_OF_DEADLINE = ("due", "due_local", "within", "periods", "earliest", "latest")

Pieces = Sequence[str]
"""A text cut at its places."""


def _cut(record: Mapping[str, Any], places: Iterable[str]) -> Pieces:
    """Return the JSON text of a record, cut where the values of some keys stand."""
    marked = {**record, **{key: _PLACE for key in places if key in record}}
    return json_text(marked, **COMPACT).split(_PLACE_TEXT)


def _joined(pieces: Pieces, values: Sequence[str]) -> str:
    """Return the text of a record with its values."""
    parts = [""] * (len(pieces) + len(values))
    parts[::2], parts[1::2] = pieces, values
    return "".join(parts)


class DecisionFrames:
    """Texts made ready when a decision of the situation is first asked for as JSON."""

    __slots__ = ("_alternatives", "_deadlines", "_pieces", "_presumed")

    def __init__(self) -> None:
        """Start with none."""
        self._pieces: Pieces | None = None
        self._deadlines: dict[tuple[str, bool], Pieces] = {}
        self._presumed: dict[tuple[str, bool], Pieces] = {}
        self._alternatives: dict[tuple[str, object, tuple[str, ...]], Pieces] = {}

    def text(self, decision: Decision, findings: Sequence[Finding]) -> str:
        """Return a decision of the situation as JSON on one line, with what was found."""
        request = decision.request
        if self._pieces is None:
            record = as_record(decision)
            record["request"] = {"id": _PLACE, "received": _PLACE, **received_within(decision)}
            self._pieces = _cut(record, _OF_DECISION)
        confirmed = decision.confirmed
        values = (
            "null" if request.id is None else _text(request.id),
            _instant(request.received),
            _list([self._deadline(deadline) for deadline in decision.deadlines.values()]),
            _list([self._presumed_text(presumed) for presumed in decision.presumed]),
            _list([_text(presumed.fact) for presumed in decision.presumed if presumed.fact not in confirmed]),
            _list([_text(reading) for reading in decision.readings]),
            _list([_text(note) for note in decision.notes]),
            json_text([finding.to_dict() for finding in findings], **COMPACT) if findings else "[]",
        )
        return _joined(self._pieces, values)

    def _deadline(self, deadline: Deadline) -> str:
        if deadline.estimated:
            return json_text(deadline_record(deadline), **COMPACT)
        due, is_open = deadline.due_instant, deadline.due_instant is None
        pieces = self._deadlines.get((deadline.promise, is_open))
        if pieces is None:
            pieces = self._deadlines[deadline.promise, is_open] = _cut(deadline_record(deadline), _OF_DEADLINE)
        local = deadline.due if deadline.timezone else None
        values = [
            _instant(due),
            f'"{local.isoformat()}"' if local else "null",
            "null" if deadline.within is None else _text(deadline.within),
            _list([f"[{_instant(opens)},{_instant(closes)}]" for opens, closes in deadline.period_instants]),
        ]
        if is_open:
            values += [_instant(deadline.earliest_instant), _instant(deadline.latest_instant)]
        return _joined(pieces, values)

    def _presumed_text(self, presumed: Presumed) -> str:
        key = (presumed.fact, presumed.unsafe)
        pieces = self._presumed.get(key)
        if pieces is None:
            pieces = self._presumed[key] = _cut(presumed_record(presumed), ("alternatives",))
        alternatives = [self._alternative(presumed.fact, alternative) for alternative in presumed.alternatives]
        return _joined(pieces, (_list(alternatives),))

    def _alternative(self, fact: str, alternative: AlternativeValue) -> str:
        earliest = alternative.earliest
        key = (fact, alternative.value, tuple(earliest))
        pieces = self._alternatives.get(key)
        if pieces is None:
            record = alternative_record(alternative)
            if earliest:
                record["earliest"] = dict.fromkeys(earliest, _PLACE)
            pieces = self._alternatives[key] = _cut(record, ())
        return _joined(pieces, [_instant(instant) for instant in earliest.values()])


def _list(texts: Iterable[str]) -> str:
    return f"[{','.join(texts)}]"


def _text(text: str) -> str:
    """Return a text as JSON, in printable ASCII."""
    return encode_basestring_ascii(text).replace("\x7f", "\\u007f")


def _instant(instant: int | None) -> str:
    return "null" if instant is None else f'"{in_utc(instant)}"'
