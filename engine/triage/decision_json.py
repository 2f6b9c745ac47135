"""A decision as plain JSON values."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from ..model import Measure, OverduePromise, Span, Value
from .clock import in_utc
from .decision import AlternativeValue, ApplicableService, Decision, EscalationStep, Invalid, OpenRequest, Presumed
from .rulings import Deadline, Reasons

if TYPE_CHECKING:
    from .decision_parts import Derived, Missing, NotOwed

COMPACT: Any = {"separators": (",", ":")}
"""How a line is written."""


def as_json(decisions: Sequence[Decision | Invalid], *, in_lines: bool = False) -> str:
    """Return one decision as a JSON object to read, several as one object a line; `in_lines` one as well."""
    layout: dict[str, Any] = {"indent": 2} if len(decisions) == 1 and not in_lines else COMPACT
    return "".join(json_text(as_record(decision), **layout) + "\n" for decision in decisions)


def json_text(plain: object, **layout: Any) -> str:
    """Return JSON in printable ASCII, which is the same in every encoding."""
    return _encoder(**layout).encode(plain).replace("\x7f", "\\u007f")


@cache
def _encoder(**layout: Any) -> json.JSONEncoder:
    return json.JSONEncoder(**layout)


def as_record(decision: Decision | Invalid) -> dict[str, Any]:
    """Return a decision as plain JSON values, as the schema `decision` describes them."""
    findings = [finding.to_dict() for finding in decision.findings]
    if isinstance(decision, OpenRequest):
        return _open_request(decision, findings)
    if isinstance(decision, Invalid):
        return {"request": {"id": decision.id}, "status": decision.status, "findings": findings}
    policy, request, scope, priority = decision.policy, decision.request, decision.scope, decision.priority
    return {
        "request": {"id": request.id, "received": in_utc(request.received), **received_within(decision)},
        **({} if decision.now_instant is None else {"now": in_utc(decision.now_instant), "closed": decision.is_closed}),
        "status": decision.status,
        "policy": {"id": policy.id, "edition": policy.edition, "digest": policy.digest},
        "tier": decision.tier,
        "tier_cites": list(policy.tiers[decision.tier].cite),
        "tier_note": policy.tiers[decision.tier].note or None,
        "contract": decision.contract.id if decision.contract else None,
        "scope": {"outcome": scope.outcome, **_reasons(scope), "possible": list(scope.possible)},
        "priority": {
            "level": priority.level,
            "title": priority.title,
            **_reasons(priority),
            "possible": list(priority.possible),
            "claimed": priority.claimed,
            "agrees": priority.agrees,
        },
        "channel": _channel(decision),
        "deadlines": [deadline_record(deadline) for deadline in decision.deadlines.values()],
        "not_owed": [
            {"promise": promise.promise, **_rule(promise), "cites": list(promise.cites)}
            for promise in decision.not_owed
        ],
        "missing": [_missing(missing) for missing in decision.missing],
        "presumed": [presumed_record(presumed) for presumed in decision.presumed],
        "unconfirmed": list(decision.unconfirmed),
        "confirmed": [{"fact": fact, "value": _plain(value)} for fact, value in decision.confirmed.items()],
        **({"derived": [_derived(entry) for entry in decision.derived]} if decision.derived else {}),
        "signals": [],
        "services": [_service(applicable) for applicable in decision.services],
        "intake": [
            {
                "needs": need.item.needs,
                "optional": need.item.optional,
                "certain": need.certain,
                "given": need.given,
                "note": need.item.note or None,
                "cites": list(need.item.cite),
            }
            for need in decision.intake
        ],
        "escalation": [_escalation(step) for step in decision.escalation],
        "readings": list(decision.readings),
        "notes": list(decision.notes),
        "findings": findings,
        "made_by": dict(decision.made_by),
    }


def _open_request(decision: OpenRequest, findings: list[dict[str, Any]]) -> dict[str, Any]:
    request = decision.request
    received = {"received": in_utc(request.received)} if request.is_dated else {}
    return {
        "request": {"id": request.id, **received},
        "status": decision.status,
        "policy": None,
        "tier": None,
        "contract": None,
        "missing": [_missing(missing) for missing in decision.missing],
        "candidates": [
            {"contract": c.contract, "customer": c.customer, "evidence": c.evidence} for c in decision.candidates
        ],
        "findings": findings,
        "made_by": dict(decision.made_by),
    }


def _missing(missing: "Missing") -> dict[str, Any]:
    return {
        "fact": missing.fact,
        "ask": missing.ask,
        "choices": list(missing.choices),
        "decides": list(missing.decides),
    }


def received_within(decision: Decision) -> dict[str, Any]:
    """Return which hours were open at the receipt, where rules read that."""
    return {"within": dict(decision.received_within)} if decision.received_within else {}


def _reasons(reasons: Reasons) -> dict[str, Any]:
    return {"rules": list(reasons.rules), "cites": list(reasons.cites)}


def _channel(decision: Decision) -> dict[str, Any]:
    channel = decision.channel
    following = {"follow_up": list(channel.possible_follow_ups)} if channel.possible_follow_ups else {}
    possible = {} if channel.possible is None else {"possible": {"required": list(channel.possible), **following}}
    return {
        "required": channel.required,
        "preferred": channel.preferred,
        "allowed": list(channel.allowed),
        "follow_up": list(channel.follow_up),
        "contacts": {way: decision.policy.ways[way].contact for way in channel.ways},
        "notes": {way: note for way in channel.ways if (note := decision.policy.ways[way].note)},
        "arrived_by": list(channel.arrived_by) if isinstance(channel.arrived_by, tuple) else channel.arrived_by,
        "met": channel.met,
        **_reasons(channel),
        **possible,
    }


def deadline_record(deadline: Deadline) -> dict[str, Any]:
    """Return a deadline with the keys that it has where `due` stands, or is open."""
    bounds = {
        "earliest": _instant(deadline.earliest_instant),
        "latest": _instant(deadline.latest_instant),
        "certain": deadline.certain,
    }
    return {
        "promise": deadline.promise,
        "due": _instant(deadline.due_instant),
        "due_local": deadline.due.isoformat() if deadline.due and deadline.timezone else None,
        "within": deadline.within,
        "hours": deadline.hours,
        "repeats": deadline.repeats,
        "kind": deadline.kind,
        "periods": [[in_utc(start), in_utc(end)] for start, end in deadline.period_instants],
        **_rule(deadline),
        **_reasons(deadline),
        **({} if deadline.due else bounds),
        **_clock(deadline),
        **({"measure": _measure(deadline.measure)} if deadline.measure else {}),
        **({"estimated": list(deadline.estimated)} if deadline.estimated else {}),
    }


def _clock(deadline: Deadline) -> dict[str, Any]:
    """Return how a deadline stands, nothing where it is not known as of when."""
    if deadline.occurrences is None:
        return {}
    return {
        "state": deadline.state,
        "met_at": _instant(deadline.met_instant),
        "left": deadline.left,
        "allowed": deadline.allowed,
        "at_risk": deadline.at_risk,
        "occurrences": [
            {"due": _instant(past.due_instant), "state": past.state, "met_at": _instant(past.met_instant)}
            for past in deadline.occurrences
        ],
    }


def _rule(owing: "Deadline | NotOwed") -> dict[str, Any]:
    return {"rule": owing.rule} if owing.rule else {}


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "share": measure.share,
        "per": measure.per,
        "credit": measure.credit,
        "cites": list(measure.cite),
    }


def _derived(entry: "Derived") -> dict[str, Any]:
    return {"fact": entry.fact, "value": _plain(entry.value), "rule": entry.rule, "cites": list(entry.cites)}


def presumed_record(presumed: Presumed) -> dict[str, Any]:
    """Return a presumed fact with its alternatives."""
    return {
        "fact": presumed.fact,
        "value": _plain(presumed.value),
        "unsafe": presumed.unsafe,
        "cites": list(presumed.cites),
        "alternatives": [alternative_record(alternative) for alternative in presumed.alternatives],
    }


def alternative_record(alternative: AlternativeValue) -> dict[str, Any]:
    """Return another value of a presumed fact, with the keys of what would differ."""
    lists = {"scope": alternative.scope, "level": alternative.level, "required": alternative.required}
    earliest = {promise: _instant(instant) for promise, instant in alternative.earliest.items()}
    return {
        "value": _plain(alternative.value),
        **{key: list(possible) for key, possible in lists.items() if possible is not None},
        **({} if alternative.follow_up is None else {"follow_up": list(alternative.follow_up)}),
        **({"earliest": earliest} if earliest else {}),
        **({"opens": list(alternative.opens)} if alternative.opens else {}),
    }


def _plain(value: Value) -> str | bool | float:
    if isinstance(value, date):
        return value.isoformat()
    return value.text if isinstance(value, Span) else value


def _escalation(step: EscalationStep) -> dict[str, Any]:
    escalation = step.escalation
    return {
        "to": escalation.to,
        "contact": escalation.contact or None,
        "after": escalation.after.text if escalation.after else None,
        "hours": escalation.hours,
        "when_any": [
            {"overdue": occasion.promise} if isinstance(occasion, OverduePromise) else occasion
            for occasion in escalation.when_any
        ],
        "applies": step.applies,
        "cites": list(escalation.cite),
    }


def _service(applicable: ApplicableService) -> dict[str, Any]:
    service = applicable.service
    return {
        "service": service.name,
        "title": service.title,
        "per_year": service.per_year,
        "span": service.span.text if service.span else None,
        "billable": service.billable,
        "note": service.note or None,
        "certain": applicable.certain,
        "cites": list(service.cite),
    }


def _instant(instant: int | None) -> str | None:
    return None if instant is None else in_utc(instant)
