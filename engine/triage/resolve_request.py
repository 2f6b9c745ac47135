"""Finds what a request is decided by: its contract, the edition of its policy, and its facts."""

from collections.abc import Sequence

from ..findings import Findings
from ..language.symbols import short_text
from ..model import Contract, Request
from ..rules.evaluator import Evaluator
from ..text import both, did_you_mean, either, is_typo_of
from ..worktime import WorktimeError
from .contracts import find_contract, is_in_force, leads_to_contract, sender_domain
from .known_facts import Facts, check_contract_facts, collect_facts, tier_of
from .policy_store import PolicyStore
from .receipt_values import check_receipt
from .remembered import facts_key, is_bounded, memory_of

_LISTED = 3


def resolve_request(
    request: Request,
    store: PolicyStore,
    contracts: Sequence[Contract],
    findings: Findings,
    *,
    is_remembered: bool = False,
) -> tuple[Evaluator, Contract | None, Facts] | None:
    """Return the evaluator, contract and facts of a request, or None after the findings that make it invalid."""
    count = len(findings)
    contract = find_contract(request, contracts, lambda contract: contract_holds(contract, store, request), findings)
    # It may have one that cannot be told, which would give what the request lacks.
    is_open = len(findings) > count and not findings.has_errors
    has_contract = contract is not None or len(findings) > count or leads_to_contract(request, contracts)
    if not has_contract:
        is_open = not _is_complete(request, contracts, findings)
    evaluator = _evaluator(request, contract, store, findings)
    if evaluator is None:
        return None
    policy, tier = evaluator.compiled.policy, tier_of(request, contract)
    if tier and tier not in policy.tiers:
        message = f"tier `{tier}` is not declared by policy `{policy.id}`"
        mark = contract.mark if contract else request.key_mark("tier")
        findings.error("unknown-tier", message, mark, did_you_mean(tier, policy.tiers))
    facts = facts_of_request(request, evaluator, contract, findings, is_remembered=is_remembered)
    if evaluator.compiled.receipts and request.is_dated:
        check_receipt(evaluator.compiled, request, facts.values, findings)
    if request.events:
        from .clocks.history import check_events  # noqa: PLC0415 - few requests have one

        check_events(request, evaluator.compiled, findings)
    return None if findings.has_errors or is_open else (evaluator, contract, facts)


def contract_holds(contract: Contract, store: PolicyStore, request: Request) -> bool:
    """Tell whether a contract is in force when a request is received."""
    editions, _ = store.editions(contract.policy)
    try:
        return any(is_in_force(contract, evaluator.compiled.policy, request.received) for evaluator in editions)
    except WorktimeError:
        return True  # its days are those of a zone that is not known: it may hold


def facts_of_request(
    request: Request, evaluator: Evaluator, contract: Contract | None, findings: Findings, *, is_remembered: bool
) -> Facts:
    """Return what request and contract state of facts, which is looked up where it was stated so before."""
    key = facts_key(request, contract) if is_remembered else None
    remembered = memory_of(evaluator).facts.get(key) if key is not None else None
    if remembered is not None:
        return remembered[0]
    policy, count = evaluator.compiled.policy, len(findings)
    if contract:
        check_contract_facts(contract, policy.facts, findings)
    agreed = contract if len(findings) == count else None
    facts = collect_facts(evaluator.compiled, request, agreed, findings)
    if key is not None and len(findings) == count and is_bounded(request):
        memory_of(evaluator).facts.put(key, (facts, contract))
    return facts


def _evaluator(request: Request, contract: Contract | None, store: PolicyStore, findings: Findings) -> Evaluator | None:
    """Return the evaluator of the edition that counts, None where it is not certain which one does."""
    name = contract.policy if contract else request.policy
    if not name or request.policy not in (None, name):
        return None
    instant, pinned = request.received if request.is_dated else None, contract.edition if contract else None
    evaluator = store.only_in_force(name, instant, pinned)
    if evaluator is not None:
        return evaluator  # most often; nobody asks where the policy is named
    mark = request.key_mark("policy") if request.policy else contract.mark if contract else request.mark
    return store.in_force(name, instant, pinned, mark, findings)


def _is_complete(request: Request, contracts: Sequence[Contract], findings: Findings) -> bool:
    """Tell whether a request without a contract has policy and tier; a finding says why it is open where it has not."""
    if request.policy and request.tier:
        return True
    stated = {"policy": request.policy, "tier": request.tier}
    lacking = [key for key, value in stated.items() if not value and key not in request.marks]
    if not lacking:
        return True
    domain, mark = sender_domain(request), request.mark
    why, help_ = "no contract gives them", "name a contract, or a policy with its tier"
    if domain:
        of_policy = f" of policy `{request.policy}`" if request.policy else ""
        why, mark = f"no contract{of_policy} has the domain `{short_text(domain)}`", request.key_mark("from")
        near = {known for c in contracts if request.policy in (None, c.policy) for known in c.domains}
        likely = sorted(known for known in near if is_typo_of(domain, known))[:_LISTED]
        help_ = f"did you mean {either(f'`{known}`' for known in likely)}?" if likely else help_
    listed = both(f"`{key}`" for key in lacking)
    findings.warning("no-contract", f"the request lacks {listed}, and {why}", mark, help_)
    return False
