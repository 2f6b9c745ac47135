"""Requests of which facts change: from those of one outcome to those of another."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import permutations

from ..model.events import CHANGED
from ..proof.tier_situations import TierSituations
from ..proof.witness import Witnesses
from ..rules.outcomes import Outcome
from .event_requests import event_at

_AFTER = (timedelta(hours=1), timedelta(days=1))
"""How long after the receipt facts change."""


def changed_requests(
    witnesses: Witnesses, proof: TierSituations, aspect: Callable[[Outcome], Hashable], before: Sequence[str] = ()
) -> Iterator[tuple[Mapping[str, object], Outcome]]:
    """Yield requests of a tier of which an aspect becomes another by a change of facts, with the outcome that follows.

    Of each value of the aspect some situation is taken. The events `before` come with the receipt.
    """
    by_aspect: dict[Hashable, tuple[Outcome, int]] = {}
    for outcome, bits in proof.parts.items():
        if bits & proof.valid:
            by_aspect.setdefault(aspect(outcome), (outcome, bits & proof.valid))
    for (_, bits), (outcome, bits_after) in permutations(by_aspect.values(), 2):
        request, after = (witnesses.request(proof.tier, proof.codes(of_one)) for of_one in (bits, bits_after))
        facts, facts_after = (_facts(own) for own in (request, after))
        is_stated = facts.keys() <= facts_after.keys() and facts_after != facts
        if is_stated and all(request.get(key) == after.get(key) for key in ("received", "channel")):
            received = datetime.fromisoformat(str(request["received"]))
            changed = {fact: value for fact, value in facts_after.items() if facts.get(fact) != value}
            for later in _AFTER:
                started = [event_at(received, name) for name in before]
                yield (
                    {**request, "events": [*started, {**event_at(received + later, CHANGED), "facts": changed}]},
                    outcome,
                )


def _facts(request: Mapping[str, object]) -> Mapping[str, object]:
    facts = request.get("facts")
    return facts if isinstance(facts, dict) else {}
