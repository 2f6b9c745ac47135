"""What is proved of policies that read the receipt within hours that facts place."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from rules.worlds import laws

from remit.engine.authoring.diff import diff
from remit.engine.authoring.mutation.run import MutantRun
from remit.engine.language.time_notation import parse_instant
from remit.engine.proof.occurring_receipts import Receipts
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision
from remit.engine.triage.decision_json import as_record
from remit.engine.triage.policy_store import PolicyStore

from .generated import Drawn, policy_texts, request_of, usable
from .verbs import complaints, edited

ZONE = ("facts:\n", "facts:\n  zone: {type: timezone, from: contract}\n")
DESK = ("  always: {timezone", '  desk: {timezone: {fact: zone}, week: {mon-fri: "09:00-17:00"}}\n  always: {timezone')
NIGHT = (
    "  always: {timezone",
    '  night: {timezone: {fact: zone}, week: {mon-fri: "20:00-24:00"}}\n  always: {timezone',
)


def priority(when: str, then: str = "P1", name: str = "received") -> tuple[str, str]:
    """Return the edit that adds a rule of priority before the last one."""
    rule = f"    - {{id: {name}, when: {{{when}}}, then: {then}, cite: terms.p1}}\n"
    return "    - {id: the-rest", f"{rule}    - {{id: the-rest"


def is_desk_open(zone: str, instant: int) -> bool:
    wall = datetime.fromtimestamp(instant, ZoneInfo(zone))
    return wall.weekday() < 5 and 9 <= wall.hour < 17


def test_nothing_is_found_in_a_policy_that_reads_the_desk_of_the_customer():
    assert [] == complaints(edited(ZONE, DESK, priority("received: {within: desk}, users: {at_least: 5}")))


def test_a_witness_states_a_zone_in_which_it_shows():
    for condition, is_within in (("received: {within: desk}", False), ("not: {received: {within: desk}}", True)):
        drawn = Drawn(edited(ZONE, DESK, ("the-rest, then", f"the-rest, when: {{{condition}}}, then")))
        (gap,) = [finding for finding in drawn.findings if finding.check == "gap"]
        witness = json.loads(json.dumps(gap.witness))
        assert is_within == is_desk_open(witness["facts"]["zone"], parse_instant(witness["received"]) or 0)
        assert "undecided" == drawn.decided(witness).status


def test_hours_that_exclude_each_other_do_so_in_every_zone():
    never = priority("all: [{received: {within: desk}}, {received: {within: night}}]")
    found = complaints(edited(ZONE, DESK, NIGHT, never))
    assert ["error unreachable"] == [finding[0] for finding in found]


def test_hours_of_a_place_and_of_the_customer_are_open_in_any_combination():
    """In Berlin, whose zone the policy has, the desk of a customer of Berlin and the office are never apart."""
    same = ("    holidays: {country: DE, region: BE}\n", "")
    apart = priority("received: {within: desk}, not: {received: {within: office}}, users: {at_least: 5}")
    drawn = Drawn(edited(ZONE, DESK, same, apart))
    assert "unreachable" not in {finding.check for finding in drawn.findings}
    gap = (
        "the-rest, then",
        "the-rest, when: {any: [{received: {within: office}}, {not: {received: {within: desk}}}]}, then",
    )
    drawn = Drawn(edited(ZONE, DESK, same, gap))
    (finding,) = [finding for finding in drawn.findings if finding.check == "gap"]
    witness = json.loads(json.dumps(finding.witness))
    assert "undecided" == drawn.decided(witness).status
    instant = parse_instant(witness["received"]) or 0
    assert is_desk_open(witness["facts"]["zone"], instant)
    assert not is_desk_open("Europe/Berlin", instant)


DERIVED = """facts:
  zone:
    type: timezone
    derive:
      - {id: tokyo, when: {environment: production}, value: Asia/Tokyo, cite: terms.p1}
      - {id: lima, value: America/Lima, cite: terms.p1}
"""


def test_combinations_are_those_that_a_walk_finds_in_each_zone_of_the_policy():
    content = edited(
        ("facts:\n", DERIVED),
        DESK,
        ("from: 2026-01-01}", "from: 2026-01-01, to: 2026-01-14}"),
        priority("received: {within: [desk, office]}, users: {at_least: 5}"),
    )
    compiled = Drawn(content).evaluator.compiled
    receipts = Receipts.of(compiled, "2026-01-01")
    assert ("received within desk", "received within office") == receipts.facts
    start = int(datetime(2025, 12, 31, 23, tzinfo=UTC).timestamp())
    walked = {
        (int(is_desk_open(zone, at)), int(_is_office_open(at)), code)
        for at in range(start, start + 14 * 86_400, 900)
        for code, zone in enumerate(("Asia/Tokyo", "America/Lima"))
    }
    assert walked == set(receipts.first)
    assert (1, 1, 0) not in walked  # at no time of a winter day is it office time in Berlin and in Tokyo


def _is_office_open(instant: int) -> bool:
    wall = datetime.fromtimestamp(instant, ZoneInfo("Europe/Berlin"))
    is_holiday = (wall.month, wall.day) == (1, 1)
    return wall.weekday() < 5 and 9 <= wall.hour < 17 and not is_holiday


def test_what_never_comes_together_in_the_zones_of_the_policy_is_reached_by_no_rule():
    tokyo = "environment: production, received: {within: desk}, all: [{received: {within: office}}]"
    summer = ("from: 2026-01-01}", "from: 2026-11-01, to: 2026-12-31}")
    found = complaints(edited(("facts:\n", DERIVED), DESK, summer, priority(tokyo)), today="2026-11-02")
    assert ["error unreachable"] == [finding[0] for finding in found if "unreachable" in finding[0]]
    lima = priority(tokyo.replace("production", "development"))
    found = complaints(edited(("facts:\n", DERIVED), DESK, summer, lima), today="2026-11-02")
    assert [] == [finding[0] for finding in found if "unreachable" in finding[0]]


def test_a_zone_that_is_derived_otherwise_is_said_not_to_be_compared():
    old = edited(("facts:\n", DERIVED), DESK, priority("received: {within: desk}, users: {at_least: 5}"))
    new = edited(
        ("environment: production}, value: Asia/Tokyo", "environment: development}, value: Asia/Tokyo"), content=old
    )
    result = diff(Drawn(old).policy, Drawn(new).policy, "2026-06-01")
    assert ["not-proved"] == [finding.check for finding in result.findings]
    assert not diff(Drawn(old).policy, Drawn(old).policy, "2026-06-01").findings


# ── laws ──────────────────────────────────────────────────────────────────────


@st.composite
def placed_texts(draw: st.DrawFn) -> str | None:
    """Draw a policy whose rules read the receipt within hours that facts place, as the text of its file."""
    policy = json.loads(draw(policy_texts()))
    zone: dict[str, object] = {"type": "timezone"}
    land: dict[str, object] = {"type": "country"}
    place, country = {"fact": "zone"}, {"fact": "land"}
    how = draw(st.sampled_from(["open", "presumed", "presumed for some", "absent", "derived"]))
    if how == "presumed":
        zone["presume"] = "Asia/Tokyo"
    if how == "presumed for some":
        zone["presume"] = [{"when": {"tier": "gold"}, "value": "Asia/Tokyo"}]
    if how == "absent":
        zone["optional"] = land["optional"] = True
        place["else"], country["else"] = "America/Lima", "none"
    if how == "derived":
        entries = [{"id": "z1", "when": {"tier": "gold"}, "value": "Asia/Tokyo", "cite": "terms.all"}]
        zone["derive"] = [*entries, {"id": "z2", "value": "Europe/Berlin", "cite": "terms.all"}]
    policy.setdefault("facts", {}).update(zone=zone)
    policy["hours"]["desk"] = {"timezone": place, "week": {"mon-fri": "09:00-17:00", "sat": "22:00-04:00"}}
    policy["hours"]["office"].update(timezone="UTC")
    if draw(st.booleans()):
        policy["facts"]["land"] = land
        policy["hours"]["desk"]["holidays"] = [country, {"dates": ["12-24"]}]
    tests = st.sampled_from(
        [
            {"received": {"within": "desk"}},
            {"not": {"received": {"within": "desk"}}},
            {"received": {"within": ["desk", "office"]}},
            {"all": [{"received": {"within": "office"}}, {"not": {"received": {"within": "desk"}}}]},
        ]
    )
    for name in draw(
        st.lists(st.sampled_from(["scope", "priorities", "channels"]), min_size=1, max_size=2, unique=True)
    ):
        rule = draw(st.sampled_from(policy[name]["rules"]))
        rule["when"] = {"all": [rule["when"], draw(tests)]} if rule.get("when") else draw(tests)
    return usable(policy)


drawn_texts = placed_texts().filter(bool)


@laws(15)
@given(drawn_texts)
def test_what_shows_a_finding_is_decided_so(content: str) -> None:
    drawn = Drawn(content)
    for finding in drawn.findings:
        if finding.witness:
            decision = decide(request_of(finding.witness), drawn.store, (), "0")
            assert isinstance(decision, Decision), finding
            assert finding.check != "gap" or decision.status != "decided", finding


@laws(3)
@given(drawn_texts)
def test_what_shows_a_mutant_is_decided_otherwise_by_it(content: str) -> None:
    drawn = Drawn(content)
    result = MutantRun(drawn.evaluator, [], drawn.store, (), "0").run("2026-06-01")
    assert 0 == result.killed
    for survivor in result.survivors:
        beside = drawn.store.with_edition(Evaluator(compile_policy(survivor.mutant.policy), "builtin"))
        before, after = (
            as_record(decide(request_of(survivor.witness), store, (), "0")) for store in (drawn.store, beside)
        )
        assert _decided(before) != _decided(after), (survivor.mutant, survivor.witness)


def _decided(record: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in record.items() if key not in ("policy", "made_by", "request")}


@laws(6)
@given(drawn_texts, st.data())
def test_a_change_is_shown_by_a_request_that_both_policies_decide_otherwise(content: str, data: st.DataObject) -> None:
    written = json.loads(content)
    written["hours"]["desk"]["week"] = data.draw(
        st.sampled_from([{"mon-fri": "10:00-17:00"}, {"sat,sun": "00:00-24:00"}])
    )
    sides = Drawn(content), Drawn(json.dumps(written))
    result = diff(sides[0].policy, sides[1].policy, "2026-06-01")
    for change in result.changes:
        if change.witness and change.about in ("scope", "priority", "channel"):
            records = [
                as_record(decide(request_of(side), drawn.store, (), "0"))
                for side, drawn in zip((change.witness.old, change.witness.new), sides, strict=True)
            ]
            assert records[0][change.about] != records[1][change.about], (change, records)
    assert [] == [change for change in diff(sides[0].policy, sides[0].policy, "2026-06-01").changes if change.extent]


@laws(15)
@given(drawn_texts, st.integers(0, 10_000))
def test_what_no_gap_is_found_in_is_decided_in_every_zone(content: str, hours: int) -> None:
    drawn = Drawn(content)
    assume_all = not drawn.reported("gap") and not drawn.reported("conflicting-ways")
    received = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=hours)
    for zone in ("Asia/Tokyo", "America/Lima", "Pacific/Kiritimati", "Europe/Berlin"):
        facts: dict[str, object] = {} if drawn.policy.facts["zone"].derive else {"zone": zone}
        request = request_of(
            {"received": received.isoformat(), "policy": drawn.policy.id, "tier": "gold", "facts": facts}
        )
        decision = decide(request, PolicyStore([drawn.text], "builtin"), (), "0")
        assert isinstance(decision, Decision)
        assert not assume_all or decision.status != "undecided", (zone, received)
