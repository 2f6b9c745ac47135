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

_REMOVED_ADDED = ("removed", "added")
_ANY_OCCASION = "any dissatisfaction"


def record_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield what was added, removed and changed in the lists of a policy, whatever it decides."""
    yield from _tier_changes(old, new)
    yield from _level_changes(old, new)
    yield from _way_changes(old, new)
    yield from _promise_changes(old, new)
    yield from _service_changes(old, new)
    yield from _intake_changes(old, new)
    yield from _escalation_changes(old, new)
    for name, before, after in (
        ("effective", date_range_text(old.effective) or "always", date_range_text(new.effective) or "always"),
        ("timezone", old.timezone, new.timezone),
    ):
        if before != after:
            yield Change("changed", "policy", name, before, after)


def added_and_removed(about: str, pair: Pair, kinds: tuple[str, str] = ("changed", "changed")) -> Iterator[Change]:
    """Yield what one of two mappings of names to words lacks."""
    old, new = pair
    for name, words in old.items():
        if name not in new:
            yield Change(kinds[0], about, name, words, None)
    for name, words in new.items():
        if name not in old:
            yield Change(kinds[1], about, name, None, words)


def pair_entries(old: Iterable[tuple[K, V]], new: Iterable[tuple[K, V]]) -> Iterator[tuple[K, V | None, V | None]]:
    """Yield what two lists have otherwise under each name, side by side; None where one list has less of a name."""
    sides: tuple[dict[K, dict[V, None]], dict[K, dict[V, None]]] = ({}, {})
    for side, entries in zip(sides, (old, new), strict=True):
        for name, entry in entries:
            side.setdefault(name, {})[entry] = None
    for name in {**sides[0], **sides[1]}:
        before, after = (side.get(name, {}) for side in sides)
        removed, added = ([e for e in own if e not in opposite] for own, opposite in ((before, after), (after, before)))
        yield from ((name, *pair) for pair in zip_longest(removed, added))


def _by_name(old: Policy, new: Policy, words: Callable[[Policy], Mapping[str, str]]) -> Pair:
    return words(old), words(new)


def _limit_change(about: str, name: str, old: int | None, new: int | None, unit: str) -> Iterator[Change]:
    """Yield a limit that is another; none at all is the highest."""
    if old != new:
        is_less = new is not None and (old is None or new < old)
        of = "of " if about == "tier" else ""
        before, after = (
            f"no limit {of}{unit}" if limit is None else f"{limit} {unit if limit != 1 else unit.removesuffix('s')}"
            for limit in (old, new)
        )
        yield Change("reduced" if is_less else "increased", about, name, before, after)


def _tier_changes(old: Policy, new: Policy) -> Iterator[Change]:
    titles = _by_name(old, new, lambda policy: {name: tier.title for name, tier in policy.tiers.items()})
    yield from added_and_removed("tier", titles, _REMOVED_ADDED)
    for name in (name for name in old.tiers if name in new.tiers):
        yield from _limit_change("tier", name, old.tiers[name].contacts, new.tiers[name].contacts, "named contacts")


def _level_changes(old: Policy, new: Policy) -> Iterator[Change]:
    yield from added_and_removed("level", (old.levels, new.levels))
    both = [name for name in old.levels if name in new.levels]
    for name in both:
        if old.levels[name] != new.levels[name]:
            yield Change("changed", "level", name, old.levels[name], new.levels[name])
    order = [name for name in new.levels if name in old.levels]
    if both != order:
        yield Change("changed", "level", "", ", ".join(both), ", ".join(order))


def _way_changes(old: Policy, new: Policy) -> Iterator[Change]:
    contacts = _by_name(old, new, lambda policy: {name: way.contact for name, way in policy.ways.items()})
    yield from added_and_removed("way", contacts, _REMOVED_ADDED)
    for name in (name for name in old.ways if name in new.ways):
        if old.ways[name].contact != new.ways[name].contact:
            yield Change("changed", "way", name, old.ways[name].contact, new.ways[name].contact)


def _promise_changes(old: Policy, new: Policy) -> Iterator[Change]:
    for name in (name for name in old.promises if name in new.promises):
        old_promise, new_promise = old.promises[name], new.promises[name]
        if old_promise.kind != new_promise.kind:
            kind = (
                "reduced"
                if old_promise.kind == "guarantee"
                else "increased"
                if new_promise.kind == "guarantee"
                else "changed"
            )
            yield Change(kind, "promise", name, old_promise.kind or "a promise", new_promise.kind or "a promise")
        if old_promise.repeats != new_promise.repeats:
            yield Change(
                "reduced" if old_promise.repeats else "increased",
                "promise",
                name,
                _repeat_words(old_promise),
                _repeat_words(new_promise),
            )


def _repeat_words(promise: Promise) -> str:
    return "repeatedly" if promise.repeats else "once"


def _service_changes(old: Policy, new: Policy) -> Iterator[Change]:
    titles = _by_name(old, new, lambda policy: {name: service.title for name, service in policy.services.items()})
    yield from added_and_removed("service", titles, _REMOVED_ADDED)
    for name in (name for name in old.services if name in new.services):
        old_service, new_service = old.services[name], new.services[name]
        yield from _service_tier_changes(name, old_service, new_service, old, new)
        yield from _limit_change("service", name, old_service.per_year, new_service.per_year, "a year")
        if old_service.span != new_service.span:
            yield _span_change(name, old_service.span, new_service.span)
        for what, before, after in (
            ("activities", old_service.activities, new_service.activities),
            ("levels", old_service.levels, new_service.levels),
        ):
            if set(before) != set(after):
                yield _list_change(name, what, before, after)


def _service_tier_changes(
    name: str, old_service: Service, new_service: Service, old: Policy, new: Policy
) -> Iterator[Change]:
    """Yield the tiers that have a service in one policy alone."""
    tiers = [tier for tier in old.tiers if tier in new.tiers]
    old_tiers = [tier for tier in tiers if not old_service.tiers or tier in old_service.tiers]
    new_tiers = [tier for tier in tiers if not new_service.tiers or tier in new_service.tiers]
    for kind, own, opposite in (("removed", old_tiers, new_tiers), ("added", new_tiers, old_tiers)):
        cells = tuple((tier, None, None) for tier in own if tier not in opposite)
        if cells:
            before, after = (old_service.title, None) if kind == "removed" else (None, new_service.title)
            yield Change(kind, "service", name, before, after, cells)


def _span_change(name: str, old: Span | None, new: Span | None) -> Change:
    kind = "changed"
    if old is None or new is None:
        kind = "reduced" if old is None else "increased"
    elif old.days == new.days or old.seconds == new.seconds:
        is_less = (new.days, new.seconds) < (old.days, old.seconds)
        kind = "reduced" if is_less else "increased"
    before, after = ("no limit of time" if span is None else written_span(span) for span in (old, new))
    return Change(kind, "service", name, before, after)


def _list_change(name: str, what: str, old: Sequence[str], new: Sequence[str]) -> Change:
    kind = "changed"
    if not old or (new and set(new) < set(old)):
        kind = "reduced"
    elif not new or set(old) < set(new):
        kind = "increased"
    before, after = (", ".join(spaced(entry) for entry in entries) or f"all {what}" for entries in (old, new))
    return Change(kind, "service", name, before, after)


def _intake_changes(old: Policy, new: Policy) -> Iterator[Change]:
    for needs, before, after in pair_entries(
        *([(item.needs, _intake_need(item)) for item in policy.intake] for policy in (old, new))
    ):
        needed = [need is not None and need.must_be for need in (before, after)]
        kind = "changed" if needed[0] == needed[1] else "demanded" if needed[1] else "waived"
        yield Change(kind, "intake", needs, before.words if before else None, after.words if after else None)


class _IntakeNeed(NamedTuple):
    """When something is to be brought, in words, and whether it must be."""

    words: str
    must_be: bool


def _intake_need(item: IntakeItem) -> _IntakeNeed:
    when = "always" if item.when == ALWAYS else f"if {written_condition(item.when)}"
    return _IntakeNeed(f"{when}, optional" if item.optional else when, not item.optional)


def _escalation_changes(old: Policy, new: Policy) -> Iterator[Change]:
    for name, before, after in pair_entries(
        *([(e.to, _occasion_words(e)) for e in policy.escalation] for policy in (old, new))
    ):
        kind = "removed" if after is None else "added" if before is None else "changed"
        yield Change(kind, "escalation", name, before, after)


def _occasion_words(escalation: Escalation) -> str:
    occasions = ", ".join(spaced(occasion) for occasion in escalation.when_any) or _ANY_OCCASION
    return f"{occasions} ({escalation.contact})" if escalation.contact else occasions
