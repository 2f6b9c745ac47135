"""In which aspects two outcomes of one situation differ, in the contract's terms."""

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

AspectValue = str | Gap | Ways | Owed | None
"""What is seen of an outcome in one aspect."""

WAS, IS_NOW = "as it was", "as it is now"
"""What is said of hours that have the same name in both policies, and are not the same."""

_NO_WAYS = Ways(None, None, ())


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect in which outcomes differ: what is seen of each, in words and as it is.

    `scope` is that of both, where it is the same.
    """

    kind: str
    about: str
    name: str
    before: str
    after: str
    values: tuple[AspectValue, AspectValue]
    hours: tuple[str, str] = ("", "")
    by: Later | None = None
    scope: str | Gap | None = None


def aspect_value(outcome: Outcome, about: str, name: str) -> AspectValue:
    """Return what is seen of an outcome in an aspect."""
    if about == "scope":
        return outcome.scope
    if about == "priority":
        return outcome.level
    return owed_of(outcome, name) if about == "promise" else outcome.ways or _NO_WAYS


class OutcomeComparison:
    """Compares outcomes of two aligned policies."""

    def __init__(self, old: Policy, new: Policy, lateness: Lateness) -> None:
        """Take both policies, and what compares their deadlines."""
        self._old, self._new = old, new
        self._lateness = lateness
        self.aspects = cache(self._find_aspects)
        self._delays = cache(self._find_delays)

    def _find_aspects(self, old: Outcome, new: Outcome) -> tuple[Aspect, ...]:
        """Return the aspects in which two outcomes differ.

        Where scope differs, or one has no level, so does all that goes with it, which is not told.
        """
        if old.scope != new.scope:
            return (self._scope_aspect(old.scope, new.scope),)
        aspects = []
        if old.level != new.level:
            aspects.append(replace(self._priority_aspect(old.level, new.level), scope=old.scope))
            if isinstance(old.level, Gap) or isinstance(new.level, Gap):
                return tuple(aspects)
        for name in {**self._old.promises, **self._new.promises}:
            aspects += self._promise_aspects(name, owed_of(old, name), owed_of(new, name))
        aspects += _channel_aspects(old.ways, new.ways)
        return tuple(replace(aspect, scope=old.scope) for aspect in aspects)

    def _scope_aspect(self, old: str | Gap, new: str | Gap) -> Aspect:
        kind = _gap_kind(old, new)
        if isinstance(old, str) and isinstance(new, str):
            kind = "wider" if SCOPES.index(new) > SCOPES.index(old) else "narrower"
        return Aspect(kind, "scope", "", _outcome_words(old), _outcome_words(new), (old, new))

    def _priority_aspect(self, old: str | Gap | None, new: str | Gap | None) -> Aspect:
        kind = _gap_kind(old, new)
        if isinstance(old, str) and isinstance(new, str):
            orders = [list(p.levels) for p in (self._old, self._new) if old in p.levels and new in p.levels]
            raised = {order.index(new) < order.index(old) for order in orders}
            kind = "changed" if len(raised) != 1 else "raised" if raised.pop() else "lowered"
        return Aspect(kind, "priority", "", _level_words(old), _level_words(new), (old, new))

    def _promise_aspects(self, name: str, old: Owed | None, new: Owed | None) -> Iterator[Aspect]:
        if old is None or new is None or isinstance(old.hours, Gap) or isinstance(new.hours, Gap):
            kind = _promise_kind(old, new)
            if kind:
                by = Later() if old is None or new is None else None
                yield Aspect(kind, "promise", name, _owed_words(old), _owed_words(new), (old, new), by=by)
            return
        hours, words = self._promise_words(old, new)
        for kind, by in self._delays(old, new):
            yield Aspect(kind, "promise", name, *words, (old, new), hours, by)

    def _promise_words(self, old: Owed, new: Owed) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return the hours of both, and what is owed in words; hours are named where they changed."""
        hours = str(old.hours), str(new.hours)
        words = _owed_words(old), _owed_words(new)
        if hours[0] != hours[1]:
            words = f"{words[0]} in {spaced(hours[0])}", f"{words[1]} in {spaced(hours[1])}"
        elif not open_alike(self._old.hours[hours[0]], self._new.hours[hours[1]]):
            named = spaced(hours[0])
            # Where the hours alone changed it does not matter how long a span is.
            spans = ("", "") if old.span == new.span else (f"{words[0]} ", f"{words[1]} ")
            words = f"{spans[0]}in {named} {WAS}", f"{spans[1]}in {named} {IS_NOW}"
        return hours, words

    def _find_delays(self, old: Owed, new: Owed) -> tuple[tuple[str, Later], ...]:
        """Return whether a promise can fall due later than before, earlier, or both, and by how much."""
        later = self._lateness.later(self._new, new, old, against=self._old)
        earlier = self._lateness.later(self._old, old, new, against=self._new, during=self._new)
        return tuple((kind, by) for kind, by in (("looser", later), ("tighter", earlier)) if by is not None)


def _gap_kind(old: object, new: object) -> str:
    """Return which of two things that differ is undecided."""
    return "undecided" if isinstance(new, Gap) else "settled" if isinstance(old, Gap) else "changed"


def _promise_kind(old: Owed | None, new: Owed | None) -> str:
    """Return what became of a promise that is newly owed, no longer owed or in no hours at all."""
    if old is None or new is None:
        return "" if old is new else "tighter" if old is None else "looser"
    gaps = isinstance(old.hours, Gap), isinstance(new.hours, Gap)
    return "" if gaps[0] == gaps[1] else _gap_kind(old.hours, new.hours)


def _channel_aspects(old: Ways | Gap | None, new: Ways | Gap | None) -> Iterator[Aspect]:
    old, new = old or _NO_WAYS, new or _NO_WAYS
    if old == new:
        return
    words = _ways_words(old), _ways_words(new)

    def aspect(kind: str, name: str = "") -> Aspect:
        return Aspect(kind, "channel", name, *words, (old, new))

    if isinstance(old, Gap) or isinstance(new, Gap):
        yield aspect(_gap_kind(old, new) if isinstance(old, Gap) != isinstance(new, Gap) else "changed")
    elif old.required != new.required:
        # Another way required is no relief: the one that was required cannot be used any more.
        yield aspect("required", new.required) if new.required else aspect("freed", old.required or "")
    else:
        for kind, ways in (("disallowed", _removed_ways(old, new)), ("allowed", _removed_ways(new, old))):
            if ways:
                yield aspect(kind, " ".join(ways))
        if old.preferred != new.preferred:
            yield aspect("preferred", new.preferred or old.preferred or "")


def _removed_ways(ways: Ways, fewer: Ways) -> list[str]:
    return [way for way in ways.allowed if way not in fewer.allowed]


def _outcome_words(outcome: str | Gap) -> str:
    return outcome.value if isinstance(outcome, Gap) else outcome


def _level_words(level: str | Gap | None) -> str:
    return "none" if level is None else _outcome_words(level)


def _owed_words(owed: Owed | None) -> str:
    if owed is None:
        return "nothing"
    words = worded_owed(owed.span)
    return f"{words} in undecided hours" if isinstance(owed.hours, Gap) else words


def _ways_words(ways: Ways | Gap) -> str:
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
