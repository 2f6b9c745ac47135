"""Decides support requests by their contract: what is covered, how it must come in, when an answer is owed.

    import remit

    policy = remit.load("jams")
    decision = policy.decide({"tier": "premium", "received": received, "facts": {...}})

Nothing here reads a file or the clock unless it is asked to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engine.lazy_names import lazy_names

if TYPE_CHECKING:
    from .engine.authoring.cases.case_results import CaseResults
    from .engine.authoring.cases.run_cases import CaseResult
    from .engine.bulk.spark import SparkError
    from .engine.findings import Finding, Severity
    from .engine.library.dataframe_decisions import decide_dataframe, spark_session
    from .engine.library.loaded_policy import Edition, Policy, PolicyError, RequestError, load
    from .engine.library.policy_tools import PolicyDiff, check, check_text, diff, show, test
    from .engine.library.table_decisions import decide_table, table_decider
    from .engine.triage.decision import Decision, Presumed
    from .engine.triage.decision_parts import Missing
    from .engine.triage.rulings import Channel, Deadline, Priority, Ruling

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
    "SparkError",
    "__version__",
    "check",
    "check_text",
    "decide_dataframe",
    "decide_table",
    "diff",
    "load",
    "show",
    "spark_session",
    "table_decider",
    "test",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "engine.authoring.cases.run_cases": ("CaseResult",),
        "engine.authoring.cases.case_results": ("CaseResults",),
        "engine.bulk.spark": ("SparkError",),
        "engine.findings": ("Finding", "Severity"),
        "engine.library.dataframe_decisions": ("decide_dataframe", "spark_session"),
        "engine.library.policy_tools": ("PolicyDiff", "check", "check_text", "diff", "show", "test"),
        "engine.library.loaded_policy": ("Edition", "Policy", "PolicyError", "RequestError", "load"),
        "engine.library.table_decisions": ("decide_table", "table_decider"),
        "engine.triage.decision": ("Decision", "Presumed"),
        "engine.triage.rulings": ("Channel", "Deadline", "Priority", "Ruling"),
        "engine.triage.decision_parts": ("Missing",),
    },
)
