"""What a request shows of a policy: only what is certain, for what is open shows nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...rules.codes import members

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    outcomes = known.outcomes
    applies = {
        "": True,
        "scope": True,
        "priority": compiled.scope_reads_priority or known.scope == "support",
        "coverage": all(outcome.coverage is not None for outcome in outcomes),
        "channel": all(outcome.ways is not None for outcome in outcomes),
    }
    return Hits(
        tier=tier,
        outcomes=outcomes,
        scope=known.scope,
        level=known.level,
        applies=frozenset(group for group, is_asked in applies.items() if is_asked),
        holding={name: frozenset(members(verdict.true)) for name, verdict in known.verdicts.items()},
        decides={name: frozenset(known.deciding(compiled.policy, name)) for name in compiled.groups},
        codes={**known.codes, "": known.stands},
    )
