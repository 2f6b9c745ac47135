"""Promises: what is owed by tables, rules and grids, and what their clocks do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .drawn_facts import LEVELS, TIERS, VALUES, late

if TYPE_CHECKING:
    from .drawn_facts import Draws, Written

SPANS = ("1 hour", "30 minutes", "2 business days", "0 hours", "7 hours 30 minutes")
DATES: tuple[Written, ...] = (
    {"business_days": 0, "at": "close"},
    {"business_days": 1, "at": "close"},
    {"business_days": 2, "at": "12:00"},
)
CLOCKS: tuple[Written, ...] = (
    {},
    {"from": "received"},
    {"until": "replied"},
    {"until": ["workaround", "closed"], "pauses": "waiting"},
    {"from": "acknowledged", "until": "closed", "on_change": "restart"},
    {"repeats": True},
    {"repeats": True, "pauses": "waiting", "on_resume": "restart", "on_change": "recompute"},
    {"repeats": True, "from": "asked", "until": "replied", "pauses": "waiting", "on_resume": "continue"},
)
NAMES = ("initial_response", "resolution", "status_update", "relief")


def draw_promises(draws: Draws, hours: Written) -> Written:
    """Draw what is owed."""
    names = draws.pick([draws.several(NAMES, 1, 2), [*NAMES[:2]]])
    promises = {name: _support(draws, name, hours) for name in names}
    if draws.seldom():
        within = {tier: draws.pick(["2 business days", "none", "1 day"]) for tier in TIERS}
        promises["consulting_answer"] = {"scope": "consulting", "within": within, "cite": draws.cite()}
    return promises


def _support(draws: Draws, name: str, hours: Written) -> Written:
    clock = draws.pick(CLOCKS)
    promise: Written = {**clock, "scope": "support"} if draws.seldom() else {**clock}
    own = draws.pick([None, None, None, "always", *(h for h in ("nights", "anywhere") if h in hours)])
    plain = own in ("nights", "anywhere")
    promise |= {"hours": own} if own else {}
    promise |= {"kind": draws.pick(["goal", "guarantee"])} if draws.seldom() else {}
    if draws.seldom():
        promise["measure"] = {"share": "95 %", "per": "quarter", "credit": "a tenth", "cite": draws.cite()}
    if draws.often():
        promise["within"] = {tier: _row(draws, plain) for tier in draws.several(TIERS, 1, 2)}
    if "within" not in promise or draws.seldom():
        promise["rules"] = _rules(draws, name, plain)
    return promise | {"cite": _cites(draws, promise)}


def _row(draws: Draws, plain: bool) -> Any:
    if draws.seldom():
        return entry(draws, plain)
    return {level: entry(draws, plain) for level in draws.several(LEVELS, 1, 3)}


def entry(draws: Draws, plain: bool) -> Any:
    """Draw what is owed: a span, by a fact or by a date; `plain` where hours have no days that a date could name."""
    spans = [name for name in ("agreed", "answer") if name in draws.facts]
    form = draws.pick(["span", "span", "none", *["fact"] * 2 * bool(spans), "more", *["by", "cutoff"] * (not plain)])
    span = draws.pick(SPANS)
    if form == "fact":
        name = draws.pick(spans)
        return {"fact": name, **({"else": span} if draws.facts[name].get("optional") and draws.often() else {})}
    if form == "by":
        cutoff = draws.pick([{}, {"cutoff": "15:00"}, {"cutoff": "close"}])
        return draws.pick([{"by": draws.pick(DATES), **cutoff}, {"by": {"days": 1, "at": "24:00"}, "cutoff": "12:00"}])
    if form == "cutoff":
        return {"within": span, "cutoff": draws.pick(["15:00", "close", "24:00"])}
    if form == "more":
        more = {"hours": "always", "kind": "goal", "cite": draws.cite()}
        return {"within": span, **{key: more[key] for key in draws.several([*more], 1, 3)}}
    return {"span": span, "none": "none"}[form]


def _rules(draws: Draws, name: str, plain: bool) -> list[Written]:
    rules = [
        {"id": f"{name}-{n}", **draws.when(late(draws)), "then": entry(draws, plain), "cite": draws.cite()}
        for n in range(draws.pick([1, 1, 2]))
    ]
    if draws.seldom():
        down, values = draws.pick(
            [("tier", TIERS), *([("impact", VALUES["impact"])] if "impact" in draws.facts else [])]
        )
        cells = {value: {level: entry(draws, plain) for level in LEVELS} for value in values}
        grid = {"down": down, "across": "priority"}
        rules.append({"grid": grid, "id": f"{name}-grid", "cells": cells, "cite": draws.cite()})
    return rules


def _cites(draws: Draws, promise: Written) -> Any:
    """Draw citations, of which some are for cells that the promise has."""
    if not promise.get("within") or draws.often():
        return draws.cite()
    tier = draws.pick([*promise["within"]])
    row = promise["within"][tier]
    levels = [level for level in LEVELS if isinstance(row, dict) and level in row] or [*LEVELS]
    limited = draws.pick([{"tiers": tier}, {"levels": levels[0]}, {"tiers": [tier], "levels": levels}])
    return ["terms.all", {**limited, "cite": "terms.table"}]
