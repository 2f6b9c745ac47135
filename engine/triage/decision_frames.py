"""The JSON text of decisions of one situation, made ready with places for what differs between them."""

from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring_ascii
from sys import intern
from typing import Any

from .clock import in_utc, wall_clock_text
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


def _with_places(record: Mapping[str, Any], places: Iterable[str]) -> dict[str, Any]:
    """Return a record with a place in place of the values of some keys."""
    return {**record, **{key: _PLACE for key in places if key in record}}


def _format(record: Mapping[str, Any], places: Iterable[str] = ()) -> str:
    """Return the JSON text of a record, to be formatted with the values of some keys in the order of the record."""
    return _text_of(_with_places(record, places)).replace("%", "%%").replace(_PLACE_TEXT, "%s")


class DecisionFrames:
    """Texts made ready when a decision of the situation is first asked for as JSON."""

    __slots__ = ("_alternatives", "_deadlines", "_names", "_places", "_presumed", "_settled", "_texts")

    def __init__(self) -> None:
        """Start with none."""
        self._texts: list[str] = []
        """The text of a decision, in parts."""
        self._places: list[int] = []
        """Which of the parts are its own."""
        self._deadlines: dict[tuple[str, bool], str] = {}
        self._presumed: dict[tuple[str, bool], str] = {}
        self._settled: dict[str, tuple[Presumed, str]] = {}
        """By fact, with the record that is the same in every decision where no instant changes it."""
        self._alternatives: dict[tuple[str, object, tuple[str, ...]], str] = {}
        self._names: dict[tuple[str, ...], str] = {}

    def text(self, decision: Decision) -> str:
        """Return a decision of the situation as JSON on one line."""
        request, presumed, findings = decision.request, decision.presumed, decision.findings
        if not self._texts:
            self._prepare(decision)
        values = (
            "null" if request.id is None else _text(request.id),
            _instant(request.received),
            _list([self._deadline(deadline) for deadline in decision.deadlines.values()]),
            _list([self._presumed_text(entry) for entry in presumed]) if presumed else "[]",
            self._list_of_names(decision.unconfirmed) if presumed else "[]",
            self._list_of_names(decision.readings),
            _list([_text(note) for note in decision.notes]),
            _text_of([finding.to_dict() for finding in findings]) if findings else "[]",
        )
        texts = self._texts.copy()
        for place, value in zip(self._places, values, strict=True):
            texts[place] = value
        return "".join(texts)

    def _prepare(self, decision: Decision) -> None:
        """Write all of a decision but its places; situations share the parts that are alike."""
        record = _with_places(as_record(decision), _OF_DECISION)
        record["request"] = {"id": _PLACE, "received": _PLACE, **received_within(decision)}
        texts: list[str] = []
        places: list[int] = []
        for key, value in record.items():
            first, *further = f'{"," if texts else "{"}"{key}":{_text_of(value)}'.split(_PLACE_TEXT)
            texts.append(intern(first))
            for text in further:
                places.append(len(texts))
                texts += ["", intern(text)]
        texts.append("}")
        self._texts, self._places = texts, places

    def _list_of_names(self, names: tuple[str, ...]) -> str:
        """Return names of the policy, of which a situation has few lists."""
        text = self._names.get(names)
        if text is None:
            text = self._names[names] = _list(map(_text, names))
        return text

    def _deadline(self, deadline: Deadline) -> str:
        if deadline.estimated:
            return _text_of(deadline_record(deadline))
        due = deadline.due_instant
        key = (deadline.promise, due is None)
        text = self._deadlines.get(key)
        if text is None:
            text = self._deadlines[key] = _format(deadline_record(deadline), _OF_DEADLINE)
        values: tuple[str, ...] = (
            _instant(due),
            "null" if due is None or deadline.timezone is None else f'"{wall_clock_text(due, deadline.timezone)}"',
            "null" if deadline.within is None else _text(deadline.within),
            _list([f"[{_instant(opens)},{_instant(closes)}]" for opens, closes in deadline.period_instants]),
        )
        if due is None:
            values += (_instant(deadline.earliest_instant), _instant(deadline.latest_instant))
        return text % values

    def _presumed_text(self, presumed: Presumed) -> str:
        fact, unsafe = presumed.fact, presumed.unsafe
        settled = self._settled.get(fact)
        if settled is not None and settled[0] is presumed:
            return settled[1]
        text = self._presumed.get((fact, unsafe))
        if text is None:
            text = self._presumed[fact, unsafe] = _format(presumed_record(presumed), ("alternatives",))
        text %= _list([self._alternative(fact, alternative) for alternative in presumed.alternatives])
        self._settled.setdefault(fact, (presumed, text))
        return text

    def _alternative(self, fact: str, alternative: AlternativeValue) -> str:
        earliest = alternative.earliest
        key = (fact, alternative.value, tuple(earliest))
        text = self._alternatives.get(key)
        if text is None:
            record = alternative_record(alternative)
            if earliest:
                record["earliest"] = dict.fromkeys(earliest, _PLACE)
            text = self._alternatives[key] = _format(record)
        return text % tuple(map(_instant, earliest.values()))


def _text_of(plain: object) -> str:
    return json_text(plain, **COMPACT)


def _list(texts: Iterable[str]) -> str:
    return f"[{','.join(texts)}]"


def _text(text: str) -> str:
    """Return a text as JSON, in printable ASCII."""
    return encode_basestring_ascii(text).replace("\x7f", "\\u007f")


def _instant(instant: int | None) -> str:
    return "null" if instant is None else f'"{in_utc(instant)}"'
