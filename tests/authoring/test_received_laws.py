"""What is said of generated policies that read the receipt is what a walk through their hours finds."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.verbs import needs_durable
from rules.worlds import laws

from remit.engine.rules import diagrams
from remit.engine.rules.hit_policy import Ways
from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.decision import Decision
from remit.engine.triage.policy_store import PolicyStore

from .generated import request_of
from .received_policies import FIRST, LAST, ReceivedDrawn, combination, received_policies, request_at, walk
from .test_proof_laws import conflicts, gaps, masked, redundant, unreachable

if TYPE_CHECKING:
    from remit.engine.rules.outcomes import Outcome

ENGINES = ["builtin", pytest.param("durable", marks=needs_durable)]


def edges(drawn: ReceivedDrawn) -> list[int]:
    """Return the instants at which some hours open or close, each with the second before it."""
    changes = [at for (_, before), (at, now) in pairwise(walk(drawn.policy)) if before != now]
    return [instant for at in changes for instant in (at - 1, at)]


def aspects(outcome: Outcome | Decision) -> tuple[Any, ...]:
    """Return scope, level and ways, None for whatever is a gap."""
    if isinstance(outcome, Decision):
        channel = outcome.channel
        return outcome.scope.outcome, outcome.priority.level, channel.required, channel.preferred, channel.allowed
    scope = outcome.scope if isinstance(outcome.scope, str) else None
    level = outcome.level if isinstance(outcome.level, str) else None
    ways = outcome.ways if isinstance(outcome.ways, Ways) else Ways(None, None, ())
    return scope, level, ways.required, ways.preferred, ways.allowed


@pytest.mark.parametrize("rules", ENGINES)
@laws(40)
@given(content=received_policies(), data=st.data())
def test_a_request_is_decided_as_its_conditions_say_of_the_hours_at_its_receipt(rules, content, data):
    """The short way says what the long way does, and so do both engines."""
    drawn = ReceivedDrawn(content)
    store = PolicyStore([drawn.text], rules)
    situations, instants = drawn.situations, edges(drawn)
    for _ in range(6):
        situation = data.draw(st.sampled_from(situations))
        instant = data.draw(st.sampled_from(instants))
        values = {**situation.values, **combination(drawn.policy, instant)}
        request = request_of(request_at(values, instant))
        decision = decide(request, store, (), "0")
        assert isinstance(decision, Decision)
        assert decision == decide_anew(request, store, (), "0") == decide(request, store, (), "0")
        if drawn.can_be(values):
            ending, _ = drawn.brute.ending(str(values["tier"]), values)
            assert aspects(ending) == aspects(decision)


@laws(60)
@given(received_policies())
def test_what_is_found_is_what_there_is_at_some_receipt(content):
    drawn = ReceivedDrawn(content)
    assert (gaps(drawn), conflicts(drawn)) == (drawn.reported("gap"), bool(drawn.reported("conflicting-ways")))
    assert unreachable(drawn) == drawn.reported("unreachable")
    assert masked(drawn) == drawn.reported("masked")
    assert redundant(drawn) == drawn.reported("redundant")


@laws(60)
@given(received_policies())
def test_every_witness_is_received_while_the_edition_holds_and_shows_what_it_is_for(content):
    drawn = ReceivedDrawn(content)
    for finding in drawn.findings:
        if finding.witness is None:
            continue
        received = datetime.fromisoformat(str(finding.witness["received"]))
        assert FIRST <= received < LAST
        decision = drawn.decided(finding.witness)
        assert isinstance(decision, Decision), finding
        if finding.check in ("gap", "conflicting-ways"):
            assert "decided" != decision.status


@laws(30)
@given(received_policies())
def test_diagrams_show_the_same_as_enumeration(content):
    enumerated = ReceivedDrawn(content).findings
    with patch.object(diagrams, "ENUMERABLE", 1):
        assert enumerated == ReceivedDrawn(content).findings
