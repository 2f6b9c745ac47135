"""What a check is: its id, how severe its findings are, what finds them in a policy, and its page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ...findings import NOWHERE, Finding, Mark, Severity
from .context import CheckContext


@dataclass(frozen=True, slots=True)
class Check:
    """One check, as its module declares it; `severity` is the usual one."""

    find: Callable[[CheckContext], Iterator[Finding]]
    id: str
    severity: Severity
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
