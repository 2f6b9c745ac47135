"""Receipts within hours that facts place, against a walk through every zone that there is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from rules.verbs import needs_durable

import remit
from remit.engine.triage.decide import decide_anew
from remit.engine.triage.decide_lines import DecisionLines
from remit.engine.triage.decision import Decision
from remit.engine.triage.decision_json import as_record
from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look
from remit.engine.triage.remembered import memory_of
from remit.engine.worktime.zone_kinds import placed_zones

from .verbs import SMALL, contract, decision, policy, record, refusal, request, store

ENGINES = ["builtin", pytest.param("durable", marks=needs_durable)]
HOURS = """
  office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}, cite: terms.hours}
  day: {timezone: {fact: zone}, week: {mon-fri: "09:00-17:00", sat: "10:00-12:00"}}
  night: {timezone: {fact: zone}, week: {mon-thu: "22:00-06:00", sun: "02:30-03:30"}}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
"""
PRIORITIES = """
  levels: {P1: Critical, P2: Normal, P3: Low}
  rules:
    - {id: by-day, when: {received: {within: day}}, then: P1, cite: terms.all}
    - {id: by-night, when: {received: {within: night}}, then: P2, cite: terms.all}
    - {id: rest, then: P3, cite: terms.all}
"""
EVER = "{rules: [{id: ever, then: always, cite: terms.all}]}"
PROMISES = "{initial_response: {within: {basic: 1 hour, gold: 2 hours}, cite: terms.all}}"
FACT = "{type: timezone, from: contract}"
FAULT = {"activity": "fault", "outage": "none"}


def placed(zone: str = FACT, **sections: str) -> str:
    written = {"hours": HOURS, "priorities": PRIORITIES, "coverage": EVER, "promises": PROMISES}
    return policy(facts=f"{SMALL['facts']}  zone: {zone}\n", **{**written, **sections})


# The walk: openings of each weekday, Monday first, in minutes after midnight.
DAY = {**{day: [(540, 1020)] for day in range(5)}, 5: [(600, 720)]}
NIGHT = {**{day: [(1320, 1800)] for day in range(4)}, 6: [(150, 210)]}


def instant_of(zone: str, wall: datetime) -> datetime:
    """Return the first instant of a wall time; of one that a clock change skips, the change."""
    start = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall:
        return start
    before = next(n for n in range(1, 1500) if _is_shown(zone, wall - timedelta(minutes=n)))
    last = (wall - timedelta(minutes=before)).replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    return last + timedelta(minutes=1)


def _is_shown(zone: str, wall: datetime) -> bool:
    shown = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return shown.replace(tzinfo=None) == wall


@cache
def is_open(week: str, zone: str, at: datetime) -> bool:
    today = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    for day in (today - timedelta(days=1), today):
        for opening in (DAY if week == "day" else NIGHT).get(day.weekday(), ()):
            start, end = (instant_of(zone, day + timedelta(minutes=minutes)) for minutes in opening)
            if start <= at < end:
                return True
    return False


def level_in(zone: str, at: datetime) -> str:
    return "P1" if is_open("day", zone, at) else "P2" if is_open("night", zone, at) else "P3"


def instants(step: timedelta) -> list[datetime]:
    """Return instants of days on which clocks change in Europe and America, and of others."""
    starts = [datetime(2026, 3, 7, 13, tzinfo=UTC), datetime(2026, 3, 28, 22, tzinfo=UTC)]
    starts += [datetime(2026, 7, 11, 3, tzinfo=UTC), datetime(2026, 11, 1, 0, tzinfo=UTC)]
    return [start + n * step for start in starts for n in range(int(timedelta(days=2) / step))]


def possible(
    at: datetime, content: str, rules: str = "builtin", **facts: str | None
) -> tuple[list[str | None], list[str]]:
    asked = request(received=at.isoformat(), facts=FAULT | facts)
    shelf = _shelf(content, rules)
    result = decision(asked, shelf)
    anew = decide_anew(asked, shelf, (), "0.1.0")
    assert isinstance(anew, Decision)
    assert as_record(anew) == as_record(result)
    return list(result.priority.possible), [entry.fact for entry in result.missing]


@cache
def _shelf(content: str, rules: str):
    return store(content, rules="durable" if rules == "durable" else "builtin")


@pytest.mark.parametrize("rules", ENGINES)
def test_in_a_zone_that_is_stated_it_is_as_the_walk_says(rules):
    zones = placed_zones()
    for n, at in enumerate(instants(timedelta(minutes=157))):
        for zone in (zones[n % len(zones)], zones[7 * n % len(zones)], "Europe/Berlin", "Australia/Lord_Howe"):
            assert ([level_in(zone, at)], []) == possible(at, placed(), rules, zone=zone), (zone, at)


@pytest.mark.parametrize("rules", ENGINES)
def test_where_no_zone_is_stated_that_is_possible_which_some_zone_gives(rules):
    seen = set()
    for at in instants(timedelta(hours=8, minutes=20)):
        levels = sorted({level_in(zone, at) for zone in placed_zones()})
        assert (levels, ["zone"] if len(levels) > 1 else []) == possible(at, placed(), rules), at
        seen.add(tuple(levels))
    assert len(seen) > 2


def test_a_zone_that_the_policy_names_is_told_from_all_others():
    presumed = "{type: timezone, presume: [{when: {outage: none}, value: Asia/Tokyo}]}"
    for at in instants(timedelta(hours=15, minutes=10)):
        expected = [level_in("Asia/Tokyo", at)]
        result = decision(request(received=at.isoformat(), facts=FAULT), _shelf(placed(presumed), "builtin"))
        assert expected == list(result.priority.possible)
        others = {level_in(zone, at) for zone in placed_zones()}
        assert ["zone"] * (len(others) > 1) == [entry.fact for entry in result.presumed], at
        partial = sorted({level_in(zone, at) for zone in placed_zones()})
        assert partial == possible(at, placed(presumed), outage="partial")[0]


def test_presuming_a_zone_is_unsafe_where_another_gives_a_more_severe_level():
    presumed = placed("{type: timezone, presume: Asia/Tokyo}")
    for at in instants(timedelta(hours=15, minutes=40)):
        result = decision(request(received=at.isoformat(), facts=FAULT), _shelf(presumed, "builtin"))
        best = min(level_in(zone, at) for zone in placed_zones())
        unsafe = [entry.unsafe for entry in result.presumed]
        assert [True] * (best < level_in("Asia/Tokyo", at)) == [flag for flag in unsafe if flag], at


def test_a_zone_may_follow_from_facts():
    derived = """
    type: timezone
    derive:
      - {id: tokyo, when: {outage: none}, value: Asia/Tokyo, cite: terms.all}
      - {id: lima, when: {outage: partial}, value: America/Lima, cite: terms.all}
      - {id: berlin, value: Europe/Berlin, cite: terms.all}
"""
    content = placed(derived)
    zones = {"none": "Asia/Tokyo", "partial": "America/Lima", "complete": "Europe/Berlin"}
    for at in instants(timedelta(hours=4, minutes=30)):
        for outage, zone in zones.items():
            assert [level_in(zone, at)] == possible(at, content, outage=outage)[0]
        asked = request(received=at.isoformat(), facts={"activity": "fault"})
        result = decision(asked, _shelf(content, "builtin"))
        levels = sorted({level_in(zone, at) for zone in zones.values()})
        assert levels == list(result.priority.possible)
        assert ["outage"] * (len(levels) > 1) == [entry.fact for entry in result.missing]


def test_a_zone_that_is_absent_is_the_one_of_else():
    hours = HOURS.replace("{fact: zone}", "{fact: zone, else: America/Lima}")
    content = placed("{type: timezone, optional: true}", hours=hours)
    for at in instants(timedelta(hours=5)):
        assert ([level_in("America/Lima", at)], []) == possible(at, content)


COUNTRY = """
  office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}, cite: terms.hours}
  day: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}, holidays: {fact: land},
        dates: {2026-12-24: "09:00-12:00"}}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
"""
BY_DAY = PRIORITIES.replace("    - {id: by-night, when: {received: {within: night}}, then: P2, cite: terms.all}\n", "")


def of_a_country():
    return policy(
        facts=f"{SMALL['facts']}  land: {{type: country}}\n",
        hours=COUNTRY,
        priorities=BY_DAY,
        coverage=EVER,
        promises=PROMISES,
    )


@pytest.mark.parametrize(
    ("received", "facts", "levels", "missing"),
    [
        ("2026-05-01T10:00:00+02:00", {"land": "DE"}, ["P3"], []),
        ("2026-05-01T10:00:00+02:00", {"land": "US"}, ["P1"], []),
        # On any day some country may have a holiday.
        ("2026-05-05T10:00:00+02:00", {}, ["P1", "P3"], ["land"]),
        # At night and on a date of its own, holidays close nothing.
        ("2026-05-05T20:00:00+02:00", {}, ["P3"], []),
        ("2026-12-24T10:00:00+01:00", {}, ["P1"], []),
    ],
)
def test_holidays_that_a_fact_gives_close_hours(received, facts, levels, missing):
    content = of_a_country()
    assert (levels, missing) == possible(datetime.fromisoformat(received), content, **facts)


def test_of_a_zone_and_a_country_either_may_be_missing():
    hours = HOURS.replace(
        'mon-fri: "09:00-17:00", sat: "10:00-12:00"}}', 'mon-fri: "09:00-17:00"}, holidays: {fact: land}}'
    )
    content = placed(hours=hours.replace("  night:", "  nights:"), priorities=BY_DAY).replace(
        "  zone: {", "  land: {type: country}\n  zone: {"
    )
    at = datetime(2026, 5, 1, 9, tzinfo=UTC)
    assert (["P1"], []) == possible(at, content, zone="Europe/Berlin", land="US")
    assert (["P3"], []) == possible(at, content, zone="Europe/Berlin", land="DE")
    assert (["P3"], []) == possible(at, content, zone="America/Lima")  # where it is night
    assert (["P1", "P3"], ["land"]) == possible(at, content, zone="Europe/Berlin")
    assert (["P1", "P3"], ["zone"]) == possible(at, content, land="US")
    assert (["P1", "P3"], ["land", "zone"]) == possible(at, content)


def test_it_is_open_with_the_places_whatever_reads_it():
    within = "received: {within: day}"
    urgent = f"urgent: {{type: boolean, presume: [{{when: {{{within}}}, value: true}}, {{value: false}}]}}"
    content = placed(
        priorities=str(SMALL["priorities"]).replace("{outage: complete}", "{urgent: true}"),
        scope=f"{SMALL['scope']}    - {{id: own, when: {{not: {{{within}}}, activity: question}}, then: consulting, "
        "cite: terms.all}\n",
        intake=f"\n  - {{needs: a reason, when: {{not: {{{within}}}}}, cite: terms.all}}\n",
    ).replace("  zone: {", f"  {urgent}\n  zone: {{")
    at = datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert (["P1", "P2"], ["zone"]) == possible(at, content)
    result = decision(request(received=at.isoformat(), facts={"activity": "question"}), _shelf(content, "builtin"))
    assert ("consulting", "support") == result.scope.possible
    assert [("a reason", False)] == [(need.item.needs, need.certain) for need in result.intake]
    asked = request(received=at.isoformat(), facts={"activity": "question", "zone": "Asia/Tokyo"})
    assert "consulting" == decision(asked, _shelf(content, "builtin")).scope.outcome


def test_the_decision_says_within_which_hours_it_was_received_once_that_is_known():
    at = "2026-03-10T10:00:00Z"
    shelf = _shelf(placed(), "builtin")
    assert {"day": False, "night": False} == record(request(received=at, facts=FAULT | {"zone": "Asia/Tokyo"}), shelf)[
        "request"
    ]["within"]
    asked = request(received=at, facts=FAULT)
    assert "within" not in record(asked, shelf)["request"]
    assert "within" not in as_text(decision(asked, shelf), Look()).split("received")[-1]
    saturday = request(received="2026-03-15T21:00:00Z", facts=FAULT)
    assert False is record(saturday, shelf)["request"]["within"]["night"]


def test_the_contract_gives_the_zone():
    agreed = contract(facts={"zone": "Asia/Tokyo"})
    asked = request(policy=None, tier=None, contract="ada-1", received="2026-03-10T03:00:00Z", facts=FAULT)
    assert "P1" == decision(asked, _shelf(placed(), "builtin"), agreed).priority.level


def test_a_zone_that_is_asked_and_not_known_is_missing():
    presumed = placed("{type: timezone, presume: Asia/Tokyo}")
    at = datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert ["zone"] == possible(at, presumed, zone=None)[1]


def test_where_holidays_are_not_known_the_request_is_refused():
    content = of_a_country()
    # Its holidays are announced, a year or two ahead.
    asked = request(received="2099-05-05T10:00:00Z", facts=FAULT | {"land": "LK"})
    (problem,) = refusal(asked, _shelf(content, "builtin"))
    assert "worktime" == problem[0]


def test_an_estimated_holiday_of_the_country_may_move_what_was_open():
    content = of_a_country()
    at = "2027-03-10T10:00:00+01:00"  # Eid al-Fitr, by the calendar
    emirates, germany = (
        record(request(received=at, facts=FAULT | {"land": land}), _shelf(content, "builtin")) for land in ("AE", "DE")
    )
    assert [True] == ["may turn out to be received within day" in note for note in emirates["notes"]]
    assert [] == germany["notes"]


def test_the_wire_and_the_page_say_the_same_of_a_run_of_requests():
    lines = DecisionLines("acme", _shelf(placed(), "builtin"), (), "0.1.0")
    for at in instants(timedelta(hours=11)):
        for facts in (FAULT, FAULT | {"zone": "Asia/Tokyo"}, FAULT | {"zone": "Europe/Berlin"}):
            written = {"received": at.isoformat(), "policy": "acme", "tier": "basic", "facts": facts}
            anew = decide_anew(request(**written), _shelf(placed(), "builtin"), (), "0.1.0")
            assert as_record(anew) == json.loads(lines.decide_mapping(written))


def test_hours_stand_in_no_more_places_than_are_looked_at():
    presumed = [{"when": {"outage": "none"}, "value": zone} for zone in placed_zones()[:256]]
    text = placed(json.dumps({"type": "timezone", "presume": presumed}))
    findings = remit.check_text(text, at=date(2026, 6, 1))
    messages = {finding.message for finding in findings if finding.check == "too-large"}
    assert {
        f"`received` within hours `{name}`: facts place them in 257 ways, over the limit" for name in ("day", "night")
    } == messages


def test_a_union_is_open_where_a_part_of_it_is_in_the_place_that_facts_give():
    hours = f"{HOURS}  anyone: {{any_of: [day, office], timezone: UTC, day: 8 hours}}\n"
    content = placed(hours=hours, priorities=BY_DAY.replace("within: day", "within: anyone"))
    for at in instants(timedelta(hours=9, minutes=50)):
        wall = at.astimezone(ZoneInfo("Europe/Berlin"))
        is_office = wall.weekday() < 5 and 8 <= wall.hour < 16
        zones = [is_office or is_open("day", zone, at) for zone in placed_zones()]
        levels = ["P1"] * any(zones) + ["P3"] * (not all(zones))
        assert levels == possible(at, content)[0], at
        expected = "P1" if is_office or is_open("day", "Asia/Tokyo", at) else "P3"
        assert [expected] == possible(at, content, zone="Asia/Tokyo")[0]


def test_what_is_remembered_is_by_what_is_open_where_and_not_by_the_instant():
    shelf = store(placed())
    evaluators, _ = shelf.editions("acme")
    for n in range(300):
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=97 * n)
        decision(request(received=at.isoformat(), facts=FAULT), shelf)
        decision(request(received=at.isoformat(), facts=FAULT | {"zone": "Asia/Tokyo"}), shelf)
    assert len(memory_of(evaluators[0]).templates) < 12


def test_a_change_of_the_zone_is_looked_at_as_of_the_receipt():
    events = [{"at": "2026-03-10T12:00:00Z", "is": "changed", "facts": {"zone": "Asia/Tokyo"}}]
    asked = request(received="2026-03-10T10:00:00Z", facts=FAULT | {"zone": "Europe/Berlin"}, events=events)
    assert "P3" == decision(asked, _shelf(placed(), "builtin")).priority.level
    before = request(received="2026-03-10T10:00:00Z", facts=FAULT | {"zone": "Europe/Berlin"})
    assert "P1" == decision(before, _shelf(placed(), "builtin")).priority.level
