"""Witnesses that would be refused: what no request can show, because none is received or no deadline can be counted."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...findings import Finding
from ...language.fact_values import read_value
from ...language.parse_instant import parse_instant
from ...model import Hours, Span
from ...proof.witness import is_ever_received
from ...worktime import WorktimeError, amount, due
from .context import CheckContext


def without_refused(context: CheckContext, findings: list[Finding]) -> list[Finding]:
    """Return the findings, with their witnesses only where a request like that is decided."""
    is_received = is_ever_received(context.policy)
    if is_received and (not any(finding.witness for finding in findings) or not _may_refuse(context)):
        return findings
    return [
        replace(finding, witness=None)
        if finding.witness and not (is_received and _is_decided(context, finding.witness))
        else finding
        for finding in findings
    ]


def _may_refuse(context: CheckContext) -> bool:
    """Tell whether some promise cannot be counted in some hours, from when requests come in."""
    policy = context.policy
    spans = {cell for promise in policy.promises.values() for cell in promise.within.values()}
    received = context.witnesses.request("", {})["received"]
    counts = [(hours, span) for hours in policy.hours.values() for span in spans if isinstance(span, Span)]
    return not _all_counted(counts, str(received))


def _is_decided(context: CheckContext, witness: Mapping[str, object]) -> bool:
    """Tell whether everything that a witness is owed can be counted."""
    hours = context.policy.hours
    outcomes = context.witnesses.seen(str(witness["tier"]), _codes(context, witness)).outcomes
    owed = [owed for outcome in outcomes for owed in outcome.owed]
    counts = [(hours[o.hours], o.span) for o in owed if isinstance(o.hours, str) and isinstance(o.span, Span)]
    return _all_counted(counts, str(witness["received"]))


def _codes(context: CheckContext, witness: Mapping[str, object]) -> dict[str, int]:
    compiled, facts = context.compiled, witness.get("facts", {})
    stated = {**(facts if isinstance(facts, dict) else {}), "arrived_by": witness.get("channel")}
    return {
        name: compiled.codes[name].code(read_value(compiled.facts[name], value))
        for name, value in stated.items()
        if value is not None
    }


def _all_counted(counts: Iterable[tuple[Hours, Span]], received: str) -> bool:
    try:
        for hours, span in counts:
            due(hours, parse_instant(received), amount(hours, span))
    except WorktimeError:
        return False
    return True
