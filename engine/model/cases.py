"""Records of cases, apart since no decision needs them."""

from dataclasses import dataclass, field

from ..findings import Finding, Mark, Marked
from .requests import Request


@dataclass(frozen=True, slots=True)
class Expected(Marked):
    """One thing that a case expects of its decision, by the key it was written under."""

    key: str
    value: object


@dataclass(frozen=True, slots=True)
class Case(Marked):
    """A request with the decision it must get; `request` is None where it is not a valid one.

    `draft` is the request as far as it can be read. A case is `unsound` where something is wrong with
    itself, so that it can neither pass nor fail.
    """

    name: str
    request: Request | None
    expect: tuple[Expected, ...]
    invalid: tuple[Finding, ...] = ()
    unsound: bool = False
    draft: Request | None = field(default=None, compare=False, repr=False)
    unread_mark: Mark | None = None
    """Where it says `reviewed: false`: a program wrote it, and nobody has read it since."""
    now: int | None = None
    """As of when it is decided; None where it does not say."""

    @property
    def is_read(self) -> bool:
        """Whether it counts for coverage and against mutants."""
        return self.unread_mark is None
