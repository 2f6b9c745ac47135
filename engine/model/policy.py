"""Records of a policy, of the documents behind it, and of what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..findings import Marked, Placed
from .facts import Condition, Fact, Group, Value
from .hours import Hours, Span
from .owed import Escalation, IntakeItem, Promise, Service


@dataclass(frozen=True, slots=True)
class Expectation(Marked):
    """One thing that an invariant expects, by the key it was written under.

    `promise` names the promise that it is about, if any. `value` holds names (None among them
    stands for none), a span or None for nothing owed, or how two situations compare.
    """

    key: str
    value: tuple[str | None, ...] | Span | str | None
    promise: str = ""


@dataclass(frozen=True, slots=True)
class Invariant(Marked):
    """Something that is so in every situation that `when` holds in.

    With `between`, a fact and its values in order, it is so between every two situations that
    differ in this fact alone.
    """

    id: str
    when: Condition
    expect: tuple[Expectation, ...]
    between: tuple[str, tuple[Value, ...]] | None = None
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acceptance(Marked):
    """A finding that is meant to be so: its check, what it is found at, and why."""

    check: str
    at: str
    because: str


@dataclass(frozen=True, slots=True)
class Clause(Marked):
    """A place in a source document, and what it says."""

    at: str
    says: str


@dataclass(frozen=True, slots=True)
class Source(Marked):
    """A document that the policy encodes."""

    title: str
    clauses: Mapping[str, Clause]


@dataclass(frozen=True, slots=True)
class Reading(Marked):
    """How a clause was resolved that is silent, ambiguous or contradicts another."""

    clause: tuple[str, ...]
    question: str
    answer: str
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Tier(Marked):
    """A plan that a customer buys; `contacts` is None where their number is not limited or not said."""

    title: str
    contacts: int | None = None
    note: str = ""
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way(Marked):
    """A way in which a request can come in."""

    contact: str
    note: str = ""
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy(Placed):
    """One edition of one vendor's support terms. `effective` holds ISO dates, both inclusive."""

    id: str
    title: str
    edition: str
    timezone: str
    effective: tuple[str | None, str | None]
    review_by: str | None
    sources: Mapping[str, Source]
    readings: Mapping[str, Reading]
    facts: Mapping[str, Fact]
    hours: Mapping[str, Hours]
    tiers: Mapping[str, Tier]
    levels: Mapping[str, str]
    ways: Mapping[str, Way]
    scope: Group
    priority: Group
    coverage: Group
    channel: Group
    promises: Mapping[str, Promise]
    services: Mapping[str, Service]
    intake: tuple[IntakeItem, ...]
    escalation: tuple[Escalation, ...]
    always: tuple[Invariant, ...]
    checks: Mapping[str, str]
    accept: tuple[Acceptance, ...]
    digest: str

    @property
    def groups(self) -> tuple[Group, ...]:
        """The four groups, in the order written in the language's reference."""
        return (self.scope, self.priority, self.coverage, self.channel)

    def group(self, name: str) -> Group:
        """Return one of the four groups by its name."""
        return next(group for group in self.groups if group.name == name)
