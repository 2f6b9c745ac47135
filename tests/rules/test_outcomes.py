"""Hit policies: what follows from the rules that hold, and what stands where no rule does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pytest

from remit.engine.model import ALWAYS, Condition, Entry, Fact, Group, IsOneOf, Not, Offer, Promise, Rule, Span
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.rules.hit_policy import CONFLICTING, UNDECIDED, Ways
from remit.engine.rules.outcomes import Outcome, Owed

from .judging import judged, said
from .policies import GroupName, a_policy
from .verbs import choice_of

CODE = choice_of(6)
SUPPORT = ("support", ALWAYS)
Lines = Sequence[tuple[str | Offer, Condition]]


def at(*places: int) -> Condition:
    """Return the condition that `code` is one of these."""
    return IsOneOf("code", tuple(f"c{n}" for n in places))


def is_(fact: str, value: str) -> Condition:
    return IsOneOf(fact, (value,))


def rules(name: GroupName, lines: Lines) -> Group:
    """Return a group of an outcome and a condition for each rule."""
    return Group(name, tuple(Rule(f"{name}-{n}", when, then, ()) for n, (then, when) in enumerate(lines)))


class Terms:
    """A policy over the fact `code` and the judge of it."""

    def __init__(
        self,
        promises: tuple[Promise, ...] = (),
        *,
        scope: Lines = (),
        priority: Lines = (),
        coverage: Lines = (),
        channel: Lines = (),
    ) -> None:
        policy = a_policy(
            facts={"code": CODE},
            promises={promise.name: promise for promise in promises},
            scope=rules("scope", scope),
            priority=rules("priority", priority),
            coverage=rules("coverage", coverage),
            channel=rules("channel", channel),
        )
        self.evaluator = Evaluator(compile_policy(policy), "auto")

    def outcomes(self) -> list[Outcome]:
        """Return the outcome of each code."""
        found = [judged(self.evaluator, "basic", {"code": f"c{n}"}).possible.outcomes for n in range(6)]
        assert {1} == {len(outcomes) for outcomes in found}
        return [outcomes[0] for outcomes in found]

    def statuses(self) -> list[str]:
        """Return the status of each code, and of a request that does not state it."""
        stated = [*({"code": f"c{n}"} for n in range(6)), {}]
        return [said(judged(self.evaluator, "basic", facts)).status for facts in stated]


def test_the_most_restrictive_scope_wins_whatever_the_order() -> None:
    lines = [("support", at(0, 1, 2)), ("consulting", at(1, 2)), ("not_covered", at(2, 3))]
    expected = ["support", "consulting", "not_covered", "not_covered", UNDECIDED, UNDECIDED]
    for order in (lines, lines[::-1]):
        assert expected == [outcome.scope for outcome in Terms(scope=order).outcomes()]


def test_the_most_severe_priority_wins_whatever_the_order() -> None:
    lines = [("P3", ALWAYS), ("P1", at(0)), ("P2", at(0, 1))]
    expected = ["P1", "P2", "P3", "P3", "P3", "P3"]
    for order in (lines, lines[::-1]):
        assert expected == [outcome.level for outcome in Terms(scope=[SUPPORT], priority=order).outcomes()]


def answer(
    scope: Literal["support", "consulting"] = "support",
    hours: str | None = None,
    span: Span | None = Span(3600),  # noqa: B008 - frozen
) -> Promise:
    """Return a promise to answer at every level."""
    levels: tuple[str | None, ...] = ("P1", "P2", "P3") if scope == "support" else (None,)
    within = {("basic", level): None if span is None else Entry(within=span) for level in levels}
    return Promise(f"{scope}-answer", scope, within, (), hours=hours)


def test_the_first_coverage_wins_and_order_matters() -> None:
    lines = [("always", at(0, 1)), ("office", at(1, 2))]
    expected = {1: ["always", "always", "office"], -1: ["always", "office", "office"]}
    for direction, hours in expected.items():
        terms = Terms((answer(),), scope=[SUPPORT], priority=[("P1", ALWAYS)], coverage=lines[::direction])
        assert [*hours, UNDECIDED, UNDECIDED, UNDECIDED] == [outcome.coverage for outcome in terms.outcomes()]
        assert [(Owed("support-answer", hour, Span(3600)),) for hour in hours] == [
            outcome.owed for outcome in terms.outcomes()[:3]
        ]


def test_coverage_does_not_arise_where_nothing_counts_in_it() -> None:
    """Nothing is promised, or in hours of its own, or `none`, or for another scope."""
    for promises in ((), (answer(hours="office"),), (answer(span=None),), (answer("consulting"),)):
        terms = Terms(promises, scope=[SUPPORT], priority=[("P1", ALWAYS)], coverage=[])
        assert [None] * 6 == [outcome.coverage for outcome in terms.outcomes()]
        assert ["decided"] * 7 == terms.statuses()


def test_only_the_promises_of_the_scope_remain() -> None:
    terms = Terms(
        (answer(), answer("consulting", "office")),
        scope=[("support", at(0)), ("consulting", at(1)), ("not_covered", at(2))],
        priority=[("P1", ALWAYS)],
        coverage=[("always", ALWAYS)],
    )
    support = (Owed("support-answer", "always", Span(3600)),)
    consulting = (Owed("consulting-answer", "office", Span(3600)),)
    assert [support, consulting, (), (), (), ()] == [outcome.owed for outcome in terms.outcomes()]


@pytest.mark.parametrize(
    ("offers", "ways"),
    [
        ([Offer(allow=("web", "email"))], Ways(None, None, ("email", "web"))),
        ([Offer(allow=("web",)), Offer(allow=("phone",))], Ways(None, None, ("phone", "web"))),
        ([Offer(prefer=("web",), allow=("email",))], Ways(None, "web", ("email", "web"))),
        ([Offer(prefer=("web",)), Offer(prefer=("web",))], Ways(None, "web", ("web",))),
        ([Offer(require=("phone",)), Offer(allow=("web",))], Ways("phone", None, ("phone",))),
        ([Offer(require=("phone",)), Offer(require=("phone",))], Ways("phone", None, ("phone",))),
        ([Offer(require=("phone",)), Offer(require=("web",))], CONFLICTING),
        ([Offer(prefer=("phone",)), Offer(prefer=("web",))], CONFLICTING),
    ],
)
def test_ways_are_joined_and_listed_in_the_order_of_the_policy(offers: list[Offer], ways: object) -> None:
    for order in (offers, offers[::-1]):
        terms = Terms(scope=[SUPPORT], priority=[("P1", ALWAYS)], channel=[(offer, ALWAYS) for offer in order])
        assert {ways} == {outcome.ways for outcome in terms.outcomes()}


def test_what_is_not_covered_has_no_way_in() -> None:
    scope = [("support", at(0)), ("consulting", at(1)), ("not_covered", at(2))]
    terms = Terms(scope=scope, priority=[("P1", ALWAYS)], channel=[(Offer(allow=("web",)), ALWAYS)])
    web = Ways(None, None, ("web",))
    assert [web, web, None, None, None, None] == [outcome.ways for outcome in terms.outcomes()]


def test_a_policy_without_channels_has_none_to_decide() -> None:
    assert ["decided"] * 7 == Terms(scope=[SUPPORT], priority=[("P1", ALWAYS)]).statuses()


def test_a_scope_other_than_support_has_no_level_even_if_it_read_it() -> None:
    terms = Terms(
        scope=[("support", is_("priority", "P1")), ("consulting", is_("priority", "P2")), ("not_covered", at(2))],
        priority=[("P1", at(0, 2)), ("P2", at(1))],
    )
    expected = [("support", "P1"), ("consulting", None), ("not_covered", None), *[(UNDECIDED, None)] * 3]
    assert expected == [(outcome.scope, outcome.level) for outcome in terms.outcomes()]


def test_to_coverage_and_channel_the_priority_of_consulting_equals_nothing() -> None:
    critical = is_("priority", "P1")
    channel: Lines = [(Offer(allow=("phone",)), critical), (Offer(allow=("web",)), Not(critical))]
    hours: Lines = [("always", is_("priority", "P1")), ("office", is_("scope", "consulting"))]
    terms = Terms(
        (answer(), answer("consulting")),
        scope=[("support", at(0)), ("consulting", at(1, 2, 3, 4, 5))],
        priority=[("P1", ALWAYS)],
        coverage=hours,
        channel=channel,
    )
    phone, web = (Ways(None, None, (way,)) for way in ("phone", "web"))
    expected = [("always", phone), *[("office", web)] * 5]
    assert expected == [(outcome.coverage, outcome.ways) for outcome in terms.outcomes()]


@pytest.mark.parametrize("group", ["scope", "priority", "coverage", "channel"])
def test_where_no_rule_of_a_group_that_applies_holds_a_request_is_undecided(group: str) -> None:
    """Code 5 is the gap; without the code, facts are needed first."""
    lines: dict[str, Lines] = {
        "scope": [SUPPORT],
        "priority": [("P1", ALWAYS)],
        "coverage": [("always", ALWAYS)],
        "channel": [(Offer(allow=("web",)), ALWAYS)],
    }
    lines[group] = [(then, at(0, 1, 2, 3, 4)) for then, _ in lines[group]]
    assert [*["decided"] * 5, "undecided", "needs_facts"] == Terms((answer(),), **lines).statuses()


@pytest.mark.parametrize("scope", ["consulting", "not_covered"])
def test_gaps_in_priority_do_not_matter_outside_support(scope: str) -> None:
    channel: Lines = [(Offer(allow=("web",)), ALWAYS)]
    assert ["decided"] * 7 == Terms(scope=[(scope, ALWAYS)], priority=[("P1", at(0))], channel=channel).statuses()


def test_two_ways_required_at_once_are_undecided() -> None:
    channel: Lines = [(Offer(require=("phone",)), at(0, 1)), (Offer(require=("web",)), at(1, 2, 3, 4, 5))]
    terms = Terms(scope=[SUPPORT], priority=[("P1", ALWAYS)], channel=channel)
    assert ["decided", "undecided", *["decided"] * 4, "needs_facts"] == terms.statuses()


def test_a_number_that_is_absent_equals_no_number() -> None:
    policy = a_policy(
        facts={"users": Fact("users", "How many?", "number", optional=True)},
        scope=rules("scope", [("support", IsOneOf("users", (1,))), ("consulting", Not(IsOneOf("users", (1,))))]),
        priority=rules("priority", [("P1", ALWAYS)]),
    )
    evaluator = Evaluator(compile_policy(policy), "auto")
    found = [judged(evaluator, "basic", stated).possible.outcomes for stated in ({}, {"users": 1}, {"users": 2})]
    assert [["consulting"], ["support"], ["consulting"]] == [[o.scope for o in outcomes] for outcomes in found]
