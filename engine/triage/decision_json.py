"""A decision as the JSON that `remit decide --format json` prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..model import Span
from .clock import in_utc
from .decision import Decision, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..findings import Finding
    from ..model import Value
    from .decision import Channel, Deadline, Priority, Ruling


def as_json(decisions: Sequence[Decision | Invalid]) -> str:
    """Return one decision as a JSON object to read, several as one object a line."""
    layout: dict[str, Any] = {"indent": 2} if len(decisions) == 1 else {"separators": (",", ":")}
    return "".join(json_text(as_record(decision), **layout) + "\n" for decision in decisions)


def json_text(plain: object, **layout: Any) -> str:
    """Return JSON with letters of all languages unescaped, and control characters escaped."""
    text = json.dumps(plain, ensure_ascii=False, **layout)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def as_record(decision: Decision | Invalid) -> dict[str, Any]:
    """Return a decision as plain JSON values, as the schema `decision` describes them."""
    if isinstance(decision, Invalid):
        return {
            "request": {"id": decision.id},
            "status": decision.status,
            "findings": _findings(decision.findings),
        }
    policy, request = decision.policy, decision.request
    return {
        "request": {"id": request.id, "received": in_utc(request.received)},
        "status": decision.status,
        "policy": {"id": policy.id, "edition": policy.edition, "digest": policy.digest},
        "tier": decision.tier,
        "contract": decision.contract.id if decision.contract else None,
        "scope": {"outcome": decision.scope.outcome, **_reasons(decision.scope)},
        "priority": _priority(decision),
        "channel": _channel(decision),
        "deadlines": [_deadline(deadline) for deadline in decision.deadlines.values()],
        "missing": [
            {"fact": m.fact, "ask": m.ask, "choices": list(m.choices), "decides": list(m.decides)}
            for m in decision.missing
        ],
        "presumed": [{"fact": p.fact, "value": _value(p.value)} for p in decision.presumed],
        "signals": [],
        "services": _services(decision),
        "intake": [
            {"needs": n.item.needs, "optional": n.item.optional, "certain": n.certain, "cites": list(n.item.cite)}
            for n in decision.intake
        ],
        "escalation": [
            {"to": e.to, "contact": e.contact or None, "when_any": list(e.when_any), "cites": list(e.cite)}
            for e in decision.escalation
        ],
        "readings": list(decision.readings),
        "notes": list(decision.notes),
        "findings": _findings(decision.findings),
        "made_by": dict(decision.made_by),
    }


def _reasons(ruling: Ruling | Priority | Channel) -> dict[str, Any]:
    reasons = {"rules": list(ruling.reasons.rules), "cites": list(ruling.reasons.cites)}
    possible = ruling.possible
    return reasons if possible is None else {**reasons, "possible": list(possible)}


def _priority(decision: Decision) -> dict[str, Any]:
    priority = decision.priority
    return {
        "level": priority.level,
        "title": priority.title,
        **_reasons(priority),
        "claimed": priority.claimed,
        "agrees": priority.agrees,
    }


def _channel(decision: Decision) -> dict[str, Any]:
    channel = decision.channel
    record = {
        "required": channel.required,
        "preferred": channel.preferred,
        "allowed": list(channel.allowed),
        "contacts": {way: decision.policy.ways[way].contact for way in channel.allowed},
        "arrived_by": channel.arrived_by,
        "met": channel.met,
        **_reasons(channel),
    }
    if channel.possible is not None:
        record["possible"] = {"required": list(channel.possible)}
    return record


def _deadline(deadline: Deadline) -> dict[str, Any]:
    record: dict[str, Any] = {
        "promise": deadline.promise,
        "due": _instant(deadline.due_instant),
        "due_local": None,
        "within": deadline.within,
        "hours": deadline.hours,
        "repeats": deadline.repeats,
        "kind": deadline.kind,
        "periods": [[in_utc(start), in_utc(end)] for start, end in deadline.period_instants],
        "rules": list(deadline.reasons.rules),
        "cites": list(deadline.reasons.cites),
    }
    if deadline.due is not None and deadline.timezone:
        record["due_local"] = deadline.due.isoformat()
    if deadline.due is None:
        record["earliest"] = _instant(deadline.earliest_instant)
        record["latest"] = _instant(deadline.latest_instant)
        record["certain"] = deadline.certain
    return record


def _services(decision: Decision) -> list[dict[str, Any]]:
    return [
        {
            "service": entitled.service.name,
            "title": entitled.service.title,
            "per_year": entitled.service.per_year,
            "span": entitled.service.span.text if entitled.service.span else None,
            "note": entitled.service.note or None,
            "certain": entitled.certain,
            "cites": list(entitled.service.cite),
        }
        for entitled in decision.services
    ]


def _findings(findings: Iterable[Finding]) -> list[dict[str, object]]:
    return [finding.to_dict() for finding in findings]


def _instant(instant: int | None) -> str | None:
    return None if instant is None else in_utc(instant)


def _value(value: Value) -> str | bool | float:
    return value.text if isinstance(value, Span) else value
