"""What `remit check` looks for in a usable policy: all checks, their pages, and what the policy makes of findings."""

import re
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from textwrap import indent

from ...findings import Finding, Severity
from ...language.fact_values import read_value
from ...language.time_notation import parse_instant
from ...model import CLAIM, DueDate, Hours, Span, SpanOf, WallTime
from ...proof.witness import is_ever_received, receipt_day
from ...rules.budget import OutOfSteps, budget
from ...rules.evaluator import Evaluator
from ...rules.places import placed_hours_of
from ...worktime import WorktimeError, count_of, deadline
from .definition import Check, CheckContext
from .editions import Editions
from .short_explanations import PLACES, SHORT_EXPLANATIONS

_MODULES = (
    "unknown_country",
    "unknown_region",
    "no_region",
    "zone_names_no_place",
    "closes_a_minute_early",
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
    "response_after_resolution",
    "missing_promise",
    "stops_repeating",
    "uncountable",
    "business_round_the_clock",
    "required_way_not_offered",
    "holiday_horizon",
    "days_run_out",
    "estimated_holiday",
    "clock_change",
    "review_overdue",
    "unused_fact",
    "unused_hours",
    "unused_calendar",
    "unused_way",
    "unused_clause",
    "unused_reading",
    "unread_background",
    "redundant",
    "same_outcome",
    "presumption_decides",
    # These two look at what the others have found.
    "not_proved",
    "accepts_nothing",
)
"""A module for each check, in the order in which they look."""

CHECKS: tuple[Check, ...] = tuple(getattr(import_module(f".{name}", __package__), name) for name in _MODULES)
CHECKS_BY_ID = {check.id: check for check in CHECKS}
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_SAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


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
        for finding in _without_refused(context, findings)
    ]


def _without_refused(context: CheckContext, findings: list[Finding]) -> list[Finding]:
    """Return the findings, with their witnesses only where a request like that is decided."""
    policy, is_received = context.policy, is_ever_received(context.policy)
    # Most often everything can be counted in all hours, and no witness needs to be decided for it.
    entries = [entry for promise in policy.promises.values() for entry in promise.entries() if entry]
    owed = {(entry.within or entry.by, entry.cutoff) for entry in entries}
    received = parse_instant(context.witnesses.received)
    if is_received and all(_is_counted(h, *amount, received) for h in policy.hours.values() for amount in owed):
        return findings
    return [
        replace(finding, witness=finding.witness if is_received and _is_decided(context, finding.witness) else None)
        if finding.witness
        else finding
        for finding in findings
    ]


def _is_decided(context: CheckContext, witness: Mapping[str, object]) -> bool:
    """Tell whether everything that a witness is owed can be counted."""
    witnesses = context.witnesses.at(str(witness["received"]))
    outcomes = witnesses.evaluate(str(witness["tier"]), _codes(context, witness)).outcomes
    received = parse_instant(str(witness["received"]))
    return all(
        _is_counted(placed_hours_of(context.policy, owed), owed.span, owed.cutoff, received)
        for outcome in outcomes
        for owed in outcome.owed
        if isinstance(owed.hours, str)
    )


def _is_counted(hours: Hours, amount: Span | SpanOf | DueDate | None, cutoff: WallTime | None, received: int) -> bool:
    if amount is None or isinstance(amount, SpanOf):
        return True
    try:
        return deadline(count_of(hours, amount, cutoff), received) >= received
    except WorktimeError:
        return False


def _codes(context: CheckContext, witness: Mapping[str, object]) -> dict[str, int]:
    compiled, facts = context.compiled, witness.get("facts", {})
    stated = {**(facts if isinstance(facts, dict) else {}), "arrived_by": witness.get("channel")}
    stated[CLAIM] = witness.get(CLAIM)
    day = receipt_day(compiled.policy, str(witness["received"]))
    return {
        name: compiled.codes[name].code_at(read_value(compiled.facts[name], value), day)
        for name, value in stated.items()
        if value is not None
    }


def explanation(check_id: str) -> str | None:
    """Return the page of a check, or one line of an id that has none; None where there is no such id."""
    check = CHECKS_BY_ID.get(check_id)
    if check is not None:
        always = "" if check.can_be_set else ", always"
        details = _SAMPLE.sub(lambda sample: indent(sample[1].rstrip(), "    "), _LINK.sub(r"\1", check.details))
        return f"{check.id} ({check.severity.name}{always}): {check.summary}\n\n{details}"
    if check_id in SHORT_EXPLANATIONS:
        place, words = SHORT_EXPLANATIONS[check_id]
        return f"{check_id}, found {PLACES[place]}: {words}\n"
    return None
