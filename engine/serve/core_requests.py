"""Core requests: what of a request is decided by, without a text that a stranger wrote.

The core of a request comes to the same status, scope, level and deadlines. What a text decided is said in it instead:
its contract by id, and whether its sender is a contact of that.
"""

from collections.abc import Mapping
from typing import Any

from ..language.similar_words import claimed_name
from ..model import BUILT_IN_EVENTS, Contract, Policy, Request
from ..triage.decide_lines import DecidedLine
from ..triage.decision import Invalid
from ..triage.known_facts import NAMED_CONTACT, named_contact

TEXT_KEYS = frozenset({"from", "subject", "body", "kind", "likely", "hits", "findings", "message"})
"""Keys under which stands what strangers wrote, or what was read of it."""
_UNKNOWN = "?"
"""Stands for a word that the policy does not know."""
_OPEN_KEYS = ("id", "received", "last_update")
"""What stands in the core of a request of which nobody knows whose it is: all else in it could be any text."""


def core_of(written: Mapping[str, Any], decided: DecidedLine) -> Mapping[str, Any]:
    """Return the core of a valid request as it is written; the same object where it has no text."""
    request, outcome = decided.request, decided.outcome
    assert request is not None  # noqa: S101 - for the type checker: it is valid
    if isinstance(outcome, Invalid):  # it is open: what is refused has no core
        return _open_core(written)
    policy, contract = outcome.policy, outcome.contract
    if not _has_texts(written, request, policy):
        return written
    core = {key: value for key, value in written.items() if key not in TEXT_KEYS}
    if contract is not None:
        core["contract"] = contract.id
    if "channel" in core:
        core["channel"] = _known_ways(core["channel"], policy)
    if "claimed_priority" in core:
        core["claimed_priority"] = known_claim(core["claimed_priority"], policy)
    for key in ("facts", "confirmed"):
        if isinstance(core.get(key), dict):
            core[key] = _known_facts(core[key], policy)
    if "events" in core:
        core["events"] = [known_event(event, policy) for event in core["events"]]
    if (is_named := _named_contact(written.get("facts", {}), request, contract, policy)) is not None:
        core["facts"] = {**core.get("facts", {}), NAMED_CONTACT: is_named}
    return core


def _open_core(written: Mapping[str, Any]) -> Mapping[str, Any]:
    core = {key: written[key] for key in _OPEN_KEYS if key in written}
    if "events" in written:
        core["events"] = [{key: event[key] for key in ("at", "is")} for event in written["events"] if is_plain(event)]
    return core if core != written else written


def is_plain(event: Mapping[str, Any]) -> bool:
    """Tell whether every policy knows an event, which changes nothing."""
    return event["is"] in BUILT_IN_EVENTS and "facts" not in event and "claimed_priority" not in event


def _has_texts(written: Mapping[str, Any], request: Request, policy: Policy) -> bool:
    if not TEXT_KEYS.isdisjoint(written):
        return True
    stated = [request.facts, *(event.facts for event in request.events)]
    if any(_is_text(name, policy) for facts in stated for name in facts):
        return True
    claims = [request.claimed_priority, *(event.claimed_priority for event in request.events)]
    return any(way not in policy.ways for way in request.arrived_by) or any(
        claim is not None and known_claim(claim, policy) != claim for claim in claims
    )


def _known_ways(channel: str | list[str], policy: Policy) -> str | list[str]:
    if isinstance(channel, list):
        return [way if way in policy.ways else _UNKNOWN for way in channel]
    return channel if channel in policy.ways else _UNKNOWN


def known_claim(claim: str, policy: Policy) -> str:
    """Return the level that a claim is of, or what stands for a claim that is of none."""
    level = claimed_name(claim, policy.levels, policy.level_words)
    return _UNKNOWN if level is None else level


def known_event(event: Mapping[str, Any], policy: Policy) -> Mapping[str, Any]:
    """Return an event as it is written, with a claim that the policy knows, and no text as a fact."""
    core = dict(event)
    if "claimed_priority" in core:
        core["claimed_priority"] = known_claim(core["claimed_priority"], policy)
    if "facts" in core:
        core["facts"] = _known_facts(core["facts"], policy)
    return core


def _known_facts(facts: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    """Return what is stated of facts; of those that are any text, that they are known is all that counts."""
    return {name: _UNKNOWN if value is not None and _is_text(name, policy) else value for name, value in facts.items()}


def _is_text(name: str, policy: Policy) -> bool:
    return name in policy.facts and policy.facts[name].type == "text"


def _named_contact(
    stated: Mapping[str, Any], request: Request, contract: Contract | None, policy: Policy
) -> bool | None:
    """Return whether the sender is a contact, where that counts as a fact; None where it does not."""
    fact = policy.facts.get(NAMED_CONTACT)
    if fact is None or fact.derive or (contract and NAMED_CONTACT in contract.facts):
        return None
    is_stated = stated.get(NAMED_CONTACT) is not None
    return None if is_stated and not fact.from_contract else named_contact(request, contract)
