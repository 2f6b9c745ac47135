"""What `remit check` looks for in a usable policy: all checks, and what the policy itself makes of their findings."""

from dataclasses import replace
from importlib import import_module

from ...findings import Finding, Severity
from ...rules.budget import OutOfSteps, budget
from ...rules.evaluator import Evaluator
from .definition import Check, CheckContext
from .editions import Editions
from .refused_witnesses import without_refused

_MODULES = (
    "unknown_country",
    "unknown_region",
    "duplicate_edition",
    "edition_overlap",
    "edition_gap",
    "expired_edition",
    "gap",
    "conflicting_ways",
    "unreachable",
    "not_always",
    "masked",
    "slower_when_more_severe",
    "slower_in_higher_tier",
    "missing_promise",
    "uncountable",
    "required_way_not_offered",
    "holiday_horizon",
    "clock_change",
    "review_overdue",
    "unused_fact",
    "unused_hours",
    "unused_way",
    "unused_clause",
    "unused_reading",
    "redundant",
    "same_outcome",
    "presumption_decides",
    # These two look at what the others have found.
    "not_proved",
    "accepts_nothing",
)
"""A module for each check, in the order in which they look."""

CHECKS: tuple[Check, ...] = tuple(getattr(import_module(f".{name}", __package__), name) for name in _MODULES)


def check_policy(evaluator: Evaluator, today: str, editions: Editions) -> list[Finding]:
    """Return the findings in a policy on a day, as severe as it says, without those that it accepts."""
    context = CheckContext(evaluator, today, editions, CHECKS)
    policy = context.policy
    with budget():
        for check in CHECKS:
            if policy.checks.get(check.id) != "off":
                try:
                    context.findings += check.find(context)
                except OutOfSteps:
                    context.unproved[f"`{check.id}`"] = None
    findings = [finding for finding in context.findings if (finding.check, finding.at) not in context.accepted]
    return [
        replace(finding, severity=Severity[policy.checks.get(finding.check, finding.severity.name)])
        for finding in without_refused(context, findings)
    ]
