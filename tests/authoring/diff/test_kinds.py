"""One small change of a shipped policy for each kind: exactly that kind is found, in exactly these words."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.engine.authoring.diff import diff
from remit.engine.authoring.diff.changes import KINDS, check_kinds

from ..verbs import ACME, edited
from .verbs import DAY, JAMS, JUMPMIND, changed, kinds, policy, said, shows

EXPECTED = Path(__file__).with_name("expected")

OFFICE_NOW = "in office as it is now"

# name: the policy, what is edited in it, and the changes by kind, place, before and after.
DECIDED: dict[str, tuple[str, list[tuple[str, str]], list[tuple[str, str, str, str]]]] = {
    "narrower": (
        JUMPMIND,
        [("version_age_months: {more_than: 12}", "version_age_months: {more_than: 6}")],
        [("narrower", "scope", "support", "not_covered")],
    ),
    "wider": (
        JUMPMIND,
        [("version_age_months: {more_than: 24}", "version_age_months: {more_than: 30}")],
        [("wider", "scope", "not_covered", "support")],
    ),
    "looser": (
        JUMPMIND,
        [("standard: {P1: 6 business hours", "standard: {P1: 8 business hours")],
        [("looser", "promise initial_response", "6 business hours", "8 business hours")],
    ),
    "tighter": (
        JAMS,
        [("S3: 4 business hours, S4: 1 business day", "S3: 2 business hours, S4: 1 business day")],
        [("tighter", "promise initial_response", "4 business hours", "2 business hours")],
    ),
    "no-longer-owed": (
        JUMPMIND,
        [("within: {managed: 1 business day}", "within: {managed: none}")],
        [("looser", "promise consulting_response", "1 business day", "nothing")],
    ),
    "newly-owed": (
        JUMPMIND,
        [("within: {managed: 1 business day}", "within: {managed: 1 business day, enterprise: 2 business days}")],
        [("tighter", "promise consulting_response", "nothing", "2 business days")],
    ),
    "other-hours": (
        JUMPMIND,
        [("when: {tier: [enterprise, managed], priority: P1}", "when: {tier: managed, priority: P1}")],
        [("looser", "promise initial_response", "2 hours in always", "2 hours in office")],
    ),
    "hours-alone": (
        JUMPMIND,
        [('week: {mon-fri: "08:00-17:00"}', 'week: {mon-fri: "08:00-18:00"}')],
        [
            (
                "changed",
                "hours office",
                "mon-fri 08:00-17:00; a business day of 9 hours",
                "mon-fri 08:00-18:00; a business day of 10 hours",
            ),
            ("looser", "promise consulting_response", "in office as it was", OFFICE_NOW),
            ("looser", "promise initial_response", "in office as it was", OFFICE_NOW),
            ("tighter", "promise initial_response", "in office as it was", OFFICE_NOW),
        ],
    ),
    "as-a-request-says": (
        JAMS,
        [("S3: 5 business days, S4: {fact: agreed_update}}", "S3: 5 business days, S4: 10 business days}")],
        [
            ("looser", "promise status_update", "as agreed update says", "10 business days"),
            ("tighter", "promise status_update", "as agreed update says", "10 business days"),
            ("tighter", "promise status_update", "nothing", "10 business days"),
        ],
    ),
    "raised": (
        JUMPMIND,
        [("work_stopped: false}\n      then: P3", "work_stopped: false}\n      then: P2")],
        [
            ("raised", "priority", "P3", "P2"),
            ("tighter", "promise initial_response", "1 business day", "6 business hours"),
            ("tighter", "promise initial_response", "2 business days", "1 business day"),
        ],
    ),
    "lowered": (
        JUMPMIND,
        [("when: {work_stopped: true}\n      then: P2", "when: {work_stopped: true}\n      then: P3")],
        [
            ("lowered", "priority", "P2", "P3"),
            ("looser", "promise initial_response", "6 business hours", "1 business day"),
            ("looser", "promise initial_response", "1 business day", "2 business days"),
        ],
    ),
    "required": (
        JUMPMIND,
        [("priority: P1}\n      then: {allow: phone}", "priority: P1}\n      then: {require: phone}")],
        [("required", "channel phone", "email, web or phone", "phone required")],
    ),
    "freed": (
        JUMPMIND,
        [("then: {require: phone}", "then: {allow: phone}")],
        [("freed", "channel phone", "phone required", "email, web or phone")],
    ),
    "another-way-required": (
        JAMS,
        [("when: {priority: S2}\n      then: {require: phone}", "when: {priority: S2}\n      then: {require: web}")],
        [("required", "channel web", "phone required", "web required")],
    ),
    "disallowed": (
        JUMPMIND,
        [("then: {allow: [email, web]}", "then: {allow: web}")] * 2,  # for support, then for consulting
        [
            ("disallowed", "channel email", "email or web", "web"),
            (
                "disallowed",
                "channel email",
                "email, web or sales, sales preferred",
                "web or sales, sales preferred",
            ),
            (
                "disallowed",
                "channel email",
                "email, web or representative, representative preferred",
                "web or representative, representative preferred",
            ),
            ("disallowed", "channel email", "email, web or phone", "web or phone"),
        ],
    ),
    "allowed-and-preferred": (
        JAMS,
        [
            (
                "# which has no priority\n      then: {prefer: web, allow: email}",
                "\n      then: {prefer: email, allow: [web, phone]}",
            )
        ],
        [
            ("allowed", "channel phone", "web or email, web preferred", "web, email or phone, email preferred"),
            ("preferred", "channel email", "web or email, web preferred", "web, email or phone, email preferred"),
        ],
    ),
    "preferred-under-required": (
        ACME,
        [("then: {allow: email}", "then: {prefer: email}")],
        [
            ("preferred", "channel email", "email", "email, preferred"),
            ("preferred", "channel email", "phone required", "phone required, email preferred"),
        ],
    ),
    "undecided": (
        JUMPMIND,
        [("when: {activity: product_configuration}", "when: {activity: installation}")],
        [("undecided", "scope", "support", "undecided")],
    ),
}


@pytest.mark.parametrize("name", DECIDED)
def test_a_change_of_what_is_decided(name: str) -> None:
    content, edits, expected = DECIDED[name]
    changes = changed(*edits, content=content)
    assert expected == [change_words for change_words in kinds(changes) if change_words[0] != "editorial"]
    assert (EXPECTED / f"{name}.txt").read_text("utf-8") == said(changes)
    for change in changes.decided:
        shows(changes, change)


def test_what_is_settled_is_the_way_back_from_what_is_undecided() -> None:
    open_ = ("when: {activity: product_configuration}", "when: {activity: installation}")
    back = changed(open_[::-1], content=JUMPMIND.replace(*open_))
    assert [("settled", "scope", "undecided", "support")] == kinds(back)


LISTED: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str, str | None, str | None]]]] = {
    "a tier is new": (
        [("  gold: {title: Gold", "  top: {title: Top}\n  gold: {title: Gold")],
        [("added", "tier top", None, "Top")],
    ),
    "fewer named contacts": (
        [("title: Gold, contacts: unlimited", "title: Gold, contacts: 5")],
        [("reduced", "tier gold", "no limit of named contacts", "5 named contacts")],
    ),
    "more named contacts": (
        [("title: Basic, contacts: 2", "title: Basic, contacts: 3")],
        [("increased", "tier basic", "2 named contacts", "3 named contacts")],
    ),
    "a level has another title": (
        [("P2: Normal", "P2: Ordinary")],
        [("changed", "level P2", "Normal", "Ordinary")],
    ),
    "a level is new": (
        [("levels: {P1: Critical", "levels: {P0: Dead, P1: Critical")],
        [("changed", "level P0", None, "Dead")],
    ),
    "levels change places": (
        [("levels: {P1: Critical, P2: Normal}", "levels: {P2: Normal, P1: Critical}")],
        [
            ("changed", "level", "P1, P2", "P2, P1"),
            ("looser", "promise initial_response", "8 business hours", "2 business days"),
            ("looser", "promise initial_response", "1 hour in always", "1 business day in office"),
            ("freed", "channel phone", "phone required", "email"),
            ("changed", "priority", "P1", "P2"),
        ],
    ),
    "a way is new": (
        [("  ways:\n", "  ways:\n    chat: {contact: chat.acme.example}\n")],
        [("added", "way chat", None, "chat.acme.example")],
    ),
    "a way has another address": (
        [("contact: help@acme.example", "contact: support@acme.example")],
        [("changed", "way email", "help@acme.example", "support@acme.example")],
    ),
    "a promise is a guarantee": (
        [("  initial_response:\n", "  initial_response:\n    kind: guarantee\n")],
        [("increased", "promise initial_response", "a promise", "guarantee")],
    ),
    "a promise is measured": (
        [("  initial_response:\n", "  initial_response:\n    measure: {share: 95 %, per: month}\n")],
        [("changed", "measure initial_response", None, "kept for 95 % of requests each month")],
    ),
    "a promise is made again": (
        [("  initial_response:\n", "  initial_response:\n    repeats: true\n")],
        [("increased", "promise initial_response", "once", "repeatedly")],
    ),
    "a service is new": (
        [("promises:", "services:\n  review: {title: Review, tiers: [gold], cite: terms.plans}\npromises:")],
        [("added", "service review", None, "Review")],
    ),
    "something must be brought": (
        [("promises:", "intake:\n  - {needs: a log, when: {outage: complete}}\npromises:")],
        [("demanded", "intake a log", None, "if {outage: complete}")],
    ),
    "somebody to turn to": (
        [("promises:", "escalation:\n  - {to: the boss, contact: boss@acme.example, when_any: [handling]}\npromises:")],
        [("added", "escalation the boss", None, "handling (boss@acme.example)")],
    ),
    "something else is presumed": (
        [("minimum: 0, presume: 1", "minimum: 0, presume: 600")],
        [("presumed", "fact users", "1", "600")],
    ),
    "nothing is presumed any longer": (
        [("minimum: 0, presume: 1", "minimum: 0")],
        [("presumed", "fact users", "1", "nothing")],
    ),
    "a choice is new and one is gone": (
        [("choices: [none, partial, complete]", "choices: [none, slow, complete]")],
        [("changed", "fact outage", None, "slow"), ("changed", "fact outage", "partial", None)],
    ),
    "choices change places": (
        [("choices: [none, partial, complete]", "choices: [partial, none, complete]")],
        [("changed", "fact outage", "none, partial, complete", "partial, none, complete")],
    ),
    "a fact comes from the contract": (
        [("type: number, minimum: 0", "type: number, from: contract, minimum: 0")],
        [("changed", "fact users", "from the request", "from the contract where there is one")],
    ),
    "a fact is new": (
        [("facts:\n", "facts:\n  colour: {ask: Which colour?, type: text}\n")],
        [("changed", "fact colour", None, "Which colour?")],
    ),
    "it holds from another day": (
        [("effective: {from: 2026-01-01}", "effective: {from: 2026-07-01}")],
        [("changed", "policy effective", "from 2026-01-01", "from 2026-07-01")],
    ),
    "a clause reads otherwise": (
        [("says: production down is critical", "says: a dead production is critical")],
        [
            (
                "editorial",
                "clause terms.p1",
                "production down is critical (Priorities, paragraph 1)",
                "a dead production is critical (Priorities, paragraph 1)",
            )
        ],
    ),
    "a reading is answered otherwise": (
        [("answer: yes for Gold", "answer: yes, for Gold")],
        [("editorial", "reading weekend answer", "yes for Gold", "yes, for Gold")],
    ),
    "a title": (
        [("basic: {title: Basic", "basic: {title: Starter")],
        [("editorial", "tier basic title", "Basic", "Starter")],
    ),
}


@pytest.mark.parametrize("name", LISTED)
def test_a_change_of_what_is_listed(name: str) -> None:
    edits, expected = LISTED[name]
    assert expected == kinds(changed(*edits))


@pytest.mark.parametrize("name", [name for name, (edits, _) in LISTED.items() if len(edits) == 1])
def test_a_change_of_what_is_listed_has_its_mirror(name: str) -> None:
    ((before, after),), expected = LISTED[name]
    back = changed((after, before), content=edited((before, after)))
    mirrors = sorted((KINDS[kind].mirror, about, str(new), str(old)) for kind, about, old, new in expected)
    assert mirrors == sorted((kind, about, str(old), str(new)) for kind, about, old, new in kinds(back))


SERVICE = """\
services:
  review: {title: Review, tiers: [gold], per_year: 2, span: 30 days, activities: [fault], cite: terms.plans}
"""


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("per_year: 2", "per_year: 1"), ("reduced", "2 a year", "1 a year")),
        (("span: 30 days, ", "span: 30 days, billable: true, "), ("reduced", "included", "billable")),
        (("per_year: 2, ", ""), ("increased", "2 a year", "no limit a year")),
        (("span: 30 days", "span: 40 days"), ("increased", "30 days", "40 days")),
        (("span: 30 days", "span: 30 hours"), ("changed", "30 days", "30 hours")),
        (("activities: [fault], ", ""), ("increased", "fault", "all activities")),
        (("activities: [fault]", "activities: [question]"), ("changed", "fault", "question")),
        (("span: 30 days, ", ""), ("increased", "30 days", "no limit of time")),
        (("span: 30 days", "span: 20 days"), ("reduced", "30 days", "20 days")),
        (("tiers: [gold], ", ""), ("added", None, "Review")),
        (("tiers: [gold]", "tiers: [gold, basic]"), ("added", None, "Review")),
    ],
)
def test_a_service_is_another(edit: tuple[str, str], expected: tuple[str, str | None, str]) -> None:
    before = edited(("promises:", f"{SERVICE}promises:"))
    kind, old, new = expected
    assert [(kind, "service review", old, new)] == kinds(changed(edit, content=before))


@pytest.mark.parametrize(("before", "after"), [("fault", "fault, question"), ("fault", "")])
def test_a_service_for_fewer_activities_is_the_way_back(before: str, after: str) -> None:
    narrow = edited(("promises:", f"{SERVICE}promises:"))
    wide = narrow.replace("activities: [fault], ", f"activities: [{after}], " if after else "")
    wider = after or "all activities"
    back = diff(policy(wide), policy(narrow, "2"), DAY)
    assert [("reduced", "service review", wider, before)] == kinds(back)


def test_whom_to_turn_to_on_other_occasions() -> None:
    content = edited(("promises:", "escalation:\n  - {to: the boss, when_any: [handling]}\n\npromises:"))
    changes = changed(("{to: the boss, when_any: [handling]}", "{to: the boss}"), content=content)
    assert [("changed", "escalation the boss", "handling", "any dissatisfaction")] == kinds(changes)


def test_kinds_are_in_pairs_that_mirror_each_other() -> None:
    assert all(KINDS[kind.mirror].mirror == name for name, kind in KINDS.items())
    assert {("takes", "gives"), ("gives", "takes"), ("neither", "neither")} == {
        (kind.effect, KINDS[kind.mirror].effect) for kind in KINDS.values()
    }


def test_a_word_that_is_no_kind_is_refused_with_those_that_are() -> None:
    assert ("looser", "narrower") == check_kinds(["looser", "narrower, looser,"])
    with pytest.raises(ValueError, match=r"^`slower` is not a kind of change; the kinds are narrower, lowered, "):
        check_kinds(["looser", "slower"])
    with pytest.raises(ValueError, match=r"^`x\\u202e\\x1b` is not a kind"):
        check_kinds(["x\u202e\x1b"])
    with pytest.raises(ValueError, match=r"^it names no kind of change$"):
        check_kinds(["looser", ""])


def test_changes_fail_where_one_is_of_a_kind_named() -> None:
    changes = changed(("standard: {P1: 6 business hours", "standard: {P1: 8 business hours"), content=JUMPMIND)
    assert (True, False, False) == (
        changes.fails(["narrower", "looser"]),
        changes.fails(["tighter"]),
        changes.fails([]),
    )


TWICE = edited(
    (
        "promises:",
        """\
intake:
  - {needs: a log, when: {outage: complete}, note: of today}
  - {needs: a log, when: {outage: partial}, optional: true, note: of this week}
escalation:
  - {to: the boss, when_any: [handling]}
  - {to: the boss, contact: boss@acme.example, when_any: [response_overdue]}
promises:""",
    )
)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("when: {outage: complete}, note", "when: {outage: complete}, optional: true, note"),
            [("waived", "intake a log", "if {outage: complete}", "if {outage: complete}, optional")],
        ),
        (
            ("  - {needs: a log, when: {outage: complete}, note: of today}\n", ""),
            [("waived", "intake a log", "if {outage: complete}", None)],
        ),
        (("note: of today", "note: of the day"), [("editorial", "intake a log note", "of today", "of the day")]),
        (
            ("when_any: [handling]", "when_any: [update_overdue]"),
            [("changed", "escalation the boss", "handling", "update overdue")],
        ),
        (
            ("  - {to: the boss, when_any: [handling]}\n", ""),
            [("removed", "escalation the boss", "handling", None)],
        ),
    ],
)
def test_entries_of_one_name_are_compared_each(edit, expected) -> None:
    assert expected == kinds(changed(edit, content=TWICE))


def test_entries_that_change_places_are_as_they_were() -> None:
    lines = [line for line in TWICE.splitlines(keepends=True) if "needs: a log" in line]
    assert [] == kinds(changed(("".join(lines), "".join(lines[::-1])), content=TWICE))


def test_what_would_change_before_the_new_edition_is_in_force():
    """It is no change: the day of 2026 on which only the old edition closes is over by then."""
    shorter = ('week: {mon-fri: "09:00-17:00"}', 'week: {mon-fri: "09:00-16:00"}\n    day: 8 hours')
    closed = ("region: BE}", "region: BE}\n    dates: {2026-12-23: closed}")
    later = ("effective: {from: 2026-01-01}", "effective: {from: 2027-01-01}")
    changes = diff(policy(edited(closed)), policy(edited(shorter, later), "2"), DAY)
    assert [] == [change for change in changes.changes if change.kind == "tighter"]
    assert [] != [change for change in changes.changes if change.kind == "looser"]


def test_days_of_every_year() -> None:
    """They come in words, with the promises that they delay."""
    week = 'week: {mon-fri: "08:00-17:00"}'
    closed = (week, f"{week}\n    dates: {{12-24..01-01: closed}}")
    assert [
        ("changed", "hours office", None, "every 12-24 to 01-01 closed"),
        ("looser", "promise initial_response", "in office as it was", OFFICE_NOW),
        ("looser", "promise consulting_response", "in office as it was", OFFICE_NOW),
    ] == kinds(changed(closed, content=JUMPMIND))
