"""The facts of a request: where each came from, checked against the policy, as codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..findings import Findings, Mark
from ..language.fact_values import NotAValue, read_value, short_text
from ..model import BUILT_IN_FACTS, Contract, Fact, Request, Stated, Value
from ..rules.compiled_policy import CompiledPolicy
from ..text import did_you_mean

NAMED_CONTACT = "from_named_contact"
"""The fact that is derived from the sender and the contract's contacts."""


@dataclass(slots=True)
class Facts:
    """The known values of a request's facts, and the facts stated as not known."""

    values: dict[str, Value] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)


def collect_facts(compiled: CompiledPolicy, request: Request, contract: Contract | None, findings: Findings) -> Facts:
    """Return the facts that request and contract state; what a fact cannot be is a finding."""
    facts = Facts()
    agreed = contract.facts if contract else {}
    for name, stated in request.facts.items():
        fact = compiled.policy.facts.get(name)
        if fact is None:
            _unknown(name, compiled, request, findings)
        elif stated.value is None:
            facts.unknown.add(name)
        elif not isinstance(stated.value, list | dict):  # otherwise the schema has said so
            _set(facts, fact, stated, findings)
    for name, fact in compiled.policy.facts.items():
        from_contract = agreed.get(name) or _derived(name, request, contract)
        if from_contract is None:
            continue
        stated_value = facts.values.get(name)
        if stated_value is None or fact.from_contract:
            _set(facts, fact, from_contract, findings)
            facts.unknown.discard(name)
        if fact.from_contract and stated_value is not None and stated_value != facts.values.get(name):
            findings.warning(
                "contradicts-contract",
                f"`{name}` is stated as `{short_text(request.facts[name].value)}`, "
                f"but the contract's `{short_text(from_contract.value)}` takes precedence",
                request.facts[name].mark,
            )
    return facts


def check_contract_facts(contract: Contract, facts: Mapping[str, Fact], findings: Findings) -> None:
    """Add a finding for each fact of a contract that its policy does not have, or not so."""
    for name, stated in contract.facts.items():
        if name not in facts:
            _undeclared(name, contract.policy, facts, stated.mark, findings)
        else:
            _set(Facts(), facts[name], stated, findings)


def _unknown(name: str, compiled: CompiledPolicy, request: Request, findings: Findings) -> None:
    mark = request.key_mark(f"facts.{name}")
    if name in BUILT_IN_FACTS:
        key = {"arrived_by": "channel", "tier": "tier"}.get(name)
        help_ = f"use the request's key `{key}`" if key else "the rules decide it"
        findings.error("unknown-fact", f"`{name}` cannot be stated as a fact", mark, help_)
    else:
        _undeclared(name, compiled.policy.id, compiled.policy.facts, mark, findings)


def _undeclared(name: str, policy: str, facts: Mapping[str, Fact], mark: Mark, findings: Findings) -> None:
    message = f"fact `{name}` is not declared by policy `{policy}`"
    findings.error("unknown-fact", message, mark, did_you_mean(name, facts))


def _set(facts: Facts, fact: Fact, stated: Stated, findings: Findings) -> None:
    try:
        facts.values[fact.name] = read_value(fact, stated.value)
    except NotAValue as problem:
        check = "unknown-choice" if fact.type == "choice" else "wrong-value"
        findings.error(check, str(problem), stated.mark, problem.help)


def _derived(name: str, request: Request, contract: Contract | None) -> Stated | None:
    """Return whether the sender is one of the contract's contacts; None where there are no contacts or no sender."""
    if name != NAMED_CONTACT or not (contract and contract.contacts and request.sender):
        return None
    return Stated(request.sender.rpartition("<")[2].strip(" >").lower() in contract.contacts)


def codes_of(compiled: CompiledPolicy, facts: Facts, request: Request) -> tuple[dict[str, int], frozenset[str]]:
    """Return the codes of the facts that are known, and the names of those stated as not known."""
    codes = {name: compiled.codes[name].code(value) for name, value in facts.values.items()}
    if request.channel is not None:
        codes["arrived_by"] = compiled.codes["arrived_by"].code(request.channel)
    return codes, frozenset(facts.unknown - set(facts.values))
