"""Mutants: a policy with one thing changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ...language.yaml_writer import written_outcome, written_rule, written_span, written_text
from ...model import SCOPES, Offer, Span
from .mutate_conditions import altered
from .mutate_hours import hours_mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...findings import Mark
    from ...model import Group, Policy, Promise, Rule


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy with one thing changed: what, in words, and the lines before and after.

    `rule` is the id of the rule that was changed, if one was.
    """

    policy: Policy
    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    mark: Mark
    rule: str | None = None


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Yield every mutant of a policy, in the order of its text."""
    for group in policy.groups:
        for n in range(len(group.rules)):
            yield from _of_rule(policy, group, n)
        if group.name == "coverage":  # elsewhere the order of rules decides nothing
            yield from _swapped(policy, group)
    yield from _of_promises(policy)
    for name, hours in policy.hours.items():
        for what, other, before, after in hours_mutants(hours):
            changed = replace(policy, hours={**policy.hours, name: other})
            yield Mutant(changed, f"hours `{name}`: {what}", (before,), (after,), hours.mark)


def _of_rule(policy: Policy, group: Group, n: int) -> Iterator[Mutant]:
    rule = group.rules[n]
    changes = [(what, replace(rule, when=when)) for what, when in altered(rule.when, policy.facts)]
    changes += [(what, replace(rule, then=then)) for what, then in _outcomes(policy, group, rule)]
    for what, other in changes:
        rules = (*group.rules[:n], other, *group.rules[n + 1 :])
        yield _mutant(policy, group, rules, f"rule `{rule.id}`: {what}", (rule, other))
    if len(group.rules) > 1:
        rules = (*group.rules[:n], *group.rules[n + 1 :])
        changed = _with_rules(policy, group, rules)
        yield Mutant(changed, f"rule `{rule.id}` dropped", (_item(rule),), (), rule.mark, rule.id)


def _mutant(policy: Policy, group: Group, rules: Iterable[Rule], what: str, pair: tuple[Rule, Rule]) -> Mutant:
    before, after = pair
    return Mutant(_with_rules(policy, group, rules), what, (_item(before),), (_item(after),), before.mark, before.id)


def _with_rules(policy: Policy, group: Group, rules: Iterable[Rule]) -> Policy:
    changed = replace(group, rules=tuple(rules))
    if group.name == "scope":
        return replace(policy, scope=changed)
    if group.name == "priority":
        return replace(policy, priority=changed)
    return replace(policy, coverage=changed) if group.name == "coverage" else replace(policy, channel=changed)


def _item(rule: Rule) -> str:
    return "- " + written_rule(replace(rule, cite=())).removesuffix(", cite: []}") + "}"


def _swapped(policy: Policy, group: Group) -> Iterator[Mutant]:
    for n, (one, other) in enumerate(pairwise(group.rules)):
        rules = (*group.rules[:n], other, one, *group.rules[n + 2 :])
        what = f"rules `{one.id}` and `{other.id}` swapped"
        changed = _with_rules(policy, group, rules)
        yield Mutant(changed, what, (_item(one), _item(other)), (_item(other), _item(one)), one.mark, one.id)


def _outcomes(policy: Policy, group: Group, rule: Rule) -> Iterator[tuple[str, str | Offer]]:
    """Yield the other outcomes that a rule could have."""
    if isinstance(rule.then, Offer):
        yield from ((what, then) for what, then in _offers(policy, rule.then) if then != Offer())
        return
    known = {"scope": SCOPES, "priority": tuple(policy.levels), "coverage": tuple(policy.hours)}[group.name]
    place = known.index(rule.then)
    # Of levels the neighbours, of scopes both others, of hours the next: each says whether a case looks.
    beside = {"scope": (place + 1, place + 2), "priority": (place - 1, place + 1), "coverage": (place + 1,)}[group.name]
    wraps = group.name != "priority"
    others = [known[at % len(known)] for at in beside if wraps or 0 <= at < len(known)]
    yield from ((f"its outcome changed to {written_outcome(then)}", then) for then in others if then != rule.then)


def _offers(policy: Policy, offer: Offer) -> Iterator[tuple[str, Offer]]:
    for way in offer.require:
        yield f"way {way} no longer required", replace(offer, require=(), allow=_with(offer.allow, way))
        others = [other for other in policy.ways if other != way]
        if others:
            yield f"way {others[0]} required in place of {way}", replace(offer, require=(others[0],))
    for way in offer.prefer:
        yield f"way {way} no longer preferred", replace(offer, prefer=(), allow=_with(offer.allow, way))
    for way in offer.allow:
        rest = tuple(other for other in offer.allow if other != way)
        yield f"way {way} no longer allowed", replace(offer, allow=rest)
        if not offer.require:
            yield f"way {way} required", replace(offer, require=(way,), allow=rest)
    for way in policy.ways:
        if way not in (*offer.require, *offer.prefer, *offer.allow) and not offer.require:
            yield f"way {way} allowed, too", replace(offer, allow=(*offer.allow, way))


def _with(ways: tuple[str, ...], way: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ways, way)))


def _of_promises(policy: Policy) -> Iterator[Mutant]:
    names = list(policy.hours)
    for name, promise in policy.promises.items():
        if promise.hours is not None and len(names) > 1:
            other = names[(names.index(promise.hours) + 1) % len(names)]
            changed = _with_promise(policy, replace(promise, hours=other))
            lines = (f"hours: {written_text(promise.hours)}",), (f"hours: {written_text(other)}",)
            yield Mutant(changed, f"promise `{name}`: its hours changed", *lines, promise.mark)
        for (tier, level), cell in promise.within.items():
            where = f"promise `{name}`, {tier}{f' {level}' if level else ''}"
            key = f"{written_text(tier)}: " + (f"{{{written_text(level)}: " if level is not None else "")
            end = "" if level is None else "}"
            if isinstance(cell, Span):
                longer = _longer(cell)
                before, after = (f"{key}{written_span(span)}{end}" for span in (cell, longer))
                changed = _with_cell(policy, promise, (tier, level), longer)
                yield Mutant(changed, f"{where}: the span changed", (before,), (after,), promise.mark)
            if cell is not None:
                text = written_span(cell) if isinstance(cell, Span) else f"{{fact: {written_text(cell.fact)}}}"
                changed = _with_cell(policy, promise, (tier, level), None)
                lines = (f"{key}{text}{end}",), (f"{key}none{end}",)
                yield Mutant(changed, f"{where}: nothing owed", *lines, promise.mark)


def _with_cell(policy: Policy, promise: Promise, key: tuple[str, str | None], cell: Span | None) -> Policy:
    return _with_promise(policy, replace(promise, within={**promise.within, key: cell}))


def _with_promise(policy: Policy, promise: Promise) -> Policy:
    return replace(policy, promises={**policy.promises, promise.name: promise})


def _longer(span: Span) -> Span:
    """Return a span longer by one of its smallest unit."""
    for length in (86400, 3600, 60, 1):
        if span.days and not span.seconds:
            return Span(0, span.days + 1)
        if span.seconds % length == 0 and span.seconds >= length:
            return Span(span.seconds + length, span.days)
    return Span(span.seconds + 1, span.days)
