"""What those who watch over the service can ask, and its own description."""

from .answer_schemas import ref
from .health_handlers import document, health, metrics, readiness
from .metrics import METRICS_TYPE
from .operation import JSON, Operation, Reply


def own_operations() -> tuple[Operation, ...]:
    """Return them."""
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
            description="`outdated`: files have changed and cannot be used, and the last good ones decide. Findings "
            "are for those with a token, or on the machine itself.",
            role=None,
            tells_more=True,
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
