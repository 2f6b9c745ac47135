"""Whom one may turn to: in which situations, after how long, on what occasions; and services under a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.decision import Decision
from remit.engine.triage.decision_json import as_record

from .verbs import policy, request, store

if TYPE_CHECKING:
    from remit.engine.triage.policy_store import PolicyStore

FACTS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
  strategic: {ask: "Is it a strategic customer?", type: boolean, presume: false}
"""
PROMISES = """
  initial_response:
    within: {basic: {P1: 4 business hours, P2: 1 business day}, gold: {P1: 1 hour, P2: 4 business hours}}
    cite: terms.all
  status_update: {repeats: true, within: {gold: {P1: 4 hours}}, cite: terms.all}
  fix: {within: {gold: {P1: 8 hours}}, cite: terms.all}
"""
DOWN = {"activity": "fault", "outage": "complete"}
FINE = {"activity": "fault", "outage": "none"}
NINE = "2026-03-10T09:00:00+01:00"


def at(*steps: str, **sections: str) -> PolicyStore:
    """Return a policy with these steps of escalation."""
    listed = "".join(f"\n  - {{to: step{n}, {step}}}" for n, step in enumerate(steps))
    return store(policy(facts=FACTS, promises=PROMISES, escalation=listed, **sections))


def made(where: PolicyStore, now: str | None = None, **keys: Any) -> Decision:
    """Return the decision of a request, as of an instant of 10 March in Berlin or of its last event."""
    instant = None if now is None else request(received=f"2026-03-10T{now}:00+01:00").received
    asked = request(**keys)
    found = decide(asked, where, (), "0.1.0", instant)
    assert found == decide_anew(asked, where, (), "0.1.0", instant)
    assert isinstance(found, Decision), found
    return found


def applies(step: str, now: str | None = None, *events: str, **keys: Any) -> bool | None:
    """Return whether one may turn to somebody, as JSON says it; events are written as `10:30 replied`."""
    happened = [{"at": f"2026-03-10T{at_}:00+01:00", "is": name} for at_, name in (e.split() for e in events)]
    where = at(step, **keys.pop("sections", {}))
    found = as_record(made(where, now, **keys, **({"events": happened} if happened else {})))
    answer: bool | None = found["escalation"][0]["applies"]
    return answer


GOLD: dict[str, Any] = {"tier": "gold", "facts": DOWN}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("when_any: [response_overdue]", None),
        ("after: 4 hours", None),
        ("when_any: [reopened]", None),
        ("when_any: [{overdue: fix}]", None),
        ("when: {priority: P1}, after: 4 hours", None),
        ("when: {priority: P2}, after: 4 hours", False),
        ("when_any: [handling]", True),
        ("when_any: [handling, response_overdue], after: 4 hours", True),
        ("contact: c", True),
        ("when: {tier: gold}", True),
        ("when: {tier: basic}", False),
        ("when: {outage: {at_least: partial}}, when_any: [handling]", True),
    ],
)
def test_without_now_and_events_nobody_knows_what_has_come(step: str, expected: bool | None) -> None:
    """But `handling` and any dissatisfaction always count, and a condition that does not hold rules out all else."""
    assert expected is applies(step, **GOLD)


def test_a_condition_that_is_open_leaves_it_open() -> None:
    """As with what must be brought."""
    assert applies("when: {outage: complete}", tier="gold", facts={"activity": "fault"}) is None
    assert applies("when: {outage: complete}, after: 1 hour", "12:00", tier="gold", facts={"activity": "fault"}) is None
    assert applies("when: {strategic: true}", **GOLD) is False
    assert applies("when: {outage: complete}, after: 9 hours", "12:00", facts={"activity": "fault"}) is False


@pytest.mark.parametrize(
    ("step", "now", "expected"),
    [
        # Gold P1 counts round the clock, what is basic in office hours from 8 to 16.
        ("after: 4 hours", "12:59", False),
        ("after: 4 hours", "13:00", True),
        ("after: 8 hours", "16:59", False),
        ("after: 8 hours", "17:00", True),
        ("after: 4 hours, hours: office", "13:00", True),
        ("after: 7 hours, hours: office", "16:00", True),
        ("after: 7 hours 1 minute, hours: office", "23:00", False),
        ("after: 0 hours", "09:00", True),
        ("after: 999999 hours", "23:00", False),
    ],
)
def test_after_elapses_since_the_receipt_in_its_hours_or_those_of_coverage(step: str, now: str, expected: bool) -> None:
    """At the very second in which that much of them has passed."""
    assert expected is applies(step, now, **GOLD)


def test_after_never_stands() -> None:
    """Neither waiting nor an answer stops it; a closed request is escalated no more, one that is reopened is."""
    step = "after: 4 hours"
    assert applies(step, "13:00", "10:00 replied", "11:00 waiting", **GOLD)
    assert applies(step, "13:00", "10:00 closed", **GOLD) is False
    assert applies(step, "13:00", "10:00 closed", "12:00 reopened", **GOLD)


def test_after_is_open_where_the_hours_are() -> None:
    """Unless it has elapsed, or has not, in all that coverage may choose."""
    keys: dict[str, Any] = {"tier": "gold", "facts": {"activity": "fault"}}
    assert applies("after: 8 hours", "17:00", **keys) is None
    assert applies("after: 8 hours", "16:00", **keys) is False
    assert applies("after: 2 hours", "11:00", **keys)


@pytest.mark.parametrize(
    ("occasion", "now", "events", "expected"),
    [
        ("response_overdue", "10:00", [], False),
        ("response_overdue", "10:01", [], True),
        ("response_overdue", "12:00", ["09:30 replied"], False),
        ("response_overdue", "12:00", ["10:30 replied"], True),  # it came late
        ("update_overdue", "13:00", ["09:30 replied"], False),
        ("update_overdue", "13:31", ["09:30 replied"], True),
        ("{overdue: fix}", "17:00", ["09:30 replied"], False),
        ("{overdue: fix}", "17:01", ["09:30 replied"], True),
        ("{overdue: initial_response}", "17:00", ["09:30 replied"], False),
        ("reopened", "12:00", ["10:00 closed"], False),
        ("reopened", "12:00", ["10:00 closed", "11:00 reopened"], True),
        ("reopened", "10:30", ["10:00 closed", "11:00 reopened"], False),
        ("asked", "12:00", ["10:00 asked"], True),
        ("criticality_changed", "12:00", ["10:00 asked"], False),
    ],
)
def test_an_occasion_comes_as_things_happen(occasion: str, now: str, events: list[str], expected: bool) -> None:
    """Later events are not looked at."""
    assert expected is applies(f"when_any: [{occasion}]", now, *events, **GOLD)


def test_criticality_changes_with_the_level() -> None:
    """A change of facts that leaves the level is none."""
    where = at("when_any: [criticality_changed]")
    changes: list[tuple[dict[str, str | None], bool | None]] = [
        ({"outage": "complete"}, True),
        ({"outage": "partial"}, False),
        ({"outage": None}, None),
        ({"activity": "project"}, True),
    ]
    for facts, expected in changes:
        change = {"at": "2026-03-10T10:00:00+01:00", "is": "changed", "facts": facts}
        (step,) = made(where, "12:00", facts=FINE, events=[change]).escalation
        assert expected is step.applies


def test_a_declared_event_is_an_occasion() -> None:
    """By its name."""
    sections = {"events": "{paged: {title: The second level was paged}}"}
    assert applies("when_any: [paged]", None, "10:00 paged", **GOLD, sections=sections)
    assert applies("when_any: [paged]", None, "10:00 replied", **GOLD, sections=sections) is False


def test_one_occasion_suffices() -> None:
    """That a span has elapsed is one of them."""
    step = "when_any: [reopened, {overdue: fix}], after: 4 hours"
    assert applies(step, "12:00", **GOLD) is False
    assert applies(step, "13:00", **GOLD)
    assert applies(step, None, "10:00 closed", "10:01 reopened", **GOLD)


def test_json_says_what_the_policy_does() -> None:
    """Of each step, whether or not it applies."""
    where = at("contact: c, when_any: [reopened, {overdue: fix}], after: 4 hours, hours: office, cite: terms.all")
    assert {
        "to": "step0",
        "contact": "c",
        "after": "4 hours",
        "hours": "office",
        "when_any": ["reopened", {"overdue": "fix"}],
        "applies": None,
        "cites": ["terms.all"],
    } == as_record(made(where, **GOLD))["escalation"][0]


def test_the_sheet_names_those_to_whom_one_may_turn() -> None:
    """Before anything is known of occasions, with all of them; then those that have come, and nobody else."""
    where = at(
        "contact: one@acme.example, when_any: [response_overdue, reopened]",
        "when_any: [{overdue: fix}], after: 5 hours, hours: office",
        "when: {priority: P2}, when_any: [handling]",
        "when_any: [handling]",
    )

    def sheet(now: str | None = None, **keys: Any) -> list[str]:
        text = " ".join(str(made(where, now, **{**GOLD, **keys})).split())
        return text.partition(" received ")[0].split(" escalate to ")[1:]

    assert [
        "step0 (one@acme.example), where a response is overdue or it was reopened",
        "step1, where fix is overdue or 5 hours of office have passed since receipt",
        "step3, where the handling gives concern",
    ] == sheet()
    assert ["step3, where the handling gives concern"] == sheet("09:30")
    assert [
        "step0 (one@acme.example), as a response is overdue",
        "step1, as 5 hours of office have passed since receipt",
        "step3, where the handling gives concern",
    ] == sheet("14:00")


def test_services_have_conditions_and_show_their_limit() -> None:
    """One that does not hold rules the service out, an open one leaves it uncertain."""
    services = """
  dispatch: {title: An engineer on site, when: {outage: complete, tier: gold}, per_year: 2, span: 8 hours, note: by car}
"""
    where = store(policy(services=services))

    def listed(**keys: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = as_record(made(where, **keys))["services"]
        return found

    (service,) = listed(**GOLD)
    assert (True, 2, "8 hours", "by car") == tuple(service[key] for key in ("certain", "per_year", "span", "note"))
    assert [False] == [service["certain"] for service in listed(tier="gold", facts={"activity": "fault"})]
    assert [] == listed(tier="gold", facts=FINE)
    assert [] == listed(tier="basic", facts=DOWN)
    sheet = " ".join(str(made(where, **GOLD)).split())
    assert "service An engineer on site (twice a year; 8 hours; by car)" in sheet


def test_what_a_step_cites_counts_where_its_condition_holds() -> None:
    """And nowhere else."""
    readings = "{late: {clause: terms.all, question: when, answer: now}}"
    where = at("when: {tier: gold}, when_any: [response_overdue], cite: readings.late", readings=readings)
    assert ("late",) == made(where, **GOLD).readings
    assert () == made(where, facts=DOWN).readings
    assert "readings.late" not in made(where, facts=DOWN).cites


def test_now_before_the_receipt_is_before_all_occasions() -> None:
    """Nothing has elapsed then."""
    assert applies("after: 1 hour", "08:00", **GOLD) is False
    assert applies("when_any: [response_overdue]", "08:00", **GOLD) is False


def test_hours_whose_zone_is_open_leave_it_open() -> None:
    """Once the zone is stated, it has elapsed there or not."""
    sections = {
        "facts": FACTS + "  zone: {type: timezone}\n",
        "hours": """
  office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}, cite: terms.hours}
  always: {timezone: UTC, week: 24x7}
  local: {timezone: {fact: zone}, week: {mon-fri: "08:00-16:00"}}
""",
    }
    where = store(policy(**sections, promises=PROMISES, escalation="[{to: a, after: 2 hours, hours: local}]"))
    for zone, expected in ((None, None), ("Europe/Berlin", True), ("America/New_York", False)):
        facts = {**DOWN, **({"zone": zone} if zone else {})}
        (step,) = made(where, "12:00", facts=facts).escalation
        assert expected is step.applies


def test_a_span_in_days_needs_the_length_of_a_day() -> None:
    """In whichever hours it may count."""
    hours = (
        '{office: {timezone: UTC, week: {mon: "09:00-17:00", tue: "09:00-12:00"}}, always: {timezone: UTC, week: 24x7}}'
    )
    within = "{initial_response: {within: {basic: 1 hour, gold: 1 hour}, cite: terms.all}}"
    where = store(policy(hours=hours, promises=within, escalation="[{to: the head, after: 1 day}]"))
    (problem,) = where.editions("acme")[1]
    assert ("day-length", "hours `office` need `day`, because escalation to `the head` counts `1 day` in them") == (
        problem.check,
        problem.message,
    )
