"""What the request of a case shows, once it is decided."""

from collections.abc import Sequence

from ...findings import Findings
from ...model import Contract, Request
from ...rules.evaluator import Evaluator
from ...triage.clocks.history import history_of
from ...triage.contracts import is_in_force
from ...triage.decide import clocks_of
from ...triage.known_facts import evaluate, tier_of
from ...triage.policy_store import PolicyStore
from ...triage.resolve_request import resolve_request
from .clock_items import ClockAspect, moved_aspects
from .day_dependence import DayDependence
from .hits import Hits, Receipt, hits_of


def decided_hits(
    request: Request, store: PolicyStore, contracts: Sequence[Contract], now: int | None = None
) -> tuple[Evaluator, Hits | None] | None:
    """Return the evaluator of a request as of an instant, and what it shows.

    That is nothing where its contract is not in force.
    """
    history = history_of(request, now)
    present = history.present
    resolved = resolve_request(present, store, contracts, Findings())
    if resolved is None:
        return None
    evaluator, contract, facts = resolved
    policy = evaluator.compiled.policy
    if contract and not is_in_force(contract, policy, present.received):
        return evaluator, None
    evaluation = evaluate(evaluator, contract, facts, present, Findings())
    tier, receipt = tier_of(present, contract), Receipt(present.received, present.last_update, present.events)

    def clocks() -> frozenset[ClockAspect]:
        return moved_aspects(policy, clocks_of(history, resolved, "", Findings()))

    days = DayDependence(history, resolved, evaluation.groups.outcomes, receipt.start_of)
    hits = hits_of(evaluator.compiled, tier, evaluation.groups, lambda: evaluation.derived, receipt, clocks, days.on)
    return evaluator, hits
