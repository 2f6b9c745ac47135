"""The records that a policy, a contract and a request are read into.

Every record is frozen and says where it was written (`mark`, outside equality), so that
whatever is said about it later can point at its line.
"""

from .facts import (
    ALWAYS,
    BUILT_IN_FACTS,
    RESERVED_NAMES,
    SCOPES,
    All,
    Any,
    Compares,
    Comparison,
    Condition,
    Fact,
    FactType,
    Group,
    IsOneOf,
    Not,
    Offer,
    Presumption,
    Rule,
    Value,
)
from .hours import MINUTES_A_DAY, HolidayCalendar, Hours, Opening, Span
from .owed import Cell, Escalation, IntakeItem, Promise, Service, SpanOf
from .policy import Acceptance, Clause, Expectation, Invariant, Policy, Reading, Source, Tier, Way
from .requests import FIRST_RECEIVED, LAST_RECEIVED, Case, Contract, Expected, Request, Stated

__all__ = [
    "ALWAYS",
    "BUILT_IN_FACTS",
    "FIRST_RECEIVED",
    "LAST_RECEIVED",
    "MINUTES_A_DAY",
    "RESERVED_NAMES",
    "SCOPES",
    "Acceptance",
    "All",
    "Any",
    "Case",
    "Cell",
    "Clause",
    "Compares",
    "Comparison",
    "Condition",
    "Contract",
    "Escalation",
    "Expectation",
    "Expected",
    "Fact",
    "FactType",
    "Group",
    "HolidayCalendar",
    "Hours",
    "IntakeItem",
    "Invariant",
    "IsOneOf",
    "Not",
    "Offer",
    "Opening",
    "Policy",
    "Presumption",
    "Promise",
    "Reading",
    "Request",
    "Rule",
    "Service",
    "Source",
    "Span",
    "SpanOf",
    "Stated",
    "Tier",
    "Value",
    "Way",
]
