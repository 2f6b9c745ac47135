"""What can be asked about decisions that are kept, and what can be said of their requests."""

from .answer_schemas import REVISION_HEADERS, ref
from .decision_handlers import add_events, show_decision, verify
from .operation import JSON, Body, Operation, Reply
from .parameters import DECISION, REQUEST


def decision_operations() -> tuple[Operation, ...]:
    """Return what can be asked about decisions."""
    return (
        Operation(
            id="decision",
            method="GET",
            path="/v1/decisions/{decision}",
            summary="Show a decision that is kept.",
            role="reader",
            handler=show_decision,
            parameters=(DECISION,),
            reply=Reply(description="The decision.", content={JSON: ref("kept-decision")}, headers=REVISION_HEADERS),
            kinds=("unknown-decision",),
        ),
        Operation(
            id="verify",
            method="POST",
            path="/v1/decisions/{decision}/verify",
            summary="Make a decision again from the bytes of the files that it was made by.",
            description="It is the `same`, `differs` at the places named, or `cannot` be told, since versions differ.",
            role="reader",
            handler=verify,
            parameters=(DECISION,),
            reply=Reply(description="What it comes to.", content={JSON: ref("verification")}),
            kinds=("unknown-decision",),
        ),
    )


def request_operations() -> tuple[Operation, ...]:
    """Return what can be said of requests."""
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
                headers=REVISION_HEADERS,
            ),
            kinds=("unknown-request", "invalid-events", "invalid-request", "event-differs"),
        ),
    )
