"""What two policies list differently: tiers, levels, ways, services, intake and escalation; and changed texts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from math import inf
from operator import le
from typing import TypeVar

from ...language.yaml_writer import written_condition, written_span
from ...model import ALWAYS, Escalation, IntakeItem, Policy, Service
from ...text import counted
from ...triage.effective_days import date_range_text
from ..show.show_wording import spaced, worded_level, worded_occasions
from .changes import Change

Kinds = tuple[str, str, str]
"""The kinds of what only the old policy has, only the new one, and both with other words; empty where no change."""

Size = tuple[str, tuple[float | frozenset[str], ...]]
"""A limit or commitment in words, and as parts; it is less than another where no part is more."""


K = TypeVar("K")
V = TypeVar("V")

_CHANGED = ("changed", "changed", "changed")
_COMMITMENTS = {None: (0, 1), "goal": (1, 0), "guarantee": (1, 1)}
"""How much each kind of promise commits to: a guarantee more than the others, which do not compare."""

_LISTS: tuple[tuple[str, Callable[[Policy], Mapping[str, str]], Kinds], ...] = (
    ("tier", lambda policy: {name: tier.title for name, tier in policy.tiers.items()}, ("removed", "added", "")),
    ("level", lambda policy: {name: worded_level(policy, name) for name in policy.levels}, _CHANGED),
    ("way", lambda policy: {name: way.contact for name, way in policy.ways.items()}, ("removed", "added", "changed")),
    ("service", lambda policy: {name: own.title for name, own in policy.services.items()}, ("removed", "added", "")),
    (
        "measure",
        lambda policy: {name: p.measure.text for name, p in policy.promises.items() if p.measure},
        _CHANGED,
    ),
    ("fact", lambda policy: {name: fact.ask for name, fact in policy.facts.items()}, ("changed", "changed", "")),
    (
        "policy",
        lambda policy: {"effective": date_range_text(policy.effective) or "always", "timezone": policy.timezone},
        _CHANGED,
    ),
)
"""What a policy lists: the section, its entries by name in words, and the kinds of change."""


_UNLISTED = ("source", "clause", "reading")
"""The sections whose entries are listed here, by their main text, where one policy alone has them."""

_TEXT_FIELDS = (
    ("reading", "readings", ("question", "answer", "otherwise")),
    ("tier", "tiers", ("title", "note")),
    ("way", "ways", ("note",)),
    ("service", "services", ("title", "note")),
)
"""By section, where a policy has its records, and their texts that decide nothing."""


def record_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield what was added, removed and changed in the lists of a policy, whatever it decides."""
    for about, words, kinds in _LISTS:
        yield from entry_changes(about, words(old), words(new), kinds)
    orders = [
        ", ".join(name for name in own.levels if name in opposite.levels) for own, opposite in both_ways(old, new)
    ]
    yield from entry_changes("level", {"": orders[0]}, {"": orders[1]})
    yield from _size_changes(old, new)
    yield from _service_tier_changes(old, new)
    for name, service, new_service in in_both(old.services, new.services):
        yield from entry_changes("service", {f"{name} when": _when(service)}, {f"{name} when": _when(new_service)})
    for name, before, after in pair_entries(*([(item.needs, _need(item)) for item in p.intake] for p in (old, new))):
        is_needed = [need is not None and need[1] for need in (before, after)]
        kind = "changed" if is_needed[0] == is_needed[1] else "demanded" if is_needed[1] else "waived"
        yield entry_change("intake", name, before and before[0], after and after[0], (kind,) * 3)
    for name, was, becomes in pair_entries(*([(e.to, _occasions(e)) for e in p.escalation] for p in (old, new))):
        yield entry_change("escalation", name, was, becomes, ("removed", "added", "changed"))


def entry_changes(
    about: str, old: Mapping[str, str], new: Mapping[str, str], kinds: Kinds = _CHANGED
) -> Iterator[Change]:
    """Yield what two mappings of names to words have differently."""
    for name in {**old, **new}:
        change = entry_change(about, name, old.get(name), new.get(name), kinds)
        if change.kind and change.before != change.after:
            yield change


def entry_change(about: str, name: str, before: str | None, after: str | None, kinds: Kinds = _CHANGED) -> Change:
    """Return the change of one entry, from words to words; None where a policy does not have it."""
    kind = kinds[0 if after is None else 1 if before is None else 2]
    return Change(kind=kind, about=about, name=name, before=before, after=after)


def pair_entries(old: Iterable[tuple[K, V]], new: Iterable[tuple[K, V]]) -> Iterator[tuple[K, V | None, V | None]]:
    """Yield what two lists have differently under each name, in pairs; None where one list has fewer of a name."""
    sides: tuple[dict[K, dict[V, None]], dict[K, dict[V, None]]] = ({}, {})
    for side, entries in zip(sides, (old, new), strict=True):
        for name, entry in entries:
            side.setdefault(name, {})[entry] = None
    for name in {**sides[0], **sides[1]}:
        before, after = (side.get(name, {}) for side in sides)
        removed, added = ([e for e in own if e not in opposite] for own, opposite in both_ways(before, after))
        yield from ((name, *pair) for pair in zip_longest(removed, added))


def in_both(old: Mapping[K, V], new: Mapping[K, V]) -> Iterator[tuple[K, V, V]]:
    """Yield what two mappings have under the same name."""
    return ((name, entry, new[name]) for name, entry in old.items() if name in new)


def both_ways(old: V, new: V) -> tuple[tuple[V, V], tuple[V, V]]:
    """Return two things as a pair in either order, for what each has that the other lacks."""
    return (old, new), (new, old)


def _size_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield the limits and commitments that differ, and whether each is reduced or increased."""
    services = [service for policy in (old, new) for service in policy.services.values()]
    names = frozenset(name for service in services for name in ("", *service.activities, *service.levels))
    before, after = dict(_sizes(old, names)), dict(_sizes(new, names))
    for key, old_size, new_size in in_both(before, after):
        if old_size[1] != new_size[1]:
            is_more, is_less = (all(map(le, a[1], b[1])) for a, b in both_ways(old_size, new_size))
            kind = "reduced" if is_less else "increased" if is_more else "changed"
            yield entry_change(key[0], key[1], old_size[0], new_size[0], (kind,) * 3)


def _sizes(policy: Policy, names: frozenset[str]) -> Iterator[tuple[tuple[str, str, str], Size]]:
    """Yield limits and commitments by section, name and key; `names` is what a list without entries stands for."""
    for name, tier in policy.tiers.items():
        words = "no limit of named contacts" if tier.contacts is None else counted(tier.contacts, "named contact")
        yield ("tier", name, "contacts"), (words, (inf if tier.contacts is None else tier.contacts,))
    for name, promise in policy.promises.items():
        yield ("promise", name, "kind"), (promise.kind or "a promise", _COMMITMENTS[promise.kind])
        yield ("promise", name, "repeats"), ("repeatedly" if promise.repeats else "once", (promise.repeats,))
    for name, service in policy.services.items():
        limit, span = service.per_year, service.span
        yield (
            ("service", name, "year"),
            (f"{'no limit' if limit is None else limit} a year", (inf if limit is None else limit,)),
        )
        duration = "no limit of time" if span is None else written_span(span)
        yield ("service", name, "span"), (duration, (inf, inf) if span is None else (span.days, span.seconds))
        yield ("service", name, "price"), ("billable" if service.billable else "included", (not service.billable,))
        for key, entries in (("activities", service.activities), ("levels", service.levels)):
            listed = ", ".join(map(spaced, entries)) or f"all {key}"
            yield ("service", name, key), (listed, (frozenset(entries) or names,))


def _service_tier_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield the tiers of both policies that have a service in one of them alone."""
    for name, service, new_service in in_both(old.services, new.services):
        tiers = [
            [tier for tier in old.tiers if tier in new.tiers and (not own.tiers or tier in own.tiers)]
            for own in (service, new_service)
        ]
        for (own, opposite), words in zip(
            both_ways(*tiers), ((service.title, None), (None, new_service.title)), strict=True
        ):
            cells = tuple((tier, None, None) for tier in own if tier not in opposite)
            if cells:
                yield replace(entry_change("service", name, *words, ("removed", "added", "")), cells=cells)


def _need(item: IntakeItem) -> tuple[str, bool]:
    """Return when something is to be supplied, in words, and whether it must be."""
    when = _when(item)
    return (f"{when}, optional" if item.optional else when), not item.optional


def _when(record: IntakeItem | Escalation | Service) -> str:
    return "always" if record.when == ALWAYS else f"if {written_condition(record.when)}"


def _occasions(escalation: Escalation) -> str:
    occasions = ", ".join(worded_occasions(escalation)) or "any dissatisfaction"
    occasions += "" if escalation.when == ALWAYS else f", {_when(escalation)}"
    return f"{occasions} ({escalation.contact})" if escalation.contact else occasions


def text_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield every text that changed, and each clause, source and reading that one policy alone has."""
    for (about, name, field), before, after in pair_entries(_texts(old), _texts(new)):
        # What else one policy alone has is a change of its list, which covers its texts.
        if (before is not None and after is not None) or (about in _UNLISTED and field in ("", "answer")):
            yield entry_change(about, f"{name} {field}".strip(), before or None, after or None, ("editorial",) * 3)


def _texts(policy: Policy) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield the texts of a policy, each by the section, what in it, and which of its texts."""
    yield ("policy", "", "title"), policy.title
    for source, document in policy.sources.items():
        yield ("source", source, ""), document.title
        for name, clause in document.clauses.items():
            yield ("clause", f"{source}.{name}", ""), f"{clause.says} ({clause.at})"
    for about, section, fields in _TEXT_FIELDS:
        for name, record in getattr(policy, section).items():
            yield from (((about, name, field), getattr(record, field)) for field in fields)
    yield from ((("reading", n, "tell"), "told to customers" if r.tell else "") for n, r in policy.readings.items())
    yield from ((("intake", item.needs, "note"), item.note) for item in policy.intake)
    for name, fact in policy.facts.items():
        yield ("fact", name, "question"), fact.ask
        yield from ((("fact", name, f"choice {choice}"), meaning) for choice, meaning in fact.choices.items())
