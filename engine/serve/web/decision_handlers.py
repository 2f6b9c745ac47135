"""`/v1/decisions` and `/v1/requests`: what is kept, and what happened since."""

import json

from starlette.responses import Response

from ..service_board import override_record
from ..service_records import Answer
from .call import Call, json_answer
from .decide_handlers import DecisionResponse, revision_headers


async def show_decision(call: Call) -> Response:
    """Answer a decision that is kept."""
    return DecisionResponse(await call.in_thread(call.service.answer, call.path["decision"]))


async def verify(call: Call) -> Response:
    """Answer whether a decision would be made as it was."""
    verification = await call.in_thread(call.service.verify, call.path["decision"])
    return json_answer(json.dumps(verification.to_dict(), ensure_ascii=False))


async def add_events(call: Call) -> Response:
    """Answer the decision of a request with what happened to it."""
    future = await call.in_thread(call.service.add_events, call.path["request"], call.body, call.actor)
    answer = await call.backend.bridge.result(future)
    call.backend.metrics.count(answer)
    return changed_answer(answer)


async def add_override(call: Call) -> Response:
    """Answer an override that is kept."""
    future = await call.in_thread(call.service.add_override, call.path["request"], call.body, call.actor)
    override = await call.backend.bridge.result(future)
    return json_answer(json.dumps(override_record(override), ensure_ascii=False))


async def accept(call: Call) -> Response:
    """Answer the decision whose level and dues are accepted."""
    future = await call.in_thread(call.service.accept_moved, call.path["request"], call.actor)
    return DecisionResponse(await call.backend.bridge.result(future))


async def show_board(call: Call) -> Response:
    """Answer the open requests as they are owed."""
    board = await call.in_thread(lambda: json.dumps(call.service.service_board(call.query.get("at")).to_dict()))
    return json_answer(board)


async def show_report(call: Call) -> Response:
    """Answer which share of the promises was met."""
    return json_answer(await call.in_thread(lambda: json.dumps(call.service.report(call.query.get("at")).to_dict())))


def changed_answer(answer: Answer) -> Response:
    """Return a decision beside what is to be said of it."""
    findings = json.dumps([finding.to_dict() for finding in answer.findings])
    text = f'{{"decision": {answer.json}, "findings": {findings}}}'
    return json_answer(text, revision_headers(answer))
