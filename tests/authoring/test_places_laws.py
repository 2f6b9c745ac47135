"""Policies in which facts give hours their zones and holidays: what authors ask of them holds for any drawn policy."""

from __future__ import annotations

import json

from hypothesis import assume, given
from hypothesis import strategies as st
from rules.worlds import laws

from remit.engine.authoring.diff import diff
from remit.engine.authoring.mutation.run import MutantRun
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision

from .diff.verbs import kinds
from .generated import Drawn, policy_texts, request_of

DAY = "2026-06-01"
WRITTEN = {"timezone": "UTC", "week": {"mon-fri": "09:00-17:00"}}


@st.composite
def placed_texts(draw: st.DrawFn) -> str:
    """Draw a policy whose hours count in the zone and on the holidays that facts give, as the text of its file."""
    policy = json.loads(draw(policy_texts()))
    zone: dict[str, object] = {"type": "timezone"}
    land: dict[str, object] = {"type": "country"}
    place, country = {"fact": "zone"}, {"fact": "land"}
    how = draw(st.sampled_from(["open", "presumed", "presumed for some", "absent"]))
    if how == "presumed":
        zone["presume"] = "Asia/Tokyo"
    if how == "presumed for some":
        zone["presume"] = [{"when": {"tier": "gold"}, "value": "Asia/Tokyo"}]
        land["presume"] = [{"when": {"arrived_by": "phone"}, "value": "DE-BE"}]
    if how == "absent":
        zone["optional"] = land["optional"] = True
        place["else"], country["else"] = "America/Lima", "none"
    policy.setdefault("facts", {}).update(zone=zone, land=land)
    policy["hours"]["office"].update(timezone=place, holidays=[country, {"dates": ["12-24"]}])
    if draw(st.booleans()):
        policy["hours"]["always"]["timezone"] = place
    return json.dumps(policy)


@laws(20)
@given(placed_texts())
def test_what_shows_a_finding_is_decided(content: str) -> None:
    drawn = Drawn(content)
    for finding in drawn.findings:
        if finding.witness:
            assert isinstance(decide(request_of(finding.witness), drawn.store, (), "0"), Decision), finding


@laws(10)
@given(placed_texts())
def test_every_mutant_is_killed_survives_or_is_said_not_to_be_proved(content: str) -> None:
    drawn = Drawn(content)
    result = MutantRun(drawn.evaluator, [], drawn.store, (), "0").run(DAY)
    assert 0 == result.killed
    assert all(survivor.witness for survivor in result.survivors)


@laws(10)
@given(placed_texts())
def test_a_difference_is_found_on_the_way_there_and_back(content: str) -> None:
    """Where the zone that a fact gave is written, that is a change of the hours."""
    written = json.loads(content)
    written["hours"]["office"] = WRITTEN
    old, new = Drawn(content).policy, Drawn(json.dumps(written)).policy
    assume(old.hours["office"] != new.hours["office"])
    there, back = (kinds(diff(*policies, DAY)) for policies in ((old, new), (new, old)))
    assert "hours office" in {about for _, about, _, _ in there} & {about for _, about, _, _ in back}
    assert [] == kinds(diff(old, old, DAY))
