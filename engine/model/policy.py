"""Records of a policy: its documents, what is owed, and what it says of itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..findings import Marked, Placed
from .entries import DueDate
from .events import HANDLING, EventType
from .facts import ALWAYS, Condition, Fact, Span, Value
from .hours import Calendar, Hours
from .promises import Promise, PromiseRule
from .rules import Group, Rule

_DECIDED_ONCE = ("scope", "priority", "coverage", "channel")
"""The groups that every policy has."""


@dataclass(frozen=True, slots=True)
class Service(Marked):
    """An entitlement with its limits; remit shows a limit, it does not count it.

    `tiers`, `activities` and `levels` are empty where the service is not limited to some.
    """

    name: str
    title: str
    tiers: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    per_year: int | None = None
    span: Span | None = None
    note: str = ""
    cite: tuple[str, ...] = ()
    billable: bool = False
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class IntakeItem(Marked):
    """What the requester must bring; any key of the request in `given_by` brings it."""

    needs: str
    when: Condition = ALWAYS
    optional: bool = False
    note: str = ""
    cite: tuple[str, ...] = ()
    given_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverduePromise:
    """The occasion that a promise is overdue."""

    promise: str


Occasion = str | OverduePromise
"""On what one may turn to somebody: by its name, an event by its own, or what is overdue."""


@dataclass(frozen=True, slots=True)
class Escalation(Marked):
    """Whom to turn to, and on what occasions; without occasions, on any dissatisfaction.

    That a span has elapsed since the receipt is an occasion, too; it counts in `hours`, or else in those that coverage
    chose.
    """

    to: str
    contact: str = ""
    when_any: tuple[Occasion, ...] = ()
    cite: tuple[str, ...] = ()
    when: Condition = ALWAYS
    after: Span | None = None
    hours: str | None = None

    @property
    def is_always_open(self) -> bool:
        """Whether one may turn there whatever has happened."""
        return HANDLING in self.when_any or not (self.when_any or self.after)


@dataclass(frozen=True, slots=True)
class Expectation(Marked):
    """One thing that an invariant expects, by the key it was written under.

    `promise` names the promise that it is about, if any. `value` holds names (None among them
    stands for none), a span or a date, None for nothing owed, or how two situations compare.
    """

    key: str
    value: tuple[str | None, ...] | Span | DueDate | str | None
    promise: str = ""


@dataclass(frozen=True, slots=True)
class Invariant(Marked):
    """Something that must hold in every situation that fulfils `when`.

    With `between`, a fact and its values in order, it must hold between every two situations that
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
    """A place in a source document, and what it says; of a `background` clause, no decision depends on it."""

    at: str
    says: str
    background: bool = False


@dataclass(frozen=True, slots=True)
class Source(Marked):
    """A document that the policy encodes."""

    title: str
    clauses: Mapping[str, Clause]


@dataclass(frozen=True, slots=True)
class Reading(Marked):
    """How a clause was resolved that is silent, ambiguous or contradicts another; told to customers where `tell`."""

    clause: tuple[str, ...]
    question: str
    answer: str
    otherwise: str = ""
    tell: bool = False


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
    level_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other words by which requesters claim levels, of those that have some."""
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    events: Mapping[str, EventType] = field(default_factory=dict)
    """What can happen to a request besides the events that every policy knows."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """The four groups, in the order of the language's reference, and one for each promise that has rules."""
        promises = (promise.group for promise in self.promises.values() if promise.rules)
        return (self.scope, self.priority, self.coverage, self.channel, *promises)

    def group(self, name: str) -> Group:
        """Return a group by its name."""
        if name in _DECIDED_ONCE:
            group: Group = getattr(self, name)
            return group
        return next(group for group in self.groups if group.name == name)

    def with_rules(self, name: str, rules: Iterable[Rule]) -> "Policy":
        """Return the policy with other rules in a group."""
        group = self.group(name)
        if group.promise is None:
            changes: dict[str, Any] = {name: replace(group, rules=tuple(rules))}
            return replace(self, **changes)
        own = tuple(rule for rule in rules if isinstance(rule, PromiseRule))
        promise = replace(self.promises[group.promise], rules=own)
        return replace(self, promises={**self.promises, promise.name: promise})
