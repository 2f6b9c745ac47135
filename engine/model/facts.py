"""Records of facts, and of the conditions that read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ..findings import NOWHERE, Mark
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
class IsOneOf:
    """The fact has one of these values."""

    fact: str
    values: tuple[Value, ...]
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compares:
    """The fact, a number or an ordered choice, stands so to the bound."""

    fact: str
    comparison: Comparison
    bound: Value
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts, always."""

    parts: tuple[Condition, ...]
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


Condition = IsOneOf | Compares | All | Any | Not

ALWAYS = All(())


@dataclass(frozen=True, slots=True)
class Presumption:
    """A value taken for a fact that nobody stated, where `when` holds."""

    when: Condition
    value: Value
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
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
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)
