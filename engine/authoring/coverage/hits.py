"""Hits: what a request shows of what counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ...model import RECEIVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...model import Event, Policy
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.derived_facts import DerivedFact
    from ...rules.evaluator import Evaluation
    from ...rules.outcomes import Outcome
    from .day_sides import DaySide


class ReceiptSide(Protocol):
    """What a request shows by when it is received, or its clocks start; `words` say that in the name of a case."""

    @property
    def words(self) -> str:
        """When a request that shows it is received."""

    def is_received(self, hits: Hits) -> bool:
        """Tell whether a request shows it."""

    def can_be(self, outcome: Outcome) -> bool:
        """Tell whether some request with an outcome can show it."""

    def starts(self, outcome: Outcome) -> Iterator[int]:
        """Yield receipts at which a request with an outcome may show it."""


class Receipt(NamedTuple):
    """When a request was received, when the customer was last told of it, if that is stated, and what has happened."""

    received: int
    last_update: int | None = None
    events: tuple[Event, ...] = ()

    def start_of(self, policy: Policy, promise: str) -> int | None:
        """Return when the clock of a promise first starts; None where it has not."""
        clock = policy.promises[promise].clock
        if clock.starts_at != RECEIVED:
            return next((event.at for event in self.events if event.name == clock.starts_at), None)
        repeated = self.last_update if policy.promises[promise].repeats else None
        return self.received if repeated is None else repeated


@dataclass(frozen=True, slots=True)
class Hits:
    """What a request shows: only what is certain, whatever its open facts turn out to be.

    `applies` are the groups whose question arises, and the empty name; `decides` the rules whose outcome won, by group.
    `codes` are those that each group was evaluated on; of the empty name, all that stand. `derived` returns the derived
    facts with a value.
    """

    tier: str
    known: Evaluation
    applies: frozenset[str]
    decides: Mapping[str, frozenset[int]]
    codes: Mapping[str, Mapping[str, int]]
    derived: Callable[[], Mapping[str, DerivedFact]] = dict
    received: Receipt | None = None
    clocks: Callable[[], frozenset[tuple[str, str]]] = frozenset
    """Promises with what of their clocks moves due or state."""
    depends_on: Callable[[DaySide], bool] = bool
    """Tells whether a deadline of it, or what rules read of the receipt, depends on one side of a day."""

    def starts(self, policy: Policy, promise: str) -> int | None:
        """Return when the clock of a promise first starts; None where it has not."""
        return None if self.received is None else self.received.start_of(policy, promise)


def hits_of(  # noqa: PLR0913 - what a request shows follows from
    compiled: CompiledPolicy,
    tier: str,
    known: Evaluation,
    derived: Callable[[], Mapping[str, DerivedFact]] = dict,
    received: Receipt | None = None,
    clocks: Callable[[], frozenset[tuple[str, str]]] = frozenset,
    depends_on: Callable[[DaySide], bool] = bool,
) -> Hits:
    """Return what a request of a tier shows, given what it comes to.

    `derived` facts, what moves `clocks`, and on which days it depends, are asked for where they matter. Without
    `received` it is not known when it came in.
    """
    applies = {
        "": True,
        "scope": True,
        "priority": compiled.scope_reads_priority or known.scope == "support",
        "coverage": all(outcome.coverage is not None for outcome in known.outcomes),
        "channel": all(outcome.ways is not None for outcome in known.outcomes),
    }
    promises = compiled.policy.promises.values()
    applies |= {promise.group.name: known.scope == promise.scope for promise in promises if promise.rules}
    return Hits(
        tier=tier,
        known=known,
        applies=frozenset(group for group, is_asked in applies.items() if is_asked),
        decides={name: frozenset(known.deciding(compiled.policy, name)) for name in compiled.groups},
        codes={**known.codes, "": known.stands},
        derived=cache(derived),
        received=received,
        clocks=cache(clocks),
        depends_on=depends_on,
    )
