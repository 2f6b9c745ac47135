"""What rules read of the receipt: which hours were open at the instant at which a request was received."""

from ..findings import Findings
from ..model import Hours, Request
from ..rules.compiled_policy import CompiledPolicy
from ..worktime import WorktimeError, is_open


def receipt_values(compiled: CompiledPolicy, request: Request) -> dict[str, bool]:
    """Return, by fact of the receipt, whether its hours were open; raise WorktimeError where holidays are not known."""
    return {fact: _was_open(hours, request.received) for fact, hours in compiled.receipts.items()}


def check_receipt(compiled: CompiledPolicy, request: Request, findings: Findings) -> None:
    """Add a finding where it is not known whether hours were open that rules read of the receipt."""
    try:
        receipt_values(compiled, request)
    except WorktimeError as problem:
        findings.error("worktime", str(problem), request.key_mark("received"))


def _was_open(hours: Hours, received: int) -> bool:
    return hours.never_close or is_open(hours, received)
