"""What differs between two generated policies that read the receipt shows at the receipts of its examples."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rules.worlds import laws

from remit.engine.authoring.diff import diff
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision

from ..generated import request_of
from ..mutation.test_received_laws import seen
from ..received_policies import QUARTERS, ReceivedDrawn, combination, received_policies, request_at
from .verbs import DAY

LATER = {
    "late": {"timezone": "UTC", "week": {"mon-thu": "14:30-21:00"}},
    "noon": {"timezone": "Europe/Berlin", "week": {"mon-fri": "12:00-14:00"}},
    "office": {"timezone": "Europe/Berlin", "week": {"mon-sat": "09:00-17:00"}},
}
"""Hours of the new edition."""


@st.composite
def editions(draw: st.DrawFn) -> tuple[ReceivedDrawn, ReceivedDrawn]:
    """Draw an edition, and the next one with other hours; perhaps rules of it read something else of the receipt."""
    old = draw(received_policies())
    new = json.loads(old)
    names = draw(st.lists(st.sampled_from(list(LATER)), min_size=1, max_size=2, unique=True))
    new["hours"] |= {name: LATER[name] for name in names}
    text = json.dumps(new)
    if draw(st.booleans()):
        text = text.replace('"within": "noon"', '"within": "late"')
    return ReceivedDrawn(old), ReceivedDrawn(text)


@laws(40)
@given(editions(), st.data())
def test_every_example_is_decided_otherwise_and_where_something_is_there_is_a_change(pair, data):
    old, new = pair
    changes = diff(old.policy, replace(new.policy, edition="2"), DAY)
    for change in changes.decided:
        if change.witness is not None:
            before, after = old.decided(change.witness.old), new.decided(change.witness.new)
            assert isinstance(before, Decision)
            assert seen(before) != seen(after), change
    situations = old.situations
    for _ in range(20):
        values = {**data.draw(st.sampled_from(situations)).values}
        instant = data.draw(st.sampled_from(QUARTERS))
        if not old.can_be({**values, **combination(old.policy, instant)}):
            continue
        request = request_of(request_at(values, instant))
        decisions = [decide(request, drawn.store, (), "0") for drawn in pair]
        assert seen(decisions[0]) == seen(decisions[1]) or changes.decided or not changes.is_proved, values
