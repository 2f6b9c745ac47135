"""Changes as text: what they look like as a whole, in any width, in colours, and whatever authors write."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from wcwidth import wcswidth

from remit.engine.authoring.diff import diff
from remit.engine.authoring.diff.diff_document import as_markdown, as_text
from remit.engine.authoring.diff.diff_json import as_json
from remit.engine.model import HolidayCalendar
from remit.engine.worktime import holiday_years

from ..verbs import ACME, edited
from .verbs import DAY, JAMS, JUMPMIND, changed, policy, said

REWRITE = (
    ("basic: {P1: 8 business hours", "basic: {P1: 10 business hours"),
    ("then: {require: phone}", "then: {allow: phone}"),
    ("when: {activity: custom_work}, then: consulting", "when: {activity: custom_work}, then: not_covered"),
    ("title: Basic, contacts: 2", "title: Basic, contacts: 1"),
    ("minimum: 0, presume: 1", "minimum: 0, presume: 600"),
    ("choices: [none, partial, complete]", "choices: [none, slow, partial, complete]"),
    ("answer: yes for Gold", "answer: yes, for Gold"),
)


def test_a_rewrite_as_a_whole() -> None:
    assert """\
Acme Cloud support terms, edition 2026 to edition 2
6 changes: 3 take from the customer, 1 gives to the customer, 2 do neither; 1
wording change
72 situations of Basic and Gold compared


Takes from the customer ────────────────────────────────────────────────────────

  narrower    scope, Basic and Gold
              consulting → not covered
              24 of 72 situations (33.3 %), where activity is custom work
              such as tier basic; activity: custom_work

  looser      initial response, Basic P1
              8 business hours → 10 business hours, up to 4 d 17 h later
              14 of 36 situations (38.9 %)
              such as received Wed 24 Mar 2027 15:00:01 Berlin; activity: fault,
              users: 500

  reduced     tier basic
              2 named contacts → 1 named contact


Gives to the customer ──────────────────────────────────────────────────────────

  freed       channel, Basic and Gold P1
              phone required → phone or email
              28 of 72 situations (38.9 %)
              such as tier basic; activity: fault, users: 500


Neither takes nor gives ────────────────────────────────────────────────────────

  presumed    fact users
              1 → 600
              such as tier basic; activity: fault, outage: none; then priority:
              P2 → P1

  changed     fact outage
              new: slow


Wording changes ────────────────────────────────────────────────────────────────

  reading weekend answer
    old         yes for Gold
    new         yes, for Gold


Notes on the comparison ────────────────────────────────────────────────────────

  `outage` can be `slow` only in the new edition; that is not compared
""" == as_text(changed(*REWRITE))


def test_nothing_changed() -> None:
    lines = [
        "Acme Cloud support terms, edition 2026, as it was and as it is now",
        "no decision changed",
        "72 situations of Basic and Gold compared",
    ]
    assert lines == as_text(diff(policy(ACME), policy(ACME), DAY)).splitlines()


def test_only_texts_changed() -> None:
    changes = changed(("says: production down is critical", "says: a dead production is critical"))
    assert ["no decision changed", "1 wording change"] == as_text(changes).splitlines()[1:3]


@pytest.mark.parametrize("width", [20, 40, 57, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = ("title: Gold", f"title: {'Gold' * 40}")
    wide = ("title: Basic", "title: 基本プラン基本プラン基本プラン基本プラン基本プラン")
    text = as_text(changed(*REWRITE, long, wide), width)
    assert max(wcswidth(line) for line in text.splitlines()) <= min(max(width, 40), 120)
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_what_would_steer_a_terminal_is_not_printed() -> None:
    steering = r'"\u001b[31mGold\u202e\u0007\n\u2028"'
    text = as_text(changed(*REWRITE, ("title: Gold", f"title: {steering}")))
    assert all(character.isprintable() or character == "\n" for character in text)
    new = replace(policy(ACME), title="\x1b[2J", edition="\r")
    assert all(c.isprintable() or c == "\n" for c in as_text(diff(policy(ACME), new, DAY)))


MARKS = "\u202e\u2066\u200b\u2028\x9b"
MARKED = (
    ("promises:", "intake:\n  - {needs: a log, note: of today}\nescalation:\n  - {to: the boss}\npromises:"),
    *((text, f'"{text}{MARKS.encode("unicode_escape").decode()}"') for text in ("a log", "of today", "the boss")),
    ("title: Gold", f'title: "{MARKS.encode("unicode_escape").decode()}"'),
    ("contact: help@acme.example", f'contact: "{MARKS.encode("unicode_escape").decode()}"'),
    ("says: production down is critical", f'says: "{MARKS.encode("unicode_escape").decode()}"'),
    ("ask: How much is down?", f'ask: "{MARKS.encode("unicode_escape").decode()}"'),
)


@pytest.mark.parametrize("form", [as_text, as_json, as_markdown])
def test_marks_that_steer_a_page_are_in_no_form(form) -> None:
    text = form(changed(*REWRITE[:-1], *MARKED))
    assert {"\n"} >= {character for character in text if not character.isprintable()}


def test_names_are_written_apart_and_texts_as_they_are_written() -> None:
    listed = "intake:\n  - {needs: the support_id}\nescalation:\n  - {to: head_of_support}\npromises:"
    shift = "  late_shift: {timezone: UTC, week: {sun: '12:00-14:00'}}\n  always:"
    lines = said(changed(("promises:", listed), ("  always:", shift))).splitlines()
    named = [line[14:] for line in lines if line.startswith(("  demanded", "  added", "  changed"))]
    assert ["intake the support_id", "escalation head_of_support", "hours late shift"] == named


def test_the_text_of_a_request_is_written_as_it_is() -> None:
    content = edited(("facts:\n", "facts:\n  error_code: {type: text, presume: none}\n"))
    rule = "    - {id: known, when: {error_code: e_1}, then: P1, cite: terms.p1}\n    - {id: production-down"
    text = said(changed(("    - {id: production-down", rule), content=content))
    assert "where error code is e_1" in " ".join(text.split())


def test_colours_say_what_takes_and_what_gives() -> None:
    coloured = as_text(changed(*REWRITE), colours=True)
    assert "\x1b[1;31mnarrower\x1b[0m" in coloured
    assert "\x1b[1;32mfreed\x1b[0m" in coloured
    assert "\x1b[33mpresumed\x1b[0m" in coloured


def test_what_takes_comes_before_what_gives_and_the_larger_before_the_smaller() -> None:
    changes = changed(
        ("standard: {P1: 6 business hours, P2: 1 business day", "standard: {P1: 8 business hours, P2: 2 business days"),
        ("then: {require: phone}", "then: {allow: phone}"),
        content=JUMPMIND,
    )
    assert ["looser", "looser", "freed"] == [change.kind for change in changes.changes]
    sizes = [change.extent.situations for change in changes.changes[:2] if change.extent]
    assert all(larger >= smaller for larger, smaller in pairwise(sizes))


def test_what_others_follow_from_comes_first() -> None:
    renamed = changed(
        ("P2: Normal", "P3: Normal"), ("then: P2", "then: P3"), ("P2: 2 b", "P3: 2 b"), ("P2: 1 b", "P3: 1 b")
    )
    assert """\
Causes of other changes ────────────────────────────────────────────────────────

  changed     level P2
              no longer: Normal

  changed     level P3
              new: Normal


Neither takes nor gives ────────────────────────────────────────────────────────

  changed     priority, Basic and Gold
              P2 → P3
""" == said(renamed).partition("              20 of")[0]


def test_a_title_or_hours_that_nothing_follows_from_come_where_they_belong() -> None:
    edits = [("P2: Normal", "P2: Ordinary"), ("then: P2", "then: P1")]
    assert "Causes of other changes" not in said(changed(*edits))
    later = ("  always:", "  late: {timezone: UTC, week: {sun: '12:00-14:00'}}\n  always:")
    assert "Causes of other changes" not in said(changed(later, ("P1: 1 hour", "P1: 2 hours")))


def test_a_fact_of_another_type_is_taken_for_another() -> None:
    changes = changed(
        ("type: number, minimum: 0, presume: 1", "type: boolean, presume: false"),
        ("when: {users: {at_least: 500}}", "when: {users: true}"),
    )
    assert """\
  lowered     priority, Basic and Gold
              P1 → P2
              20 of 144 situations (13.9 %), only where users (old) is at least
              500, and users is false
              such as tier basic; in the old edition activity: fault, outage:
              none, users: 500; in the new edition activity: fault, outage: none
""" in said(changes)
    assert ["fact `users` shares no value with the old fact of that name: they are compared as two facts"] == [
        finding.message for finding in changes.findings
    ]


def test_a_number_is_worded_by_its_ends() -> None:
    def where(old: str, new: str) -> list[str]:
        content = edited(("at_least: 500", old))
        text = said(changed((old, new), content=content))
        return [line.strip() for line in text.splitlines() if "where users" in line]

    assert ["20 of 72 situations (27.8 %), only where users is less than 10"] == where("at_least: 10", "at_least: 0")
    assert ["20 of 108 situations (18.5 %), only where users is 10"] == where("at_least: 10", "more_than: 10")


def test_policies_without_a_tier_in_common_are_not_compared_and_fail() -> None:
    changes = diff(policy(JAMS), policy(ACME), DAY)
    assert "the policies have no tier in common: no situation was compared" in as_text(changes)
    assert (False, True) == (changes.is_proved, changes.fails(["looser"]))


OUTSIDE = (
    f"year 2101 is outside the holiday calendar of `DE-BE` ({holiday_years(HolidayCalendar('DE', 'BE'))[0]} to 2100)"
)


def test_a_deadline_that_cannot_be_counted_is_said_and_fails() -> None:
    new = policy(edited(("basic: {P1: 8 business hours", "basic: {P1: 10 business hours")), "2")
    changes = diff(policy(ACME), new, "2100-06-01")
    message = f"promise `initial_response` was not compared: {OUTSIDE}"
    assert [message] == [finding.message for finding in changes.findings]
    assert (False, True) == (changes.is_proved, changes.fails(["looser"]))
    assert "no decision that could be compared changed" in as_text(changes)


def test_a_deadline_that_cannot_be_counted_while_the_new_edition_is_in_force_fails_as_well() -> None:
    edits = [("basic: {P1: 8 business", "basic: {P1: 10 business"), ("{from: 2026-01-01}", "{from: 2100-03-01}")]
    changes = changed(*edits)
    message = f"promise `initial_response` was not compared: {OUTSIDE}"
    assert [("not-proved", message)] == [(finding.check, finding.message) for finding in changes.findings]
    assert "not everything was compared" == changes.failure(["looser"])
    assert changes.fails(["looser"])


def test_what_is_owed_as_before_needs_no_counting() -> None:
    assert () == changed(("{from: 2026-01-01}", "{from: 2100-03-01}")).findings


def test_hours_in_which_a_deadline_cannot_be_counted_are_named() -> None:
    changes = changed(("basic: {P1: 8 business hours", "basic: {P1: 99000 business hours"))
    assert ["not-proved"] == [finding.check for finding in changes.findings]
    message = "promise `initial_response` was not compared: 356400000 seconds in hours `office` take more"
    assert message == changes.findings[0].message.partition(" than ten")[0]


def test_a_change_for_what_arrived_by_a_way() -> None:
    rule = (
        "- {id: email, then: {allow: email}",
        "- {id: email, when: {not: {arrived_by: phone}}, then: {allow: email}",
    )
    narrower = (rule[1], rule[1].replace("arrived_by: phone", "arrived_by: [phone, email]"))
    text = said(changed(narrower, content=edited(rule)))
    assert (
        """\
  undecided   channel, Basic and Gold P2 and consulting
              email → undecided
              44 of 216 situations (20.4 %), where arrived by is email
              such as tier basic; arrived by email; activity: custom_work
"""
        in text
    )


def test_a_request_without_a_fact_shows_what_changes_always() -> None:
    changes = changed(("when: {activity: [fault, question]}, then: support", "then: not_covered"))
    assert "such as tier basic; activity: fault" in said(changes)
    assert changes.decided[0].extent is not None
    assert changes.decided[0].extent.is_exact


def test_more_ways_than_can_be_told_apart_are_said() -> None:
    facts = "".join(f"  f{n}: {{type: boolean}}\n" for n in range(13))
    rules = "".join(
        f"    - {{id: r{n}, when: {{f{n}: true}}, then: {{allow: w{n}}}, cite: terms.phone}}\n" for n in range(13)
    )
    ways = "".join(f"    w{n}: {{contact: w{n}@acme.example}}\n" for n in range(13))
    content = edited(
        ("facts:\n", f"facts:\n{facts}"),
        ("  ways:\n", f"  ways:\n{ways}"),
        ("    - {id: p1-phone", f"{rules}    - {{id: p1-phone"),
    )
    changes = diff(policy(content), policy(content, "2"), DAY)
    assert ["not-proved"] == [finding.check for finding in changes.findings]
