"""What those who watch over the service ask, and what it says of itself."""

import json

from starlette.responses import Response

from .call import Call, json_answer
from .metrics import METRICS_TYPE
from .problems import Problem


async def health(_call: Call) -> Response:
    """Say that the service runs."""
    return json_answer('{"status": "ok"}')


async def readiness(call: Call) -> Response:
    """Say whether requests are decided and kept, and whether by the files as they are."""
    if not call.backend.is_readable():
        raise Problem("unavailable", "the store does not answer", headers={"Retry-After": "5"})
    state = call.service.readiness
    answer: dict[str, object] = {"status": "ready" if state.is_current else "outdated"}
    if call.is_trusted:
        answer["findings"] = [finding.to_dict() for finding in state.findings]
        answer["undecidable"] = list(state.undecidable)
    return json_answer(json.dumps(answer, ensure_ascii=False))


async def metrics(call: Call) -> Response:
    """Say what the service has counted."""
    return Response(call.backend.metrics.text(), headers={"content-type": METRICS_TYPE})


async def document(call: Call) -> Response:
    """Say what can be asked."""
    return json_answer(call.backend.document)
