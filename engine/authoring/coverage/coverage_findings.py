"""Coverage as findings, for the reports that programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...findings import Finding, Mark, Severity, printable
from .coverage_text import headline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from .coverage_records import Coverage, EditionCoverage

_ADD = "add a case with this request"


def as_findings(coverage: Coverage, percent: Fraction | None = None) -> Iterator[Finding]:
    """Yield a note for what no case shows, with a request that would, and an error where a percentage is missed."""
    if percent is not None and (message := headline(coverage, percent)):
        file = next((policy.file for policy in coverage.policies if policy.uncovered), "")
        yield Finding(
            Severity.error, "coverage-too-low", message, Mark(file), "the notes `uncovered` say what is not covered"
        )
    for policy in coverage.policies:
        if policy.untried:
            yield from _untried(policy)
            continue
        for item in policy.uncovered:
            case = None if item.case is None else policy.offered[item.case]
            yield Finding(
                severity=Severity.note,
                check="uncovered",
                message=f"{item.words}: {item.why}",
                mark=item.mark,
                help=_ADD if case else "",
                at=printable(item.at),
                witness=case.request if case else None,
            )


def _untried(policy: EditionCoverage) -> Iterator[Finding]:
    """Yield a note for each case that an edition without any could have, in place of all that none shows."""
    at, offered = printable(policy.edition), policy.offered
    if not offered:
        yield Finding(Severity.note, "uncovered", policy.untried, policy.mark, at=at)
    for case in offered:
        subject = "a case" if len(offered) == 1 else f"one of {len(offered)}"
        message = f"{policy.untried}: {subject} that would cover it is `{case.name}`"
        yield Finding(Severity.note, "uncovered", message, policy.mark, _ADD, at, case.request)
