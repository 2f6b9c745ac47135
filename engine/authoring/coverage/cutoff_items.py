"""What cases can cover of cut-offs: each of them has three sides."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, TypeGuard

from ...findings import Mark, printable
from ...model import Cell, DueDate, Entry, Policy, Promise, wall_time_text
from ...rules.outcomes import Outcome, owed_of
from .cutoff_sides import CutoffSide, Side, days_looked_at
from .targets import Target

_SIDES: tuple[Side, ...] = ("before", "after", "no business day")


class CutoffItem(NamedTuple):
    """One side of the cut-off of an entry, at a promise and perhaps a tier."""

    at: str
    words: str
    targets: tuple[Target, ...]
    mark: Mark


def cutoff_items(policy: Policy, day: str) -> Iterator[CutoffItem]:
    """Yield the sides of each cut-off that a policy writes, on which clocks can start around a day."""
    days = days_looked_at(policy, day)
    for promise in policy.promises.values():
        for entry, keys in _entries_with_cutoffs(promise):
            for side in _SIDES if _counts_business_days(entry) else _SIDES[:2]:
                receipt = CutoffSide(policy=policy, promise=promise.name, side=side, days=days)
                yield _item(promise, entry, keys, receipt)


def _counts_business_days(entry: Entry) -> bool:
    return not isinstance(entry.by, DueDate) or entry.by.is_business


def _item(promise: Promise, entry: Entry, keys: list[tuple[str, str | None] | int], receipt: CutoffSide) -> CutoffItem:
    accepts = partial(_owes, promise.name, entry)
    targets = [
        Target(group=promise.group.name, rule=key, receipt=receipt)
        if isinstance(key, int)
        else Target(
            tiers=key[:1],
            level=(promise.scope, key[1]),
            accepts=partial(_owes_at, (promise.scope, key[1]), accepts),
            proof_group="priority",
            receipt=receipt,
        )
        for key in keys
    ]
    tier = keys[0][0] if isinstance(keys[0], tuple) else None
    cutoff = f"`{wall_time_text(entry.cutoff)}`" if entry.cutoff is not None else ""
    words = {
        "before": f"before its cut-off {cutoff}",
        "after": f"at or after its cut-off {cutoff}",
        "no business day": f"on no business day, with its cut-off {cutoff}",
    }[receipt.side]
    of = f" of tier `{printable(tier)}`" if tier else ""
    return CutoffItem(
        at=f"{promise.name}.{tier}" if tier else promise.name,
        words=f"`{printable(promise.name)}`{of} never starts {words}",
        targets=tuple(targets),
        mark=entry.mark,
    )


def _entries_with_cutoffs(promise: Promise) -> Iterator[tuple[Entry, list[tuple[str, str | None] | int]]]:
    """Yield each entry that has a cut-off, with its cells, which can be several, or the index of its rule."""
    cells: dict[Mark, tuple[Entry, list[tuple[str, str | None] | int]]] = {}
    for key, cell in promise.within.items():
        if _has_cutoff(cell):
            cells.setdefault(cell.mark, (cell, []))[1].append(key)
    yield from cells.values()
    for n, rule in enumerate(promise.rules):
        if _has_cutoff(rule.then):
            yield rule.then, [n]


def _has_cutoff(cell: Cell) -> TypeGuard[Entry]:
    return cell is not None and cell.cutoff is not None


def _owes(promise: str, entry: Entry, outcome: Outcome) -> bool:
    """Tell whether an outcome owes what an entry says, as far as that can be told apart."""
    owed = owed_of(outcome, promise)
    return owed is not None and owed.cutoff == entry.cutoff


def _owes_at(level: tuple[str, str | None], accepts: Callable[[Outcome], bool], outcome: Outcome) -> bool:
    return (outcome.scope, outcome.level) == level and accepts(outcome)
