"""What a request shows of a policy: only what is certain, for what is open shows nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...rules.codes import members
from ...rules.outcomes import Ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...model import Rule
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.evaluator import Seen
    from ...rules.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Hits:
    """What a request comes to, as far as it stands whatever its open facts turn out to be.

    `outcomes` are all that are possible; `scope` and `level` are None where they are open or a gap. `applies` are
    the groups whose question arises, and the empty name. `holding` are the rules that hold, by group, and `decides`
    those whose outcome won. `codes` are those that each group was evaluated on; of the empty name, all that stand.
    """

    tier: str
    outcomes: tuple[Outcome, ...]
    scope: str | None
    level: str | None
    applies: frozenset[str]
    holding: Mapping[str, frozenset[int]]
    decides: Mapping[str, frozenset[int]]
    codes: Mapping[str, Mapping[str, int]]


def hits_of(compiled: CompiledPolicy, tier: str, known: Seen) -> Hits:
    """Return what a request of a tier shows, given what it comes to."""
    policy, outcomes = compiled.policy, known.outcomes
    scope = _settled(outcome.scope for outcome in outcomes)
    level = _settled(outcome.level for outcome in outcomes)
    applies = {
        "": True,
        "scope": True,
        "priority": compiled.scope_reads_priority or scope == "support",
        "coverage": all(outcome.coverage is not None for outcome in outcomes),
        "channel": all(outcome.ways is not None for outcome in outcomes),
    }
    holding = {name: frozenset(members(verdict.true)) for name, verdict in known.verdicts.items()}
    chosen = known.chooses_hours(policy.coverage.rules)
    has_ways = len({outcome.ways for outcome in outcomes}) == 1 and isinstance(outcomes[0].ways, Ways)
    return Hits(
        tier=tier,
        outcomes=outcomes,
        scope=scope,
        level=level,
        applies=frozenset(group for group, is_asked in applies.items() if is_asked),
        holding=holding,
        decides={
            "scope": _with_outcome(policy.scope.rules, holding["scope"], scope),
            "priority": _with_outcome(
                policy.priority.rules, holding["priority"], level if scope == "support" else None
            ),
            "coverage": frozenset() if chosen is None else frozenset({chosen}),
            "channel": holding["channel"] if has_ways else frozenset(),
        },
        codes={**known.codes, "": known.stands},
    )


def _settled(outcomes: Iterable[object]) -> str | None:
    """Return the only outcome, None where there are several or it is a gap."""
    distinct = set(outcomes)
    outcome = distinct.pop() if len(distinct) == 1 else None
    return outcome if isinstance(outcome, str) else None


def _with_outcome(rules: Iterable[Rule], holding: frozenset[int], outcome: str | None) -> frozenset[int]:
    return frozenset(n for n, rule in enumerate(rules) if n in holding and rule.then == outcome)
