"""Coverage as findings, for the reports that programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...findings import Finding, Mark, Severity, printable
from .as_text import headline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from .records import Coverage, OfPolicy


def as_findings(coverage: Coverage, percent: Fraction | None = None) -> Iterator[Finding]:
    """Yield a note for what no case shows, with a request that would, and an error where a percentage is missed."""
    if percent is not None and (said := headline(coverage, percent)):
        file = next((policy.file for policy in coverage.policies if policy.uncovered), "")
        yield Finding(Severity.error, "coverage-too-low", said, Mark(file), "the notes `not-covered` say what is not")
    for policy in coverage.policies:
        if policy.untried:
            yield _untried(policy)
            continue
        for one in policy.uncovered:
            case = None if one.case is None else policy.offered[one.case]
            help_ = "add a case with this request" if case else ""
            message = printable(f"{one.words}: {one.why}")
            witness = case.request if case else None
            yield Finding(Severity.note, "not-covered", message, one.mark, help_, printable(one.at), witness)


def _untried(policy: OfPolicy) -> Finding:
    """Say once of an edition that it has no case, with the first that it could have."""
    witness = policy.offered[0].request if policy.offered else None
    help_ = "add a case with this request" if witness else ""
    at = printable(policy.edition)
    return Finding(Severity.note, "not-covered", printable(policy.untried), policy.mark, help_, at, witness)
