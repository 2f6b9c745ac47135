"""Policies without a file: in place, where a test says what matters and the rest is empty, and generated."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from hypothesis import strategies as st

from remit.engine.model import (
    ALWAYS,
    SCOPES,
    Entry,
    Fact,
    Group,
    Hours,
    Not,
    Offer,
    PlaceOf,
    Policy,
    Presumption,
    Promise,
    PromiseRule,
    Rule,
    Span,
    SpanOf,
    Tier,
    Way,
)

from .worlds import BUILT_IN, LEVELS, TIERS, WAYS, allowed, conditions, declared, tests_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from remit.engine.model import Cell, FactType

GroupName = Literal["scope", "priority", "coverage", "channel"]
HOURS = ("office", "always")


def a_policy(  # noqa: PLR0913 - one argument for each part that rules can depend on
    *,
    facts: Mapping[str, Fact] | None = None,
    scope: Group | None = None,
    priority: Group | None = None,
    coverage: Group | None = None,
    channel: Group | None = None,
    promises: Mapping[str, Promise] | None = None,
) -> Policy:
    """Return a policy with two tiers, three levels and three ways."""
    return Policy(
        id="acme",
        title="Acme",
        edition="1",
        timezone="UTC",
        effective=(None, None),
        review_by=None,
        sources={},
        readings={},
        facts=facts or {},
        hours={name: Hours(name, "UTC", ((),) * 7) for name in HOURS},
        tiers={name: Tier(name) for name in TIERS},
        levels=dict.fromkeys(LEVELS, ""),
        ways={name: Way(name) for name in WAYS},
        scope=scope or Group("scope", ()),
        priority=priority or Group("priority", ()),
        coverage=coverage or Group("coverage", ()),
        channel=channel or Group("channel", ()),
        promises=promises or {},
        services={},
        intake=(),
        escalation=(),
        always=(),
        checks={},
        accept=(),
        digest="",
    )


# ── generated policies ────────────────────────────────────────────────────────


@st.composite
def written_policies(draw: st.DrawFn, facts: Mapping[str, Fact] | None = None) -> Policy:
    """Draw a policy, its facts too unless they are given; scope may read priority, or the other way round."""
    facts = facts or draw(_facts(5))
    order = draw(st.sampled_from(["scope", "priority", None]))
    readable = [
        *(fact for fact in facts.values() if fact.type != "timezone"),
        *(BUILT_IN[name] for name in ("tier", "arrived_by", "claimed_priority")),
    ]
    early = readable
    scope_reads = [*readable, BUILT_IN["priority"]] if order == "priority" else early
    priority_reads = [*readable, BUILT_IN["scope"]] if order == "scope" else early
    late = [*readable, BUILT_IN["scope"], BUILT_IN["priority"]]
    return a_policy(
        facts=facts,
        scope=draw(_group("scope", scope_reads, st.sampled_from(SCOPES), 4)),
        priority=draw(_group("priority", priority_reads, st.sampled_from(LEVELS), 3)),
        coverage=draw(_group("coverage", late, st.sampled_from(HOURS), 2)),
        channel=draw(_group("channel", late, _offers(), 3)),
        promises=draw(_promises([fact.name for fact in facts.values() if fact.type == "span"], late)),
    )


@st.composite
def placed_policies(draw: st.DrawFn) -> Policy:
    """Draw a policy in which everything is support, most is owed, and hours count in zones that facts give."""
    facts = draw(_facts(3, ("choice", "boolean", "span")))
    readable = [*facts.values(), BUILT_IN["tier"]]
    zones = [
        draw(_presuming(Fact(f"zone-{n}", "", "timezone", optional=draw(st.booleans())), readable)) for n in (0, 1)
    ]
    facts |= {zone.name: zone for zone in zones}
    placed = {}
    for name in HOURS:
        zone = draw(st.sampled_from([*zones, *zones, None]))
        place = PlaceOf(zone.name, "UTC" if zone.optional else None) if zone else None
        placed[name] = Hours(name, "UTC", ((),) * 7, zone_of=place)
    policy = a_policy(
        facts=facts,
        scope=Group("scope", (Rule("scope-rest", ALWAYS, "support", ()),)),
        priority=draw(_group("priority", readable, st.sampled_from(LEVELS), 2)),
        coverage=draw(_group("coverage", readable, st.sampled_from(HOURS), 2)),
        promises=draw(_promises([fact.name for fact in facts.values() if fact.type == "span"], readable)),
    )
    cells: dict[tuple[str, str | None], Cell] = {
        (t, level): Entry(within=Span(3600)) for t in TIERS for level in LEVELS
    }
    always_owed = Promise("always-owed", "support", cells, ())
    return replace(policy, hours=placed, promises={**policy.promises, "always-owed": always_owed})


KINDS: tuple[FactType, ...] = ("choice", "boolean", "boolean", "number", "text", "span", "span", "date")


@st.composite
def _facts(draw: st.DrawFn, most: int, kinds: Sequence[FactType] = KINDS) -> dict[str, Fact]:
    """Draw facts of which each may be presumed under conditions on those drawn before, and put them in any order."""
    facts: list[Fact] = []
    for n in range(draw(st.integers(2, most))):
        fact = draw(declared(f"f{n}", kinds))
        facts.append(draw(_presuming(fact, [*facts, BUILT_IN["arrived_by"]])))
    return {fact.name: fact for fact in draw(st.permutations(facts))}


_FEW_PRESUMPTIONS = st.sampled_from([0, 0, 1, 1, 2])


@st.composite
def _presuming(draw: st.DrawFn, fact: Fact, read: Sequence[Fact]) -> Fact:
    """Draw what is presumed of a fact, under conditions on others."""
    presumptions = []
    tested_facts = st.sampled_from(read)
    for _ in range(draw(_FEW_PRESUMPTIONS)):
        tested = draw(tested_facts)
        when = draw(st.one_of(st.just(ALWAYS), tests_of(tested), tests_of(tested).map(Not)))
        presumptions.append(Presumption(when, draw(st.sampled_from(allowed(fact)))))
    return replace(fact, presume=tuple(presumptions))


@st.composite
def _group(
    draw: st.DrawFn, name: GroupName, facts: Sequence[Fact], thens: st.SearchStrategy[str | Offer], most: int
) -> Group:
    when = conditions(facts, 3)
    rules = [Rule(f"{name}-{n}", draw(when), draw(thens), ()) for n in range(draw(st.integers(0, most)))]
    if draw(st.integers(0, 3)):  # three times in four some rule always holds
        rules.append(Rule(f"{name}-rest", ALWAYS, draw(thens), ()))
    return Group(name, tuple(rules))


@cache
def _offers() -> st.SearchStrategy[Offer]:
    one = st.sampled_from(WAYS).map(lambda way: (way,))
    some = st.lists(st.sampled_from(WAYS), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(
        st.builds(Offer, require=one), st.builds(Offer, prefer=one), st.builds(Offer, allow=some),
        st.builds(Offer, prefer=one, allow=some), st.builds(Offer, follow_up=one),
        st.builds(Offer, allow=some, follow_up=one),
    )  # fmt: skip


_SCOPES: st.SearchStrategy[Literal["support", "consulting"]] = st.sampled_from(["support", "support", "consulting"])
_OWN_HOURS = st.sampled_from([None, None, "always"])
_FEW_RULES = st.sampled_from([0, 0, 0, 1, 2])


@st.composite
def _promises(draw: st.DrawFn, span_facts: Sequence[str], facts: Sequence[Fact]) -> dict[str, Promise]:
    """Draw promises whose cells and rules are a span, nothing, or what a fact of the request says."""
    spans: list[Span | SpanOf] = [
        Span(3600),
        *(SpanOf(fact) for fact in span_facts),
        *(SpanOf(fact, Span(7200)) for fact in span_facts),
    ]
    entries = [Entry(within=span) for span in spans]
    cells: list[Cell] = [*entries, None, replace(entries[0], hours="always"), replace(entries[-1], kind="goal")]
    promises = {}
    when, cell = conditions(facts, 2), st.sampled_from(cells)
    for n in range(draw(st.integers(0, 2))):
        scope = draw(_SCOPES)
        levels: tuple[str | None, ...] = LEVELS if scope == "support" else (None,)
        keys = [(tier, level) for tier in TIERS for level in levels]
        written = [key for key in keys if draw(st.integers(0, 3))]
        within = {key: draw(cell) for key in written}
        hours = draw(_OWN_HOURS)
        rules = [PromiseRule(f"promise-{n}-{m}", draw(when), draw(cell), ()) for m in range(draw(_FEW_RULES))]
        promises[f"promise-{n}"] = Promise(f"promise-{n}", scope, within, (), hours=hours, rules=tuple(rules))
    return promises
