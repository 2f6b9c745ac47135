"""Contracts: which one a request falls under, whether it is in force and fits its policy; and the facts of both."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..findings import Findings, Mark
from ..language.similar_words import claimed_name
from ..language.symbols import NotAValue, read_value, short_text
from ..model import BUILT_IN_FACTS, CLAIM, Contract, Fact, Policy, Request, Stated, Tier, Value
from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import Evaluator, RequestEvaluation
from ..text import did_you_mean, quoted
from ..worktime import zone
from .check_hours import check_zone
from .clock import day_in
from .policy_store import PolicyStore, covers_day, date_range_text

NAMED_CONTACT = "from_named_contact"
"""The fact that is derived from the sender and the contract's contacts."""
_NO_CONTRACTS = "name a file with `--contracts`, or pass `contracts` to `remit.load`"


@dataclass(slots=True)
class Facts:
    """The known values of a request's facts, and the facts stated as not known."""

    values: dict[str, Value] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    confirmed: dict[str, Value | None] = field(default_factory=dict)
    """What the request confirms of presumptions; None for whatever is presumed."""
    situation: Hashable | None = None
    """What stands for the facts where a situation is looked up; None until it is."""


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
    _collect_confirmed(facts, compiled, request, findings)
    return facts


def _collect_confirmed(facts: Facts, compiled: CompiledPolicy, request: Request, findings: Findings) -> None:
    for name, stated in request.confirmed.items():
        fact = compiled.policy.facts.get(name)
        if fact is None:
            _undeclared(name, compiled.policy.id, compiled.policy.facts, stated.mark, findings)
            continue
        looked_at = Facts()
        if stated.value is not None:
            _set(looked_at, fact, stated, findings)
        facts.confirmed[name] = looked_at.values.get(name)


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
        key = {"arrived_by": "channel", "tier": "tier", CLAIM: CLAIM}.get(name)
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
    is_named = named_contact(request, contract) if name == NAMED_CONTACT else None
    return None if is_named is None else Stated(is_named)


def named_contact(request: Request, contract: Contract | None) -> bool | None:
    """Tell whether the sender is one of the contract's contacts; None where there are no contacts or no sender."""
    if not (contract and contract.contacts and request.sender):
        return None
    return request.sender.rpartition("<")[2].strip(" >").lower() in contract.contacts


def built_in_values(policy: Policy, request: Request) -> tuple[dict[str, Value], frozenset[str]]:
    """Return the built-in facts that keys of a request give, its tier aside, and those that they leave open."""
    values: dict[str, Value] = {} if request.channel is None else {"arrived_by": request.channel}
    if request.claimed_priority is None:
        return values, frozenset()
    claimed = claimed_name(request.claimed_priority, policy.levels, policy.level_words)
    return (values, frozenset([CLAIM])) if claimed is None else ({**values, CLAIM: claimed}, frozenset())


def evaluate(
    evaluator: Evaluator, contract: Contract | None, facts: Facts, request: Request, findings: Findings
) -> RequestEvaluation:
    """Return what the rules make of a request, by its tier, the facts that are known and what is confirmed."""
    values, opened = built_in_values(evaluator.compiled.policy, request)
    values |= facts.values
    codes = {name: evaluator.compiled.codes[name].code(value) for name, value in values.items()}
    tier, unknown = tier_of(request, contract), frozenset((facts.unknown | opened) - set(facts.values))
    evaluation = evaluator.evaluate(tier, codes, unknown)
    confirmed = confirmed_facts(evaluator, evaluation, request, facts.confirmed, findings)
    return evaluator.evaluate(tier, codes, unknown, confirmed) if confirmed else evaluation


def confirmed_facts(
    evaluator: Evaluator,
    evaluation: RequestEvaluation,
    request: Request,
    confirmed: Mapping[str, Value | None],
    findings: Findings,
) -> frozenset[str]:
    """Return the facts whose presumed values a request confirms, with a finding for each that it cannot."""
    facts = set()
    for name, value in confirmed.items():
        mark, presumed = request.confirmed[name].mark, evaluator.presumed_value(evaluation, name)
        written, today = (short_text(getattr(each, "text", each)) for each in (value, presumed))
        if presumed is None:
            findings.warning("nothing-to-confirm", f"nothing is presumed of `{name}` that could be confirmed", mark)
        elif value is not None and value != presumed:
            message = f"`{name}` is confirmed as `{written}`, but `{today}` is presumed"
            findings.warning("confirmed-otherwise", message, mark, f"state `{name}: {written}` under `facts`")
        else:
            facts.add(name)
    return frozenset(facts)


def find_contract(
    request: Request, contracts: Sequence[Contract], holds: Callable[[Contract], bool], findings: Findings
) -> Contract | None:
    """Return the contract that a request names or that its sender's domain leads to, if any.

    Of several of one domain, those count that hold at the time, by `holds`.
    A request that names one that is not there, or contradicts it, or leads to several, is
    invalid: a finding says so.
    """
    if request.contract is not None:
        contract = next((contract for contract in contracts if contract.id == request.contract), None)
        if contract is None:
            message = f"contract `{request.contract}` is not known"
            help_ = did_you_mean(request.contract, (c.id for c in contracts)) if contracts else _NO_CONTRACTS
            findings.error("unknown-contract", message, request.key_mark("contract"), help_)
            return None
    else:
        by_domain = _by_domain(request, contracts)
        if len(by_domain) > 1 and not request.is_dated:
            return None
        if len(by_domain) > 1:
            # A contract that was renewed is two, of which one holds; where none does, the last one ended last.
            by_domain = [c for c in by_domain if holds(c)] or [max(by_domain, key=lambda c: c.end or "")]
        if len(by_domain) > 1:
            listed = quoted(contract.id for contract in by_domain)
            findings.error(
                "ambiguous-contract",
                f"sender `{request.sender}` falls under {len(by_domain)} contracts: {listed}",
                request.key_mark("from"),
                "name one with `contract`",
            )
        if len(by_domain) != 1:
            return None
        contract = by_domain[0]
    for key, stated, agreed in (("policy", request.policy, contract.policy), ("tier", request.tier, contract.tier)):
        if stated is not None and stated != agreed:
            findings.error(
                "contradicts-contract",
                f"{key} `{stated}` contradicts contract `{contract.id}`, which has `{agreed}`",
                request.key_mark(key),
            )
    return contract


def leads_to_contract(request: Request, contracts: Sequence[Contract]) -> bool:
    """Tell whether a request names a contract or has a sender's domain that has one, or what says so is wrong."""
    is_wrong = request.sender is None and "from" in request.marks
    has_contract = request.contract is not None or "contract" in request.marks
    return is_wrong or has_contract or bool(_by_domain(request, contracts))


def _by_domain(request: Request, contracts: Sequence[Contract]) -> list[Contract]:
    """Return the contracts of the sender's domain, of the request's policy where it names one."""
    domain = sender_domain(request) if contracts else ""
    if not domain:
        return []
    of_domain = [contract for contract in contracts if domain in contract.domains]
    return [contract for contract in of_domain if request.policy in (None, contract.policy)]


def sender_domain(request: Request) -> str:
    """Return the mail domain that a request comes from, in lower case; empty where it has none."""
    _, at, domain = (request.sender or "").rpartition("@")
    return domain.strip(" >").lower() if at else ""


def tier_of(request: Request, contract: Contract | None) -> str:
    """Return a request's tier: its contract's, if it has one; empty where none is named."""
    return contract.tier if contract else request.tier or ""


def is_in_force(contract: Contract, policy: Policy, instant: int) -> bool:
    """Tell whether a contract holds at an instant, by the days of its zone, or else of the policy's."""
    where = zone(contract.timezone or policy.timezone)
    return covers_day((contract.start, contract.end), day_in(where, instant))


def in_force_text(contract: Contract) -> str:
    """Return the days on which a contract is in force, as text."""
    return f"contract `{contract.id}` is in force {date_range_text((contract.start, contract.end))}"


def check_contracts(contracts: Iterable[Contract], store: PolicyStore, findings: Findings) -> None:
    """Add the findings about contracts that do not fit their policies."""
    for contract in contracts:
        if contract.timezone:
            check_zone(contract.timezone, contract.key_mark("timezone"), findings)
        for policy in _policies(contract, store, findings):
            if store.is_sound_section(policy, "tiers"):
                _check_tier(contract, policy, findings)
            if store.is_sound_section(policy, "facts"):
                check_contract_facts(contract, policy.facts, findings)


def _policies(contract: Contract, store: PolicyStore, findings: Findings) -> list[Policy]:
    """Return the editions that a contract can mean, as far as they can be read where none can be used."""
    if not contract.policy:
        return []
    editions, wrong = store.editions(contract.policy)
    policies = [evaluator.compiled.policy for evaluator in editions]
    named = [policy for policy in policies if contract.edition in (None, policy.edition)]
    if not policies and wrong:
        findings += wrong
        findings.error("unusable-policy", f"policy `{contract.policy}` cannot be used", contract.key_mark("policy"))
        return [draft for draft in store.drafts_of(contract.policy) if contract.edition in (None, draft.edition)]
    if not policies:
        store.add_unknown(contract.policy, contract.key_mark("policy"), findings)
    elif not named:
        message = f"edition `{contract.edition}` of policy `{contract.policy}` is not known"
        help_ = did_you_mean(contract.edition or "", (policy.edition for policy in policies))
        findings.error("unknown-edition", message, contract.key_mark("edition"), help_)
    # Where there is but one edition, it is the one that is meant.
    return named or (policies if len(policies) == 1 else [])


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
    else:
        check_contacts(contract, tier, contract.key_mark("contacts"), findings)


def check_contacts(contract: Contract, tier: Tier, mark: Mark, findings: Findings) -> None:
    """Add a warning where a contract names more contacts than its tier allows."""
    count = len(contract.contacts)
    if tier.contacts is not None and count > tier.contacts:
        message = f"contract `{contract.id}` names {count} contacts, but tier `{contract.tier}` allows {tier.contacts}"
        findings.warning("too-many-contacts", message, mark)
