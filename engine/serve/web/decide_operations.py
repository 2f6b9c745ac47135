"""How requests are decided: one in a body, or many, one a line."""

from .answer_schemas import DECISION_LINKS, REVISION_HEADERS, ref
from .batch_handler import LINES, decide_batch
from .decide_handlers import decide
from .operation import JSON, Body, Operation, Reply
from .parameters import AT, KEEP

_EXAMPLE = {"received": "2026-03-06T16:30:00-05:00", "policy": "jams", "tier": "premium", "facts": {}}


def decide_operations() -> tuple[Operation, ...]:
    """Return them."""
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
            body=Body(
                schema=ref("request"),
                description="A request, as a request file writes it in JSON.",
                examples={"under-a-policy": _EXAMPLE},
            ),
            reply=Reply(
                description="The decision, whatever its status.",
                content={JSON: ref("kept-decision")},
                headers=REVISION_HEADERS,
                links=DECISION_LINKS,
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
                schema={"description": "JSON Lines."},
                description="At most 10,000 lines, each a request in JSON.",
                is_streamed=True,
            ),
            reply=Reply(description="A line for each.", content={LINES: {"type": "string"}}),
        ),
    )
