"""All that can be asked by programs, in the order of the documentation."""

from .decide_operations import decide_operations
from .kept_operations import board_operations, decision_operations, request_operations
from .operation import Operation
from .own_operations import own_operations
from .policy_operations import author_operations, policy_operations


def operations() -> tuple[Operation, ...]:
    """Return the operations."""
    return (
        *decide_operations(),
        *decision_operations(),
        *request_operations(),
        *board_operations(),
        *policy_operations(),
        *author_operations(),
        *own_operations(),
    )
