"""What is known of a receipt: which hours that rules read were open at it, or in which places they were.

`placed_receipts` says what that is of hours which facts place.
"""

from collections.abc import Mapping
from operator import itemgetter
from typing import NamedTuple

from ..locks import forkable_lock
from ..worktime import is_open
from .compiled_policy import CompiledPolicy

StatedPlaces = Mapping[str, str | None]
"""The zones and countries that are stated, by fact; None where a fact has no value."""

Combination = tuple[tuple[int, int], ...]
"""Of each fact that gives a place: its code, and the kind of those places that share one."""


class ReceiptTable(NamedTuple):
    """In which places hours are open at a receipt, by fact of the receipt, where that is not known at once.

    `kinds` are how many kinds of places share the code of those that are not named, by fact.
    """

    kinds: tuple[tuple[str, int], ...]
    open_in: tuple[tuple[str, tuple[Combination, ...]], ...]


class ReceiptCodes(NamedTuple):
    """What is known of a receipt: the codes of facts of it, and the table of those that follow from other facts.

    `stated` are the codes of places that are stated where the table tells kinds apart.
    """

    codes: Mapping[str, int]
    table: ReceiptTable | None = None
    stated: Mapping[str, int] = {}


_MOST_REMEMBERED = 256
_remembered: dict[tuple[int, int, tuple[tuple[str, str | None], ...], bool], tuple[CompiledPolicy, ReceiptCodes]] = {}
"""Receipts that were looked at last, by the identity of a policy, which stays itself beside them."""
_lock = forkable_lock()


def receipt_codes(
    compiled: CompiledPolicy, received: int, stated: StatedPlaces, *, can_change: bool = False
) -> ReceiptCodes:
    """Return what is known of a receipt, given the places that are stated; raises WorktimeError.

    With `can_change` the table has all other places, too, in place of what is known at once.
    """
    if not compiled.placed:
        return ReceiptCodes(
            {fact: int(hours.never_close or is_open(hours, received)) for fact, hours in compiled.receipts.items()}
        )
    places = tuple(sorted(stated.items(), key=itemgetter(0)))
    key = (id(compiled), received, places, can_change)
    known = _remembered.get(key)
    if known is None:  # one decision asks several times
        from .placed_receipts import placed_receipt_codes  # noqa: PLC0415 - start-up is felt, and few policies do so

        made = compiled, placed_receipt_codes(compiled, received, stated, can_change=can_change)
        with _lock:
            if len(_remembered) >= _MOST_REMEMBERED:
                del _remembered[next(iter(_remembered))]
            known = _remembered.setdefault(key, made)
    return known[1]
