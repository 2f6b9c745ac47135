"""What the service and its store refuse, as problems."""

from ...store.errors import StoreError
from ..service_error import ServiceError
from .problems import Problem


def problem_of(error: ServiceError | StoreError) -> Problem:
    """Return the problem that says what the service or its store said."""
    if isinstance(error, StoreError):
        return Problem("unavailable", str(error), help=error.help, headers={"Retry-After": "5"})
    return Problem(error.kind, str(error), help=error.help, findings=error.findings)
