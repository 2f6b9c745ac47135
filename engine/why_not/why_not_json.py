"""Why not, as JSON: `schemas/why-not.schema.json` describes it."""

from typing import Any

from ..triage.clock import in_utc
from .values import plain_value
from .why_not import Answer, WhyNot


def as_record(answer: WhyNot) -> dict[str, Any]:
    """Return it as plain JSON values."""
    decision, (more_of_message, more_of_contract) = answer.decision, answer.has_more
    return {
        "request": {"id": decision.request.id, "received": in_utc(decision.request.received)},
        "goal": {"scope": answer.goal.scope, "level": answer.goal.level},
        "outcome": answer.outcome,
        "now": {
            "status": decision.status,
            "tier": decision.tier,
            "scope": decision.scope.outcome,
            "possible_scopes": list(decision.scope.possible),
            "level": decision.priority.level,
            "possible_levels": list(decision.priority.possible),
        },
        "in_the_way": [
            {
                "rule": rule.rule,
                "outcome": rule.outcome,
                "sentences": [{"cite": s.cite, "at": s.at, "says": s.says} for s in rule.sentences],
            }
            for rule in answer.in_the_way
        ],
        "message": {"answers": [_answer(changes) for changes in answer.message], "has_more": more_of_message},
        "contract": {"answers": [_answer(changes) for changes in answer.contract], "has_more": more_of_contract},
        "reason": answer.reason or None,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "changes": [
            {
                "fact": change.fact,
                "known": change.known,
                "now": None if change.now is None else plain_value(change.now),
                "to": change.to.to_dict(),
                "of": "contract" if change.is_of_contract else "message",
            }
            for change in answer.changes
        ]
    }
