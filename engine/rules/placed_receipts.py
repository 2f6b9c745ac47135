"""Facts of the receipt in hours that facts place: whether those are open depends on a zone or country, too.

Of such a fact there are two forms.

Proofs take it as a fact that varies, like any other of the receipt, beside the facts that give the places. Which of
its values occur in which places `occurring_receipts` finds by laying the hours out in each of them.

A request has one receipt. Where it states every place, the fact is known like any other of the receipt. Otherwise it
follows at that receipt from the facts that give the places, just as a derived fact does, so that whatever goes over
completions, presumptions and alternatives has it without knowing of receipts. A policy `at_receipt` is the policy with
the fact derived: the places that the policy names, or derives, have their codes. All others share one; of a zone this
is split at the receipt by kinds of zones, so that a completion chooses one in which it is known what is open: hours
are open alike in all zones of one kind, and every zone is of some kind. Of a country it is split in two: one
without a holiday, and one that has a day off on any day of the week and year. Kinds in which the same is open are one.

What decides is then a table, of which places have which hours open. It is all that a remembered situation has of the
receipt: two receipts with the same table are the same situation. A request that states its places has no table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from ..locks import forkable_lock
from ..model import Calendar, Hours
from ..worktime import is_open
from ..worktime.placed_hours import placed_hours
from ..worktime.zone_kinds import is_open_in, zones_of_each_kind
from .at_receipt import code_of_kind, split_codes
from .compiled_policy import CompiledPolicy
from .receipt_codes import ReceiptCodes, ReceiptTable, StatedPlaces

_MOST_OFF = 256
"""Hours with every day off that are remembered."""
_lock = forkable_lock()
_EVERY_DAY = "01-01..12-31"


class _Candidate(NamedTuple):
    """What a fact can come to: a code, a place that has it (None for no value), and whether every day is off there."""

    code: int
    place: str | None
    is_placed: bool = True
    is_off: bool = False


def placed_receipt_codes(
    compiled: CompiledPolicy, received: int, stated: StatedPlaces, *, can_change: bool
) -> ReceiptCodes:
    """Return what is known of a receipt of a policy that reads it within hours that facts place."""
    codes, following = {}, {}
    for fact, hours in compiled.receipts.items():
        places = compiled.placed.get(fact, ())
        if not places:
            codes[fact] = int(hours.never_close or is_open(hours, received))
        elif not can_change and all(place in stated for place in places):
            codes[fact] = int(is_open(placed_hours(hours, tuple((place, stated[place]) for place in places)), received))
        else:
            following[fact] = hours
    return _with_table(compiled, codes, following, received, stated, can_change) if following else ReceiptCodes(codes)


def _with_table(  # noqa: PLR0913 - what a table follows from
    compiled: CompiledPolicy,
    codes: Mapping[str, int],
    following: Mapping[str, Hours],
    received: int,
    stated: StatedPlaces,
    can_change: bool,  # noqa: FBT001 - as it came
) -> ReceiptCodes:
    names = dict.fromkeys(place for fact in following for place in compiled.placed[fact])
    candidates = {
        name: [*_candidates(compiled, name, received, stated if not can_change else {}, stated.get(name))]
        for name in names
    }
    tables: dict[str, dict[tuple[_Candidate, ...], bool]] = {}
    for fact, hours in following.items():
        places = compiled.placed[fact]
        tables[fact] = {
            chosen: _is_open_in(hours, places, chosen, received)
            for chosen in product(*(candidates[place] for place in places))
        }
    kinds = {name: _kinds(compiled, name, candidates[name], tables) for name in names}
    open_in = {
        fact: tuple(
            dict.fromkeys(
                tuple((own.code, kinds[place][own]) for place, own in zip(compiled.placed[fact], chosen, strict=True))
                for chosen, was_open in table.items()
                if was_open
            )
        )
        for fact, table in tables.items()
    }
    split = {name: max(own.values()) + 1 for name, own in kinds.items()}
    table = ReceiptTable(
        kinds=tuple((name, count) for name, count in split.items() if count > 1), open_in=tuple(open_in.items())
    )
    return ReceiptCodes(codes, table, _stated_codes(compiled, candidates, kinds, stated, table))


def _stated_codes(
    compiled: CompiledPolicy,
    candidates: Mapping[str, list[_Candidate]],
    kinds: Mapping[str, Mapping[_Candidate, int]],
    stated: StatedPlaces,
    table: ReceiptTable,
) -> dict[str, int]:
    """Return the codes of places that are stated, of those that have kinds."""
    codes = {}
    for name, count in table.kinds:
        first = candidates[name][0]
        if name in stated and first.code == compiled.codes[name].other:
            codes[name] = code_of_kind(split_codes(compiled.codes[name], count), first.code, kinds[name][first])
    return codes


def _candidates(
    compiled: CompiledPolicy, name: str, received: int, stated: StatedPlaces, present: str | None
) -> Iterator[_Candidate]:
    """Yield what a fact can come to: what is stated, else each place that is named, and kinds of all others.

    Of those that are not named, the one that a request has at `present` comes first.
    """
    codes = compiled.codes[name]
    if name in stated:
        yield _Candidate(codes.code(stated[name]), stated[name])
        return
    if codes.other is not None and present is not None and codes.code(present) == codes.other:
        yield _Candidate(codes.other, present)
    for code in codes:
        if code != codes.other:
            value = codes.example(code)
            yield _Candidate(code, value if isinstance(value, str) else None)
        elif compiled.facts[name].type == "timezone":
            yield from (
                _Candidate(code, zone) for zone in zones_of_each_kind(received, codes.values) if zone != present
            )
        else:
            yield from (_Candidate(code, None, is_placed=False, is_off=is_off) for is_off in (False, True))


def _is_open_in(hours: Hours, places: tuple[str, ...], chosen: tuple[_Candidate, ...], received: int) -> bool:
    by_fact = dict(zip(places, chosen, strict=True))
    countries = {place.fact for part in hours.parts for place in part.holidays_of}
    for place, candidate in by_fact.items():
        if candidate.is_off:
            hours = _always_off(hours, place)
    known = tuple((f, own.place) for f, own in by_fact.items() if f in countries and own.is_placed)
    zones = [_zone(part, by_fact) for part in hours.parts]
    return is_open_in(placed_hours(hours, known), zones, received)


def _zone(part: Hours, by_fact: Mapping[str, _Candidate]) -> str | None:
    """Return the zone that a fact gives, None for the one that is written."""
    if part.zone_of is None or part.zone_of.fact not in by_fact:
        return None
    return by_fact[part.zone_of.fact].place or part.zone_of.otherwise


_off: dict[tuple[int, str], tuple[Hours, Hours]] = {}
"""Hours by identity, and the fact whose country has every day off; beside the hours themselves, which stay so."""


def _always_off(hours: Hours, fact: str) -> Hours:
    key = (id(hours), fact)
    known = _off.get(key)
    if known is None:
        made = hours, _with_every_day_off(hours, fact)
        with _lock:
            if len(_off) >= _MOST_OFF:
                del _off[next(iter(_off))]
            known = _off.setdefault(key, made)
    return known[1]


def _with_every_day_off(hours: Hours, fact: str) -> Hours:
    """Return hours in which the country that a fact gives has every day off, so that dates alone open them."""
    is_of_it = any(place.fact == fact for place in hours.holidays_of)
    own = (*hours.holidays, Calendar(dates=(_EVERY_DAY,))) if is_of_it else hours.holidays
    return replace(hours, holidays=own, any_of=tuple(_with_every_day_off(part, fact) for part in hours.any_of))


def _kinds(
    compiled: CompiledPolicy,
    name: str,
    candidates: list[_Candidate],
    tables: Mapping[str, Mapping[tuple[_Candidate, ...], bool]],
) -> dict[_Candidate, int]:
    """Return of each candidate its kind among those that share a code: the same is open in all of one kind."""
    signatures: dict[_Candidate, list[bool]] = {candidate: [] for candidate in candidates}
    for fact, table in tables.items():
        if name in compiled.placed[fact]:
            index = compiled.placed[fact].index(name)
            for chosen, was_open in table.items():
                signatures[chosen[index]].append(was_open)
    by_code: dict[int, set[tuple[bool, ...]]] = {}
    for candidate, signature in signatures.items():
        by_code.setdefault(candidate.code, set()).add(tuple(signature))
    # In order of what is open, so that kinds have the same numbers at most receipts.
    in_order = {code: sorted(own) for code, own in by_code.items()}
    return {own: in_order[own.code].index(tuple(signature)) for own, signature in signatures.items()}
