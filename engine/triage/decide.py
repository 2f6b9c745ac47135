"""Decides a request by its contract, policy and facts."""

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from ..findings import Findings
from ..model import Contract, Request
from ..rules.evaluator import Evaluator
from ..worktime import WorktimeError
from .contracts import contract_candidates, find_contract, is_in_force
from .decision import Decision, Invalid
from .fill_template import fill
from .known_facts import Facts, evaluate
from .policy_store import PolicyStore
from .receipt_values import evaluator_at
from .remembered import memory_of, situation_key
from .resolutions import look_up, remember, request_key
from .resolve_request import contract_holds, facts_of_request, resolve_request
from .template import Template
from .template_builder import TemplateBuilder

if TYPE_CHECKING:
    from .clocks.history import History
    from .clocks.promise_clocks import PromiseClocks


def decide(
    request: Request, store: PolicyStore, contracts: Sequence[Contract], version: str, now: int | None = None
) -> Decision | Invalid:
    """Return the decision of a request as of `now`, or why it cannot be decided. `version` is remit's own.

    A situation that the edition has decided before is looked up.
    """
    return _decide(request, store, contracts, version, now, is_remembered=True)


def decide_anew(
    request: Request, store: PolicyStore, contracts: Sequence[Contract], version: str, now: int | None = None
) -> Decision | Invalid:
    """Return what `decide` does the long way: no template of an earlier request is looked up."""
    return _decide(request, store, contracts, version, now, is_remembered=False)


def _decide(  # noqa: PLR0913 - what a decision follows from
    request: Request,
    store: PolicyStore,
    contracts: Sequence[Contract],
    version: str,
    now: int | None,
    *,
    is_remembered: bool,
) -> Decision | Invalid:
    if now is not None or request.has_events:
        return _decide_as_of(now, request, store, contracts, version, is_remembered=is_remembered)
    findings = _about_message(request)
    count = len(findings)
    alike = _key(request, store, contracts, version) if is_remembered else None
    known = look_up(alike, request, store) if alike is not None else None
    try:
        if known is not None:
            return fill(known[0], request, known[1].values, findings)
        resolved = resolve_request(request, store, contracts, findings, is_remembered=is_remembered)
        if resolved is None:
            return _unresolved(request, store, contracts, version, findings)
        evaluator, contract, facts = resolved
        if contract and not is_in_force(contract, evaluator.compiled.policy, request.received):
            template = TemplateBuilder(request, evaluator, contract, version).not_in_force()
            return fill(template, request, {}, findings)
        key = situation_key(request, evaluator, contract, facts, version) if is_remembered else None
        template = _template(key, request, evaluator, contract, facts, version, findings)
        if alike is not None and key is not None and len(findings) == count:
            remember(alike, request, store, resolved, key)
        return fill(template, request, facts.values, findings)
    except WorktimeError as problem:
        return _uncounted(problem, request, findings)


def remembered_template(
    request: Request, store: PolicyStore, contracts: Sequence[Contract], version: str, findings: Findings
) -> tuple[Template, Facts] | None:
    """Return what a request without events comes to, and its facts, None where that is not remembered.

    Raises WorktimeError where it cannot be told whether its contract is in force.
    """
    alike = _key(request, store, contracts, version)
    known = look_up(alike, request, store) if alike is not None else None
    resolved = resolve_request(request, store, contracts, findings, is_remembered=True) if known is None else None
    if resolved is None:
        return known
    evaluator, contract, facts = resolved
    if contract and not is_in_force(contract, evaluator.compiled.policy, request.received):
        return None
    key = situation_key(request, evaluator, contract, facts, version)
    template = memory_of(evaluator).templates.get(key) if key is not None else None
    if template is None:
        return None
    if alike is not None and not findings:
        remember(alike, request, store, resolved, key)
    return template, facts


def _key(request: Request, store: PolicyStore, contracts: Sequence[Contract], version: str) -> Hashable | None:
    """Return what stands for a request but for its instants and identity, None where only the long way tells."""
    if request.contract is None and not (contracts and request.sender):
        return request_key(request, None, version)
    findings = Findings()
    contract = find_contract(request, contracts, lambda contract: contract_holds(contract, store, request), findings)
    return None if findings else request_key(request, contract, version)


def _uncounted(problem: WorktimeError, request: Request, findings: Findings) -> Invalid:
    findings.error("worktime", str(problem), request.key_mark("received"))
    return Invalid(request.id, tuple(findings))


def _decide_as_of(  # noqa: PLR0913 - what a decision follows from
    now: int | None,
    request: Request,
    store: PolicyStore,
    contracts: Sequence[Contract],
    version: str,
    *,
    is_remembered: bool,
) -> Decision | Invalid:
    """Return the decision of a request by the facts that hold at an instant, with how its deadlines stand."""
    from .clocks.history import add_idle_events, check_events, history_of  # noqa: PLC0415 - few requests have one

    history, findings = history_of(request, now), _about_message(request)
    present = history.present
    resolved = resolve_request(present, store, contracts, findings, is_remembered=is_remembered)
    if resolved is not None:
        check_events(request, resolved[0].compiled, findings)
    if resolved is None or findings.has_errors:
        return _unresolved(request, store, contracts, version, findings)
    add_idle_events(history, findings)
    try:
        clocks = clocks_of(history, resolved, version, findings, is_remembered=is_remembered)
        return fill(clocks.present.template, present, clocks.present.facts, findings, clocks)
    except WorktimeError as problem:
        return _uncounted(problem, request, findings)


def _unresolved(
    request: Request, store: PolicyStore, contracts: Sequence[Contract], version: str, findings: Findings
) -> Invalid:
    """Return why a request is not decided: it is invalid, or it is open under which contract it falls."""
    if findings.has_errors:
        return Invalid(request.id, tuple(findings))
    candidates = contract_candidates(request, contracts, lambda contract: contract_holds(contract, store, request))
    from .open_requests import open_request  # noqa: PLC0415 - start-up is felt

    return open_request(request, findings, version, candidates=candidates, lacks_contract=True)


def _about_message(request: Request) -> Findings:
    """Return what was found in the message that a request was read from."""
    return Findings(request.reading.findings if request.reading else ())


def clocks_of(
    history: "History",
    resolved: tuple[Evaluator, Contract | None, Facts],
    version: str,
    findings: Findings,
    *,
    is_remembered: bool = False,
) -> "PromiseClocks":
    """Return the clocks of a request that is resolved as it is now; each set of its facts is decided by itself."""
    from .clocks.owed_by_facts import FactSet  # noqa: PLC0415 - few requests have one
    from .clocks.promise_clocks import PromiseClocks  # noqa: PLC0415 - the same

    evaluator, contract, _ = resolved
    policy, present = evaluator.compiled.policy, history.present
    if contract and not is_in_force(contract, policy, present.received):
        template = TemplateBuilder(present, evaluator, contract, version).not_in_force()
        return PromiseClocks(policy, history, [FactSet(template, {})])
    fact_sets = []
    for stated in history.requests:
        facts = facts_of_request(stated, evaluator, contract, Findings(), is_remembered=is_remembered)
        key = situation_key(stated, evaluator, contract, facts, version) if is_remembered else None
        noted = findings if stated is present else Findings()
        template = _template(key, stated, evaluator, contract, facts, version, noted)
        fact_sets.append(FactSet(template, {**facts.values, **template.presumed_values, **template.derived_values}))
    return PromiseClocks(policy, history, fact_sets)


def _template(  # noqa: PLR0913 - what a situation is
    key: Hashable | None,
    request: Request,
    evaluator: Evaluator,
    contract: Contract | None,
    facts: Facts,
    version: str,
    findings: Findings,
) -> Template:
    """Return what the situation of a request comes to, which is remembered under a key."""
    remembered = memory_of(evaluator).templates.get(key) if key is not None else None
    if remembered is not None:
        return remembered
    count = len(findings)
    evaluation = evaluate(evaluator, contract, facts, request, findings)
    own = evaluator_at(evaluator, request, facts.values)
    if key is None or len(findings) != count:  # a finding belongs to its request
        return TemplateBuilder(request, own, contract, version).template(evaluation, facts.values)
    memory = memory_of(evaluator)
    template = TemplateBuilder(request, own, contract, version, memory.parts).template(evaluation, facts.values)
    return memory.templates.put(key, memory.parts.shared(template))
