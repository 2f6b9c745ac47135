"""What `remit check` looks for in a usable policy: all checks, and what the policy itself makes of their findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...findings import Severity
from ...rules.budget import OutOfSteps, budget
from .accepts_nothing import accepts_nothing
from .clock_change import clock_change
from .conflicting_ways import conflicting_ways
from .context import CheckContext
from .duplicate_edition import duplicate_edition
from .edition_gap import edition_gap
from .edition_overlap import edition_overlap
from .expired_edition import expired_edition
from .gap import gap
from .holiday_horizon import holiday_horizon
from .masked import masked
from .missing_promise import missing_promise
from .not_always import not_always
from .not_proved import not_proved
from .presumption_decides import presumption_decides
from .redundant import redundant
from .refused_witnesses import without_refused
from .required_way_not_offered import required_way_not_offered
from .review_overdue import review_overdue
from .same_outcome import same_outcome
from .slower_in_higher_tier import slower_in_higher_tier
from .slower_when_more_severe import slower_when_more_severe
from .uncountable import uncountable
from .unknown_country import unknown_country
from .unknown_region import unknown_region
from .unreachable import unreachable
from .unused_clause import unused_clause
from .unused_fact import unused_fact
from .unused_hours import unused_hours
from .unused_reading import unused_reading
from .unused_way import unused_way

if TYPE_CHECKING:
    from ...findings import Finding
    from ...rules.evaluator import Evaluator
    from .editions import Editions

CHECKS = (
    unknown_country,
    unknown_region,
    duplicate_edition,
    edition_overlap,
    edition_gap,
    expired_edition,
    gap,
    conflicting_ways,
    unreachable,
    not_always,
    masked,
    slower_when_more_severe,
    slower_in_higher_tier,
    missing_promise,
    uncountable,
    required_way_not_offered,
    holiday_horizon,
    clock_change,
    review_overdue,
    unused_fact,
    unused_hours,
    unused_way,
    unused_clause,
    unused_reading,
    redundant,
    same_outcome,
    presumption_decides,
    # These two look at what the others have found.
    not_proved,
    accepts_nothing,
)
"""All checks, in the order in which they look."""


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
    accepted = {(acceptance.check, acceptance.at) for acceptance in policy.accept}
    findings = [finding for finding in context.findings if (finding.check, finding.at) not in accepted]
    return [
        replace(finding, severity=Severity[policy.checks.get(finding.check, finding.severity.name)])
        for finding in without_refused(context, findings)
    ]
