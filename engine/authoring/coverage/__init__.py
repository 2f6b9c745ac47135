"""Coverage: which rules, limbs of conditions, sides of thresholds, promises, clauses and readings cases show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...findings import Finding, Mark, Severity, printable
from .coverage_records import Coverage, as_record, parse_percent
from .coverage_text import as_text, shortfall
from .measure import measure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from .coverage_records import EditionCoverage

__all__ = ["Coverage", "as_findings", "as_record", "as_text", "measure", "parse_percent", "shortfall"]

_ADD = "add a case with this request"


def as_findings(coverage: Coverage, percent: Fraction | None = None) -> Iterator[Finding]:
    """Yield a note for what no case shows, with a request that would, and an error where a percentage is missed."""
    if percent is not None and (message := coverage.shortfall(percent)):
        file = next((policy.file for policy in coverage.policies if policy.uncovered), "")
        help_ = "the notes `uncovered` say what is not covered"
        yield Finding(Severity.error, "coverage-too-low", message, Mark(file), help_)
    for policy in coverage.policies:
        if policy.not_proved:
            yield Finding(Severity.warning, "not-proved", f"not proved: {policy.not_proved}", policy.mark)
        yield from _untried(policy) if policy.untried else _uncovered(policy)


def _uncovered(policy: EditionCoverage) -> Iterator[Finding]:
    for item in policy.uncovered:
        witness = None if item.case is None else policy.offered[item.case].request
        help_, at = _ADD if witness else "", printable(item.at)
        yield Finding(Severity.note, "uncovered", f"{item.words}: {item.why}", item.mark, help_, at, witness)


def _untried(policy: EditionCoverage) -> Iterator[Finding]:
    """Yield a note for each case that an edition without any could have, in place of all that none shows."""
    at, offered = printable(policy.edition), policy.offered
    if not offered:
        yield Finding(Severity.note, "uncovered", policy.untried, policy.mark, at=at)
    for case in offered:
        subject = "a case" if len(offered) == 1 else f"one of {len(offered)}"
        message = f"{policy.untried}: {subject} that would cover it is `{case.name}`"
        yield Finding(Severity.note, "uncovered", message, policy.mark, _ADD, at, case.request)
