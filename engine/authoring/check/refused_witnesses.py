"""Witnesses that would be refused: what no request can show, because none is received or no deadline can be counted."""

from collections.abc import Mapping
from dataclasses import replace

from ...findings import Finding
from ...language.fact_values import read_value
from ...language.time_notation import parse_instant
from ...model import Cell, Hours, Span
from ...proof.witness import is_ever_received
from ...worktime import WorktimeError, amount, due
from .definition import CheckContext


def without_refused(context: CheckContext, findings: list[Finding]) -> list[Finding]:
    """Return the findings, with their witnesses only where a request like that is decided."""
    policy, is_received = context.policy, is_ever_received(context.policy)
    # Most often everything can be counted in all hours, and no witness needs to be decided for it.
    cells = {cell for promise in policy.promises.values() for cell in promise.within.values()}
    received = parse_instant(str(context.witnesses.request("", {})["received"]))
    if is_received and all(_is_counted(h, cell, received) for h in policy.hours.values() for cell in cells):
        return findings
    return [
        replace(finding, witness=finding.witness if is_received and _is_decided(context, finding.witness) else None)
        if finding.witness
        else finding
        for finding in findings
    ]


def _is_decided(context: CheckContext, witness: Mapping[str, object]) -> bool:
    """Tell whether everything that a witness is owed can be counted."""
    outcomes = context.witnesses.seen(str(witness["tier"]), _codes(context, witness)).outcomes
    hours, received = context.policy.hours, parse_instant(str(witness["received"]))
    return all(
        _is_counted(hours[owed.hours], owed.span, received)
        for outcome in outcomes
        for owed in outcome.owed
        if isinstance(owed.hours, str)
    )


def _is_counted(hours: Hours, cell: Cell, received: int) -> bool:
    try:
        return not isinstance(cell, Span) or due(hours, received, amount(hours, cell)) >= received
    except WorktimeError:
        return False


def _codes(context: CheckContext, witness: Mapping[str, object]) -> dict[str, int]:
    compiled, facts = context.compiled, witness.get("facts", {})
    stated = {**(facts if isinstance(facts, dict) else {}), "arrived_by": witness.get("channel")}
    return {
        name: compiled.codes[name].code(read_value(compiled.facts[name], value))
        for name, value in stated.items()
        if value is not None
    }
