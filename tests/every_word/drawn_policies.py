"""Policies of every word: each of them valid, as plain values of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from .drawn_facts import LEVELS, TIERS, VALUES, WAYS, Draws, draw_facts, early, late
from .drawn_hours import draw_calendars, draw_hours
from .drawn_promises import SPANS, draw_promises

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .drawn_facts import Written

CLAUSES = {"all": {"at": "Page 1", "says": "everything"}, "table": {"at": "Page 2", "says": "how soon"}}
READING = {"clause": ["terms.all"], "question": "at night?", "answer": "yes", "otherwise": "no", "tell": True}
EVENTS = {"acknowledged": {"title": "Taken up"}, "workaround": {"title": "A way around"}}


@st.composite
def policies(draw: st.DrawFn) -> Written:
    """Draw a policy that can be used."""
    draws = Draws(draw)
    draw_facts(draws)
    calendars = draw_calendars(draws) if draws.often() else {}
    hours = draw_hours(draws, calendars)
    written: Written = {
        **_head(draws),
        "facts": draws.facts,
        "calendars": calendars,
        "hours": hours,
        "tiers": {"basic": {"title": "Basic", "contacts": 2}, "gold": {"title": "Gold", "contacts": "unlimited"}},
        **_groups(draws),
        "events": EVENTS,
        "promises": draw_promises(draws, hours),
        "services": _services(draws) if draws.seldom() else {},
        "intake": _intake(draws) if draws.seldom() else [],
    }
    written["escalation"] = _escalation(draws, written) if draws.seldom() else []
    written["always"] = _always(draws, written) if draws.seldom() else []
    if draws.seldom():
        written["checks"] = {"unused-clause": "off", "gap": "error"}
        written["accept"] = [{"check": "unused-hours", "at": "noon", "because": "it is to come"}]
    return {key: value for key, value in written.items() if value}


def _head(draws: Draws) -> Written:
    head: Written = {"remit": 1, "policy": "drawn", "title": "Drawn", "edition": "1"}
    if draws.often():
        head |= {"timezone": "Europe/Berlin", "effective": {"from": "2026-01-01", "to": "2027-12-31"}}
    if draws.seldom():
        head["review_by"] = "2027-06-30"
    clauses = CLAUSES | ({"intro": {"at": "Page 0", "says": "hello", "background": True}} if draws.seldom() else {})
    return head | {"sources": {"terms": {"title": "Terms", "clauses": clauses}}, "readings": {"nights": dict(READING)}}


def _rules(draws: Draws, name: str, readable: Sequence[str], thens: Sequence[Any], rest: Any) -> list[Written]:
    """Draw rules of a group, the last of which always holds."""
    drawn = [
        {"id": f"{name}-{n}", **draws.when(readable), "then": draws.pick(thens), "cite": draws.cite()}
        for n in range(draws.pick([0, 1, 1, 2, 3]))
    ]
    return [*drawn, {"id": f"{name}-rest", "then": rest, "cite": draws.cite()}]


def _groups(draws: Draws) -> Written:
    order = draws.pick([None, "scope", "priority"])
    scope = [*early(draws), *(["priority"] if order == "priority" else [])]
    priority = [*early(draws), *(["scope"] if order == "scope" else [])]
    levels: Written = {"P1": {"title": "Critical", "also": ["urgent", "1"]}, "P2": "Normal", "P3": "Low"}
    thens = ["support", "support", "consulting", "not_covered"]
    priorities = _rules(draws, "priority", priority, LEVELS, "P3")
    if "impact" in draws.facts and draws.often():
        cells = {down: {tier: draws.pick([*LEVELS, "none"]) for tier in TIERS} for down in VALUES["impact"]}
        when = {"when": {"down": True}} if "down" in draws.facts and draws.seldom() else {}
        axes = {"down": "impact", "across": "tier"}
        priorities.append({"grid": axes, "id": "matrix", **when, "cells": cells, "cite": draws.cite()})
    ways = {"phone": {"contact": "+49 30 1", "note": "day and night"}, "email": {"cite": "terms.all"}, "web": {}}
    offers = [{"require": "phone"}, {"allow": ["email", "web"]}, {"follow_up": "phone"}, {"prefer": "web"}]
    return {
        "scope": {"rules": _rules(draws, "scope", scope, thens, "support")},
        "priorities": {"levels": levels, "rules": priorities},
        "coverage": {"rules": _rules(draws, "coverage", late(draws), ["office", "noon", "always"], "office")},
        "channels": {"ways": ways, "rules": _rules(draws, "channel", late(draws), offers, {"allow": [*WAYS]})},
    }


def _services(draws: Draws) -> Written:
    more: Written = {
        "tiers": "gold", "levels": ["P1", "P2"], "per_year": 4, "span": "2 business days", "billable": True,
        "note": "on request", "cite": "terms.all", **draws.when(late(draws)),
    }  # fmt: skip
    more |= {"activities": ["fault"]} if "activity" in draws.facts else {}
    return {"report": {"title": "A report", **{key: more[key] for key in draws.several([*more], 0, 4)}}}


def _intake(draws: Draws) -> list[Written]:
    more: Written = {"optional": True, "given_by": ["subject", "contract"], "note": "in short", "cite": "terms.all"}
    more |= draws.when(late(draws))
    return [{"needs": "what happened", **{key: more[key] for key in draws.several([*more], 0, 3)}}]


def _escalation(draws: Draws, written: Written) -> list[Written]:
    occasions: list[Any] = [
        "response_overdue",
        "update_overdue",
        "criticality_changed",
        "handling",
        "reopened",
        "workaround",
    ]
    occasions += [{"overdue": name} for name in written["promises"]]
    after = {"after": draws.pick(SPANS[:2]), **({"hours": draws.pick([*written["hours"]])} if draws.often() else {})}
    more = draws.pick([{}, after, {"when_any": draws.several([o for o in occasions if isinstance(o, str)], 1, 2)}])
    if draws.seldom():
        more["when_any"] = [draws.pick(occasions)]
    return [{"to": "head of support", "contact": "+49 30 2", **draws.when(late(draws)), **more}, {"to": "anybody"}]


def _always(draws: Draws, written: Written) -> list[Written]:
    name = draws.pick([*written["promises"]])
    expects: list[Written] = [
        {"scope": ["support", "consulting", "not_covered"]}, {"priority": [*LEVELS]}, {"priority": None},
        {"coverage": ["office", "noon", "always"]}, {"required": "phone"}, {"allows": "email"}, {"forbids": ["phone"]},
        {"follow_up": None}, {"within": {name: "3 business days"}}, {"within": {name: "none"}},
        {"within": {name: {"by": {"business_days": 2, "at": "close"}}}},
    ]  # fmt: skip
    compared: list[Written] = [
        {"priority": "no_lower"}, {"scope": "same"}, {"allowed": "no_fewer"}, {"due": {name: "no_later"}},
        {"required": "same", "preferred": "same"},
    ]  # fmt: skip
    stated = [name for name in ("impact", "down", "users", "product") if name in draws.facts]
    fact = draws.pick(["tier", *stated])
    between = {"between": {fact: [*TIERS] if fact == "tier" else VALUES[fact]}}
    when = {"when": {"scope": "support"}} if draws.often() else {}
    held = {"id": "held", **when, "expect": draws.pick(expects), "cite": draws.cite()}
    invariants = [held, {"id": "compared", **between, "expect": draws.pick(compared)}]
    return invariants[: draws.pick([1, 2])]
