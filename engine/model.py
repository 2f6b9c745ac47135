"""The records that a policy, a contract and a request are read into.

Every record is frozen and says where it was written (`mark`, outside equality), so that
whatever is said about it later can point at its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .findings import NOWHERE, Finding, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

SCOPES = ("not_covered", "consulting", "support")
"""The outcomes of scope, the most restrictive first."""

MINUTES_A_DAY = 1440

BUILT_IN_FACTS = ("tier", "scope", "priority", "arrived_by")
"""Facts that every policy has without declaring them."""

RESERVED_NAMES = ("all", "any", "not", "scope", "priority", "coverage", "channel", "tier", "policy", "arrived_by")
"""Names that no declared fact may take."""


class Placed:
    """A record that knows the places of its keys as well as its own."""

    __slots__ = ()
    mark: Mark
    marks: Mapping[str, Mark]

    def key_mark(self, key: str) -> Mark:
        """Return the place of one of its keys, its own where it has none."""
        return self.marks.get(key, self.mark)


# ── time ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of open time: `seconds`, and `days` whose length the hours decide."""

    seconds: int
    days: int = 0
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of one weekday in minutes after its midnight; an `end` over 1440 is on the next day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The public holidays of a country or of one of its regions, by the codes of the holidays library."""

    country: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Hours(Placed):
    """A weekly opening pattern in a time zone, less holidays.

    `week` holds seven tuples of openings, Monday first. `dates` maps ISO dates to the openings
    that replace those of that day, holiday or not. `day` is the written length of a business
    day in seconds; None where it follows from the week.
    """

    name: str
    timezone: str
    week: tuple[tuple[Opening, ...], ...]
    holidays: HolidayCalendar | None = None
    dates: Mapping[str, tuple[Opening, ...]] = field(default_factory=dict)
    day: int | None = None
    cite: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False, repr=False)


# ── facts and conditions ──────────────────────────────────────────────────────

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


# ── rules ─────────────────────────────────────────────────────────────────────


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


# ── what is owed ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SpanOf:
    """A span that a fact of the request gives."""

    fact: str


Cell = Span | SpanOf | None
"""What one tier and level is owed: a span, a span fact, or explicitly nothing."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What is owed, by tier and level; a pair that is not in `within` owes nothing.

    Keys of `within` are (tier, level) for support and (tier, None) for consulting.
    """

    name: str
    scope: Literal["support", "consulting"]
    within: Mapping[tuple[str, str | None], Cell]
    cite: tuple[str, ...]
    repeats: bool = False
    hours: str | None = None
    kind: Literal["goal", "guarantee"] | None = None
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Service:
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
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """What the requester must bring."""

    needs: str
    when: Condition = ALWAYS
    optional: bool = False
    note: str = ""
    cite: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Escalation:
    """Whom to turn to, and on what occasions; without occasions, on any dissatisfaction."""

    to: str
    contact: str = ""
    when_any: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


# ── what is said of the policy itself ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that an invariant expects, by the key it was written under.

    `promise` names the promise that it is about, if any. `value` holds names (None among them
    stands for none), a span or None for nothing owed, or how two situations compare.
    """

    key: str
    value: tuple[str | None, ...] | Span | str | None
    promise: str = ""
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that is so in every situation that `when` holds in.

    With `between`, a fact and its values in order, it is so between every two situations that
    differ in this fact alone.
    """

    id: str
    when: Condition
    expect: tuple[Expectation, ...]
    between: tuple[str, tuple[Value, ...]] | None = None
    cite: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that is meant to be so: its check, what it is found at, and why."""

    check: str
    at: str
    because: str
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


# ── a policy ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a source document, and what it says."""

    at: str
    says: str
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the policy encodes."""

    title: str
    clauses: Mapping[str, Clause]
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clause was resolved that is silent, ambiguous or contradicts another."""

    clause: tuple[str, ...]
    question: str
    answer: str
    otherwise: str = ""
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Tier:
    """A plan that a customer buys; `contacts` is None where their number is not limited or not said."""

    title: str
    contacts: int | None = None
    note: str = ""
    cite: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which a request can come in."""

    contact: str
    note: str = ""
    cite: tuple[str, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


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
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False, repr=False)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The four groups, in the order written in the language's reference."""
        return (self.scope, self.priority, self.coverage, self.channel)


# ── contracts ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Contract(Placed):
    """One customer's purchase. `start` and `end` are ISO dates, both inclusive."""

    id: str
    customer: str
    policy: str
    tier: str
    edition: str | None = None
    start: str | None = None
    end: str | None = None
    timezone: str | None = None
    domains: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    facts: Mapping[str, Stated] = field(default_factory=dict)
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False, repr=False)


# ── requests ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as a request or contract states it, as yet unchecked; None means asked, not known."""

    value: object
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Request(Placed):
    """What a customer sends. `received` and `last_update` are seconds since 1970-01-01 UTC."""

    id: str | None
    received: int
    policy: str | None = None
    tier: str | None = None
    contract: str | None = None
    channel: str | None = None
    sender: str | None = None
    claimed_priority: str | None = None
    last_update: int | None = None
    subject: str | None = None
    body: str | None = None
    facts: Mapping[str, Stated] = field(default_factory=dict)
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False, repr=False)


# ── cases ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that a case expects of its decision, by the key it was written under."""

    key: str
    value: object
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A request with the decision it must get; `request` is None where it is not a valid one.

    It is `unsound` where something is wrong with the case itself, so that it can neither pass nor fail.
    """

    name: str
    request: Request | None
    expect: tuple[Expected, ...]
    invalid: tuple[Finding, ...] = ()
    unsound: bool = False
    mark: Mark = field(default=NOWHERE, compare=False, repr=False)
