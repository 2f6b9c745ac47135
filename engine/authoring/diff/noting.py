"""What cannot be compared, said as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .aligned import unlike_facts

if TYPE_CHECKING:
    from ...findings import Findings
    from ...model import Policy


def not_alike(old: Policy, new: Policy, findings: Findings) -> None:
    """Add a finding for each fact that is not the same in both, and for each value that one of them alone has."""
    for name in unlike_facts(old, new):
        message = f"fact `{name}` has no value in common with the fact of the old policy, and is taken for another"
        findings.warning("not-aligned", message, new.facts[name].mark)
