"""Requests of which nothing can be decided yet: what is asked first, and which contracts evidence speaks for."""

from collections.abc import Iterable

from ..findings import Finding
from ..model import Request
from .decision import Candidate, OpenRequest
from .decision_parts import Missing

CONTRACT, RECEIPT = "contract", "received"
_DECIDES = ("scope", "priority", "channel", "deadlines")


def open_request(
    request: Request,
    findings: Iterable[Finding],
    version: str,
    *,
    candidates: tuple[Candidate, ...] = (),
    lacks_contract: bool = False,
) -> OpenRequest:
    """Return a request that is open, for its contract or its receipt or both; `version` is remit's own."""
    choices = tuple(candidate.contract for candidate in candidates)
    asked = Missing(CONTRACT, "Which contract does the request fall under?", choices, _DECIDES)
    receipt = Missing(RECEIPT, "When was the request received?", (), _DECIDES)
    return OpenRequest(
        id=request.id,
        findings=tuple(findings),
        status="needs_facts",
        request=request,
        missing=(*((asked,) if lacks_contract else ()), *(() if request.is_dated else (receipt,))),
        candidates=candidates,
        made_by={"remit": version},
    )
