"""Facts of each type, stated and derived, and conditions that can hold of them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

Written = dict[str, Any]

TIERS, LEVELS, WAYS = ("basic", "gold"), ("P1", "P2", "P3"), ("phone", "email", "web")
CITES: tuple[str | list[str], ...] = ("terms.all", "readings.nights", ["terms.all", "terms.table"])
VALUES: dict[str, list[Any]] = {
    "impact": ["low", "medium", "high"],
    "activity": ["fault", "question"],
    "down": [True, False],
    "users": [0, 12, 1000],
    "product": ["router", "switch"],
    "agreed": ["2 hours", "1 business day"],
    "bought": ["2025-06-30", "2026-02-28"],
    "released": [],
    "zone": ["Asia/Tokyo", "America/Denver", "UTC"],
    "land": ["DE-BE", "GB"],
}
"""Values of the facts that are stated. What is compared by its age is not presumed."""
STATED: dict[str, Written] = {
    "impact": {"ask": "How bad is it?", "choices": {"low": "one is hit", "medium": None, "high": "all are hit"}},
    "activity": {"choices": ["fault", "question"]},
    "down": {"ask": "Is it down?", "type": "boolean"},
    "users": {"type": "number", "minimum": 0, "maximum": 1000},
    "product": {"type": "text"},
    "agreed": {"type": "span"},
    "bought": {"type": "date"},
    "released": {"type": "date"},
    "zone": {"type": "timezone"},
    "land": {"type": "country"},
}
TESTS: dict[str, list[Any]] = {
    "tier": ["gold", ["basic"]],
    "arrived_by": ["phone", ["email", "web"]],
    "claimed_priority": ["P1", ["P2", "none"]],
    "impact": ["high", ["low", "high"], {"at_least": "medium"}, {"less_than": "high"}],
    "activity": ["fault", ["question"]],
    "down": [True, False],
    "users": [0, {"at_least": 100}, {"more_than": 10, "at_most": 50}, {"less_than": 100}],
    "product": ["router", ["router", "switch"]],
    "agreed": ["2 hours"],
    "bought": [{"before": "2026-01-01"}, {"from": "2026-01-01", "before": "2026-07-01"}],
    "released": [{"older_than": "24 months"}, {"at_most_old": "12 months"}],
    "severity": ["minor", {"more_than": "minor"}],
    "is_big": [True, False],
    "priority": ["P1", ["P2", "P3"]],
    "scope": ["support", ["support", "consulting"]],
}
"""By fact, what a condition may ask of it; each holds in some request, whatever other facts are."""
HOURS_READ: tuple[str | list[str], ...] = ("office", "noon", ["office", "noon"])
DERIVED = {"severity": ("minor", "major"), "is_big": (True, False), "answer": ("30 minutes", "3 hours"),
           "home": ("Europe/Paris", "UTC")}  # fmt: skip
SEVERITIES = ["minor", "major", "critical"]


# Hypothesis validates each strategy that it has not met, so those that are drawn from again and again are kept.
@cache
def _place(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1) if count else st.nothing()


@cache
def _places(count: int, least: int, most: int) -> st.SearchStrategy[list[int]]:
    return st.lists(_place(count), min_size=least, max_size=most, unique=True)


@dataclass(slots=True)
class Draws:
    """What is drawn of a policy, in the words of its file."""

    draw: st.DrawFn
    facts: dict[str, Written] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    """Of all facts, those too that are still to be drawn."""
    bases: dict[str, set[str]] = field(default_factory=dict)
    """By derived fact, the facts that it follows from."""

    def pick(self, values: Sequence[Any]) -> Any:
        return deepcopy(values[self.draw(_place(len(values)))])

    def often(self) -> bool:
        return bool(self.draw(_place(3)))

    def seldom(self) -> bool:
        return self.draw(_place(4)) == 3

    def several(self, values: Sequence[Any], least: int, most: int) -> list[Any]:
        return deepcopy([values[place] for place in self.draw(_places(len(values), least, most))])

    def cite(self) -> Any:
        return self.pick(CITES)

    def when(self, readable: Sequence[str]) -> Written:
        """Return the condition of a rule, or nothing."""
        names = self.independent(self.several(readable, 0, 2))
        tests: list[Written] = [{name: self.pick(TESTS[name])} for name in names]
        if "received" not in set().union(*map(self.bases_of, names)) and self.seldom():
            tests.append({"received": {"within": self.pick(self.hours_read())}})
        if not tests:
            return {}
        form = self.pick(["flat", "flat", "flat", "all", "any", "not"])
        if form == "flat":
            return {"when": {name: test for part in tests for name, test in part.items()}}
        return {"when": {form: tests[0] if form == "not" else tests}}

    def hours_read(self) -> Sequence[str | list[str]]:
        """Return what the receipt may be within: what facts place depends on these, so that no fact here reads it."""
        is_placed = bool({"zone", "home", "land"} & set(self.names))
        return ("noon",) if is_placed and len(self.facts) < len(self.names) else HOURS_READ

    def bases_of(self, name: str) -> set[str]:
        """Return all that the value of a fact depends on, itself among it."""
        return {name}.union(*map(self.bases_of, self.bases.get(name, ())))

    def independent(self, names: Sequence[str]) -> list[str]:
        """Return names of which no two depend on the same, so that any tests of them can hold at once."""
        chosen: list[str] = []
        for name in names:
            if not any(self.bases_of(name) & self.bases_of(earlier) for earlier in chosen):
                chosen.append(name)
        return chosen


def draw_facts(draws: Draws) -> None:
    """Draw what is known of requests, each fact presumed or derived by the facts before it."""
    draws.names = draws.several([*STATED], 1, 4)
    draws.names += [name for name in DERIVED if draws.seldom()]
    for name in draws.names:
        is_stated = name in STATED
        draws.facts[name] = STATED[name] | _stated_more(draws, name) if is_stated else _derived(draws, name)


def _stated_more(draws: Draws, name: str) -> Written:
    more: Written = {}
    if draws.seldom():
        more["optional"] = True
    if VALUES[name] and draws.often():
        value = draws.pick(VALUES[name])
        cases = [{**draws.when(early(draws)), "value": value}, {"value": draws.pick(VALUES[name])}]
        more["presume"] = draws.pick([value, cases[1:], cases])
        more |= {"cite": draws.cite()} if draws.seldom() else {}
    if name in ("zone", "land", "agreed") and draws.often():
        more["from"] = "contract"
    return more


def early(draws: Draws) -> list[str]:
    """Return what presumptions, entries, scope and priorities read: what conditions can compare."""
    return [name for name in (*draws.facts, "tier", "arrived_by", "claimed_priority") if name in TESTS]


def late(draws: Draws) -> list[str]:
    """Return what coverage, channels, promises and what follows them read."""
    return [*early(draws), "priority", "scope"]


def _derived(draws: Draws, name: str) -> Written:
    """Draw a fact that has either of two values, by a condition that can hold or not."""
    kinds: dict[str, Written] = {"severity": {"choices": SEVERITIES}, "is_big": {"type": "boolean"}}
    kind = kinds.get(name) or {"type": "span" if name == "answer" else "timezone"}
    value, otherwise = draws.pick([DERIVED[name], DERIVED[name][::-1]])
    rest = {"id": f"{name}-rest", "value": otherwise, "cite": draws.cite()}
    if name == "severity" and "impact" in draws.facts and draws.often():
        draws.bases[name] = {"impact", "tier"}
        values = {"low": value, "medium": draws.pick([value, "none"]), "high": otherwise}
        cells = {down: dict.fromkeys(TIERS, values[down]) for down in VALUES["impact"]}
        axes = {"down": "impact", "across": "tier"}
        return {**kind, "derive": [{"grid": axes, "id": "severities", "cells": cells, "cite": draws.cite()}, rest]}
    base = draws.pick(early(draws))
    draws.bases[name] = {base}
    first = {"id": f"{name}-0", "when": {base: draws.pick(TESTS[base])}, "value": value, "cite": draws.cite()}
    return {**kind, "derive": [first, rest]}
