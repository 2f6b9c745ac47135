"""Records of spans and facts, and of the conditions that read facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ..findings import Marked, Placed
from .ages import Age


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of open time: `seconds`, and `days` whose length the hours decide."""

    seconds: int
    days: int = 0
    text: str = field(default="", compare=False)


CLAIM = "claimed_priority"
"""The built-in fact of the level that a requester claims."""

NO_CLAIM = "none"
"""Its value where a request claims no level."""

BUILT_IN_FACTS = ("tier", "scope", "priority", "arrived_by", CLAIM)
"""Facts that every policy has without declaring them."""

RESERVED_NAMES = ("all", "any", "not", *BUILT_IN_FACTS, "coverage", "channel", "policy", "received")
"""Names that no declared fact may take."""

Value = str | bool | int | float | Span | date
"""A known value of a fact: a choice or text, a boolean, a number, a span, a date."""

FactType = Literal["choice", "boolean", "number", "span", "text", "date", "timezone", "country"]

PLACES = ("timezone", "country")
"""Types of facts in whose values hours count, and that no condition compares."""

Comparison = Literal["at_least", "more_than", "at_most", "less_than"]

DateComparison = Literal["before", "from", "older_than", "at_most_old"]
"""How a date stands to another date, or to an age at receipt."""


@dataclass(frozen=True, slots=True)
class IsOneOf(Marked):
    """The fact has one of these values."""

    fact: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Compares(Marked):
    """The fact, a number, an ordered choice or a date, stands so to the bound; of a date, that can be an age."""

    fact: str
    comparison: Comparison | DateComparison
    bound: Value | Age


@dataclass(frozen=True, slots=True)
class All(Marked):
    """Every part holds; without parts, always."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any(Marked):
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not(Marked):
    """The part does not hold."""

    part: "Condition"


Condition = IsOneOf | Compares | All | Any | Not

ALWAYS = All(())


@dataclass(frozen=True, slots=True)
class Presumption(Marked):
    """A value taken for a fact that nobody stated, where `when` holds."""

    when: Condition
    value: Value


@dataclass(frozen=True, slots=True)
class Grid(Marked):
    """A matrix as the document prints it: the facts on its axes, and where it counts at all."""

    id: str
    down: str
    across: str
    when: Condition = ALWAYS
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """Where a rule stands in a grid: at a value of each axis."""

    grid: Grid
    down: str
    across: str


@dataclass(frozen=True, slots=True)
class Derivation(Placed):
    """An entry that gives a derived fact its value where `when` holds, and that of no entry before it."""

    id: str
    when: Condition
    value: Value
    cite: tuple[str, ...]
    cell: GridCell | None = None


@dataclass(frozen=True, slots=True)
class Fact(Marked):
    """One named, typed thing that can be known of a request.

    `choices` maps each choice, in the order written, to its explanation (empty where none is
    given); it is empty for other types. Where `derive` has entries, nobody states the fact.
    """

    name: str
    ask: str
    type: FactType
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    presume: tuple[Presumption, ...] = ()
    derive: tuple[Derivation, ...] = ()
    from_contract: bool = False
    optional: bool = False
    cite: tuple[str, ...] = ()


SCOPES = ("not_covered", "consulting", "support")
"""The outcomes of scope, the most restrictive first."""
