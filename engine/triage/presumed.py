"""The presumptions of a request in the open: which are unsafe, and what else they could be, before the receipt."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from ..model import SCOPES, Policy, Value
from ..rules.alternatives import Alternative
from ..rules.evaluator import RequestEvaluation
from ..rules.hit_policy import Ways
from ..rules.outcomes import Outcome
from ..rules.presumptions import PresumedFact, Stakes
from .counts import Counts
from .decision import AlternativeValue, Presumed
from .template import AlternativePart, PresumedPart

Names = tuple[str | None, ...]
Earliest = dict[str, tuple[int, ...] | None]
"""By promise, the ways in which it can fall due; None where one of them has no bound."""


class _Aspects(NamedTuple):
    """The scopes, levels, required ways and follow-ups that outcomes have, and how each promise can fall due."""

    scope: Names
    level: Names
    required: Names
    follow_up: tuple[str, ...]
    earliest: Earliest


class Presumptions:
    """Says of the presumptions of a situation what each puts at stake."""

    def __init__(
        self,
        policy: Policy,
        evaluation: RequestEvaluation,
        counts: Counts,
        for_entries: Mapping[str, PresumedFact],
    ) -> None:
        """Take what a request comes to, and what is presumed of facts `for_entries` that are listed alone."""
        self._presumed_facts = {**evaluation.presumed, **for_entries}
        self._policy = policy
        self._evaluation = evaluation
        self._counts = counts

    def listed(self) -> tuple[PresumedPart, ...]:
        """Return them by what is at stake, the most first; those at stake alike in the order of the policy."""
        presumed = self._presumed_facts
        if not presumed:
            return ()
        now = self._aspects(self._evaluation.possible.outcomes)
        in_order = ((name, presumed[name]) for name in self._policy.facts if name in presumed)
        parts = [self._presumed(name, known, now) for name, known in in_order]
        return tuple(sorted(parts, key=attrgetter("rank")))

    def _presumed(self, name: str, known: PresumedFact, now: _Aspects) -> PresumedPart:
        stakes = known.stakes
        in_doubt = self._evaluation.known.presumed.keys() - self._evaluation.confirmed
        sooner = [
            (
                self._counts.index(presumed, open_facts=in_doubt) if presumed else None,
                self._counts.index(owed, open_facts=in_doubt),
            )
            for presumed, owed in stakes.sooner
        ]
        pairs = tuple((before, after) for before, after in sooner if before is not None and after is not None)
        # What has no instant yet could be sooner.
        unsafe = bool(stakes.scope or stakes.level or stakes.required) or len(pairs) < len(sooner)
        parts = [self._alternative(name, other, now) for other in known.alternatives]
        alternatives = tuple(part for part in parts if part.differs or part.earliest)
        settled = Presumed(
            fact=name,
            value=known.value,
            unsafe=unsafe,
            scope=stakes.scope,
            level=stakes.level,
            cites=self._policy.facts[name].cite,
            alternatives=tuple(part.settled for part in alternatives),
        )
        return PresumedPart(
            settled=settled,
            is_wholly_settled=(unsafe or not pairs) and not any(part.earliest for part in alternatives),
            sooner=pairs,
            alternatives=alternatives,
            rank=self._rank(stakes),
        )

    def _rank(self, stakes: Stakes) -> tuple[int, int, bool]:
        scope = -SCOPES.index(stakes.scope) if stakes.scope else 1
        return scope, [*self._policy.levels, None].index(stakes.level), not stakes.required

    def _alternative(self, name: str, other: Alternative, now: _Aspects) -> AlternativePart:
        """Return what would differ with another value of a fact."""
        then = self._aspects(other.outcomes, (name, other.value))
        pairs = ((now.scope, then.scope), (now.level, then.level), (now.required, then.required))
        scope, level, required = (after if before != after else None for before, after in pairs)
        follow_up = then.follow_up if now.follow_up != then.follow_up else None
        return AlternativePart(
            settled=AlternativeValue(other.value, scope, level, required, {}, other.missing, follow_up),
            differs=(scope, level, required, follow_up, other.missing) != (None, None, None, None, ()),
            earliest=tuple(
                (promise, self._ways_index(now.earliest.get(promise)), self._ways_index(then.earliest.get(promise)))
                for promise in self._policy.promises
                if now.earliest.get(promise) != then.earliest.get(promise)
            ),
        )

    def _ways_index(self, ways: tuple[int, ...] | None) -> int | None:
        return None if ways is None else self._counts.ways_index(ways)

    def _aspects(self, outcomes: Sequence[Outcome], assumed: tuple[str, Value] | None = None) -> _Aspects:
        """Return what outcomes have in the aspects of which alternatives tell.

        `assumed` is a fact with the value that it would have.
        """
        support = [outcome for outcome in outcomes if outcome.scope == "support"]
        offered = [outcome.ways if isinstance(outcome.ways, Ways) else None for outcome in outcomes]
        following = {way for ways in offered if ways for way in ways.follow_up}
        indices: dict[str, set[int | None]] = {}
        for owed in {id(owed): owed for outcome in outcomes for owed in outcome.owed}.values():
            indices.setdefault(owed.promise, set()).add(self._counts.index(owed, assumed))
        return _Aspects(
            scope=_in_order(SCOPES, {outcome.scope for outcome in outcomes}),
            level=_in_order(self._policy.levels, {outcome.level for outcome in support}),
            required=_in_order(self._policy.ways, {ways.required if ways else None for ways in offered}),
            follow_up=tuple([way for way in self._policy.ways if way in following]) if following else (),
            earliest={
                promise: None if None in ways else tuple(sorted(index for index in ways if index is not None))
                for promise, ways in indices.items()
            },
        )


def _in_order(names: Iterable[str], values: Collection[object]) -> Names:
    """Return distinct values in the order of their names, and None last for those that have none."""
    listed: list[str | None] = [name for name in names if name in values]
    return (*listed, None) if len(listed) < len(values) else tuple(listed)


def presumed_values(evaluation: RequestEvaluation, policy: Policy) -> dict[str, Value]:
    """Return the values of facts that are presumed."""
    return {fact: policy.facts[fact].presume[place].value for fact, place in evaluation.known.presumed.items()}
