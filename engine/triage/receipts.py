"""What rules read of the receipt: which hours were open at the instant at which a request was received."""

from ..model import Hours, Request
from ..rules.compiled_policy import CompiledPolicy
from ..worktime import is_open


def receipt_values(compiled: CompiledPolicy, request: Request) -> dict[str, bool]:
    """Return, by fact of the receipt, whether its hours were open; raise WorktimeError where that is not known."""
    return {fact: _was_open(hours, request.received) for fact, hours in compiled.receipts.items()}


def _was_open(hours: Hours, received: int) -> bool:
    return hours.never_close or is_open(hours, received)
