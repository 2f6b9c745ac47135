"""What two policies list otherwise: tiers, levels, ways, services, what to bring, whom to turn to."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ...language.yaml_writer import written_condition, written_span
from ...model import ALWAYS
from ...triage.policy_store import date_range_text
from ..show.show_wording import spaced
from .changes import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ...model import Escalation, IntakeItem, Policy, Promise, Service, Span

    Pair = tuple[Mapping[str, str], Mapping[str, str]]

K = TypeVar("K")
V = TypeVar("V")

_TAKEN = ("removed", "added")
_ANY = "any dissatisfaction"


def listed(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield what was added, removed and changed in the lists of a policy, whatever it decides."""
    yield from _tiers(old, new)
    yield from _levels(old, new)
    yield from _ways(old, new)
    yield from _promises(old, new)
    yield from _services(old, new)
    yield from _intake(old, new)
    yield from _escalation(old, new)
    for name, before, after in (
        ("effective", date_range_text(old.effective) or "always", date_range_text(new.effective) or "always"),
        ("timezone", old.timezone, new.timezone),
    ):
        if before != after:
            yield Change("changed", "policy", name, before, after)


def one_sided(about: str, pair: Pair, kinds: tuple[str, str] = ("changed", "changed")) -> Iterator[Change]:
    """Yield what one of two mappings of names to words lacks."""
    old, new = pair
    for name, words in old.items():
        if name not in new:
            yield Change(kinds[0], about, name, words, None)
    for name, words in new.items():
        if name not in old:
            yield Change(kinds[1], about, name, None, words)


def paired(old: Iterable[tuple[K, V]], new: Iterable[tuple[K, V]]) -> Iterator[tuple[K, V | None, V | None]]:
    """Yield what two lists have otherwise under each name, side by side; None where one list has less of a name."""
    sides: tuple[dict[K, dict[V, None]], dict[K, dict[V, None]]] = ({}, {})
    for side, entries in zip(sides, (old, new), strict=True):
        for name, entry in entries:
            side.setdefault(name, {})[entry] = None
    for name in {**sides[0], **sides[1]}:
        before, after = (side.get(name, {}) for side in sides)
        gone, come = ([e for e in some if e not in others] for some, others in ((before, after), (after, before)))
        yield from ((name, *pair) for pair in zip_longest(gone, come))


def _by_name(old: Policy, new: Policy, words: Callable[[Policy], Mapping[str, str]]) -> Pair:
    return words(old), words(new)


def _limit(about: str, name: str, old: int | None, new: int | None, unit: str) -> Iterator[Change]:
    """Yield a limit that is another; none at all is the highest."""
    if old != new:
        is_less = new is not None and (old is None or new < old)
        of = "of " if about == "tier" else ""
        before, after = (
            f"no limit {of}{unit}" if limit is None else f"{limit} {unit if limit != 1 else unit.removesuffix('s')}"
            for limit in (old, new)
        )
        yield Change("reduced" if is_less else "increased", about, name, before, after)


def _tiers(old: Policy, new: Policy) -> Iterator[Change]:
    titles = _by_name(old, new, lambda policy: {name: tier.title for name, tier in policy.tiers.items()})
    yield from one_sided("tier", titles, _TAKEN)
    for name in (name for name in old.tiers if name in new.tiers):
        yield from _limit("tier", name, old.tiers[name].contacts, new.tiers[name].contacts, "named contacts")


def _levels(old: Policy, new: Policy) -> Iterator[Change]:
    yield from one_sided("level", (old.levels, new.levels))
    both = [name for name in old.levels if name in new.levels]
    for name in both:
        if old.levels[name] != new.levels[name]:
            yield Change("changed", "level", name, old.levels[name], new.levels[name])
    order = [name for name in new.levels if name in old.levels]
    if both != order:
        yield Change("changed", "level", "", ", ".join(both), ", ".join(order))


def _ways(old: Policy, new: Policy) -> Iterator[Change]:
    contacts = _by_name(old, new, lambda policy: {name: way.contact for name, way in policy.ways.items()})
    yield from one_sided("way", contacts, _TAKEN)
    for name in (name for name in old.ways if name in new.ways):
        if old.ways[name].contact != new.ways[name].contact:
            yield Change("changed", "way", name, old.ways[name].contact, new.ways[name].contact)


def _promises(old: Policy, new: Policy) -> Iterator[Change]:
    for name in (name for name in old.promises if name in new.promises):
        one, other = old.promises[name], new.promises[name]
        if one.kind != other.kind:
            kind = "reduced" if one.kind == "guarantee" else "increased" if other.kind == "guarantee" else "changed"
            yield Change(kind, "promise", name, one.kind or "a promise", other.kind or "a promise")
        if one.repeats != other.repeats:
            yield Change("reduced" if one.repeats else "increased", "promise", name, _again(one), _again(other))


def _again(promise: Promise) -> str:
    return "again and again" if promise.repeats else "once"


def _services(old: Policy, new: Policy) -> Iterator[Change]:
    titles = _by_name(old, new, lambda policy: {name: service.title for name, service in policy.services.items()})
    yield from one_sided("service", titles, _TAKEN)
    for name in (name for name in old.services if name in new.services):
        one, other = old.services[name], new.services[name]
        yield from _for_tiers(name, one, other, old, new)
        yield from _limit("service", name, one.per_year, other.per_year, "a year")
        if one.span != other.span:
            yield _span(name, one.span, other.span)
        for what, before, after in (
            ("activities", one.activities, other.activities),
            ("levels", one.levels, other.levels),
        ):
            if set(before) != set(after):
                yield _limited(name, what, before, after)


def _for_tiers(name: str, one: Service, other: Service, old: Policy, new: Policy) -> Iterator[Change]:
    """Yield the tiers that have a service in one policy alone."""
    tiers = [tier for tier in old.tiers if tier in new.tiers]
    had = [tier for tier in tiers if not one.tiers or tier in one.tiers]
    have = [tier for tier in tiers if not other.tiers or tier in other.tiers]
    for kind, some, others in (("removed", had, have), ("added", have, had)):
        places = tuple((tier, None, None) for tier in some if tier not in others)
        if places:
            before, after = (one.title, None) if kind == "removed" else (None, other.title)
            yield Change(kind, "service", name, before, after, places)


def _span(name: str, one: Span | None, other: Span | None) -> Change:
    kind = "changed"
    if one is None or other is None:
        kind = "reduced" if one is None else "increased"
    elif one.days == other.days or one.seconds == other.seconds:
        is_less = (other.days, other.seconds) < (one.days, one.seconds)
        kind = "reduced" if is_less else "increased"
    before, after = ("no limit of time" if span is None else written_span(span) for span in (one, other))
    return Change(kind, "service", name, before, after)


def _limited(name: str, what: str, one: Sequence[str], other: Sequence[str]) -> Change:
    kind = "changed"
    if not one or (other and set(other) < set(one)):
        kind = "reduced"
    elif not other or set(one) < set(other):
        kind = "increased"
    before, after = (", ".join(spaced(each) for each in some) or f"all {what}" for some in (one, other))
    return Change(kind, "service", name, before, after)


def _intake(old: Policy, new: Policy) -> Iterator[Change]:
    for needs, one, other in paired(*([(item.needs, _need(item)) for item in p.intake] for p in (old, new))):
        needed = [need is not None and need.must_be for need in (one, other)]
        kind = "changed" if needed[0] == needed[1] else "demanded" if needed[1] else "waived"
        yield Change(kind, "intake", needs, one.words if one else None, other.words if other else None)


class _Need(NamedTuple):
    """When something is to be brought, in words, and whether it must be."""

    words: str
    must_be: bool


def _need(item: IntakeItem) -> _Need:
    when = "always" if item.when == ALWAYS else f"if {written_condition(item.when)}"
    return _Need(f"{when}, may be left out" if item.optional else when, not item.optional)


def _escalation(old: Policy, new: Policy) -> Iterator[Change]:
    for name, one, other in paired(*([(e.to, _worded_occasions(e)) for e in p.escalation] for p in (old, new))):
        kind = "removed" if other is None else "added" if one is None else "changed"
        yield Change(kind, "escalation", name, one, other)


def _worded_occasions(one: Escalation) -> str:
    occasions = ", ".join(spaced(occasion) for occasion in one.when_any) or _ANY
    return f"{occasions} ({one.contact})" if one.contact else occasions
