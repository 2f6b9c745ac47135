"""Formats of JSON, made ready for decisions of one situation with places for what differs between them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from sys import intern
from typing import Any

from ..findings import Finding
from .clock import in_utc
from .decision import AlternativeValue, Decision, Presumed
from .decision_frames import DecisionFrames
from .decision_json import (
    COMPACT,
    alternative_record,
    as_record,
    deadline_record,
    json_text,
    presumed_record,
    received_within,
)
from .rulings import Deadline

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
    return line_of(_with_places(record, places)).replace("%", "%%").replace(_PLACE_TEXT, "%s")


def deadline_format(deadline: Deadline) -> str:
    """Return the text of a deadline, to be formatted with its instants, its span and its periods."""
    return _format(deadline_record(deadline), _OF_DEADLINE)


def presumed_format(presumed: Presumed, *, is_unsafe: bool) -> str:
    """Return the text of a presumption, to be formatted with its alternatives."""
    return _format({**presumed_record(presumed), "unsafe": is_unsafe}, ("alternatives",))


def alternative_format(alternative: AlternativeValue) -> str:
    """Return the text of an alternative, to be formatted with the instants of its `earliest`."""
    record = alternative_record(alternative)
    if alternative.earliest:
        record["earliest"] = dict.fromkeys(alternative.earliest, _PLACE)
    return _format(record)


def prepare(frames: DecisionFrames, decision: Decision) -> None:
    """Write all of a decision of the situation but its places; situations share the parts that are alike."""
    record = _with_places(as_record(decision), _OF_DECISION)
    record["request"] = {"id": _PLACE, "received": _PLACE, **received_within(decision)}
    texts: list[str] = []
    places: list[int] = []
    for key, value in record.items():
        first, *further = f'{"," if texts else "{"}"{key}":{line_of(value)}'.split(_PLACE_TEXT)
        texts.append(intern(first))
        for text in further:
            places.append(len(texts))
            texts += ["", intern(text)]
    texts.append("}")
    frames.places = places
    frames.texts = texts  # last, since another thread takes them for ready by it


def line_of(plain: object) -> str:
    """Return plain values as JSON on one line."""
    return json_text(plain, **COMPACT)


def listed(texts: Iterable[str]) -> str:
    """Return texts of JSON as a list."""
    return f"[{','.join(texts)}]"


def quoted(text: str) -> str:
    """Return a text as JSON, in printable ASCII."""
    return encode_basestring_ascii(text).replace("\x7f", "\\u007f")


def instant_text(instant: int | None) -> str:
    """Return an instant as JSON."""
    return "null" if instant is None else f'"{in_utc(instant)}"'


@lru_cache(1024)  # requests of dicts stand nowhere, and lines that a program writes have their keys in the same places
def finding_text(finding: Finding) -> str:
    """Return what was found in a request as JSON."""
    return line_of(finding.to_dict())
