"""Records of rules and of the groups that they form."""

from dataclasses import dataclass

from ..findings import Marked
from .entries import Entry
from .facts import Condition, Grid, GridCell

PROMISE_GROUP = "promises."
"""What the name of a group of promise rules begins with; the name of the promise follows."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a channel rule adds: ways required, preferred and allowed, and those in which the request must come, too."""

    require: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    follow_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Marked):
    """One sentence of the contract: an outcome, and the situations it holds in; or a `cell` of a grid.

    The outcome is a name, what a channel rule adds, or what a promise rule owes (None: explicitly nothing).
    """

    id: str
    when: Condition
    then: str | Offer | Entry | None
    cite: tuple[str, ...]
    cell: GridCell | None = None

    @property
    def cites(self) -> tuple[str, ...]:
        """What the rule cites, and what it owes."""
        return self.cite + (self.then.cite if isinstance(self.then, Entry) else ())


@dataclass(frozen=True, slots=True)
class Group(Marked):
    """The rules that decide one question, in the order written."""

    name: str
    rules: tuple[Rule, ...]

    @property
    def promise(self) -> str | None:
        """The promise that the rules are of, None for those that decide anything else."""
        return self.name.removeprefix(PROMISE_GROUP) if self.name.startswith(PROMISE_GROUP) else None

    @property
    def is_ordered(self) -> bool:
        """Whether the first rule that holds wins over all after it."""
        return self.name == "coverage" or self.promise is not None

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids of which cells are among the rules, in the order written."""
        return tuple(dict.fromkeys(rule.cell.grid for rule in self.rules if rule.cell))
