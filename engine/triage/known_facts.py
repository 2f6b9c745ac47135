"""The facts of a request: what it and its contract state, what it confirms, and what rules make of them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from ..findings import Findings, Mark
from ..language.fact_values import NotAValue, read_value
from ..language.similar_words import claimed_name
from ..language.symbols import short_text
from ..model import BUILT_IN_FACTS, CLAIM, Contract, Fact, Policy, Request, Stated, Value
from ..model.facts import PLACES
from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import Evaluator, RequestEvaluation
from ..text import did_you_mean
from ..worktime import zone
from .clock import day_in
from .receipt_values import evaluator_at, receipt_of

NAMED_CONTACT = "from_named_contact"
"""The fact that is derived from the sender and the contract's contacts."""


@dataclass(slots=True)
class Facts:
    """The known values of a request's facts, and the facts stated as not known."""

    values: dict[str, Value] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    confirmed: dict[str, Value | None] = field(default_factory=dict)
    """What the request confirms of presumptions; None for whatever is presumed."""
    situation: Hashable | None = None
    """What stands for the facts where a situation is looked up; None until it is."""


MOST_UNDECLARED = 100
"""Facts of one request that are each said not to be declared; one finding stands for all further ones."""


def collect_facts(compiled: CompiledPolicy, request: Request, contract: Contract | None, findings: Findings) -> Facts:
    """Return the facts that request and contract state; what a fact cannot be is a finding."""
    facts = Facts()
    agreed = contract.facts if contract else {}
    _refuse_undeclared("facts", request.facts, compiled, request, findings)
    for name, stated in request.facts.items():
        fact = compiled.policy.facts.get(name)
        if fact is None:
            continue
        if fact.derive:
            refuse_derived(name, request.key_mark(f"facts.{name}"), findings)
        elif stated.value is None:
            facts.unknown.add(name)
        elif not isinstance(stated.value, list | dict):  # otherwise the schema has said so
            _set(facts, fact, stated, findings, compiled.policy)
    for name, fact in compiled.policy.facts.items():
        from_contract = agreed.get(name) or _derived(name, request, contract)
        if from_contract is None or fact.derive:  # what a contract states of it is refused where contracts are read
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


def _refuse_undeclared(
    key: str, stated: Mapping[str, Stated], compiled: CompiledPolicy, request: Request, findings: Findings
) -> None:
    undeclared = [name for name in stated if name not in compiled.policy.facts]
    for name in undeclared[:MOST_UNDECLARED]:
        if key == "facts":
            _unknown(name, compiled, request, findings)
        else:
            _undeclared(name, compiled.policy.id, compiled.policy.facts, stated[name].mark, findings)
    if len(undeclared) > MOST_UNDECLARED:
        message = f"{len(undeclared) - MOST_UNDECLARED:,} more facts are not declared by policy `{compiled.policy.id}`"
        findings.error("unknown-fact", message, stated[undeclared[MOST_UNDECLARED]].mark)


def _collect_confirmed(facts: Facts, compiled: CompiledPolicy, request: Request, findings: Findings) -> None:
    _refuse_undeclared("confirmed", request.confirmed, compiled, request, findings)
    for name, stated in request.confirmed.items():
        fact = compiled.policy.facts.get(name)
        if fact is None:
            continue
        if fact.derive:
            refuse_derived(name, stated.mark, findings)
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
        elif facts[name].derive:
            refuse_derived(name, stated.mark, findings)
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


def refuse_derived(name: str, mark: Mark, findings: Findings) -> None:
    """Add the finding that a derived fact is stated."""
    message = f"`{name}` is derived, and cannot be stated"
    findings.error("derived-fact-stated", message, mark, "state the facts that it follows from")


def _undeclared(name: str, policy: str, facts: Mapping[str, Fact], mark: Mark, findings: Findings) -> None:
    message = f"fact `{name}` is not declared by policy `{policy}`"
    findings.error("unknown-fact", message, mark, did_you_mean(name, facts))


def _set(facts: Facts, fact: Fact, stated: Stated, findings: Findings, policy: Policy | None = None) -> None:
    """Set a fact to what is stated of it; other words of the policy count where it is handed over."""
    try:
        value = read_value(fact, stated.value)
        if fact.type not in PLACES or _is_known_place(fact, value, stated, findings):
            facts.values[fact.name] = value
    except NotAValue as problem:
        other = _by_other_word(policy, fact, stated, findings) if policy is not None else None
        if other is not None:
            facts.values[fact.name] = other
            return
        check = "unknown-choice" if fact.type == "choice" else "wrong-value"
        findings.error(check, str(problem), stated.mark, problem.help)


def _by_other_word(policy: Policy, fact: Fact, stated: Stated, findings: Findings) -> str | None:
    from .other_words import choice_by_other_word  # noqa: PLC0415 - start-up is felt

    return choice_by_other_word(policy, fact, stated.value, stated.mark, findings)


def _is_known_place(fact: Fact, value: Value, stated: Stated, findings: Findings) -> bool:
    from .check_places import check_place  # noqa: PLC0415 - start-up is felt

    return check_place(fact, value, stated.mark, findings)


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


def stated_codes(compiled: CompiledPolicy, values: Mapping[str, Value], request: Request) -> dict[str, int]:
    """Return the codes of what a request states; that of a date which is compared by its age depends on the receipt."""
    codes = compiled.codes
    if compiled.ages.isdisjoint(values):
        return {name: codes[name].code(value) for name, value in values.items()}
    received = day_in(zone(compiled.policy.timezone), request.received)
    return {name: codes[name].code_at(value, received) for name, value in values.items()}


def known_codes(compiled: CompiledPolicy, facts: Facts, request: Request) -> tuple[dict[str, int], frozenset[str]]:
    """Return the codes of what is stated of a request, its keys and its receipt included, and what is not known."""
    values, opened = built_in_values(compiled.policy, request)
    receipt = receipt_of(compiled, request, facts.values)
    codes = {**stated_codes(compiled, values | facts.values, request), **receipt.codes, **receipt.stated}
    return codes, frozenset((facts.unknown | opened) - set(facts.values))


def evaluate(
    evaluator: Evaluator, contract: Contract | None, facts: Facts, request: Request, findings: Findings
) -> RequestEvaluation:
    """Return what the rules make of a request, by its tier, the facts that are known and what is confirmed."""
    tier, (codes, unknown) = tier_of(request, contract), known_codes(evaluator.compiled, facts, request)
    evaluator = evaluator_at(evaluator, request, facts.values)
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


def tier_of(request: Request, contract: Contract | None) -> str:
    """Return a request's tier: its contract's, if it has one; empty where none is named."""
    return contract.tier if contract else request.tier or ""
