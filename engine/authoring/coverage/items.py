"""Everything of a policy that cases can cover, in the order of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...findings import NOWHERE, Mark, printable
from ...language.sources_section import READINGS
from ...language.yaml_writer import written_condition, written_value
from ...model import Compares, IsOneOf, Not
from ...rules.compiled import Both, Test, compile_condition
from .targets import (
    Allows,
    ConditionIs,
    Counts,
    Decides,
    Entitles,
    HasTier,
    IntakeApplies,
    Owes,
    Reaches,
    ThresholdSide,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...model import Condition, Hours, IntakeItem, Promise, Service, Tier, Way
    from ...rules.compiled_policy import CompiledPolicy
    from .coverage_records import Kind
    from .targets import Event

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be covered: any of its events covers it.

    It is `at` something that the policy names. `words` say what is so as long as nothing covers it;
    `cited_by` names what cites a clause or a reading.
    """

    kind: Kind
    row: str
    at: str
    words: str
    events: tuple[Event, ...]
    cited_by: tuple[str, ...] = ()
    mark: Mark = NOWHERE


def items_of(compiled: CompiledPolicy) -> list[Item]:
    """Return everything of a policy that counts."""
    return [*_rules(compiled), *_limbs(compiled), *_thresholds(compiled), *_cells(compiled), *_cited(compiled)]


def _rules(compiled: CompiledPolicy) -> Iterator[Item]:
    for group in compiled.policy.groups:
        for n, rule in enumerate(group.rules):
            words = f"rule `{printable(rule.id)}` never decides"
            yield Item("rules", group.name, rule.id, words, (Decides(group.name, n),), mark=rule.mark)


def _limbs(compiled: CompiledPolicy) -> Iterator[Item]:
    for group in compiled.policy.groups:
        for rule in group.rules:
            for limb in _tests(rule.when):
                test = compile_condition(limb, compiled.codes)
                if isinstance(test, Test):
                    for holds in (True, False):
                        event = ConditionIs(group.name, test, holds)
                        words = (
                            f"{_worded(limb)} is never {'true' if holds else 'false'} in rule `{printable(rule.id)}`"
                        )
                        yield Item("limbs", group.name, rule.id, words, (event,), mark=limb.mark)


def _tests(condition: Condition) -> Iterator[IsOneOf | Compares]:
    """Yield the tests of single facts in a condition, in the order written."""
    if isinstance(condition, IsOneOf | Compares):
        yield condition
    else:
        for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
            yield from _tests(part)


def _worded(limb: IsOneOf | Compares) -> str:
    text = printable(written_condition(limb)[1:-1])
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def _thresholds(compiled: CompiledPolicy) -> Iterator[Item]:
    """Yield both sides of each number that conditions of a group compare with, once in each group."""
    conditions: list[tuple[str, str, Condition]] = [
        (group.name, group.name, rule.when) for group in compiled.policy.groups for rule in group.rules
    ]
    conditions += [("facts", "", p.when) for fact in compiled.policy.facts.values() for p in fact.presume]
    conditions += [("intake", "", item.when) for item in compiled.policy.intake]
    said: set[tuple[str, str, tuple[float, int]]] = set()
    for row, group, condition in conditions:
        for test in _tests(condition):
            for boundary in _boundaries(test):
                if (row, test.fact, boundary) not in said:
                    said.add((row, test.fact, boundary))
                    yield from _sides(compiled, row, group, test, boundary)


def _boundaries(test: IsOneOf | Compares) -> Iterator[tuple[float, int]]:
    """Yield where a test cuts through the numbers: just before one, or just after it."""
    values = test.values if isinstance(test, IsOneOf) else (test.bound,)
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if isinstance(test, IsOneOf) or test.comparison in ("at_least", "less_than"):
            yield (value, 0)
        if isinstance(test, IsOneOf) or test.comparison in ("more_than", "at_most"):
            yield (value, 1)


def _sides(
    compiled: CompiledPolicy, row: str, group: str, test: IsOneOf | Compares, boundary: tuple[float, int]
) -> Iterator[Item]:
    codes = compiled.codes[test.fact]
    below = codes.boundaries.index(boundary)
    number, is_after = written_value(boundary[0]), boundary[1]
    under, over = f"just under {number}", f"just over {number}"
    words = (f"{number} or just under", over) if is_after else (under, f"{number} or just over")
    for code, side in zip((below, below + 1), words, strict=True):
        event = ThresholdSide(group, Test(test.fact, codes.live & 1 << code))
        said = f"`{printable(test.fact)}` is never {side}"
        yield Item("thresholds", row, test.fact, said, (event,), mark=test.mark)


def _cells(compiled: CompiledPolicy) -> Iterator[Item]:
    for promise in compiled.policy.promises.values():
        for (tier, level), cell in promise.within.items():
            event = Reaches(promise.name, promise.scope, tier, level, owes=cell is not None)
            of = f"tier `{printable(tier)}`" + (f" at `{printable(level)}`" if level else "")
            said = "owed to" if cell else "said to be nothing for"
            words = f"`{printable(promise.name)}` is never {said} {of}"
            yield Item("cells", "promises", f"{promise.name}.{tier}", words, (event,), mark=promise.mark)


def _cited(compiled: CompiledPolicy) -> Iterator[Item]:
    """Yield the clauses and readings that something cites; a clause that only readings cite goes with them."""
    policy, citing = compiled.policy, _citing(compiled)
    by_readings: dict[str, list[str]] = {}
    for name, reading in policy.readings.items():
        for cited in reading.clause:
            by_readings.setdefault(cited, []).append(f"{READINGS}.{name}")
    clauses = {f"{source}.{name}": clause for source, s in policy.sources.items() for name, clause in s.clauses.items()}
    for cite, clause in clauses.items():
        cites = [cite] if cite in citing else by_readings.get(cite, [])
        yield from _cite("clauses", f"clause `{cite}`", cite, clause.mark, [citing.get(c, {}) for c in cites])
    for name, reading in policy.readings.items():
        by = citing.get(f"{READINGS}.{name}", {})
        yield from _cite("readings", f"reading `{name}`", name, reading.mark, [by])


def _cite(kind: Kind, words: str, at: str, mark: Mark, citing: Iterable[dict[Event, str]]) -> Iterator[Item]:
    found = {event: name for by in citing for event, name in by.items()}
    if found:
        said = printable(f"{words} never counts")
        yield Item(kind, "sources", at, said, tuple(found), tuple(dict.fromkeys(found.values())), mark)


def _citing(compiled: CompiledPolicy) -> dict[str, dict[Event, str]]:
    """Return, by citation, what a decision shows when something that cites it counts, each with a name."""
    policy = compiled.policy
    found: dict[str, dict[Event, str]] = {}

    def add(cites: Iterable[str], event: Event, name: str) -> None:
        for cite in cites:
            found.setdefault(cite, {})[event] = printable(name)

    for group in policy.groups:
        for n, rule in enumerate(group.rules):
            add(rule.cite, Decides(group.name, n), f"rule `{rule.id}`")
    records: list[tuple[str, Hours | Tier | Way | Promise | Service | IntakeItem, Event]] = [
        *((f"hours `{name}`", hours, Counts(name)) for name, hours in policy.hours.items()),
        *((f"tier `{name}`", tier, HasTier(name)) for name, tier in policy.tiers.items()),
        *((f"way `{name}`", way, Allows(name)) for name, way in policy.ways.items()),
        *((f"promise `{name}`", promise, Owes(name)) for name, promise in policy.promises.items()),
        *((f"service `{name}`", s, Entitles(s, _activities(compiled, s))) for name, s in policy.services.items()),
        *(
            (f"`{i.needs}` to bring", i, IntakeApplies(when))
            for i, when in zip(policy.intake, compiled.intake, strict=True)
        ),
    ]
    for name, record, event in records:
        add(record.cite, event, name)
    for escalation in policy.escalation:
        add(escalation.cite, HasTier(), f"escalation to `{escalation.to}`")
    return found


def _activities(compiled: CompiledPolicy, service: Service) -> Test | Both:
    """Return what holds where the request's activity is one of those of a service."""
    if not service.activities:
        return Both(())
    return Test("activity", compiled.codes["activity"].one_of(service.activities))
