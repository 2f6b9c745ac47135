"""Decides a request: finds its contract, policy and facts, and builds the decision."""

from collections.abc import Sequence

from ..findings import Findings
from ..model import Contract, Request
from ..rules.evaluator import Evaluator
from ..text import both, did_you_mean
from ..worktime import WorktimeError
from .contracts import (
    Facts,
    check_contract_facts,
    collect_facts,
    evaluate,
    find_contract,
    is_in_force,
    leads_to_contract,
    tier_of,
)
from .decision import Decision, Invalid
from .decision_builder import DecisionBuilder
from .policy_store import PolicyStore


def decide(request: Request, store: PolicyStore, contracts: Sequence[Contract], version: str) -> Decision | Invalid:
    """Return the decision of a request, or why it cannot be decided. `version` is remit's own."""
    findings = Findings()
    resolved = resolve_request(request, store, contracts, findings)
    if resolved is None:
        return Invalid(request.id, tuple(findings))
    evaluator, contract, facts = resolved
    try:
        if contract and not is_in_force(contract, evaluator.compiled.policy, request.received):
            return DecisionBuilder(request, evaluator, contract, findings, version).not_in_force()
        evaluation = evaluate(evaluator, contract, facts, request)
        return DecisionBuilder(request, evaluator, contract, findings, version).decision(evaluation, facts.values)
    except WorktimeError as problem:
        findings.error("worktime", str(problem), request.key_mark("received"))
        return Invalid(request.id, tuple(findings))


def resolve_request(
    request: Request, store: PolicyStore, contracts: Sequence[Contract], findings: Findings
) -> tuple[Evaluator, Contract | None, Facts] | None:
    """Return the evaluator, contract and facts of a request, or None after the findings that make it invalid."""

    def holds(contract: Contract) -> bool:
        editions, _ = store.editions(contract.policy)
        return any(is_in_force(contract, evaluator.compiled.policy, request.received) for evaluator in editions)

    errors = len(findings)
    contract = find_contract(request, contracts, holds, findings)
    # It may have one that cannot be told, which would give what the request lacks.
    has_contract = contract is not None or len(findings) > errors or leads_to_contract(request, contracts)
    evaluator = _evaluator(request, contract, store, findings, has_contract=has_contract)
    if evaluator is None:
        return None
    policy, tier = evaluator.compiled.policy, tier_of(request, contract)
    if tier and tier not in policy.tiers:
        message = f"tier `{tier}` is not declared by policy `{policy.id}`"
        mark = contract.mark if contract else request.key_mark("tier")
        findings.error("unknown-tier", message, mark, did_you_mean(tier, policy.tiers))
    errors = len(findings)
    if contract:
        check_contract_facts(contract, policy.facts, findings)
    agreed = contract if len(findings) == errors else None
    facts = collect_facts(evaluator.compiled, request, agreed, findings)
    return None if findings.has_errors else (evaluator, contract, facts)


def _evaluator(
    request: Request, contract: Contract | None, store: PolicyStore, findings: Findings, *, has_contract: bool
) -> Evaluator | None:
    """Return the evaluator of the edition that counts, None where it is not certain which one does."""
    name, tier = contract.policy if contract else request.policy, tier_of(request, contract)
    lacking = [key for key, value in (("policy", name), ("tier", tier)) if not value and key not in request.marks]
    if lacking and not has_contract:
        findings.error(
            "missing-key",
            f"the request lacks {both(f'`{key}`' for key in lacking)}, and no contract gives them",
            request.mark,
            "name a contract, or a policy with its tier",
        )
    if not name or request.policy not in (None, name):
        return None
    mark = request.key_mark("policy") if request.policy else contract.mark if contract else request.mark
    instant = request.received if request.is_dated else None
    return store.in_force(name, instant, contract.edition if contract else None, mark, findings)
