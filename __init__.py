"""Decides support requests by their contract: what is covered, how it must come in, when an answer is owed.

    import remit

    policy = remit.load("jams")
    decision = policy.decide({"tier": "premium", "received": received, "facts": {...}})

Nothing here reads a file or the clock unless it is asked to.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .engine.authoring.cases.run_cases import CaseResult
    from .engine.authoring.file_checks import CaseResults
    from .engine.findings import Finding, Severity
    from .engine.library.errors import PolicyError, RequestError
    from .engine.library.files import PolicyDiff, check, check_text, diff, show, test
    from .engine.library.policy import Edition, Policy, load
    from .engine.triage.decision import Channel, Deadline, Decision, Missing, Presumed, Priority, Ruling

__version__ = "0.1.0"

__all__ = [
    "CaseResult",
    "CaseResults",
    "Channel",
    "Deadline",
    "Decision",
    "Edition",
    "Finding",
    "Missing",
    "Policy",
    "PolicyDiff",
    "PolicyError",
    "Presumed",
    "Priority",
    "RequestError",
    "Ruling",
    "Severity",
    "__version__",
    "check",
    "check_text",
    "diff",
    "load",
    "show",
    "test",
]

# Start-up is felt: what is used is imported when it is first asked for.
_HOMES = {
    "engine.authoring.cases.run_cases": ("CaseResult",),
    "engine.authoring.file_checks": ("CaseResults",),
    "engine.findings": ("Finding", "Severity"),
    "engine.library.errors": ("PolicyError", "RequestError"),
    "engine.library.files": ("PolicyDiff", "check", "check_text", "diff", "show", "test"),
    "engine.library.policy": ("Edition", "Policy", "load"),
    "engine.triage.decision": ("Channel", "Deadline", "Decision", "Missing", "Presumed", "Priority", "Ruling"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
