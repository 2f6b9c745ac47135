"""`/v1/decide`: a request in, its decision out."""

from functools import partial

from starlette.responses import Response

from ..service_records import Answer
from .call import Call

_QUICK_BYTES = 16 * 1024
"""What is read at once; while more is read, others are answered."""
_JSON_HEADERS = ((b"content-type", b"application/json"),)


class DecisionResponse(Response):
    """A decision, sent as it is: the address that is asked most is answered with as little as possible."""

    def __init__(self, answer: Answer) -> None:
        self.body = answer.json.encode("utf-8", "backslashreplace")
        self.status_code = 200
        self.background = None
        self.raw_headers = [*_JSON_HEADERS, (b"content-length", str(len(self.body)).encode())]
        self.raw_headers += [(name.encode(), value.encode()) for name, value in revision_headers(answer).items()]


def revision_headers(answer: Answer) -> dict[str, str]:
    """Return the headers that say which decision of its request an answer is."""
    headers = {}
    if answer.decision_id is not None:
        headers = {
            "location": f"/v1/decisions/{answer.decision_id}",
            "remit-revision": str(answer.revision),
            "remit-latest-revision": str(answer.latest_revision),
        }
    if answer.findings:
        headers["remit-findings"] = ", ".join(sorted({finding.check for finding in answer.findings}))
    return headers


async def decide(call: Call) -> Response:
    """Answer the decision of a request."""
    at = call.query.get("at")
    if call.query.get("keep", True):
        keep = partial(call.service.keep, call.body, call.actor, at=at)
        kept = keep() if len(call.body) <= _QUICK_BYTES else await call.in_thread(keep)
        answer = await call.backend.bridge.result(kept)
        call.backend.metrics.count(answer)
        return DecisionResponse(answer)
    return DecisionResponse(await call.in_thread(call.service.decide, call.body, at=at))
