"""What a check is, and what every module of a check needs: a context to look at, and findings to yield."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ...findings import NOWHERE, Finding, Mark, Severity
from .context import CheckContext

__all__ = ["Check", "CheckContext", "CheckFindings", "Finding", "check"]

CheckFindings = Iterator[Finding]
"""What finds something yields one finding after another."""

_Find = Callable[[CheckContext], CheckFindings]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its id, its usual severity, what finds something in a policy, and its page."""

    id: str
    severity: Severity
    find: _Find
    page: str | None
    """The docstring of its module, in Markdown: one sentence, then its meaning. None where Python drops docstrings."""
    is_proof: bool = False
    """Whether it looks at every situation, so that it says nothing where there are too many."""
    compares_editions: bool = False
    """Whether it says nothing of an edition that is checked alone."""
    can_be_set: bool = True
    """Whether a policy can set its severity, and accept its findings."""

    @property
    def summary(self) -> str:
        """The first sentence of its page."""
        return (self.page or self.id).partition("\n")[0]

    @property
    def details(self) -> str:
        """The page after its first sentence."""
        return (self.page or "").partition("\n\n")[2]

    def finding(
        self,
        *,
        at: str = "",
        message: str,
        mark: Mark = NOWHERE,
        help: str = "",  # noqa: A002 - the record's word
        witness: Mapping[str, object] | None = None,
    ) -> Finding:
        """Return a finding of this check."""
        return Finding(
            severity=self.severity, check=self.id, message=message, mark=mark, help=help, at=at, witness=witness
        )


def check(
    id: str,  # noqa: A002 - the record's word
    severity: Literal["error", "warning", "note"],
    page: str | None,
    **properties: bool,
) -> Callable[[_Find], Check]:
    """Make the function that is decorated a check, which its module and the list of checks know by its name."""
    return lambda find: Check(id=id, severity=Severity[severity], find=find, page=page, **properties)
