"""What is raised where something cannot be used: exceptions that carry the findings that say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..findings import any_errors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..findings import Finding


class _Refused(ValueError):
    """Something that cannot be used, and why: `findings`, the errors first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Take the findings, at least one of them an error."""
        self.findings: tuple[Finding, ...] = tuple(sorted(findings, key=lambda finding: finding.severity))
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)

    def __eq__(self, other: object) -> bool:
        return self.findings == other.findings if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.findings)


class PolicyError(_Refused):
    """A policy, or its contracts, cannot be used."""


class RequestError(_Refused):
    """A request is invalid: nothing can be decided of it."""


def raise_errors(error: type[_Refused], findings: Collection[Finding]) -> None:
    """Raise where one of the findings is an error."""
    if any_errors(findings):
        raise error(findings)
