"""A decision as a request of the board with the rows of its promises; the decision has it all."""

import json
from collections.abc import Iterator
from hashlib import sha256

from ..model import Request
from ..triage.clock import wall_clock
from ..triage.clocks.event_log import event_log
from ..triage.decision import Decision, OpenRequest
from ..triage.escalation_text import escalation_texts
from ..triage.rulings import Deadline
from .board_records import BoardRequest, BoardRow, RowState


def identity_of(request: Request) -> str:
    """Return what a request is by whatever run and machine: its id or, where it has none, what came in and when."""
    if request.id is not None:
        return request.id
    came = (request.received, request.policy, request.tier, request.contract, request.sender, request.subject)
    return sha256(json.dumps([*came, request.body]).encode()).hexdigest()


def open_request(decision: OpenRequest, place: str, now: int) -> BoardRequest:
    """Return a request of which nobody knows whose it is, or when it came in; its place names it where it has no id."""
    request = decision.request
    return BoardRequest(
        name=request.id or place,
        id=request.id,
        uid=identity_of(request),
        status=decision.status,
        is_closed=event_log(request.history, now).is_closed,
        missing=tuple(missing.fact for missing in decision.missing),
        changes=sum(event.at <= now for event in request.history),
        received=request.received if request.is_dated else None,
    )


def board_request(decision: Decision, place: str) -> BoardRequest:
    """Return a decided request as the board shows it; its place names it where it has no id."""
    request, policy, contract = decision.request, decision.policy, decision.contract
    levels = list(policy.levels)
    level, now = decision.priority.level, decision.now_instant
    applying = tuple(step for step in decision.escalation if step.applies)
    is_taken = decision.scope.outcome != "not_covered"
    came = [step for step in applying if step.came and is_taken]
    is_open = is_taken and not decision.is_closed
    always = [step.escalation for step in applying if step.escalation.is_always_open and is_open]
    standing = [(escalation.to, escalation.contact) for escalation in always]
    return BoardRequest(
        name=request.id or place,
        id=request.id,
        uid=identity_of(request),
        status=decision.status,
        policy=policy.id,
        edition=policy.edition,
        tier=decision.tier,
        plan=policy.tiers[decision.tier].title,
        contract=contract.id if contract else None,
        customer=contract.customer if contract else None,
        received=request.received,
        month=wall_clock(request.received, policy.timezone).strftime("%Y-%m"),
        scope=decision.scope.outcome,
        level=level,
        severity=levels.index(level) if level in levels else len(levels),
        is_closed=bool(decision.is_closed),
        missing=tuple(missing.fact for missing in decision.missing),
        timezone=decision.timezone(),
        changes=sum(now is not None and event.at <= now for event in request.history),
        escalations=applying if is_taken else (),
        escalation_texts=tuple(escalation_texts(came, policy)),
        standing_escalations=tuple(f"{to} ({contact})" if contact else to for to, contact in standing),
    )


def board_rows(decision: Decision, request: BoardRequest) -> Iterator[BoardRow]:
    """Yield a row for each promise of a decision."""
    for deadline in decision.deadlines.values():
        yield BoardRow(
            request=request,
            promise=deadline.promise,
            state=_state(deadline),
            due=deadline.due_instant,
            earliest=deadline.earliest_instant,
            met_at=deadline.met_instant,
            left=deadline.left,
            allowed=deadline.allowed,
            within=deadline.within,
            certain=deadline.certain,
            repeats=deadline.repeats,
            measure=deadline.measure,
            earlier=tuple(
                past.state if past.state in ("met", "late") else "open" for past in deadline.occurrences or ()
            ),
        )


def _state(deadline: Deadline) -> RowState:
    if deadline.state == "running":
        return "at_risk" if deadline.at_risk else "running"
    return deadline.state or "open"
