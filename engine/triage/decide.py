"""Decides a request: finds its contract, policy and facts, and builds the decision."""

from collections.abc import Sequence

from ..findings import Findings
from ..language.symbols import short_text
from ..model import Contract, Request
from ..rules.evaluator import Evaluator
from ..text import both, did_you_mean, either, is_typo_of
from ..worktime import WorktimeError
from .contracts import (
    Facts,
    check_contract_facts,
    collect_facts,
    evaluate,
    find_contract,
    is_in_force,
    leads_to_contract,
    sender_domain,
    tier_of,
)
from .decision import Decision, Invalid
from .decision_builder import DecisionBuilder
from .policy_store import PolicyStore

_LISTED = 3


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
        evaluation = evaluate(evaluator, contract, facts, request, findings)
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
        try:
            return any(is_in_force(contract, evaluator.compiled.policy, request.received) for evaluator in editions)
        except WorktimeError:
            return True  # its days are those of a zone that is not known: it may hold

    errors = len(findings)
    contract = find_contract(request, contracts, holds, findings)
    # It may have one that cannot be told, which would give what the request lacks.
    has_contract = contract is not None or len(findings) > errors or leads_to_contract(request, contracts)
    if not has_contract:
        _check_complete(request, contracts, findings)
    evaluator = _evaluator(request, contract, store, findings)
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


def _evaluator(request: Request, contract: Contract | None, store: PolicyStore, findings: Findings) -> Evaluator | None:
    """Return the evaluator of the edition that counts, None where it is not certain which one does."""
    name = contract.policy if contract else request.policy
    if not name or request.policy not in (None, name):
        return None
    mark = request.key_mark("policy") if request.policy else contract.mark if contract else request.mark
    instant = request.received if request.is_dated else None
    return store.in_force(name, instant, contract.edition if contract else None, mark, findings)


def _check_complete(request: Request, contracts: Sequence[Contract], findings: Findings) -> None:
    """Add a finding where a request without a contract lacks policy or tier, by its sender's domain if it has one."""
    stated = {"policy": request.policy, "tier": request.tier}
    lacking = [key for key, value in stated.items() if not value and key not in request.marks]
    if not lacking:
        return
    domain, mark = sender_domain(request), request.mark
    why, help_ = "no contract gives them", "name a contract, or a policy with its tier"
    if domain:
        of_policy = f" of policy `{request.policy}`" if request.policy else ""
        why, mark = f"no contract{of_policy} has the domain `{short_text(domain)}`", request.key_mark("from")
        near = {known for c in contracts if request.policy in (None, c.policy) for known in c.domains}
        likely = sorted(known for known in near if is_typo_of(domain, known))[:_LISTED]
        help_ = f"did you mean {either(f'`{known}`' for known in likely)}?" if likely else help_
    listed = both(f"`{key}`" for key in lacking)
    findings.error("missing-key", f"the request lacks {listed}, and {why}", mark, help_)
