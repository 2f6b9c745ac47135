"""What cannot be compared, said as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...findings import Finding, Severity, printable
from .common_codes import unlike_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...findings import Findings
    from ...model import Fact, Policy


def not_alike(old: Policy, new: Policy, findings: Findings) -> None:
    """Add a finding for each fact that is not the same in both, and for each that has values in one alone."""
    unlike = unlike_facts(old, new)
    for name in unlike:
        message = f"fact `{name}` has no value in common with the old one, and is taken for another"
        findings.warning("not-aligned", message, new.facts[name].mark)
    for name, fact in new.facts.items():
        if name in old.facts and name not in unlike:
            alone = ((old, old.facts[name], fact), (new, fact, old.facts[name]))
            for policy, one, other in alone:
                for values in _beyond(one, other):
                    edition = "old" if policy is old else "new"
                    message = f"`{name}` can be {values} in the {edition} edition alone, where nothing is compared"
                    findings.found.append(Finding(Severity.note, "not-compared", printable(message), one.mark))


def not_counted(new: Policy, reasons: Mapping[str, str], findings: Findings) -> None:
    """Add a finding for each promise that was not compared because a deadline of it could not be counted."""
    for promise, why in reasons.items():
        findings.warning("not-proved", f"promise `{promise}` was not compared: {why}", new.promises[promise].mark)


def _beyond(one: Fact, other: Fact) -> Iterator[str]:
    """Yield what a fact can be that another cannot."""
    choices = [f"`{choice}`" for choice in one.choices if choice not in other.choices]
    if choices:
        yield " or ".join(choices)
    if other.minimum is not None and (one.minimum is None or one.minimum < other.minimum):
        yield f"less than {other.minimum:g}"
    if other.maximum is not None and (one.maximum is None or one.maximum > other.maximum):
        yield f"more than {other.maximum:g}"
    if one.optional and not other.optional:
        yield "none"
