"""Everything of a policy that cases can cover, in the order of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...findings import NOWHERE, Mark, printable
from ...language.sources_section import READINGS
from ...language.yaml_writer import written_condition, written_value
from ...model import Compares, IsOneOf
from ...rules.compiled import Neither, Test, compile_condition, tests_of
from .targets import (
    ALWAYS,
    CellReached,
    ConditionIs,
    HasTier,
    HoursCounted,
    IntakeApplies,
    PromiseOwed,
    RuleDecides,
    ServiceApplies,
    ThresholdSide,
    WayAllowed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...model import Condition, Service
    from ...rules.compiled_policy import CompiledPolicy
    from .coverage_records import Kind
    from .targets import Target

    Boundary = tuple[float, int]

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be covered: any of its targets covers it.

    It is `at` something that the policy names. `words` say what is so as long as nothing covers it;
    `cited_by` names what cites a clause or a reading.
    """

    kind: Kind
    row: str
    at: str
    words: str
    targets: tuple[Target, ...]
    cited_by: tuple[str, ...] = ()
    mark: Mark = NOWHERE


def items_of(compiled: CompiledPolicy) -> list[Item]:
    """Return everything of a policy that counts."""
    return [*_rules(compiled), *_limbs(compiled), *_thresholds(compiled), *_cells(compiled), *_cited(compiled)]


def _rules(compiled: CompiledPolicy) -> Iterator[Item]:
    for group in compiled.policy.groups:
        for n, rule in enumerate(group.rules):
            words = f"rule `{printable(rule.id)}` never decides"
            target = RuleDecides(group=group.name, rule=n)
            yield Item("rules", group.name, rule.id, words, (target,), mark=rule.mark)


def _limbs(compiled: CompiledPolicy) -> Iterator[Item]:
    for group in compiled.policy.groups:
        for rule in group.rules:
            for limb in tests_of(rule.when):
                test = compile_condition(limb, compiled.codes)
                for value, condition in (("true", test), ("false", Neither(test))):
                    target = ConditionIs(group=group.name, condition=condition)
                    words = f"{_worded(limb)} is never {value} in rule `{printable(rule.id)}`"
                    yield Item("limbs", group.name, rule.id, words, (target,), mark=limb.mark)


def _worded(limb: IsOneOf | Compares) -> str:
    text = printable(written_condition(limb)[1:-1])
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def _thresholds(compiled: CompiledPolicy) -> Iterator[Item]:
    """Yield both sides of each number that conditions of a group compare with, once in each group."""
    policy = compiled.policy
    conditions: list[tuple[str, str, Condition]] = [
        (group.name, group.name, rule.when) for group in policy.groups for rule in group.rules
    ]
    conditions += [("facts", "", case.when) for fact in policy.facts.values() for case in fact.presume]
    conditions += [("intake", "", item.when) for item in policy.intake]
    first: dict[tuple[str, str, Boundary], tuple[str, IsOneOf | Compares]] = {}
    for row, group, condition in conditions:
        for test in tests_of(condition):
            for boundary in _boundaries(test):
                first.setdefault((row, test.fact, boundary), (group, test))
    for (row, _, boundary), (group, test) in first.items():
        yield from _sides(compiled, row, group, test, boundary)


def _boundaries(test: IsOneOf | Compares) -> Iterator[Boundary]:
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
    compiled: CompiledPolicy, row: str, group: str, test: IsOneOf | Compares, boundary: Boundary
) -> Iterator[Item]:
    codes = compiled.codes[test.fact]
    below = codes.boundaries.index(boundary)
    number, is_after = written_value(boundary[0]), boundary[1]
    under, over = f"just under {number}", f"just over {number}"
    sides = (f"{number} or just under", over) if is_after else (under, f"{number} or just over")
    for code, side in zip((below, below + 1), sides, strict=True):
        target = ThresholdSide(group=group, condition=Test(test.fact, codes.live & 1 << code))
        words = f"`{printable(test.fact)}` is never {side}"
        yield Item("thresholds", row, test.fact, words, (target,), mark=test.mark)


def _cells(compiled: CompiledPolicy) -> Iterator[Item]:
    for promise in compiled.policy.promises.values():
        for (tier, level), cell in promise.within.items():
            target = CellReached(
                tiers=(tier,), promise=promise.name, scope=promise.scope, level=level, owes=cell is not None
            )
            at = f"tier `{printable(tier)}`" + (f" at `{printable(level)}`" if level else "")
            words = f"`{printable(promise.name)}` is never {'owed to' if cell else 'none for'} {at}"
            yield Item("cells", "promises", f"{promise.name}.{tier}", words, (target,), mark=promise.mark)


def _cited(compiled: CompiledPolicy) -> Iterator[Item]:
    """Yield the clauses and readings that something cites; a clause that only readings cite goes with them."""
    policy, citing = compiled.policy, _citing(compiled)
    by_readings: dict[str, list[str]] = {}
    for name, reading in policy.readings.items():
        for clause in reading.clause:
            by_readings.setdefault(clause, []).append(f"{READINGS}.{name}")
    clauses = {f"{source}.{name}": clause for source, s in policy.sources.items() for name, clause in s.clauses.items()}
    for cite, record in clauses.items():
        cites = [cite] if cite in citing else by_readings.get(cite, [])
        yield from _cite("clauses", f"clause `{cite}`", cite, record.mark, [citing.get(c, {}) for c in cites])
    for name, reading in policy.readings.items():
        by = citing.get(f"{READINGS}.{name}", {})
        yield from _cite("readings", f"reading `{name}`", name, reading.mark, [by])


def _cite(kind: Kind, words: str, at: str, mark: Mark, citing: Iterable[dict[Target, str]]) -> Iterator[Item]:
    names = {target: name for by in citing for target, name in by.items()}
    if names:
        never = printable(f"{words} never counts")
        yield Item(kind, "sources", at, never, tuple(names), tuple(dict.fromkeys(names.values())), mark)


def _citing(compiled: CompiledPolicy) -> dict[str, dict[Target, str]]:
    """Return, by citation, what a decision shows when something that cites it counts, each with a name."""
    policy = compiled.policy
    records: list[tuple[Iterable[str], Target, str]] = [
        (rule.cite, RuleDecides(group=group.name, rule=n), f"rule `{rule.id}`")
        for group in policy.groups
        for n, rule in enumerate(group.rules)
    ]
    records += [(hours.cite, HoursCounted(hours=name), f"hours `{name}`") for name, hours in policy.hours.items()]
    records += [(tier.cite, HasTier(tiers=(name,)), f"tier `{name}`") for name, tier in policy.tiers.items()]
    records += [(way.cite, WayAllowed(way=name), f"way `{name}`") for name, way in policy.ways.items()]
    records += [(p.cite, PromiseOwed(promise=name), f"promise `{name}`") for name, p in policy.promises.items()]
    records += [(s.cite, _applies(compiled, s), f"service `{name}`") for name, s in policy.services.items()]
    records += [
        (item.cite, IntakeApplies(condition=when), f"`{item.needs}` to bring")
        for item, when in zip(policy.intake, compiled.intake, strict=True)
    ]
    records += [(step.cite, HasTier(), f"escalation to `{step.to}`") for step in policy.escalation]
    citing: dict[str, dict[Target, str]] = {}
    for cites, target, name in records:
        for cite in cites:
            citing.setdefault(cite, {})[target] = printable(name)
    return citing


def _applies(compiled: CompiledPolicy, service: Service) -> ServiceApplies:
    activities = service.activities
    condition = Test("activity", compiled.codes["activity"].one_of(activities)) if activities else ALWAYS
    return ServiceApplies(
        service=service.name, condition=condition, tiers=tuple(service.tiers), levels=tuple(service.levels)
    )
