"""What a request shows of a policy: only what is certain, for what is still open shows nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...proof.delays import owed_of
from ...rules.codes import members
from ...rules.outcomes import Ways
from ...triage.services import services

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...model import Policy, Rule, Value
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.evaluator import Seen


@dataclass(frozen=True, slots=True)
class Hits:
    """What a request comes to, as far as it stands whatever its open facts turn out to be.

    `applies` are the groups whose question arises. `true` are the rules that hold, by group, and
    `decides` those whose outcome won. `codes` are those that each group was evaluated on. `owed`
    are the promises that are owed, with their hours where these stand.
    """

    tier: str
    scope: str | None
    level: str | None
    allowed: tuple[str, ...]
    applies: frozenset[str]
    true: Mapping[str, frozenset[int]]
    decides: Mapping[str, frozenset[int]]
    codes: Mapping[str, Mapping[str, int]]
    owed: Mapping[str, str | None]
    entitled: frozenset[str]

    def rules(self, policy: Policy) -> list[str]:
        """Return the ids of the rules that decided."""
        return [
            rule.id for group in policy.groups for n, rule in enumerate(group.rules) if n in self.decides[group.name]
        ]


def shown(compiled: CompiledPolicy, tier: str, seen: Seen) -> Hits:
    """Return what a request of a tier shows, given what it comes to."""
    found = seen.outcomes
    scope = _only(outcome.scope for outcome in found)
    level = _only(outcome.level for outcome in found)
    ways = found[0].ways if len({outcome.ways for outcome in found}) == 1 else None
    applies = {"scope"}
    if compiled.scope_reads_priority or scope == "support":
        applies.add("priority")
    applies |= {"coverage"} if all(outcome.coverage is not None for outcome in found) else set()
    applies |= {"channel"} if all(outcome.ways is not None for outcome in found) else set()
    true = {name: frozenset(members(verdict.true)) for name, verdict in seen.verdicts.items()}
    allowed = ways.allowed if isinstance(ways, Ways) else ()
    chosen = seen.chooses_hours(compiled.policy.coverage.rules)
    decides = {
        "scope": _with_outcome(compiled.policy.scope.rules, true["scope"], scope),
        "priority": _with_outcome(
            compiled.policy.priority.rules, true["priority"], level if scope == "support" else None
        ),
        "coverage": frozenset() if chosen is None else frozenset({chosen}),
        "channel": true["channel"] if isinstance(ways, Ways) else frozenset[int](),
    }
    return Hits(
        tier,
        scope,
        level,
        allowed,
        frozenset(applies),
        true,
        decides,
        {**seen.codes, "": seen.stands},
        _owed(compiled, seen),
        _entitled(compiled, tier, seen),
    )


def _only(outcomes: Iterable[object]) -> str | None:
    """Return the one outcome that stands, None where there are several or it is a gap."""
    distinct = set(outcomes)
    one = distinct.pop() if len(distinct) == 1 else None
    return one if isinstance(one, str) else None


def _with_outcome(rules: Iterable[Rule], true: frozenset[int], outcome: str | None) -> frozenset[int]:
    return frozenset(n for n, rule in enumerate(rules) if n in true and rule.then == outcome)


def _owed(compiled: CompiledPolicy, seen: Seen) -> dict[str, str | None]:
    found = {}
    for promise in compiled.policy.promises:
        owed = [owed_of(outcome, promise) for outcome in seen.outcomes]
        if None not in owed:
            found[promise] = _only(one.hours for one in owed if one)
    return found


def _entitled(compiled: CompiledPolicy, tier: str, seen: Seen) -> frozenset[str]:
    facts: dict[str, Value] = {}
    if "activity" in seen.stands:
        activity = compiled.codes["activity"].example(seen.stands["activity"])
        facts = {} if activity is None else {"activity": activity}
    return frozenset(one.service.name for one in services(compiled, tier, seen.outcomes, facts) if one.certain)
