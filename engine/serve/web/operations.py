"""All that can be asked by programs, in the order of the documentation."""

from .answer_schemas import ref
from .batch_handler import LINES, decide_batch
from .decide_handlers import decide
from .decision_handlers import add_events, show_decision
from .health_handlers import document, health, metrics, readiness
from .metrics import METRICS_TYPE
from .operation import JSON, Body, Operation, Reply, Schema
from .parameters import AT, DECISION, KEEP, REQUEST

_NUMBER: Schema = {"schema": {"type": "integer", "minimum": 1}}
_REVISIONS = {
    "Location": {"schema": {"type": "string"}, "description": "The address of the decision, where it is kept."},
    "Remit-Revision": {**_NUMBER, "description": "Which decision of its request it is."},
    "Remit-Latest-Revision": {**_NUMBER, "description": "Which one is the newest."},
    "Remit-Findings": {"schema": {"type": "string"}, "description": "What is to be said of its events."},
}


def operations() -> tuple[Operation, ...]:
    """Return the operations."""
    return (*_decide_operations(), *_decision_operations(), *_request_operations(), *_own_operations())


def _decide_operations() -> tuple[Operation, ...]:
    return (
        Operation(
            id="decide",
            method="POST",
            path="/v1/decide",
            summary="Decide a request, and keep the decision.",
            description="The same id with the same content answers the same decision, with other content the next "
            "revision. A request without an id gets one.",
            role="agent",
            reader_where=("keep", False),
            handler=decide,
            parameters=(AT, KEEP),
            body=Body(schema=ref("request"), description="A request, as a request file writes it in JSON."),
            reply=Reply(
                description="The decision, whatever its status.",
                content={JSON: ref("kept-decision")},
                headers=_REVISIONS,
            ),
            kinds=("invalid-request",),
        ),
        Operation(
            id="decide-batch",
            method="POST",
            path="/v1/decide/batch",
            summary="Decide many requests, one a line, and keep the decisions.",
            description="The answer has a line for each, in their order: the decision, or the problem of that request. "
            "A problem of the body as a whole is the last line.",
            role="agent",
            handler=decide_batch,
            body=Body(
                media_type=LINES,
                schema={"type": "string"},
                description="At most 10,000 lines, each a request in JSON.",
                is_streamed=True,
            ),
            reply=Reply(description="A line for each.", content={LINES: {"type": "string"}}),
        ),
    )


def _decision_operations() -> tuple[Operation, ...]:
    return (
        Operation(
            id="decision",
            method="GET",
            path="/v1/decisions/{decision}",
            summary="Show a decision that is kept.",
            role="reader",
            handler=show_decision,
            parameters=(DECISION,),
            reply=Reply(description="The decision.", content={JSON: ref("kept-decision")}, headers=_REVISIONS),
            kinds=("unknown-decision",),
        ),
    )


def _request_operations() -> tuple[Operation, ...]:
    return (
        Operation(
            id="add-events",
            method="POST",
            path="/v1/requests/{request}/events",
            summary="Say what happened to a request.",
            description="Events come in any order. The same id with the same event again changes nothing.",
            role="agent",
            handler=add_events,
            parameters=(REQUEST,),
            body=Body(schema=ref("events"), description="The events, each with the id that its source gives it."),
            reply=Reply(
                description="The decision with all events that count.",
                content={JSON: ref("events-answer")},
                headers=_REVISIONS,
            ),
            kinds=("unknown-request", "invalid-events", "invalid-request", "event-differs"),
        ),
    )


def _own_operations() -> tuple[Operation, ...]:
    return (
        Operation(
            id="health",
            method="GET",
            path="/healthz",
            summary="Ask whether the service runs.",
            role=None,
            handler=health,
            reply=Reply(description="It runs.", content={JSON: ref("health")}),
        ),
        Operation(
            id="readiness",
            method="GET",
            path="/readyz",
            summary="Ask whether requests are decided and kept.",
            role=None,
            handler=readiness,
            reply=Reply(description="They are.", content={JSON: ref("readiness")}),
        ),
        Operation(
            id="metrics",
            method="GET",
            path="/metrics",
            summary="Read what the service counts of itself, in Prometheus's text format.",
            description="On the machine itself, with no proxy between, nobody needs a token for it.",
            role="reader",
            is_open_on_loopback=True,
            handler=metrics,
            reply=Reply(description="The counts.", content={METRICS_TYPE: {"type": "string"}}),
        ),
        Operation(
            id="openapi",
            method="GET",
            path="/openapi.json",
            summary="Read this document.",
            role=None,
            handler=document,
            reply=Reply(description="The document.", content={JSON: {"type": "object"}}),
        ),
    )
