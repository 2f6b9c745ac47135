"""What can be asked about decisions that are kept, and what can be said of their requests."""

from .answer_schemas import REVISION_HEADERS, ref
from .decision_handlers import (
    accept,
    add_events,
    add_override,
    show_board,
    show_decision,
    show_report,
    verify,
)
from .operation import JSON, Body, Operation, Reply
from .parameters import AT, DECISION, REQUEST


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
        Operation(
            id="add-override",
            method="POST",
            path="/v1/requests/{request}/overrides",
            summary="Say what is owed in place of what was decided: a level, or an instant for a promise.",
            description="The decision stays as it is; board and report show both.",
            role="agent",
            handler=add_override,
            parameters=(REQUEST,),
            body=Body(schema=ref("override"), description="The override."),
            reply=Reply(description="The override, as it is kept.", content={JSON: ref("override-answer")}),
            kinds=("unknown-request", "invalid-override", "invalid-request"),
        ),
        Operation(
            id="accept",
            method="POST",
            path="/v1/requests/{request}/accept",
            summary="Accept the level and dues of a request that moved because files changed.",
            role="agent",
            handler=accept,
            parameters=(REQUEST,),
            reply=Reply(
                description="Its newest decision.", content={JSON: ref("kept-decision")}, headers=REVISION_HEADERS
            ),
            kinds=("unknown-request", "nothing-moved"),
        ),
    )


def board_operations() -> tuple[Operation, ...]:
    """Return what can be asked about all open requests."""
    return (
        Operation(
            id="board",
            method="GET",
            path="/v1/board",
            summary="Show how the promises of open requests stand, with overrides, and what changed files moved.",
            role="reader",
            handler=show_board,
            parameters=(AT,),
            reply=Reply(description="The board.", content={JSON: ref("service-board")}),
        ),
        Operation(
            id="report",
            method="GET",
            path="/v1/board/report",
            summary="Show which share of the promises was met: as decided, and as owed by overrides.",
            role="reader",
            handler=show_report,
            parameters=(AT,),
            reply=Reply(description="The report.", content={JSON: ref("service-report")}),
        ),
    )
