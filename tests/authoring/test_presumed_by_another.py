"""A presumption that moves the level through what is presumed by it."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest

from remit.engine import Policies, check_paths
from remit.engine.proof import dependent_presumptions
from remit.engine.triage.decision import Decision

from .generated import Drawn
from .verbs import TODAY, edited, written

FACTS = """
  spread: {ask: Does it spread?, type: boolean, presume: false}
  urgent: {ask: Is it pressing?, type: boolean, presume: [{when: {spread: true}, value: true}, {value: false}]}
hours:
"""
RULE = "    - {id: pressing, when: {urgent: true}, then: P1, cite: terms.p1}\n    - {id: the-rest"


def policy(facts: str = FACTS, rule: str = RULE) -> str:
    """Return the good policy with facts and a rule more."""
    return edited(("\nhours:\n", facts), ("    - {id: the-rest", rule))


def found(content: str) -> list[tuple[str, dict[str, Any]]]:
    """Return message and witness of what presumptions decide."""
    with TemporaryDirectory() as folder:
        paths = written(folder, content)
        findings = check_paths(paths, Policies(folder, is_named=True), None, TODAY).findings
    return [(f.message, dict(f.witness or {})) for f in findings if f.check == "presumption-decides"]


def levels(content: str, request: dict[str, Any], **stated: object) -> str | None:
    """Return the level of a request that states some facts more."""
    decision = Drawn(content).decided({**request, "facts": {**request["facts"], **stated}})
    assert isinstance(decision, Decision)
    return decision.priority.level


def test_it_is_found_and_its_witness_leaves_both_out():
    content = policy()
    (first, request), (second, _) = found(content)
    how = "lowers this request to `P2`; with"
    assert f"presuming `spread: false`, and `urgent` by it, {how} `spread: true` it would be `P1`" == first
    assert f"presuming `urgent: false` {how} `urgent: true` it would be `P1`" == second
    assert not {"spread", "urgent"} & set(request["facts"])
    assert ("P2", "P1") == (levels(content, request), levels(content, request, spread=True))


@pytest.mark.parametrize(
    "urgent",
    [
        "presume: [{when: {spread: true}, value: false}, {value: true}]",
        "presume: [{when: {spread: false}, value: false}]",
        "presume: false",
    ],
    ids=["less severe", "asked, once it spreads", "whether it spreads or not"],
)
def test_it_is_not_where_the_other_value_makes_no_more_severe_level(urgent):
    start = FACTS.index("presume: [")
    facts = FACTS[:start] + urgent + "}\nhours:\n"
    assert [] == [message for message, _ in found(policy(facts)) if "presuming `spread: " in message]


def test_it_is_found_through_several():
    facts = FACTS.replace("when: {spread: true}", "when: {grave: [yes, maybe]}").replace(
        "\nhours:",
        "\n  grave: {ask: How grave?, choices: [no, maybe, yes], optional: true, "
        "presume: [{when: {spread: true}, value: yes}]}\nhours:",
    )
    content = policy(facts)
    message, request = found(content)[0]
    assert message.startswith("presuming `spread: false`, and `grave` and `urgent` by it, lowers this request to")
    assert ("P2", "P1") == (levels(content, request), levels(content, request, spread=True))


def many(count: int) -> str:
    """Return a policy in which so many facts are presumed by one, and all of them together are pressing."""
    names = [f"f{n}" for n in range(count)]
    presumed = "presume: [{when: {spread: true}, value: true}, {value: false}]"
    facts = FACTS[: FACTS.index("  urgent")] + "".join(f"  {n}: {{ask: q, type: boolean, {presumed}}}\n" for n in names)
    rule = RULE.replace("urgent: true", ", ".join(f"{name}: true" for name in names))
    return policy(facts + "hours:\n", rule)


def test_all_that_the_witness_leaves_to_be_presumed_is_named():
    message, request = found(many(3))[0]
    assert message.startswith("presuming `spread: false`, and `f0`, `f1` and `f2` by it, lowers this request to")
    assert ["activity", "outage"] == list(request["facts"])


def test_what_presumes_too_many_facts_is_not_proved():
    with patch.object(dependent_presumptions, "_MOVES", 7), TemporaryDirectory() as folder:
        paths = written(folder, many(3))
        findings = check_paths(paths, Policies(folder, is_named=True), None, TODAY).findings
    message = "there are too many situations to look at each; not proved: what is presumed of `spread`"
    assert [message] == [f.message for f in findings if f.check == "not-proved"]
