"""What those who watch over the service ask, and what it says of itself."""

from starlette.responses import Response

from .call import Call, json_answer
from .metrics import METRICS_TYPE


async def health(_call: Call) -> Response:
    """Say that the service runs."""
    return json_answer('{"status": "ok"}')


async def readiness(_call: Call) -> Response:
    """Say whether requests are decided and kept."""
    return json_answer('{"status": "ready"}')


async def metrics(call: Call) -> Response:
    """Say what the service has counted."""
    return Response(call.backend.metrics.text(), headers={"content-type": METRICS_TYPE})


async def document(call: Call) -> Response:
    """Say what can be asked."""
    return json_answer(call.backend.document)
