"""The presumptions of a request in the open: which are unsafe at its receipt, and what else they could be."""

from collections.abc import Iterable, Mapping

from ..model import SCOPES, Policy, Request, Value
from ..rules.alternatives import Alternative
from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import RequestEvaluation
from ..rules.hit_policy import Ways
from ..rules.outcomes import Outcome, Owed
from ..rules.presumptions import PresumedFact
from ..worktime import WorktimeError
from .decision import AlternativeValue, Presumed
from .entitlements import due_of, span_of, start_of


class Presumptions:
    """Says of the presumptions of one request what each puts at stake."""

    def __init__(self, compiled: CompiledPolicy, request: Request, evaluation: RequestEvaluation) -> None:
        self._policy: Policy = compiled.policy
        self._request = request
        self._evaluation = evaluation

    def listed(self, facts: Mapping[str, Value]) -> tuple[Presumed, ...]:
        """Return them, the unsafe ones first, by what is at stake; `facts` are all that are known."""
        outcomes = self._evaluation.possible.outcomes
        presumed = [
            (self._presumed(name, known, facts, outcomes), known) for name, known in self._evaluation.presumed.items()
        ]
        return tuple(entry for entry, _ in sorted(presumed, key=self._rank))

    def _rank(self, entry: tuple[Presumed, PresumedFact]) -> tuple[bool, int, int, bool]:
        presumed, known = entry
        levels = [*self._policy.levels, None]
        scope = -SCOPES.index(presumed.scope) if presumed.scope else 1
        return not presumed.unsafe, scope, levels.index(presumed.level), not known.stakes.required

    def _presumed(
        self, name: str, known: PresumedFact, facts: Mapping[str, Value], outcomes: Iterable[Outcome]
    ) -> Presumed:
        stakes = known.stakes
        alternatives = (self._alternative(name, other, facts, outcomes) for other in known.alternatives)
        return Presumed(
            fact=name,
            value=known.value,
            unsafe=bool(stakes.scope or stakes.level or stakes.required) or self._is_sooner(known, facts),
            scope=stakes.scope,
            level=stakes.level,
            cites=self._policy.facts[name].cite,
            alternatives=tuple(alternative for alternative in alternatives if alternative is not None),
        )

    def _is_sooner(self, known: PresumedFact, facts: Mapping[str, Value]) -> bool:
        """Tell whether something could be owed sooner; what has no instant yet could be."""
        in_doubt = self._evaluation.known.presumed.keys() - self._evaluation.confirmed
        certain = {fact: value for fact, value in facts.items() if fact not in in_doubt}
        for presumed, owed in known.stakes.sooner:
            before = self._due(presumed, certain) if presumed else None
            after = self._due(owed, certain)
            if before is None or after is None or after < before:
                return True
        return False

    def _alternative(
        self, name: str, other: Alternative, facts: Mapping[str, Value], outcomes: Iterable[Outcome]
    ) -> AlternativeValue | None:
        """Return what would differ with another value of a fact; None where nothing would."""
        now = self._aspects(outcomes, facts)
        then = self._aspects(other.outcomes, {**facts, name: other.value})
        scope, level, required = (b if a != b else None for a, b in zip(now[:3], then[:3], strict=True))
        earliest = {
            promise: then[3].get(promise)
            for promise in self._policy.promises
            if now[3].get(promise) != then[3].get(promise)
        }
        if (scope, level, required, earliest, other.missing) == (None, None, None, {}, ()):
            return None
        return AlternativeValue(other.value, scope, level, required, earliest, other.missing)

    def _aspects(
        self, outcomes: Iterable[Outcome], facts: Mapping[str, Value]
    ) -> tuple[tuple[str | None, ...], tuple[str | None, ...], tuple[str | None, ...], dict[str, int | None]]:
        """Return the scopes, levels and required ways that outcomes have, and when each promise first falls due."""
        scopes = _in_order(SCOPES, (outcome.scope for outcome in outcomes))
        levels = _in_order(self._policy.levels, (o.level for o in outcomes if o.scope == "support"))
        required = _in_order(
            self._policy.ways, (o.ways.required if isinstance(o.ways, Ways) else None for o in outcomes)
        )
        dues: dict[str, list[int | None]] = {}
        for owed in dict.fromkeys(owed for outcome in outcomes for owed in outcome.owed):
            dues.setdefault(owed.promise, []).append(self._due(owed, facts))
        earliest = {
            promise: None if None in instants else min(instant for instant in instants if instant is not None)
            for promise, instants in dues.items()
        }
        return scopes, levels, required, earliest

    def _due(self, owed: Owed, facts: Mapping[str, Value]) -> int | None:
        """Return when something falls due; None where that is open, or cannot be counted."""
        promise = self._policy.promises[owed.promise]
        try:
            return due_of(owed, span_of(owed, facts), self._policy, start_of(promise, self._request))
        except WorktimeError:
            return None


def _in_order(names: Iterable[str], values: Iterable[object]) -> tuple[str | None, ...]:
    """Return values in the order of their names, and None last for those that have none."""
    distinct = set(values)
    listed: list[str | None] = [name for name in names if name in distinct]
    return (*listed, *((None,) if any(not isinstance(value, str) for value in distinct) else ()))
