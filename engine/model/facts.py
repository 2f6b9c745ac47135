"""Records of facts, of the conditions that read them, and of the rules that stand under those."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ..findings import Marked
from .hours import Span

if TYPE_CHECKING:
    from collections.abc import Mapping


BUILT_IN_FACTS = ("tier", "scope", "priority", "arrived_by")
"""Facts that every policy has without declaring them."""

RESERVED_NAMES = ("all", "any", "not", "scope", "priority", "coverage", "channel", "tier", "policy", "arrived_by")
"""Names that no declared fact may take."""

Value = str | bool | int | float | Span
"""A known value of a fact: a choice or text, a boolean, a number, a span."""

FactType = Literal["choice", "boolean", "number", "span", "text"]

Comparison = Literal["at_least", "more_than", "at_most", "less_than"]


@dataclass(frozen=True, slots=True)
class IsOneOf(Marked):
    """The fact has one of these values."""

    fact: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Compares(Marked):
    """The fact, a number or an ordered choice, stands so to the bound."""

    fact: str
    comparison: Comparison
    bound: Value


@dataclass(frozen=True, slots=True)
class All(Marked):
    """Every part holds; without parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any(Marked):
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not(Marked):
    """The part does not hold."""

    part: Condition


Condition = IsOneOf | Compares | All | Any | Not

ALWAYS = All(())


@dataclass(frozen=True, slots=True)
class Presumption(Marked):
    """A value taken for a fact that nobody stated, where `when` holds."""

    when: Condition
    value: Value


@dataclass(frozen=True, slots=True)
class Fact(Marked):
    """One named, typed thing that can be known of a request.

    `choices` maps each choice, in the order written, to its explanation (empty where none is
    given); it is empty for other types.
    """

    name: str
    ask: str
    type: FactType
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    presume: tuple[Presumption, ...] = ()
    from_contract: bool = False
    optional: bool = False


SCOPES = ("not_covered", "consulting", "support")
"""The outcomes of scope, the most restrictive first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a channel rule adds: ways required, preferred and allowed."""

    require: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Marked):
    """One sentence of the contract: an outcome, and the situations it holds in."""

    id: str
    when: Condition
    then: str | Offer
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group(Marked):
    """The rules that decide one question, in the order written."""

    name: Literal["scope", "priority", "coverage", "channel"]
    rules: tuple[Rule, ...]
