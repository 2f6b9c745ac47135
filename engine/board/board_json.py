"""A board as plain JSON values, as the schema `board` describes them."""

from typing import Any

from ..model import Occasion, OverduePromise, Span
from ..triage.clock import in_utc
from ..triage.decision_json import json_text
from .board_records import Board, BoardRequest, BoardRow


def board_json(board: Board) -> str:
    """Return a board as one JSON object to read."""
    return json_text(board_record(board), indent=2) + "\n"


def board_record(board: Board) -> dict[str, Any]:
    """Return a board as plain JSON values; its promises are in the order in which they burn."""
    return {
        "now": in_utc(board.now),
        "counts": dict(board.counts),
        "states": dict(board.states),
        "promises": [_row(row) for row in board.rows],
        "requests": [_request(request) for request in board.requests],
        "rejected": rejected_records(board),
        "skipped": list(board.skipped),
    }


def rejected_records(board: Board) -> list[dict[str, Any]]:
    """Return the requests that were rejected, each with why."""
    return [
        {
            "id": rejection.id,
            "place": rejection.place,
            "findings": [finding.to_dict() for finding in rejection.findings],
        }
        for rejection in board.rejected
    ]


def _row(row: BoardRow) -> dict[str, Any]:
    return {
        "request": row.request.name,
        "promise": row.promise,
        "state": row.state,
        "level": row.request.level,
        "due": _instant(row.due),
        "earliest": _instant(row.earliest),
        "certain": row.certain,
        "met_at": _instant(row.met_at),
        "left": row.left,
        "allowed": row.allowed,
        "within": row.within,
        "repeats": row.repeats,
        "earlier": {state: row.earlier.count(state) for state in ("met", "late", "open")},
    }


def _request(request: BoardRequest) -> dict[str, Any]:
    return {
        "request": request.name,
        "id": request.id,
        "status": request.status,
        "policy": request.policy or None,
        "edition": request.edition or None,
        "tier": request.tier or None,
        "contract": request.contract,
        "customer": request.customer,
        "received": _instant(request.received),
        "scope": request.scope,
        "level": request.level,
        "closed": request.is_closed,
        "missing": list(request.missing),
        "escalate_to": [
            {
                "to": step.escalation.to,
                "contact": step.escalation.contact or None,
                "occasions": [_occasion(occasion) for occasion in step.came],
                "cites": list(step.escalation.cite),
            }
            for step in request.escalations
        ],
    }


def _occasion(occasion: Occasion | Span) -> str | dict[str, str]:
    """Return an occasion as a policy writes it."""
    if isinstance(occasion, OverduePromise):
        return {"overdue": occasion.promise}
    return {"after": occasion.text} if isinstance(occasion, Span) else occasion


def _instant(instant: int | None) -> str | None:
    return None if instant is None else in_utc(instant)
