"""Records of rules: what each comes to, and the group that it decides with others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ..findings import NOWHERE, Mark

if TYPE_CHECKING:
    from .facts import Condition


SCOPES = ("not_covered", "consulting", "support")
"""The outcomes of scope, the most restrictive first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a channel rule adds: ways required, preferred and allowed."""

    require: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of the contract: an outcome, and the situations it holds in."""

    id: str
    when: Condition
    then: str | Offer
    cite: tuple[str, ...]
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """The rules that decide one question, in the order written."""

    name: Literal["scope", "priority", "coverage", "channel"]
    rules: tuple[Rule, ...]
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)
