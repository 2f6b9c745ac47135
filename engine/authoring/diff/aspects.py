"""In which aspects two outcomes of one situation differ, in the contract's terms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from ...model import SCOPES, Policy
from ...proof.delays import DelayComparison, Later
from ...proof.occurring_receipts import SomeReceipts
from ...rules.hit_policy import Gap, Ways
from ...rules.outcomes import Outcome, Owed, owed_of
from ...rules.places import placed_hours_of
from ...text import both, either
from ...worktime import open_alike
from ..show.show_wording import spaced, worded_amount
from .changes import Change

AspectValue = str | Gap | Ways | Owed | None
"""What an outcome has in one aspect."""

WAS, IS_NOW = "as it was", "as it is now"
"""What follows the name of hours that both policies have and that are not open alike."""

_NO_WAYS = Ways(None, None, ())


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect in which outcomes differ: how it changed, and the values of both.

    `scope` is that of both, where it is the same.
    """

    change: Change
    values: tuple[AspectValue, AspectValue]
    scope: str | Gap | None = None


def aspect_value(outcome: Outcome, about: str, name: str) -> AspectValue:
    """Return what an outcome has in an aspect."""
    if about == "scope":
        return outcome.scope
    if about == "priority":
        return outcome.level
    return owed_of(outcome, name) if about == "promise" else outcome.ways or _NO_WAYS


def delay(  # noqa: PLR0913 - each is a part of what is compared
    delays: DelayComparison,
    policies: tuple[Policy, Policy],
    kind: str,
    old: Owed,
    new: Owed,
    received: SomeReceipts | None = None,
) -> Later | None:
    """Return by how much the new deadline can be later (`looser`) or earlier (`tighter`) while the new policy holds."""
    if kind == "looser":
        return delays.later(policies[1], new, old, against=policies[0], received=received)
    return delays.later(policies[0], old, new, against=policies[1], during=policies[1], received=received)


class OutcomeComparison:
    """Compares outcomes of two aligned policies."""

    def __init__(self, old: Policy, new: Policy, delays: DelayComparison) -> None:
        """Take both policies, and what compares their deadlines."""
        self._policies = old, new
        self._delay = cache(partial(delay, delays, (old, new)))
        self.aspects = cache(self._find_aspects)

    def _find_aspects(self, old: Outcome, new: Outcome, received: SomeReceipts | None = None) -> tuple[Aspect, ...]:
        """Return the aspects in which two outcomes differ, at all receipts or some.

        Where scope differs, or one has no level, so does all that depends on it, which is left out.
        """
        if old.scope != new.scope:
            order = [*SCOPES, *Gap]
            direction = "wider" if order.index(new.scope) > order.index(old.scope) else "narrower"
            kind = _gap_kind(old.scope, new.scope) or direction
            return (_aspect(kind, "scope", (old.scope, new.scope)),)
        aspects = []
        if old.level != new.level:
            kind = _gap_kind(old.level, new.level)
            aspects.append(_aspect(kind or self._level_kind(old.level, new.level), "priority", (old.level, new.level)))
        if not aspects or not kind:
            for name in {**self._policies[0].promises, **self._policies[1].promises}:
                aspects += self._promise_aspects(name, owed_of(old, name), owed_of(new, name), received)
            ways = old.ways or _NO_WAYS, new.ways or _NO_WAYS
            aspects += [_aspect(kind, "channel", ways, name) for kind, name in _channel_kinds(*ways)]
        return tuple(replace(aspect, scope=old.scope) for aspect in aspects)

    def _level_kind(self, old: str | Gap | None, new: str | Gap | None) -> str:
        """Return whether a level is raised or lowered; `changed` where the policies order the two differently."""
        orders = [list(policy.levels) for policy in self._policies if {old, new} <= policy.levels.keys()]
        is_raised = {order.index(str(new)) < order.index(str(old)) for order in orders}
        return "changed" if len(is_raised) != 1 else "raised" if is_raised.pop() else "lowered"

    def _promise_aspects(
        self, name: str, old: Owed | None, new: Owed | None, received: SomeReceipts | None
    ) -> Iterator[Aspect]:
        if old is None or new is None:
            if old is not new:
                aspect = _aspect("tighter" if old is None else "looser", "promise", (old, new), name)
                yield replace(aspect, change=replace(aspect.change, by=Later()))
        elif isinstance(old.hours, Gap) or isinstance(new.hours, Gap):
            kind = _gap_kind(old.hours, new.hours)
            if kind:
                yield _aspect(kind, "promise", (old, new), name)
        else:
            for kind in ("looser", "tighter"):
                by = self._delay(kind, old, new, received)
                if by:
                    before, after = self._promise_words(old, new)
                    aspect = _aspect(kind, "promise", (old, new), name)
                    hours = old.hours, new.hours
                    yield replace(aspect, change=replace(aspect.change, before=before, after=after, hours=hours, by=by))
            yield from self._commitment(name, old, new)

    def _commitment(self, name: str, old: Owed, new: Owed) -> Iterator[Aspect]:
        """Yield how binding something owed becomes, where that is not a change of its promise as a whole."""
        own = [policy.promises[name].kind for policy in self._policies]
        if old.kind != new.kind and [old.kind, new.kind] != own:
            aspect = _aspect(commitment_kind(old.kind, new.kind), "promise", (old, new), name)
            before, after = (f"{_words(owed)}, {f'a {owed.kind}' if owed.kind else 'a promise'}" for owed in (old, new))
            yield replace(aspect, change=replace(aspect.change, before=before, after=after))

    def _promise_words(self, old: Owed, new: Owed) -> tuple[str, str]:
        """Return what is owed in words, in hours that are named where they changed."""
        words, hours = (_words(old), _words(new)), (str(old.hours), str(new.hours))
        if hours[0] != hours[1]:
            return f"{words[0]} in {spaced(hours[0])}", f"{words[1]} in {spaced(hours[1])}"
        if open_alike(*(placed_hours_of(own, owed) for own, owed in zip(self._policies, (old, new), strict=True))):
            return words
        # Where the hours alone changed it does not matter how long a span is.
        spans = ("", "") if (old.span, old.cutoff) == (new.span, new.cutoff) else (f"{words[0]} ", f"{words[1]} ")
        return f"{spans[0]}in {spaced(hours[0])} {WAS}", f"{spans[1]}in {spaced(hours[0])} {IS_NOW}"


def _aspect(kind: str, about: str, values: tuple[AspectValue, AspectValue], name: str = "") -> Aspect:
    before, after = (_words(value, "nothing" if about == "promise" else "none") for value in values)
    return Aspect(change=Change(kind=kind, about=about, name=name, before=before, after=after), values=values)


def commitment_kind(old: str | None, new: str | None) -> str:
    """Return whether a commitment is reduced or increased; `changed` where the two do not compare."""
    if "guarantee" not in (old, new):
        return "changed"
    return "increased" if new == "guarantee" else "reduced"


def _gap_kind(old: object, new: object) -> str:
    """Return what became of a gap that only one of two outcomes is; empty where neither is, or both."""
    if isinstance(old, Gap) == isinstance(new, Gap):
        return ""
    return "settled" if isinstance(old, Gap) else "undecided"


def _channel_kinds(old: Ways | Gap, new: Ways | Gap) -> Iterator[tuple[str, str]]:
    """Yield in which kinds ways differ, each with the ways that it is about."""
    if old == new:
        return
    if isinstance(old, Gap) or isinstance(new, Gap):
        yield _gap_kind(old, new) or "changed", ""
        return
    kinds = [(kind, way) for kind, way in _first_way_kinds(old, new) if way]
    # A follow-up is one more way in which the request must come.
    for kind, own, opposite in (("required", new, old), ("freed", old, new)):
        kinds += [(kind, way) for way in own.follow_up if way not in opposite.needed]
    yield from kinds or [("changed", "")]


def _first_way_kinds(old: Ways, new: Ways) -> Iterator[tuple[str, str]]:
    """Yield in which kinds the ways differ in which a request may come first; without a way where they do not."""
    if old.required != new.required and not {old.required, new.required} & {*old.follow_up, *new.follow_up}:
        # Another way required is no relief: the one that was required cannot be used any more.
        yield ("required", new.required) if new.required else ("freed", old.required or "")
        return
    removed, added = (
        " ".join(way for way in own.allowed if way not in opposite.allowed)
        for own, opposite in ((old, new), (new, old))
    )
    preferred = (new.preferred or old.preferred or "") if old.preferred != new.preferred else ""
    yield from (("disallowed", removed), ("allowed", added), ("preferred", preferred))


def _words(value: AspectValue, absent: str = "none") -> str:
    if isinstance(value, Gap):
        return "conflicting ways" if value is Gap.conflicting else "undecided"
    if isinstance(value, Owed):
        words = worded_amount(value.span, value.cutoff)
        return f"{words} in undecided hours" if isinstance(value.hours, Gap) else words
    return _ways_words(value) if isinstance(value, Ways) else value or absent


def _ways_words(ways: Ways) -> str:
    following = both(map(spaced, ways.follow_up))
    return _first_ways_words(ways) + (f", then {following}" if following else "")


def _first_ways_words(ways: Ways) -> str:
    words = f"{spaced(ways.required)} required" if ways.required else either(map(spaced, ways.allowed))
    if ways.preferred is None or ways.preferred == ways.required:
        return words or "no way named"
    is_alone = not ways.required and len(ways.allowed) == 1
    return f"{words}, preferred" if is_alone else f"{words}, {spaced(ways.preferred)} preferred"
