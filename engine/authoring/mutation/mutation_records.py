"""How the mutants of a policy went, as records."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...findings import printable
from ...model import Policy
from ...rules.outcomes import Outcome
from .mutants import Mutant


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no case tells from its policy, and a request that would.

    `unread` is the name of a case that would notice it, if somebody had read that; empty where there is none.
    """

    mutant: Mutant
    witness: Mapping[str, object]
    before: Outcome
    after: Outcome
    unread: str = ""
    listed: str = ""
    """What it lists otherwise, in words, where that is all that differs."""

    @property
    def help(self) -> str:
        """What to do about it."""
        if self.unread:
            return f"read case `{printable(self.unread)}`, which notices it, then delete its `reviewed: false`"
        return "add a case with this request"


@dataclass(frozen=True, slots=True)
class MutationResult:
    """How the mutants of a policy went: killed by a case, equivalent to the policy, survived, or unproved.

    Those that are `unproved` no case kills, and it is not known whether one could. `unread` is how many cases could
    kill none, because nobody has read them.
    """

    policy: Policy
    killed: int
    equivalent: int
    survivors: tuple[Survivor, ...]
    unproved: tuple[Mutant, ...]
    unread: int = 0

    @property
    def made(self) -> int:
        """How many mutants there are in all."""
        return self.killed + self.equivalent + len(self.survivors) + len(self.unproved)
