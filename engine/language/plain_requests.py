"""Requests whose values plainly are what a request has, made records without nodes; all others are read in full.

A request that is plain has no error, and is read as `draft_of` would read it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from json import JSONDecoder
from math import isfinite
from typing import Any, NoReturn, cast

from ..findings import Mark
from ..model import Request, Stated
from .files import REQUEST_BYTES
from .hidden_characters import has_hidden
from .line_marks import LineMarks
from .nodes import HERE
from .number_notation import DIGITS, parse_number
from .stated_facts import StatedFacts, known_facts, stated_here
from .time_notation import NotAnInstant, parse_instant

_MOST_FACTS = 1_000
MOST_CHARACTERS = REQUEST_BYTES // 32
"""So many characters, in each of the places where texts stand, are never more bytes than a request may have."""
_NEEDS_TEXT = frozenset({"policy", "tier", "contract", "channel", "from", "claimed_priority"})
_TEXTS = frozenset({*_NEEDS_TEXT, "subject", "body"})
_KEYS = frozenset({*_TEXTS, "id", "received", "last_update", "facts", "confirmed"})
_ONLY_TEXT: frozenset[type] = frozenset({str})
_SCALARS: frozenset[type] = frozenset({str, bool, int, float, type(None)})
_LONGEST_NUMBER = 10**DIGITS
_NOTHING = StatedFacts(((), (), ()))


class _NotPlain(Exception):
    """Whoever reads the request in full says what is wrong, if anything is."""


def plain_request(written: Mapping[str, Any], now: int | None, marks: LineMarks | None = None) -> Request | None:
    """Return the request that a mapping writes, None where it is not plainly valid; as in `read_plain`, it stands HERE.

    `now` stands in for a missing `received`. With marks, keys stand there, and values HERE.
    """
    if type(written) is not dict or not _KEYS.issuperset(written):
        return None
    try:
        return _request(written, now, marks)
    except (_NotPlain, NotAnInstant):
        return None


def plain_json(text: str) -> object:
    """Return what a JSON text plainly writes; None where only `read_json` can tell, which knows where things stand."""
    if len(text) > MOST_CHARACTERS or has_hidden(text):
        return None
    try:
        return _JSON.decode(text)
    except (ValueError, RecursionError):
        return None


def _object(entries: list[tuple[str, object]]) -> dict[str, object]:
    written = dict(entries)
    if len(written) < len(entries):
        raise ValueError("a key is given twice")
    return written


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


_JSON = JSONDecoder(object_pairs_hook=_object, parse_int=parse_number, parse_float=parse_number, parse_constant=_refuse)


def _request(written: dict[str, Any], now: int | None, marks: LineMarks | None) -> Request:
    get = written.get
    _check_texts(written)
    received = _instant(written["received"]) if "received" in written else now
    last_update = _instant(written["last_update"]) if "last_update" in written else None
    if received is None or (last_update is not None and last_update < received):
        raise _NotPlain
    facts = _stated(written["facts"]) if "facts" in written else _NOTHING
    looked_at = get("confirmed")
    confirmed = _confirmed(looked_at) if "confirmed" in written else _NOTHING
    return Request(
        id=_id(written["id"]) if "id" in written else None,
        received=received,
        policy=get("policy"),
        tier=get("tier"),
        contract=get("contract"),
        channel=get("channel"),
        sender=get("from"),
        claimed_priority=get("claimed_priority"),
        last_update=last_update,
        subject=get("subject") or None,
        body=get("body") or None,
        facts=facts,
        mark=HERE if marks is None else marks.root,
        marks=_Here(tuple(written), facts, confirmed if type(looked_at) is dict else ()) if marks is None else marks,
        confirmed=confirmed,
    )


class _Here(Mapping[str, Mark]):
    """Marks of a request of which all keys stand HERE, listed when somebody asks."""

    __slots__ = ("_confirmed", "_facts", "_keys")

    def __init__(self, keys: Collection[str], facts: Collection[str], confirmed: Collection[str]) -> None:
        self._keys = keys
        self._facts = facts
        self._confirmed = confirmed

    def __contains__(self, key: object) -> bool:
        if key in self._keys:
            return True
        section, dot, name = str(key).partition(".")
        return bool(dot) and name in {"facts": self._facts, "confirmed": self._confirmed}.get(section, ())

    def __getitem__(self, key: str) -> Mark:
        if key in self:
            return HERE
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        yield from self._keys
        yield from (f"facts.{name}" for name in self._facts)
        yield from (f"confirmed.{name}" for name in self._confirmed)

    def __len__(self) -> int:
        return len(self._keys) + len(self._facts) + len(self._confirmed)


def _check_texts(written: Mapping[str, Any]) -> None:
    """Refuse what is no text where one stands, and an empty one where something must stand."""
    texts = [value for key, value in written.items() if key in _TEXTS]
    _check_characters(texts)
    if "" in texts and any(written[key] == "" for key in _NEEDS_TEXT.intersection(written)):
        raise _NotPlain


def _check_characters(texts: Collection[Any]) -> None:
    """Refuse what is no text, texts that may be too long together, and what is no character."""
    if not _ONLY_TEXT.issuperset(map(type, texts)):
        raise _NotPlain
    joined = "".join(texts)
    if len(joined) > MOST_CHARACTERS:
        raise _NotPlain
    if not joined.isascii():
        try:
            joined.encode()
        except UnicodeEncodeError:
            raise _NotPlain from None


def _id(value: object) -> str:
    if type(value) is int and abs(value) < _LONGEST_NUMBER:
        return str(value)
    if not value:
        raise _NotPlain
    _check_characters((value,))
    return cast("str", value)


def _instant(value: object) -> int:
    if type(value) is datetime:
        return parse_instant(value.isoformat())
    if type(value) is not str or len(value) > MOST_CHARACTERS:
        raise _NotPlain
    return parse_instant(value)


def _confirmed(value: object) -> Mapping[str, Stated]:
    """Return what is confirmed; of facts in a list, whatever is presumed."""
    if type(value) is not list:
        confirmed = _stated(value)
        if any(stated.value is None for stated in confirmed.values()):
            raise _NotPlain
        return confirmed
    _check_names(value)
    return dict.fromkeys(value, stated_here(None))


def _check_names(names: Collection[Any], values: Collection[str] = ()) -> None:
    if len(names) > _MOST_FACTS:
        raise _NotPlain
    _check_characters((*names, *values))


def _stated(value: object) -> StatedFacts:
    """Return what is stated of facts; refuse what is neither text, number nor boolean."""
    if type(value) is not dict:
        raise _NotPlain
    values = tuple(value.values())
    kinds = tuple(map(type, values))
    if not _SCALARS.issuperset(kinds):  # and what has no hash
        raise _NotPlain
    key = (tuple(value), kinds, values)
    known = known_facts.get(key)
    if known is not None:
        return known
    texts = [written for written in values if type(written) is str]
    _check_names(value, texts)
    if int in kinds or float in kinds:
        _check_numbers(values)
    facts = StatedFacts(key)
    return known_facts.put(key, facts) if facts.is_bounded else facts


def _check_numbers(values: Iterable[Any]) -> None:
    """Refuse numbers that cannot be written."""
    for value in values:
        is_too_long = type(value) is int and abs(value) >= _LONGEST_NUMBER
        if is_too_long or (type(value) is float and not isfinite(value)):
            raise _NotPlain
