"""What is counted, what of it no case shows, and the cases that would."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, get_args

from ...findings import NOWHERE, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..cases.new_cases import NewCase

Kind = Literal["rules", "limbs", "thresholds", "cells", "clauses", "readings"]
KINDS: tuple[Kind, ...] = get_args(Kind)

ROWS = ("scope", "priority", "coverage", "channel", "facts", "intake", "promises", "sources")
"""Where things are counted: the four groups, conditions outside them, what is promised, and what is cited."""

_HUNDRED = 100
_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Count:
    """How much of something is covered."""

    covered: int = 0
    of: int = 0

    def __add__(self, count: Count) -> Count:
        return Count(self.covered + count.covered, self.of + count.of)

    def reaches(self, percent: Fraction) -> bool:
        """Tell whether so many percent are covered, exactly; of nothing, everything is."""
        return self.covered * _HUNDRED >= percent * self.of

    @property
    def percent(self) -> str:
        """The part covered, cut to two places, so that nothing but all of it reads as 100%; of nothing, empty."""
        if not self.of:
            return ""
        percent, hundredths = divmod(self.covered * _HUNDRED * _HUNDREDTHS // self.of, _HUNDREDTHS)
        return f"{percent}.{hundredths:02}%" if hundredths else f"{percent}%"


def total(counts: Iterable[Count]) -> Count:
    """Return the sum of counts."""
    return sum(counts, Count())


@dataclass(frozen=True, slots=True)
class Uncovered:
    """One thing that no case shows, in words, and why none does.

    It is `at` something that the policy names: a rule, a fact, a promise's tier, a clause, a
    reading. `case` is the index of the offered case that would show it; None
    where no case was found that does.
    """

    kind: Kind
    row: str
    at: str
    words: str
    why: str
    case: int | None
    mark: Mark = NOWHERE


@dataclass(frozen=True, slots=True)
class EditionCoverage:
    """The coverage of one edition of a policy.

    `counts` has a count by row and kind. `cases` is how many cases counted, `left_out` how many
    did not, because they failed; where not `is_tried`, none falls under the edition at all.
    `impossible` are the words and positions of what no situation shows, which is not counted. Where
    not `is_proved`, there are too many situations to know all of that. `in_force` says when the
    edition is, in words, and is empty for always.
    """

    policy: str
    edition: str
    file: str
    cases: int
    left_out: int
    counts: Mapping[tuple[str, Kind], Count]
    uncovered: tuple[Uncovered, ...] = ()
    offered: tuple[NewCase, ...] = ()
    impossible: tuple[tuple[str, Mark], ...] = ()
    is_proved: bool = True
    is_tried: bool = True
    in_force: str = ""
    mark: Mark = NOWHERE

    @property
    def label(self) -> str:
        """The policy's name and edition."""
        return f"{self.policy} {self.edition}"

    @property
    def untried(self) -> str:
        """That no case falls under the edition, in words; nothing where one does."""
        days = f" ({self.in_force})" if self.in_force else ""
        return "" if self.is_tried else f"no case falls under edition {self.edition}{days}"

    @property
    def total(self) -> Count:
        """Everything that is counted of the policy."""
        return total(self.counts.values())

    def row(self, row: str) -> dict[Kind, Count]:
        """Return the counts of one row by kind."""
        return {kind: count for (of, kind), count in self.counts.items() if of == row}

    def kind(self, kind: Kind) -> Count:
        """Return the count of one kind over all rows."""
        return total(count for (_, of), count in self.counts.items() if of == kind)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of all policies whose cases were tried, by name and edition."""

    policies: tuple[EditionCoverage, ...] = field(default=())

    @property
    def total(self) -> Count:
        """Everything that is counted."""
        return total(policy.total for policy in self.policies)


def cases_file(policy_file: str) -> str:
    """Return the file of cases that stands beside a policy's file; empty where that has no name."""
    path = PurePath(policy_file)
    return str(path.with_name(f"{path.stem}.cases{path.suffix}")) if path.name else ""


def parse_percent(written: str) -> Fraction:
    """Return a percentage from 0 to 100, such as `99.5` or `99.5%`, exactly; raises ValueError."""
    digits = written.strip().removesuffix("%")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        raise ValueError("is no percentage, such as 99.5")
    percent = Fraction(digits)
    if percent > _HUNDRED:
        raise ValueError("is more than 100")
    return percent
