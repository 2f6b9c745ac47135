"""What is shown of a policy, section by section."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from remit.engine.model import HolidayCalendar
from remit.engine.render.document import Entries, Heading, Paragraph, Section, Week, plain
from remit.engine.render.markdown import as_markdown
from remit.engine.rules import diagrams
from remit.engine.worktime import holiday_years

from .verbs import POLICIES, edited, first_table, section, sheet, tables, words


def test_head():
    """It says what the policy is, and which documents it encodes."""
    document = sheet()
    assert "Lighthouse 灯台 support terms" == document.title
    assert [
        ("policy", "lighthouse"),
        ("edition", "2026"),
        ("in force", "from 2026-01-01 to 2026-12-31"),
        ("review by", "2026-11-01"),
        ("time zone", "Europe/Berlin"),
        ("source", "Lighthouse terms | January 2026 / Questions and answers"),
    ] == [(label, words(cell)) for label, cell in document.about]


def test_edition_without_dates():
    """It is in force always, and nothing is said of a review."""
    document = sheet(edited(("effective: {from: 2026-01-01, to: 2026-12-31}\nreview_by: 2026-11-01\n", "")))
    assert ("in force", "always") in [(label, words(cell)) for label, cell in document.about]
    assert "review by" not in [label for label, _ in document.about]


def test_sections():
    """They come in the order in which a request needs them, and then what they rest on."""
    assert [
        "Tiers",
        "Responses",
        "Hours",
        "Scope",
        "Priorities",
        "Coverage",
        "Channels",
        "Services",
        "What to bring",
        "Escalation",
        "Facts",
        "Always",
        "Readings",
        "Clauses",
    ] == [one.title for one in sheet().sections]


SMALL = """\
remit: 1
policy: small
title: Small
edition: "1"
sources: {terms: {title: Terms, clauses: {all: {at: Page 1, says: everything}}}}
facts: {down: {type: boolean}}
tiers: {base: {title: Base}, plus: {title: Plus}}
scope:
  rules:
    - {id: never, when: {tier: plus}, then: not_covered, cite: terms.all}
    - {id: else, then: support, cite: terms.all}
priorities: {levels: {P1: Urgent}, rules: [{id: all, then: P1, cite: terms.all}]}
"""


def test_sections_of_a_small_policy():
    """What it does not have is not shown."""
    expected = ["Tiers", "Scope", "Priorities", "Facts", "Clauses"]
    assert expected == [one.title for one in sheet(SMALL).sections]


def test_tier_that_is_not_covered():
    """No way of reaching the desk arises for it."""
    channels = "channels: {ways: {email: {}}, rules: [{id: w, then: {allow: email}, cite: terms.all}]}\n"
    ways, places, _ = tables("Channels", sheet(SMALL + channels))
    assert ["email", ""] == ways[1]
    assert ["P1 Urgent", "email", "does not arise"] == places[1]


@pytest.mark.parametrize(
    ("section_written", "expected"),
    [
        (
            "always: [{id: one, expect: {scope: [support, not_covered]}}]",
            [["one", "always", "scope is support or not covered"]],
        ),
        ("accept: [{check: gap, at: scope, because: it is so}]", [["gap", "scope", "it is so"]]),
    ],
)
def test_policy_that_says_one_thing_of_itself(section_written, expected):
    """The other is left out."""
    ((_, *rows),) = tables("Always", sheet(SMALL + section_written))
    assert expected == rows


def test_tiers():
    """Contacts and notes have a column where some tier has one."""
    assert [
        [
            ["tier", "title", "named contacts", "note"],
            ["visitor", "Visitor", "2", ""],
            ["keeper", "Keeper", "no limit", "lives in", "terms.plans, readings.nights"],
        ]
    ] == tables("Tiers")
    bare = edited(("{title: Visitor, contacts: 2}", "{title: Visitor}"), (", note: lives in", ""))
    assert ["tier", "title"] == tables("Tiers", sheet(bare))[0][0]


def test_responses():
    """Each cell says what is owed and in which hours it can count there."""
    initial, news, offer = tables("Responses")
    assert [
        ["level", "Visitor", "Keeper"],
        ["P1 Urgent", "4 business hours / in office", "1 hour / in night watch"],
        ["P2 Normal", "none", "1 business day / in office"],
    ] == initial
    assert [["P1 Urgent", "—", "as agreed says / in office"], ["P2 Normal", "—", "as agreed says / in office"]] == news[
        1:
    ]
    assert [["scope", "Visitor", "Keeper"], ["consulting", "—", "2 business days / in office"]] == offer


def sentences(part: Section) -> list[str]:
    return [plain(line) for block in part.blocks if isinstance(block, Paragraph) for line in block.lines]


def test_kinds_of_promises():
    """A sentence says what each is for."""
    texts = sentences(section("Responses"))
    assert [
        "A goal for support requests.",
        "by terms.plans",
        "A promise for support requests, repeated after each, counted in office.",
        "by terms.plans",
        "A guarantee for consulting requests.",
        "by terms.plans",
    ] == texts


def test_response_at_a_level_that_no_situation_of_a_tier_has():
    """It does not arise: a proof of concept has no production system, and so nothing urgent."""
    initial = tables("Responses", sheet(POLICIES["jumpmind"]))[0]
    assert ["P1 Urgent", "2 business days / does not arise"] == initial[1][:2]


def test_response_whose_hours_depend_on_facts():
    """All that can count are named, and no others."""
    initial = tables("Responses", sheet(POLICIES["jams"]))[0]
    assert "4 business hours / in core emea, core north america or core apac" == initial[2][1]


def test_policy_with_too_many_situations():
    """Hours and ways by place are left out, and it says so."""
    numbers = range(12)
    facts = "".join(f"  f{n}: {{choices: [{', '.join(f'c{m}' for m in range(40))}]}}\n" for n in numbers)
    rules = "".join(
        f"    - {{id: r{n}, when: {{any: [{{f{n}: c2, f{(n + 5) % 12}: c3}}, {{f{(n + 7) % 12}: c4}}]}},"
        " then: not_covered, cite: terms.work}\n"
        for n in numbers
    )
    content = edited(("facts:\n", f"facts:\n{facts}"), ("scope:\n  rules:\n", f"scope:\n  rules:\n{rules}"))
    with patch.object(diagrams, "NODES", 1000):
        document = sheet(content)
    assert "4 business hours" == tables("Responses", document)[0][1][1]
    texts = [*sentences(section("Responses", document)), *sentences(section("Channels", document))]
    assert "There are too many situations to list the hours in which each can count." in texts
    assert "There are too many situations to list the ways of each tier and level." in texts


def weeks(title: str = "Hours"):
    return [block for block in section(title).blocks if isinstance(block, Week)]


def test_week():
    """Its days have their openings as words and as minutes; what is open overnight goes on the next day."""
    office, night = weeks()
    assert ("mon", "09:00-12:30, 13:00-17:00", ((540, 750), (780, 1020))) == (
        office.days[0].name,
        office.days[0].openings,
        office.days[0].stretches,
    )
    assert ("sun", "closed", ()) == (office.days[6].name, office.days[6].openings, office.days[6].stretches)
    assert [("22:00-06:00", ((0, 360), (1320, 1440)))] * 7 == [(day.openings, day.stretches) for day in night.days]


def test_day_with_nothing_but_the_end_of_a_night():
    """It is not called closed."""
    content = edited(('mon-sun: "22:00-06:00"', 'mon-fri: "22:00-06:00"'))
    _, night = [block for block in section("Hours", sheet(content)).blocks if isinstance(block, Week)]
    assert [("till 06:00", ((0, 360),)), ("closed", ())] == [(d.openings, d.stretches) for d in night.days[5:]]


def test_days_that_are_not_like_the_week():
    """Dates come in their order with their weekdays, holidays with their names."""
    dates, holidays = tables("Hours")
    assert [["on this day", "open instead"], ["Thu 2026-12-24", "09:00-12:00"], ["Thu 2026-12-31", "closed"]] == dates
    assert [["day", "holiday"], ["Sat 2026-10-03", "German Unity Day"]] == holidays[:2]


def test_ranges_and_days_of_every_year():
    """Days with a year come first, each end with its weekday."""
    written = 'dates: {12-24..01-01: closed, 2026-12-28..2026-12-30: "09:00-12:00", 05-04: closed}'
    dates = tables("Hours", sheet(edited(('dates: {2026-12-31: closed, 2026-12-24: "09:00-12:00"}', written))))[0]
    assert [
        ["Mon 2026-12-28 to Wed 2026-12-30", "09:00-12:00"],
        ["every 05-04", "closed"],
        ["every 12-24 to 01-01", "closed"],
    ] == dates[1:]


def headed(day: str) -> list[str]:
    """Return the headings over the hours as they are shown on a day."""
    return [plain(b.title) for b in section("Hours", sheet(day=day)).blocks if isinstance(b, Heading)]


def test_holidays_of_the_year_from_a_day_on():
    """The day itself is one of them, and the day before it, a year later, is not."""
    assert "Public holidays of DE-BE from 2026-10-03 to 2027-10-03" in headed("2026-10-03")
    days = [row[0] for row in tables("Hours", sheet(day="2026-10-03"))[1][1:]]
    assert ["Sat 2026-10-03", "Fri 2026-12-25", "Sat 2026-12-26", "Fri 2027-01-01"] == days[:4]
    assert ["Mon 2027-05-17", "Sun 2027-10-03"] == days[-2:]
    assert "Fri 2026-12-25" == tables("Hours", sheet(day="2026-10-04"))[1][1][0]


def test_holidays_that_are_known_of_the_first_of_two_years():
    """They are listed, and it is said that the others are not known."""
    document = sheet(day="2100-12-01")
    assert [["day", "holiday"], ["Sat 2100-12-25", "Christmas Day"]] == tables("Hours", document)[1][:2]
    texts = sentences(section("Hours", document))
    first = holiday_years(HolidayCalendar("DE", "BE"))[0]
    assert f"Not known: year 2101 is outside the holiday calendar of `DE-BE` ({first} to 2100)." in texts


def test_the_last_year_of_all():
    """It ends with the last day that there is."""
    assert "Public holidays of DE-BE from 9999-12-01 to 9999-12-31" in headed("9999-12-01")


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("{country: XX}", "2026-01-01", "Not known: no holidays are known for country `XX`."),
        ("{country: US}", "3000-01-01", "Not known: year 3000 is outside the holiday calendar of `US` (1777 to 2100)."),
    ],
)
def test_holidays_that_are_not_known(country, day, expected):
    """It says so in their place."""
    document = sheet(edited(("{country: DE, region: BE}", country)), day)
    assert expected in sentences(section("Hours", document))


def test_scope():
    """What is support comes first; every line of a condition must hold."""
    titles = [plain(block.title) for block in section("Scope").blocks if isinstance(block, Heading)]
    assert ["Support", "Consulting", "Not covered"] == titles
    _, _, not_covered = tables("Scope")
    storms = "tier is visitor / and ((storm is true and dark is lamp) or ships is more than 9 and at most 50)"
    assert [["rule", "when"], ["storms", storms, "terms.work"]] == not_covered


def test_priorities():
    """The most severe level comes first, and a level without rules says so."""
    first, second = tables("Priorities")
    assert ["dark-tower", "dark is at least tower", "terms.levels"] == first[1]
    assert ["all-else", "always", "terms.levels, readings.nights"] == second[1]
    document = sheet(edited(("levels: {P1: Urgent, P2: Normal}", "levels: {P1: Urgent, P2: Normal, P3: P3}")))
    heading, paragraph = section("Priorities", document).blocks[-2:]
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert "P3" == plain(heading.title)
    assert "No rule gives this level." == plain(paragraph.lines[0])


def test_coverage():
    """Rules come in their order, each with the hours that it chooses."""
    (rules,) = tables("Coverage")
    assert ["keeper-nights", "tier is keeper / and priority is P1", "night watch", "readings.nights"] == rules[1]


def test_channels():
    """Ways, what each tier and level comes by, and the rules behind that."""
    ways, places, rules = tables("Channels")
    assert ["email", "help@lighthouse.example", ""] == ways[2]
    assert [
        ["level", "Visitor", "Keeper"],
        ["P1 Urgent", "phone required", "phone required"],
        ["P2 Normal", "web preferred, else email", "web preferred, else email"],
        ["consulting", "web preferred, else email", "web preferred, else email"],
    ] == places
    assert ["in-writing", "always", "prefers web, allows email", "terms.levels"] == rules[2]


def test_ways_that_depend_on_facts():
    """All that can be are listed."""
    content = edited(("when: {priority: P1}, then: {require: phone}", "when: {storm: true}, then: {require: phone}"))
    _, places, _ = tables("Channels", sheet(content))
    assert ["P1 Urgent", "phone required, or / web preferred, else email"] == places[1][:2]


def test_contacts_that_can_be_followed():
    """A mailbox and a page can, and nothing else is taken for one."""
    ways = first_table("Channels").rows
    assert ["", "mailto:help@lighthouse.example", "https://lighthouse.example/help"] == [
        row.cells[1][0][0].to for row in ways
    ]
    content = edited(('"+49 30 5550100"', '"javascript:alert(1)"'))
    assert "" == first_table("Channels", sheet(content)).rows[0].cells[1][0][0].to


def test_services():
    """Their limits are words, and those without any are for everybody."""
    (services,) = tables("Services")
    assert [
        ["service", "for", "about", "limit"],
        ["Polish of the lens / at low tide", "Keeper", "question / P2", "twice a year, 3 days", "terms.plans"],
        ["A visit", "every tier", "any request", ""],
    ] == services
    (many,) = tables("Services", sheet(edited(("per_year: 2, span: 3 days", "per_year: 12"))))
    assert "12 a year" == many[1][3]


def test_intake_and_escalation():
    """What may be brought is marked, and an escalation without occasions is for any."""
    assert [["a photograph (optional) / by day", "activity is fault"]] == tables("What to bring")[0][2:]
    assert [
        ["the harbour master", "master@lighthouse.example", "response overdue / handling", "terms.work"],
        ["the mayor", "", "any dissatisfaction"],
    ] == tables("Escalation")[0][1:]


def entries(title: str):
    (block,) = [one for one in section(title).blocks if isinstance(one, Entries)]
    return {plain(e.name): {label: words(cell) for label, cell in e.fields} for e in block.entries}


def test_facts():
    """Each has its question, its answers and what is presumed when."""
    assert {
        "activity": {
            "question": "What is asked for?",
            "answers": "fault: something is broken / question: how it works / new lamp: a lamp that is not there",
        },
        "dark": {
            "question": "How much is dark?",
            "answers": "nothing, lamp or tower",
            "presumed": "nothing if activity is not fault",
        },
        "ships": {
            "question": "How many ships are waiting?",
            "answers": "a number, at least 0 and at most 500",
            "presumed": "0",
        },
        "storm": {"question": "Is there a storm?", "answers": "true or false", "presumed": "false"},
        "agreed": {
            "question": "How often is news agreed?",
            "answers": "a span of time / or none",
            "known from": "the contract, where there is one",
        },
    } == entries("Facts")


def test_readings():
    """Each has its question and answer, how else it could be, its clauses and what cites it."""
    assert {
        "nights": {
            "question": "does the clock run at night?",
            "answer": "for Keeper it does",
            "otherwise": "in office hours only",
            "clause": "terms.plans, faq.nights",
            "cited by": "all-else, keeper-nights, tier keeper",
        }
    } == entries("Readings")


def test_a_reading_that_customers_are_told_says_so():
    told = edited(("otherwise: in office hours only", "otherwise: in office hours only\n    tell: true"))
    (block,) = [one for one in section("Readings", sheet(told)).blocks if isinstance(one, Entries)]
    ((_, cell),) = [field for field in block.entries[0].fields if field[0] == "told"]
    assert "to customers, in replies" == words(cell)


def test_clauses():
    """Each has what cites it, in a table for each source; one that nothing cites says so."""
    terms, faq = tables("Clauses")
    assert [
        "Section 3, table / terms.plans",
        "first answers by plan and level",
    ] == terms[3][:2]
    citing = "office-hours, initial response, news, offer, hours office, tier keeper, way phone, service polish"
    assert f"{citing}, reading nights" == terms[3][2]
    assert ["Section 9 / terms.idle", "nothing rests on this", "nothing"] == terms[4]
    assert "faults, lamps, storms, intake 1, escalation 1" == terms[1][2]
    assert "dark-tower, all-else, by-phone, in-writing, always quick" == terms[2][2]
    assert ["Question 4, أسئلة / faq.nights", "the night watch is by phone", "reading nights"] == faq[1]


def test_what_is_always_so():
    """Invariants are worded, and findings that are meant to be so are listed with their reasons."""
    invariants, accepted = tables("Always")
    assert [
        [
            "quick",
            "tier is keeper / and dark is tower / and activity is fault",
            "priority is P1 / initial response within 2 hours / required is phone",
            "terms.levels",
        ],
        ["keepers-first", "comparing tier visitor, then keeper", "initial response is no later"],
    ] == invariants[1:]
    assert ["slower-in-higher-tier", "news", "visitors are owed no news"] == accepted[1]


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ("{within: {offer: none}}", "offer is not owed"),
        ("{priority: null, coverage: [office, night_watch]}", "priority is none / coverage is office or night watch"),
        ("{allows: email, forbids: [phone]}", "allows email / forbids phone"),
        ("{allowed: [email, web]}", "allowed are email and web"),
    ],
)
def test_what_an_invariant_expects(expect, expected):
    """It is worded by its key."""
    content = edited(("{priority: P1, within: {initial_response: 2 hours}, required: [phone]}", expect))
    assert expected == tables("Always", sheet(content))[0][1][2]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{ships: 5}", "ships is 5"),
        ("{not: {ships: {at_least: 5}}}", "ships is not at least 5"),
        ("{not: {storm: true, dark: lamp}}", "not (storm is true and dark is lamp)"),
        ("{not: {any: [{storm: true}, {dark: lamp}]}}", "not (storm is true or dark is lamp)"),
        ("{any: [{storm: true}, {dark: lamp}]}", "storm is true or dark is lamp"),
        ("{any: [{storm: true, ships: 1}, {dark: lamp}]}", "(storm is true and ships is 1) or dark is lamp"),
        ("{all: [{storm: true}, {storm: true}]}", "storm is true / and storm is true"),
        ("{agreed: 90 minutes}", "agreed is 90 minutes"),
        (
            "{storm: true, ships: {less_than: 3, more_than: 1}}",
            "storm is true / and ships is less than 3 and more than 1",
        ),
    ],
)
def test_conditions(condition, expected):
    """They read as a sentence, bracketed where it could be read in two ways."""
    document = sheet(edited(("when: {activity: fault}, optional: true", f"when: {condition}, optional: true")))
    assert expected == tables("What to bring", document)[0][2][1]


def test_text_that_would_steer_a_terminal():
    """It is shown as escape sequences, on one line."""
    content = edited(("lives in", '"lives\\e[31m\\n\\u202e  in"'))
    assert "lives\\x1b[31m \\u202e in" == tables("Tiers", sheet(content))[0][2][3]


def test_titles_that_would_turn_a_line_round():
    """They are shown without that, wherever they stand: a tier's is the title of columns as well."""
    content = edited(("title: Visitor", 'title: "Visi\\u202etor"'), ("P1: Urgent", 'P1: "Ur\\u202egent"'))
    assert "\u202e" not in as_markdown(sheet(content))


@pytest.mark.parametrize("name", POLICIES)
def test_links_within_a_sheet(name):
    """Each leads to an anchor that is there once."""
    document = sheet(POLICIES[name])
    anchors: list[str] = []
    links: set[str] = set()
    for line in _pieces(document, anchors):
        links |= {piece.to[1:] for piece in line if piece.to.startswith("#")}
    assert len(anchors) == len(set(anchors))
    assert set() == links - set(anchors)


def _pieces(document, anchors):
    for _, cell in document.about:
        yield from cell
    for one in document.sections:
        anchors.append(one.anchor)
        for block in one.blocks:
            if isinstance(block, Paragraph):
                yield from block.lines
            elif isinstance(block, Heading):
                anchors += [block.anchor] if block.anchor else []
            else:
                for row in getattr(block, "rows", ()):
                    anchors += [row.anchor] if row.anchor else []
                    yield row.cites
                    for cell in row.cells:
                        yield from cell
                for entry in getattr(block, "entries", ()):
                    anchors.append(entry.anchor)
                    for _, cell in entry.fields:
                        yield from cell
