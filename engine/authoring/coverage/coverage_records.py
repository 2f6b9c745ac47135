"""What is counted, what of it no case shows, and the cases that would: as records and as plain JSON values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count as numbers
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, get_args

from ...findings import NOWHERE, Mark
from ...text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..cases.new_cases import NewCase

Kind = Literal["rules", "limbs", "thresholds", "cells", "clocks", "clauses", "readings"]
KINDS: tuple[Kind, ...] = get_args(Kind)

ROWS = (
    *("scope", "priority", "coverage", "channel"),
    *("facts", "hours", "intake", "escalation", "services", "promises", "sources"),
)
"""Where things are counted: the four groups, conditions outside them, days, what is promised, and what is cited."""

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

    def to_dict(self) -> dict[str, object]:
        """Return the count as it stands in JSON output."""
        return {"covered": self.covered, "of": self.of, "percent": self.percent or None}


def total(counts: Iterable[Count]) -> Count:
    """Return the sum of counts."""
    return sum(counts, Count())


@dataclass(frozen=True, slots=True)
class Uncovered:
    """One thing that no case shows, in words, and why none does.

    It is `at` something that the policy names: a rule, a fact, a promise's tier, a clause, a
    reading. `case` is the index of the offered case that would show it; None
    where no case was found that does. Where not `is_proved`, it is not known whether one could.
    """

    kind: Kind
    row: str
    at: str
    words: str
    why: str
    case: int | None
    mark: Mark = NOWHERE
    is_proved: bool = True


@dataclass(frozen=True, slots=True)
class EditionCoverage:
    """The coverage of one edition of a policy.

    `counts` has a count by row and kind. `cases` is how many cases counted, `left_out` how many did not, because
    they failed, and `unread` how many, because nobody has read them. `untried` says in words that none falls under
    the edition at all, and is empty where one does. `impossible` are the words and positions of what no situation
    shows, which is not counted.
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
    untried: str = ""
    mark: Mark = NOWHERE
    unread: int = 0
    parts_asked: tuple[str, ...] = ()
    """How much of long lists of days counts, in words."""

    @property
    def label(self) -> str:
        """The policy's name and edition."""
        return f"{self.policy} {self.edition}"

    @property
    def not_proved(self) -> str:
        """Of how much it is not known whether a case could cover it, in words; empty where all is known."""
        number = sum(not item.is_proved for item in self.uncovered)
        return f"whether a case could cover {counted(number, 'thing')}: there are too many situations" if number else ""

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

    policies: tuple[EditionCoverage, ...] = ()

    @property
    def total(self) -> Count:
        """Everything that is counted."""
        return total(policy.total for policy in self.policies)

    def shortfall(self, percent: Fraction) -> str:
        """Return by how much coverage stays under a percentage, on one line; nothing where it reaches it."""
        count = self.total
        if count.reaches(percent):
            return ""
        places = next(n for n in numbers() if (percent * 10**n).denominator == 1)
        digits = f"{int(percent * 10**places):0{places + 1}}"
        floor = f"{digits[:-places]}.{digits[-places:]}" if places else digits
        needed = -(-percent * count.of // _HUNDRED) - count.covered
        head = f"coverage is {count.percent} ({count.covered} of {count.of}), which is under {floor}%"
        return f"{head}: {needed} more of {count.of - count.covered} must be covered"


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


def as_record(coverage: Coverage) -> dict[str, Any]:
    """Return coverage as plain values: counts by policy, row and kind, what is not covered, and cases that would."""
    return {**coverage.total.to_dict(), "policies": [_policy_record(policy) for policy in coverage.policies]}


def _policy_record(policy: EditionCoverage) -> dict[str, Any]:
    rows = {name: counts for name in ROWS if (counts := policy.row(name))}
    return {
        "policy": policy.policy,
        "edition": policy.edition,
        "file": policy.file,
        "cases": policy.cases,
        "left_out": policy.left_out,
        "unread": policy.unread,
        "tried": not policy.untried,
        "proved": not policy.not_proved,
        **policy.total.to_dict(),
        "kinds": {kind: policy.kind(kind).to_dict() for kind in KINDS},
        "groups": {
            name: {
                **total(counts.values()).to_dict(),
                "kinds": {kind: counts[kind].to_dict() for kind in KINDS if kind in counts},
            }
            for name, counts in rows.items()
        },
        "uncovered": [
            {
                "kind": item.kind,
                "group": item.row,
                "at": item.at,
                "what": item.words,
                "why": item.why,
                **_position(item.mark),
                "case": item.case,
            }
            for item in policy.uncovered
        ],
        "impossible": [{"what": words, **_position(mark)} for words, mark in policy.impossible],
        "offered": [
            {"name": case.name, "request": dict(case.request), "expect": dict(case.expect)} for case in policy.offered
        ],
    }


def _position(mark: Mark) -> dict[str, Any]:
    return {"file": mark.file, "line": mark.line, "column": mark.column}
