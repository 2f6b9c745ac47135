"""What a decision lists beside what the groups decide: services, what to bring, and whom to turn to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..findings import NOWHERE, Mark, printable
from ..model import SCOPES
from .compiled import Both, Compiled, Test, facts_of, kleene
from .compiled_policy import CompiledPolicy
from .outcomes import Outcome, level_of
from .spaces import Sets, where

EntryKind = Literal["service", "intake", "escalation"]


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A service, an item of intake or a step of escalation, with all that says when a decision lists it.

    `name` is a number where it has none; `label` is its name, what it needs or whom it is to. `tiers` and `levels` are
    empty where it is not limited to some.
    """

    kind: EntryKind
    name: str
    label: str
    condition: Compiled
    tiers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    mark: Mark = NOWHERE

    @property
    def words(self) -> str:
        """What it is called in a message."""
        called = {"service": "service `{}`", "intake": "`{}` to bring", "escalation": "escalation to `{}`"}[self.kind]
        return called.format(printable(self.label))

    def is_for(self, tier: str) -> bool:
        """Tell whether requests of a tier can have it."""
        return not self.tiers or tier in self.tiers

    def arises(self, outcome: Outcome) -> bool:
        """Tell whether an outcome has room for it: what is not covered has none, and is escalated to nobody."""
        return outcome.scope != "not_covered" and (not self.levels or outcome.level in self.levels)

    def situations(self, parts: Mapping[Outcome, int], sets: Sets, everything: int) -> int:
        """Return the situations in which it is listed, of parts of all by outcome."""
        room = 0
        for outcome, bits in parts.items():
            if self.arises(outcome):
                room |= bits
        return room and room & where(self.condition, sets, everything)


def listed_entries(compiled: CompiledPolicy) -> Iterator[ListedEntry]:
    """Yield the services, items of intake and steps of escalation of a policy."""
    policy = compiled.policy
    for name, service in policy.services.items():
        condition = compiled.services[name]
        if service.activities:
            codes = compiled.codes["activity"]
            about = Test("activity", codes.one_of(tuple(a for a in service.activities if a in codes.values)))
            condition = Both((about, condition)) if facts_of(condition) else about
        yield ListedEntry("service", name, name, condition, service.tiers, service.levels, service.mark)
    for n, (item, condition) in enumerate(zip(policy.intake, compiled.intake, strict=True), 1):
        yield ListedEntry("intake", str(n), item.needs, condition, mark=item.mark)
    for n, (step, condition) in enumerate(zip(policy.escalation, compiled.escalation, strict=True), 1):
        yield ListedEntry("escalation", str(n), step.to, condition, mark=step.mark)


def facts_of_entries(compiled: CompiledPolicy, kinds: Iterable[EntryKind] = ()) -> set[str]:
    """Return the facts that entries (of some kinds, or of all) read, with those that derived ones follow from."""
    chosen = set(kinds)
    read = (facts_of(entry.condition) for entry in listed_entries(compiled) if not chosen or entry.kind in chosen)
    return compiled.base_facts(set[str]().union(*read) - {"scope", "priority", "tier"})


def entry_answers(
    compiled: CompiledPolicy,
    entries: Iterable[ListedEntry],
    tier: str,
    codes: Mapping[str, int],
    outcomes: Iterable[Outcome],
) -> tuple[bool | None, ...]:
    """Return of entries whether each is listed, None where that is open, of those that may be by tier and outcome."""
    possible = tuple(outcomes)
    known = {**codes, **_decided(compiled, possible)}
    return tuple(
        kleene(entry.condition, known) for entry in entries if entry.is_for(tier) and any(map(entry.arises, possible))
    )


def _decided(compiled: CompiledPolicy, outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Return the codes of scope and level, where all outcomes agree."""
    scopes, levels = ({of(outcome) for outcome in outcomes} for of in (_scope, level_of))
    decided = {}
    if len(scopes) == 1 and (scope := scopes.pop()) is not None:
        decided["scope"] = SCOPES.index(scope)
    if len(levels) == 1:
        decided["priority"] = compiled.codes["priority"].code(levels.pop())
    return decided


def _scope(outcome: Outcome) -> str | None:
    return outcome.scope if isinstance(outcome.scope, str) else None
