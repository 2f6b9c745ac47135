"""Builds the questions under which terms a request falls: its contract, or else its policy and tier."""

from collections.abc import Iterable, Sequence

from ..findings import Findings
from ..model import Contract, Policy, Request
from ..triage.contracts import leads_to_contract, sender_domain
from ..triage.policy_store import PolicyStore
from .questions import Choice, Question


def terms_question(
    request: Request, store: PolicyStore, contracts: Sequence[Contract], skipped: Iterable[str]
) -> Question | None:
    """Return the question that has to be answered before anything can be decided, None where there is none.

    `skipped` are the questions that somebody could not answer.
    """
    lacks = [key for key in ("contract", "policy", "tier") if key not in skipped]
    if request.policy and request.tier:
        return None
    if request.contract is None and "contract" in lacks and (candidates := contract_candidates(request, contracts)):
        return None if len(candidates) == 1 and _falls_under(request, candidates[0]) else _contract(candidates)
    if leads_to_contract(request, contracts) and "contract" in lacks:
        return None
    if not request.policy:
        return _policy(store) if "policy" in lacks and store.names() else None
    policy = _policy_of(request, store)
    return _tier(policy) if policy and not request.tier and "tier" in lacks else None


def contract_candidates(request: Request, contracts: Sequence[Contract]) -> tuple[Contract, ...]:
    """Return the contracts that the sender's address, or its domain, speaks for; those by address first."""
    address, domain = (request.sender or "").rpartition("<")[2].strip(" >").lower(), sender_domain(request)
    by_address = [contract for contract in contracts if address and address in contract.contacts]
    by_domain = [contract for contract in contracts if domain and any(_is_near(domain, d) for d in contract.domains)]
    of_policy = [c for c in (*by_address, *by_domain) if request.policy in (None, c.policy)]
    return tuple({contract.id: contract for contract in of_policy}.values())


def _falls_under(request: Request, contract: Contract) -> bool:
    return sender_domain(request) in contract.domains


def _is_near(domain: str, known: str) -> bool:
    """Tell whether a domain is one that is known, or a subdomain of it."""
    return domain == known or domain.endswith(f".{known}")


def _contract(candidates: Iterable[Contract]) -> Question:
    choices = (Choice(value=c.id, explanation=f"{c.customer}, {c.policy} {c.tier}") for c in candidates)
    return Question(kind="contract", about="contract", ask="Which contract does it fall under?", choices=tuple(choices))


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
