"""Mutants: a policy with one thing changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from ...findings import Mark
from ...language.grids import cell_condition
from ...language.yaml_writer import written_condition, written_outcome, written_rule, written_text
from ...model import SCOPES, Cell, Fact, Grid, Group, Offer, Policy, Promise, Rule
from ..altered_hours import hours_with_calendar, with_hours
from .altered_calendars import public_dropped
from .altered_entries import altered_entries
from .altered_receipts import within_another_hours
from .altered_records import altered, hours_mutants
from .clock_mutants import clock_mutants
from .day_mutants import altered_days
from .derivation_mutants import derivation_mutants
from .entry_mutants import entry_mutants
from .occasion_mutants import altered_occasions


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
    clock_of: str = ""
    """The promise whose clock was changed, if one was: no situation shows it, events do."""
    is_of_entry: bool = False
    """Whether a service, an item of intake or a step of escalation was changed, which no group decides."""
    occasions_of: int | None = None
    """The step of escalation, by its index, of which an occasion was changed, if one was."""
    may_show: str = ""
    """In which tier, at which level and from which event on it may show, in words, where that is not known."""
    changed_days: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """The days of a list that was changed, before and after: it shows around those that are in one of both alone."""


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Yield every mutant of a policy, in the order of its text."""
    for fact in policy.facts.values():
        yield from _derived_mutants(policy, fact)
    for group in policy.groups:
        for what, index, before, after in _edits(policy, group):
            rules = (*group.rules[:index], *after, *group.rules[index + len(before) :])
            yield Mutant(
                policy=policy.with_rules(group.name, rules),
                what=what,
                before=tuple(map(_item, before)),
                after=tuple(map(_item, after)),
                mark=before[0].mark,
                rule=before[0].id,
            )
        for grid in group.grids:
            yield from _grid_mutants(policy, group, grid)
    for promise in policy.promises.values():
        yield from _promise_mutants(policy, promise)
    yield from (
        Mutant(altered_policy, what, (line,), (line_after,), mark, is_of_entry=True)
        for what, altered_policy, line, line_after, mark in entry_mutants(policy)
    )
    for n, step in enumerate(policy.escalation):
        for what, line, line_after, altered_step in altered_occasions(step, list(policy.hours)):
            steps = (*policy.escalation[:n], altered_step, *policy.escalation[n + 1 :])
            words = f"escalation to `{step.to}`: {what}"
            altered_policy = replace(policy, escalation=steps)
            yield Mutant(altered_policy, words, (line,), (line_after,), step.mark, occasions_of=n)
    yield from _hours_mutants(policy)


def _hours_mutants(policy: Policy) -> Iterator[Mutant]:
    """Yield a policy with one thing changed of its hours or its calendars."""
    for name, hours in policy.hours.items():
        for what, altered_hours, line, line_after in hours_mutants(hours):
            altered_policy = replace(policy, hours=with_hours(policy.hours, name, altered_hours))
            yield Mutant(altered_policy, f"hours `{name}`: {what}", (line,), (line_after,), hours.mark)
    for name, calendar in policy.calendars.items():
        for what, altered_calendar, line, line_after in public_dropped(calendar):
            altered_policy = replace(
                policy,
                calendars={**policy.calendars, name: altered_calendar},
                hours=hours_with_calendar(policy.hours, calendar, altered_calendar),
            )
            yield Mutant(altered_policy, f"calendar `{name}`: {what}", (line,), (line_after,), calendar.mark)
    for listed, days in altered_days(policy):
        yield Mutant(days.policy, days.what, (days.line,), (days.line_after,), listed.mark, changed_days=days.days)


def _derived_mutants(policy: Policy, fact: Fact) -> Iterator[Mutant]:
    for what, altered_fact, entries, lines, lines_after in derivation_mutants(fact, policy.facts):
        yield Mutant(
            policy=replace(policy, facts={**policy.facts, fact.name: altered_fact}),
            what=what,
            before=lines,
            after=lines_after,
            mark=entries[0].mark,
            rule=entries[0].id,
        )


def _edits(policy: Policy, group: Group) -> Iterator[tuple[str, int, tuple[Rule, ...], tuple[Rule, ...]]]:
    """Yield changes of a group's rules: what is done, from which index on, and the rules before and after."""
    for n, rule in enumerate(group.rules):
        for what, changed in _changed_rules(policy, group, rule):
            yield f"rule `{rule.id}`: {what}", n, (rule,), (changed,)
        if len(group.rules) > 1 or group.promise is not None:
            yield f"rule `{rule.id}` dropped", n, (rule,), ()
    if group.is_ordered:  # elsewhere the order of rules decides nothing
        for n, (first, second) in enumerate(pairwise(group.rules)):
            if first.cell and second.cell and first.cell.grid == second.cell.grid:
                continue  # no two cells hold at once
            yield f"rules `{first.id}` and `{second.id}` swapped", n, (first, second), (second, first)


def _item(rule: Rule) -> str:
    return "- " + written_rule(replace(rule, cite=())).removesuffix(", cite: []}") + "}"


def _grid_mutants(policy: Policy, group: Group, grid: Grid) -> Iterator[Mutant]:
    """Yield a policy with the condition changed under which a grid counts, of all of its cells at once."""
    for what, when in altered(grid.when, policy.facts):
        yield Mutant(
            policy=policy.with_rules(group.name, _under(group.rules, grid, replace(grid, when=when))),
            what=f"grid `{grid.id}`: {what}",
            before=(f"- when: {written_condition(grid.when)}",),
            after=(f"- when: {written_condition(when)}",),
            mark=grid.mark,
            rule=grid.id,
        )


def _under(rules: Iterable[Rule], grid: Grid, changed: Grid) -> tuple[Rule, ...]:
    """Return rules with the cells of a grid put into a changed one."""
    cells = (
        (rule, replace(rule.cell, grid=changed) if rule.cell and rule.cell.grid == grid else None) for rule in rules
    )
    return tuple(
        replace(rule, cell=cell, when=cell_condition(cell, rule.mark)) if cell else rule for rule, cell in cells
    )


def _changed_rules(policy: Policy, group: Group, rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield a rule with its condition or its outcome changed."""
    if rule.cell is None:  # the axes of a grid are its own
        for what, when in (*altered(rule.when, policy.facts), *within_another_hours(rule.when, list(policy.hours))):
            yield what, replace(rule, when=when)
    if isinstance(rule.then, Offer):
        for what, offer in _offers(policy, rule.then):
            if offer != Offer():
                yield what, replace(rule, then=offer)
        return
    if not isinstance(rule.then, str):
        for what, entry in altered_entries(rule.then, list(policy.hours), _owed_beside(policy, group)):
            yield what, replace(rule, then=entry)
        return
    order = {"scope": SCOPES, "priority": tuple(policy.levels), "coverage": tuple(policy.hours)}[group.name]
    # Of levels the neighbours, of scopes both others, of hours the next: each says whether a case looks.
    steps = {"scope": (1, 2), "priority": (-1, 1), "coverage": (1,)}[group.name]
    for index in (order.index(rule.then) + step for step in steps):
        then = order[index % len(order)]
        if then != rule.then and (group.name != "priority" or 0 <= index < len(order)):
            yield f"its outcome changed to {written_outcome(then)}", replace(rule, then=then)


def _offers(policy: Policy, offer: Offer) -> Iterator[tuple[str, Offer]]:
    for way in offer.require:
        yield f"way {way} no longer required", replace(offer, require=(), allow=_with(offer.allow, way))
        substitute = next((name for name in policy.ways if name not in (way, *offer.follow_up)), None)
        if substitute is not None:
            yield f"way {substitute} required in place of {way}", replace(offer, require=(substitute,))
    for way in offer.prefer:
        yield f"way {way} no longer preferred", replace(offer, prefer=(), allow=_with(offer.allow, way))
    for way in offer.allow:
        remaining = tuple(name for name in offer.allow if name != way)
        yield f"way {way} no longer allowed", replace(offer, allow=remaining)
        if not offer.require and way not in offer.follow_up:
            yield f"way {way} required", replace(offer, require=(way,), allow=remaining)
    for way in offer.follow_up:
        yield f"way {way} need not follow", replace(offer, follow_up=())
        substitute = next((name for name in policy.ways if name not in (way, *offer.require)), None)
        if substitute is not None:
            yield f"way {substitute} to follow in place of {way}", replace(offer, follow_up=(substitute,))
    for way in policy.ways:
        if way not in (*offer.require, *offer.prefer, *offer.allow) and not offer.require:
            yield f"way {way} allowed, too", replace(offer, allow=(*offer.allow, way))


def _with(ways: tuple[str, ...], way: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ways, way)))


def _promise_mutants(policy: Policy, promise: Promise) -> Iterator[Mutant]:
    def mutant(what: str, before: str, after: str, **changes: Any) -> Mutant:
        changed = replace(promise, **changes)
        policy_after = replace(policy, promises={**policy.promises, promise.name: changed})
        return Mutant(policy_after, f"promise `{promise.name}`{what}", (before,), (after,), promise.mark)

    for what, line, line_after, altered_promise in clock_mutants(promise):
        changes = {"clock": altered_promise.clock, "repeats": altered_promise.repeats}
        yield replace(mutant(f": {what}", line, line_after, **changes), clock_of=promise.name)
    names = list(policy.hours)
    if promise.hours is not None and len(names) > 1:
        hours = names[(names.index(promise.hours) + 1) % len(names)]
        lines = (f"hours: {written_text(name)}" for name in (promise.hours, hours))
        yield mutant(": its hours changed", *lines, hours=hours)
    for (tier, level), cell in promise.within.items():
        beside = next((own for (own_tier, _), own in promise.within.items() if own and own_tier == tier), None)
        for what, entry in altered_entries(cell, names, beside or _first_owed(promise)):
            lines = (_cell_line(tier, level, owed) for owed in (cell, entry))
            where = f", {tier}{f' {level}' if level else ''}: {what}"
            yield mutant(where, *lines, within={**promise.within, (tier, level): entry})


def _owed_beside(policy: Policy, group: Group) -> Cell:
    """Return the first thing that the promise of a group of rules owes."""
    return _first_owed(policy.promises[group.promise]) if group.promise is not None else None


def _first_owed(promise: Promise) -> Cell:
    return next((entry for entry in promise.entries() if entry is not None), None)


def _cell_line(tier: str, level: str | None, cell: Cell) -> str:
    text = written_outcome(cell)
    return f"{written_text(tier)}: " + (text if level is None else f"{{{written_text(level)}: {text}}}")
