"""Verdicts of a judgement: which rules of each group hold, where groups read what others decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.engine.model import ALWAYS, Group, IsOneOf, Rule
from remit.engine.rules.compiled import Verdict
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .judging import judged
from .policies import a_policy
from .verbs import choice_of, is_

if TYPE_CHECKING:
    from collections.abc import Mapping

CRITICAL = IsOneOf("priority", ("P1",))
SUPPORTED = IsOneOf("scope", ("support",))
PRIORITY = Group("priority", (Rule("first", is_("code", 1), "P1", ()), Rule("rest", ALWAYS, "P2", ())))
UNKNOWN, TRUE, FALSE = Verdict(0b10, 0b00), Verdict(0b11, 0b00), Verdict(0b10, 0b01)
"""Of the first of two rules; the second always holds."""


def verdicts(groups: Mapping[str, Group], **stated: str) -> dict[str, Verdict]:
    """Return the verdicts on the groups of a policy that reads `code`, of three choices."""
    policy = a_policy(
        facts={"code": choice_of(3)},
        scope=groups.get("scope"),
        priority=groups.get("priority"),
        coverage=groups.get("coverage"),
        channel=groups.get("channel"),
    )
    return dict(judged(Evaluator(compile_policy(policy), "auto"), "basic", stated).groups.verdicts)


def test_scope_that_reads_priority() -> None:
    """Where two levels are possible, a rule that reads the more severe one is neither true nor false."""
    scope = Group("scope", (Rule("critical", CRITICAL, "support", ()), Rule("any", ALWAYS, "support", ())))
    groups = {"scope": scope, "priority": PRIORITY}
    found = [verdicts(groups, **stated)["scope"] for stated in ({}, {"code": "c1"}, {"code": "c2"})]
    assert [UNKNOWN, TRUE, FALSE] == found


def test_coverage_that_reads_priority() -> None:
    coverage = Group("coverage", (Rule("critical", CRITICAL, "always", ()), Rule("any", ALWAYS, "office", ())))
    scope = Group("scope", (Rule("all", ALWAYS, "support", ()),))
    groups = {"scope": scope, "priority": PRIORITY, "coverage": coverage}
    found = [verdicts(groups, **stated)["coverage"] for stated in ({}, {"code": "c1"}, {"code": "c2"})]
    assert [UNKNOWN, TRUE, FALSE] == found


def test_priority_that_reads_scope() -> None:
    scope = Group("scope", (Rule("one", is_("code", 1), "consulting", ()), Rule("any", ALWAYS, "support", ())))
    priority = Group("priority", (Rule("supported", SUPPORTED, "P1", ()), Rule("rest", ALWAYS, "P2", ())))
    groups = {"scope": scope, "priority": priority}
    found = [verdicts(groups, **stated)["priority"] for stated in ({}, {"code": "c2"}, {"code": "c1"})]
    assert [UNKNOWN, TRUE, FALSE] == found
