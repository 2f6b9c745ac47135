"""Generated policies in which presumptions often lower a level, take a way away or delay a deadline only together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from authoring.generated import HOURS, as_written, usable
from hypothesis import assume
from hypothesis import strategies as st
from rules.worlds import BUILT_IN, LEVELS, TIERS, WAYS, allowed, conditions, declared, tests_of

from remit.engine.model import (
    ALWAYS,
    All,
    Any,
    Condition,
    DueDate,
    Entry,
    Fact,
    Group,
    IsOneOf,
    Not,
    Offer,
    Presumption,
    Promise,
    Rule,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.policies import GroupName

    from remit.engine.model import Cell, FactType

KINDS: tuple[FactType, ...] = ("choice", "boolean", "boolean", "number", "text")


@st.composite
def presumed_facts(draw: st.DrawFn) -> list[Fact]:
    """Draw facts most of which are presumed, some only where an earlier one has a value."""
    facts: list[Fact] = []
    for n in range(draw(st.integers(2, 4))):
        fact = replace(draw(declared(f"f{n}", KINDS)), optional=draw(st.integers(0, 5)) == 5)
        values = st.sampled_from(allowed(fact))
        presumptions = (Presumption(ALWAYS, draw(values)),)
        how = draw(st.sampled_from(["always", "always", "always", "depends", "depends or always", "never"]))
        if facts and how.startswith("depends"):
            test = draw(tests_of(draw(st.sampled_from(facts))))
            when = draw(st.sampled_from([test, Not(test)]))
            presumptions = (Presumption(when, draw(values)), *(presumptions if how.endswith("always") else ()))
        facts.append(replace(fact, presume=presumptions if how != "never" else ()))
    return facts


@st.composite
def joint(draw: st.DrawFn, facts: Sequence[Fact]) -> Condition:
    """Draw a condition that several presumptions make false, so that it holds only where all of them are wrong."""
    several = draw(st.permutations(facts))[: draw(st.sampled_from([2, 2, 2, 3, 1]))]
    parts: list[Condition] = []
    for fact in several:
        presumed = fact.presume[-1].value if fact.presume else None
        different = tuple(value for value in allowed(fact) if value != presumed)
        parts.append(IsOneOf(fact.name, different[:2]) if different else draw(tests_of(fact)))
    extra = [draw(conditions(facts, 2))] if draw(st.integers(0, 5)) == 5 else []
    return Any((*parts, *extra)) if draw(st.integers(0, 5)) == 5 else All((*parts, *extra))


@st.composite
def joint_policy_texts(draw: st.DrawFn) -> str:
    """Draw a policy whose rules hold where several presumptions are wrong, as the text of its file."""
    facts = draw(presumed_facts())
    whens = st.one_of(joint(facts), joint(facts), joint(facts), conditions([*facts, BUILT_IN["tier"]], 3))

    def rules(group: GroupName, thens: Sequence[str | Offer], usual: str | Offer, least: int, most: int) -> Group:
        drawn = draw(st.lists(st.sampled_from(thens), min_size=least, max_size=most))
        numbered = [Rule(f"{group}-{n}", draw(whens), then, ()) for n, then in enumerate(drawn)]
        has_default = not drawn or draw(st.integers(0, 5)) < 5
        default = [Rule(f"{group}-default", ALWAYS, usual, ())] if has_default else []
        return Group(group, (*numbered, *default))

    groups = [
        rules("scope", ["consulting", "not_covered", "support"], "support", 0, 1),
        rules("priority", LEVELS[:2], LEVELS[2], 1, 3),
        rules("coverage", list(HOURS), "office", 0, 2),
        rules("channel", [Offer(require=("phone",)), Offer(prefer=("web",))], Offer(allow=WAYS), 0, 1),
    ]
    written_spans = [Entry(within=span) for span in (Span(3600), Span(36_000), Span(0, 1))]
    written_spans += [Entry(within=Span(3600), cutoff=15 * 60), Entry(by=DueDate(at="close", business_days=0))]
    spans = st.sampled_from([*written_spans, Entry(within=Span(3600), hours="always"), None])
    within: dict[tuple[str, str | None], Cell] = {}
    within |= {(tier, level): draw(spans) for tier in TIERS for level in LEVELS if draw(st.integers(0, 4)) < 4}
    content = usable(
        as_written({fact.name: fact for fact in facts}, groups, {"answer": Promise("answer", "support", within, ())})
    )
    assume(content is not None)
    assert content is not None
    return content
