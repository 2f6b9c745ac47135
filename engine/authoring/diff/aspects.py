"""In which respects two outcomes of one situation differ, in the contract's terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ...model import SCOPES
from ...proof.delays import Later, owed_of
from ...rules.outcomes import Gap, Owed, Ways
from ...text import either
from ...worktime import open_alike
from ..show.show_wording import spaced, worded_owed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Policy
    from ...proof.delays import Lateness
    from ...rules.outcomes import Outcome

Seen = str | Gap | Ways | Owed | None
"""What is seen of an outcome in one respect."""

WAS, IS_NOW = "as it was", "as it is now"
"""What is said of hours that have the same name in both policies, and are not the same."""

_NO_WAYS = Ways(None, None, ())


@dataclass(frozen=True, slots=True)
class Aspect:
    """One respect in which outcomes differ: what is seen of each, in words and as it is.

    `scope` is that of both, where it is the same.
    """

    kind: str
    about: str
    name: str
    before: str
    after: str
    seen: tuple[Seen, Seen]
    hours: tuple[str, str] = ("", "")
    by: Later | None = None
    scope: str | Gap | None = None


def seen_of(outcome: Outcome, about: str, name: str) -> Seen:
    """Return what is seen of an outcome in a respect."""
    if about == "scope":
        return outcome.scope
    if about == "priority":
        return outcome.level
    return owed_of(outcome, name) if about == "promise" else outcome.ways or _NO_WAYS


class Aspects:
    """Compares outcomes of two aligned policies."""

    def __init__(self, old: Policy, new: Policy, lateness: Lateness) -> None:
        """Take both policies, and what compares their deadlines."""
        self._old, self._new = old, new
        self._lateness = lateness
        self.between = cache(self._between)
        self._lags = cache(self._lag)

    def _between(self, one: Outcome, other: Outcome) -> tuple[Aspect, ...]:
        """Return the respects in which two outcomes differ.

        Where scope differs, or one has no level, so does all that goes with it, which is not told.
        """
        if one.scope != other.scope:
            return (self._scope(one.scope, other.scope),)
        found = []
        if one.level != other.level:
            found.append(replace(self._priority(one.level, other.level), scope=one.scope))
            if isinstance(one.level, Gap) or isinstance(other.level, Gap):
                return tuple(found)
        for name in {**self._old.promises, **self._new.promises}:
            found += self._promise(name, owed_of(one, name), owed_of(other, name))
        found += _channel(one.ways, other.ways)
        return tuple(replace(respect, scope=one.scope) for respect in found)

    def _scope(self, one: str | Gap, other: str | Gap) -> Aspect:
        kind = _gap(one, other)
        if isinstance(one, str) and isinstance(other, str):
            kind = "wider" if SCOPES.index(other) > SCOPES.index(one) else "narrower"
        return Aspect(kind, "scope", "", _named(one), _named(other), (one, other))

    def _priority(self, one: str | Gap | None, other: str | Gap | None) -> Aspect:
        kind = _gap(one, other)
        if isinstance(one, str) and isinstance(other, str):
            orders = [list(p.levels) for p in (self._old, self._new) if one in p.levels and other in p.levels]
            raised = {order.index(other) < order.index(one) for order in orders}
            kind = "changed" if len(raised) != 1 else "raised" if raised.pop() else "lowered"
        return Aspect(kind, "priority", "", _level(one), _level(other), (one, other))

    def _promise(self, name: str, one: Owed | None, other: Owed | None) -> Iterator[Aspect]:
        if one is None or other is None or isinstance(one.hours, Gap) or isinstance(other.hours, Gap):
            kind = _owing(one, other)
            if kind:
                by = Later() if one is None or other is None else None
                yield Aspect(kind, "promise", name, _owed(one), _owed(other), (one, other), by=by)
            return
        hours, words = self._words(one, other)
        for kind, by in self._lags(one, other):
            yield Aspect(kind, "promise", name, *words, (one, other), hours, by)

    def _words(self, one: Owed, other: Owed) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return the hours of both, and what is owed in words; hours are named where they changed."""
        hours = str(one.hours), str(other.hours)
        words = _owed(one), _owed(other)
        if hours[0] != hours[1]:
            words = f"{words[0]} in {spaced(hours[0])}", f"{words[1]} in {spaced(hours[1])}"
        elif not open_alike(self._old.hours[hours[0]], self._new.hours[hours[1]]):
            named = spaced(hours[0])
            # Where the hours alone changed it does not matter how long a span is.
            spans = ("", "") if one.span == other.span else (f"{words[0]} ", f"{words[1]} ")
            words = f"{spans[0]}in {named} {WAS}", f"{spans[1]}in {named} {IS_NOW}"
        return hours, words

    def _lag(self, one: Owed, other: Owed) -> tuple[tuple[str, Later], ...]:
        """Return whether a promise can fall due later than before, earlier, or both, and by how much."""
        later = self._lateness.later(self._new, other, one, against=self._old)
        earlier = self._lateness.later(self._old, one, other, against=self._new, during=self._new)
        return tuple((kind, by) for kind, by in (("looser", later), ("tighter", earlier)) if by is not None)


def _gap(one: object, other: object) -> str:
    """Return which of two things that differ is undecided."""
    return "undecided" if isinstance(other, Gap) else "settled" if isinstance(one, Gap) else "changed"


def _owing(one: Owed | None, other: Owed | None) -> str:
    """Return what became of a promise that is newly owed, no longer owed or in no hours at all."""
    if one is None or other is None:
        return "" if one is other else "tighter" if one is None else "looser"
    gaps = isinstance(one.hours, Gap), isinstance(other.hours, Gap)
    return "" if gaps[0] == gaps[1] else _gap(one.hours, other.hours)


def _channel(one: Ways | Gap | None, other: Ways | Gap | None) -> Iterator[Aspect]:
    one, other = one or _NO_WAYS, other or _NO_WAYS
    if one == other:
        return
    words = _ways(one), _ways(other)

    def respect(kind: str, name: str = "") -> Aspect:
        return Aspect(kind, "channel", name, *words, (one, other))

    if isinstance(one, Gap) or isinstance(other, Gap):
        yield respect(_gap(one, other) if isinstance(one, Gap) != isinstance(other, Gap) else "changed")
    elif one.required != other.required:
        # Another way required is no relief: the one that was required cannot be used any more.
        yield respect("required", other.required) if other.required else respect("freed", one.required or "")
    else:
        for kind, ways in (("disallowed", _less(one, other)), ("allowed", _less(other, one))):
            if ways:
                yield respect(kind, " ".join(ways))
        if one.preferred != other.preferred:
            yield respect("preferred", other.preferred or one.preferred or "")


def _less(one: Ways, other: Ways) -> list[str]:
    return [way for way in one.allowed if way not in other.allowed]


def _named(outcome: str | Gap) -> str:
    return outcome.value if isinstance(outcome, Gap) else outcome


def _level(level: str | Gap | None) -> str:
    return "none" if level is None else _named(level)


def _owed(owed: Owed | None) -> str:
    if owed is None:
        return "nothing"
    words = worded_owed(owed.span)
    return f"{words} in undecided hours" if isinstance(owed.hours, Gap) else words


def _ways(ways: Ways | Gap) -> str:
    if isinstance(ways, Gap):
        return "conflicting ways" if ways is Gap.conflicting else "undecided"
    if ways.required:
        also = f", {spaced(ways.preferred)} preferred" if ways.preferred not in (None, ways.required) else ""
        return f"{spaced(ways.required)} required{also}"
    if not ways.allowed:
        return "no way named"
    words = either(spaced(way) for way in ways.allowed)
    if ways.preferred is None:
        return words
    return f"{words}, {spaced(ways.preferred)} preferred" if len(ways.allowed) > 1 else f"{words}, preferred"
