"""Everything of a policy that cases can cover, in the order of its file."""

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from ...findings import printable
from ...language.policy_file import READINGS
from ...language.yaml_writer import written_condition
from ...model import Clause, Condition, Policy, Promise, Reading
from ...model.policy_citations import citing_records
from ...rules.compiled import Neither, compile_condition, tests_of
from ...rules.compiled_policy import CompiledPolicy
from ...rules.hit_policy import Ways
from ...rules.outcomes import Outcome, owed_of, rule_of
from .clock_items import clock_aspects, clock_target, clock_words
from .coverage_item import Item, row_of
from .cutoff_items import cutoff_items
from .day_items import day_items
from .entry_targets import ENTRY_ROWS, entry_alternatives, entry_target
from .targets import Target
from .threshold_items import threshold_items

if TYPE_CHECKING:
    from .coverage_records import Kind

_LONGEST = 60
_UNCOUNTED = ("always", "fact", "reading")
"""What can cite, but does not count: invariants are for authors, presumptions for requests that leave facts open."""


def items_of(compiled: CompiledPolicy, day: str) -> list[Item]:
    """Return everything of a policy that counts, as far as it can come up around a day."""
    cutoffs = (Item("thresholds", "promises", *item) for item in cutoff_items(compiled.policy, day))
    days = (Item("thresholds", "hours", *item) for item in day_items(compiled, day))
    promises = [*_cells(compiled), *cutoffs, *_clocks(compiled)]
    limbs = [*_limbs(compiled), *_alternatives(compiled)]
    return [*_rules(compiled), *limbs, *threshold_items(compiled), *days, *promises, *_cited(compiled)]


def _rules(compiled: CompiledPolicy) -> Iterator[Item]:
    for group in compiled.policy.groups:
        for n, rule in enumerate(group.rules):
            words = f"rule `{printable(rule.id)}` never decides"
            yield Item("rules", row_of(group), rule.id, words, (Target(group=group.name, rule=n),), mark=rule.mark)
    for fact in compiled.policy.facts.values():
        for n, entry in enumerate(fact.derive):
            words = f"entry `{printable(entry.id)}` never decides"
            yield Item("rules", "facts", entry.id, words, (Target(entry=(fact.name, n)),), mark=entry.mark)


def _limbs(compiled: CompiledPolicy) -> Iterator[Item]:
    limbs = (
        (group, rule, limb)
        for group in compiled.policy.groups
        for rule in group.rules
        if rule.cell is None  # a cell of a grid is covered where it decides
        for limb in tests_of(rule.when)
    )
    for group, rule, limb in limbs:
        test = compile_condition(limb, compiled.codes)
        for value, condition in (("true", test), ("false", Neither(test))):
            words = f"{_worded(limb)} is never {value} in rule `{printable(rule.id)}`"
            target = Target(group=group.name, condition=condition)
            yield Item("limbs", row_of(group), rule.id, words, (target,), mark=limb.mark)


def _alternatives(compiled: CompiledPolicy) -> Iterator[Item]:
    for entry, part, target in entry_alternatives(compiled):
        words = f"{_worded(part)} alone never counts for {entry.words}"
        yield Item("limbs", ENTRY_ROWS[entry.kind], entry.label, words, (target,), mark=entry.mark)


def _worded(limb: Condition) -> str:
    text = printable(written_condition(limb)[1:-1])
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def _cells(compiled: CompiledPolicy) -> Iterator[Item]:
    for promise in compiled.policy.promises.values():
        for (tier, level), cell in promise.within.items():
            key = (promise.scope, level)
            accepts = partial(_reaches, promise.name, key, cell is not None)
            group = promise.group.name if promise.rules else "priority"
            target = Target(tiers=(tier,), level=key, accepts=accepts, proof_group=group)
            at = f"tier `{printable(tier)}`" + (f" at `{printable(level)}`" if level else "")
            words = f"`{printable(promise.name)}` is never {'owed to' if cell else 'none for'} {at}"
            yield Item("cells", "promises", f"{promise.name}.{tier}", words, (target,), mark=promise.mark)


def _clocks(compiled: CompiledPolicy) -> Iterator[Item]:
    for aspect in clock_aspects(compiled.policy):
        mark = compiled.policy.promises[aspect[0]].mark
        yield Item("clocks", "promises", aspect[0], clock_words(aspect), (clock_target(aspect),), mark=mark)


def _reaches(promise: str, level: tuple[str, str | None], owes: bool, outcome: Outcome) -> bool:  # noqa: FBT001 - bound
    """Tell whether what the table of a promise says of a level counts: a span is owed, or nothing where it says so."""
    if (outcome.scope, outcome.level) != level or rule_of(outcome, promise) is not None:
        return False
    return not owes or owed_of(outcome, promise) is not None


def _cited(compiled: CompiledPolicy) -> Iterator[Item]:
    """Yield the clauses and readings that something cites; a clause that only readings cite goes with them."""
    policy, citing = compiled.policy, _citing(compiled)
    cited: list[tuple[Kind, str, str, Clause | Reading]] = [
        ("clauses", f"clause `{source}.{name}`", f"{source}.{name}", clause)
        for source, document in policy.sources.items()
        for name, clause in document.clauses.items()
    ]
    cited += [("readings", f"reading `{name}`", f"{READINGS}.{name}", r) for name, r in policy.readings.items()]
    for kind, words, cite, record in cited:
        if by := citing.get(cite):
            at, never = cite.removeprefix(f"{READINGS}."), printable(f"{words} never counts")
            yield Item(kind, "sources", at, never, tuple(by), record.mark, tuple(dict.fromkeys(by.values())))


def _citing(compiled: CompiledPolicy) -> dict[str, dict[Target, str]]:
    """Return, by citation, what a decision shows when something that cites it counts, each with a name."""
    policy = compiled.policy
    rules = {rule.id: Target(group=group.name, rule=n) for group in policy.groups for n, rule in enumerate(group.rules)}
    rules |= {
        entry.id: Target(entry=(fact.name, n)) for fact in policy.facts.values() for n, entry in enumerate(fact.derive)
    }
    citing: dict[str, dict[Target, str]] = {}
    for kind, name, cites in citing_records(policy):
        called = printable(_called(policy, kind, name)) if kind not in _UNCOUNTED else ""
        if kind == "promise":
            for target, cite in _cells_citing(compiled, policy.promises[name]):
                citing.setdefault(cite, {})[target] = called
        elif cites and called:
            target = rules[name] if kind == "rule" else _counting(compiled, kind, name)
            for cite in cites:
                citing.setdefault(cite, {})[target] = called
    by_readings: dict[str, dict[Target, str]] = {}
    for name, reading in policy.readings.items():
        for clause in reading.clause:
            by_readings.setdefault(clause, {}).update(citing.get(f"{READINGS}.{name}", {}))
    return {**by_readings, **citing}


def _cells_citing(compiled: CompiledPolicy, promise: Promise) -> Iterator[tuple[Target, str]]:
    """Yield what a decision shows when cells of a promise count, or owe nothing explicitly, with what they cite."""
    if promise.rules:
        for tier, cite in product(compiled.policy.tiers, promise.cite):
            yield Target(tiers=(tier,), accepts=partial(_cites, promise, tier, cite)), cite
        return
    levels: dict[tuple[str, str], set[str | None]] = {}
    for (tier, level), cell in promise.within.items():
        measured = promise.measure.cite if promise.measure and cell else ()
        for cite in (*promise.cell_cites(tier, level), *measured):
            levels.setdefault((tier, cite), set()).add(level)
    for (tier, cite), cited_at in levels.items():
        yield Target(tiers=(tier,), accepts=partial(_is_among, promise.scope, cited_at)), cite


def _cites(promise: Promise, tier: str, cite: str, outcome: Outcome) -> bool:
    """Tell whether a decision cites something of a promise, by its table or by a rule."""
    level, rule = outcome.level if isinstance(outcome.level, str) else None, rule_of(outcome, promise.name)
    if outcome.scope != promise.scope or (rule is None and (tier, level) not in promise.within):
        return False
    is_measured = promise.measure is not None and cite in promise.measure.cite
    return cite in promise.cell_cites(tier, level, rule) or (is_measured and owed_of(outcome, promise.name) is not None)


def _is_among(scope: str, levels: set[str | None], outcome: Outcome) -> bool:
    """Tell whether an outcome has a scope and one of some levels."""
    return outcome.scope == scope and outcome.level in levels


def _called(policy: Policy, kind: str, name: str) -> str:
    """Return what a record that cites something is called."""
    if kind == "intake":
        return f"`{policy.intake[int(name) - 1].needs}` to bring"
    return f"escalation to `{policy.escalation[int(name) - 1].to}`" if kind == "escalation" else f"{kind} `{name}`"


def _counting(compiled: CompiledPolicy, kind: str, name: str) -> Target:
    """Return what a decision shows when a record that is no rule counts."""
    if kind == "hours":
        return Target(accepts=lambda outcome: any(owed.hours == name for owed in outcome.owed))
    if kind == "way":
        return Target(accepts=partial(_allows, name), proof_group="channel")
    if kind in ENTRY_ROWS:
        return entry_target(compiled, kind, name)
    return Target(tiers=(name,) if kind == "tier" else (), proof_group="scope")


def _allows(way: str, outcome: Outcome) -> bool:
    return isinstance(outcome.ways, Ways) and way in (*outcome.ways.allowed, *outcome.ways.follow_up)
