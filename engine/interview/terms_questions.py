"""Builds the questions without whose answers nothing is decided: when the request came in, and under which terms."""

from collections.abc import Collection, Iterable, Sequence

from ..findings import Findings
from ..model import Contract, Policy, Request
from ..triage.decision import Candidate, OpenRequest
from ..triage.open_requests import CONTRACT, RECEIPT
from ..triage.policy_store import PolicyStore
from .questions import Choice, Question

_EVIDENCE = {
    "address": "by the sender's address",
    "domain": "by the sender's domain",
    "case": "by a case in the subject",
}


def terms_question(
    decision: OpenRequest,
    store: PolicyStore,
    contracts: Sequence[Contract],
    skipped: Collection[str],
    named_cases: Sequence[Candidate] = (),
) -> Question | None:
    """Return the next question about the receipt or the terms of an open request, None where none is left.

    `skipped` are the questions that somebody could not answer, `named_cases` further contracts that a case in the
    subject speaks for. Without a contract, policy and tier are asked about.
    """
    request, missing = decision.request, [entry.fact for entry in decision.missing]
    if RECEIPT in missing and RECEIPT not in skipped:
        return Question(kind="received", about=RECEIPT, ask="When was it received?", type="text")
    if CONTRACT not in missing:
        return None
    known = {candidate.contract for candidate in decision.candidates}
    candidates = (*decision.candidates, *(named for named in named_cases if named.contract not in known))
    if candidates and CONTRACT not in skipped:
        return _contract(candidates, contracts)
    if decision.candidates:  # where it is open which of several it is, policy and tier would not tell
        return None
    if not request.policy:
        return _policy(store) if "policy" not in skipped and store.names() else None
    policy = _policy_of(request, store)
    return _tier(policy) if policy and not request.tier and "tier" not in skipped else None


def _contract(candidates: Iterable[Candidate], contracts: Sequence[Contract]) -> Question:
    terms = {contract.id: f"{contract.policy} {contract.tier}" for contract in contracts}
    choices = (
        Choice(
            value=candidate.contract,
            explanation=", ".join(filter(None, (candidate.customer, terms.get(candidate.contract)))),
            changes=_EVIDENCE.get(candidate.evidence, candidate.evidence),
        )
        for candidate in candidates
    )
    return Question(kind="contract", about=CONTRACT, ask="Which contract does it fall under?", choices=tuple(choices))


def _policy(store: PolicyStore) -> Question:
    choices = tuple(Choice(value=name) for name in store.names())
    return Question(kind="policy", about="policy", ask="Which policy does the customer have?", choices=choices)


def _tier(policy: Policy) -> Question:
    choices = tuple(Choice(value=name, explanation=tier.title) for name, tier in policy.tiers.items())
    return Question(kind="tier", about="tier", ask="Which tier has the customer bought?", choices=choices)


def _policy_of(request: Request, store: PolicyStore) -> Policy | None:
    if request.policy is None:
        return None
    evaluator = store.in_force(request.policy, request.received, None, request.mark, Findings())
    return evaluator.compiled.policy if evaluator else None
