"""Checks contracts against their policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import did_you_mean
from .check_hours import check_zone
from .decision_warnings import too_many_contacts
from .request_facts import check_contract_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..findings import Findings
    from ..model import Contract, Policy
    from .policy_store import PolicyStore


def check_contracts(contracts: Iterable[Contract], store: PolicyStore, findings: Findings) -> None:
    """Add the findings about contracts that do not fit their policies."""
    for contract in contracts:
        if contract.timezone:
            check_zone(contract.timezone, contract.key_mark("timezone"), findings)
        for policy in _policies(contract, store, findings):
            _check_tier(contract, policy, findings)
            check_contract_facts(contract, policy.facts, findings)


def _policies(contract: Contract, store: PolicyStore, findings: Findings) -> list[Policy]:
    """Return the editions that a contract can mean."""
    if not contract.policy:
        return []
    editions, wrong = store.editions(contract.policy)
    policies = [evaluator.compiled.policy for evaluator in editions]
    named = [policy for policy in policies if contract.edition in (None, policy.edition)]
    if not policies and wrong:
        findings += wrong
        findings.error("unusable-policy", f"policy `{contract.policy}` cannot be used", contract.key_mark("policy"))
    elif not policies:
        findings.error(
            "unknown-policy",
            f"policy `{contract.policy}` is not known",
            contract.key_mark("policy"),
            did_you_mean(contract.policy, store.names()),
        )
    elif policies and not named:
        message = f"edition `{contract.edition}` of policy `{contract.policy}` is not known"
        help_ = did_you_mean(contract.edition or "", (policy.edition for policy in policies))
        findings.error("unknown-edition", message, contract.key_mark("edition"), help_)
    return named


def _check_tier(contract: Contract, policy: Policy, findings: Findings) -> None:
    tier = policy.tiers.get(contract.tier)
    if not contract.tier:
        return  # the schema has said so
    if tier is None:
        findings.error(
            "unknown-tier",
            f"tier `{contract.tier}` is not declared by policy `{policy.id}`",
            contract.key_mark("tier"),
            did_you_mean(contract.tier, policy.tiers),
        )
    elif tier.contacts is not None and len(contract.contacts) > tier.contacts:
        findings.warning(
            "too-many-contacts",
            too_many_contacts(contract, contract.tier, tier.contacts),
            contract.key_mark("contacts"),
        )
