"""Calendars, unions of hours, and places that facts give, in what authors ask of a policy."""

from __future__ import annotations

from remit.engine.render import render as as_text

from .diff.verbs import changed, kinds
from .mutation.verbs import changes
from .show.verbs import sheet
from .verbs import ACME, edited

OFFICE = """  office:
    timezone: Europe/Berlin
    week: {mon-fri: "09:00-17:00"}
    holidays: {country: DE, region: BE}
"""
PLACED = """  office:
    timezone: {fact: zone}
    week: {mon-fri: "09:00-17:00"}
    holidays: [company, {fact: land, else: none}]
  denver: {timezone: America/Denver, week: {mon-fri: "09:00-17:00"}}
  both: {any_of: [office, denver], timezone: UTC, day: 8 hours, cite: terms.plans}
"""
CALENDARS = """calendars:
  company: {country: DE, region: BE, except: 03-08, dates: [12-24, 12-31], cite: terms.plans}

hours:
"""
FACTS = """facts:
  zone: {type: timezone, from: contract}
  land: {type: country, from: contract, optional: true}
"""
CONTENT = edited((OFFICE, PLACED), ("hours:\n", CALENDARS), ("facts:\n", FACTS), content=ACME)


def differences(*edits: tuple[str, str]) -> list[tuple[str, str, str | None, str | None]]:
    """Return what edits change of hours and calendars."""
    return [change for change in kinds(changed(*edits, content=CONTENT)) if change[0] == "changed"]


def test_a_calendar_changes_in_the_days_that_differ():
    edits = (("dates: [12-24, 12-31]", "dates: [12-24, 01-02..01-05]"),)
    assert [("changed", "calendar company", "closed on every 12-31", "closed on every 01-02 to 01-05")] == differences(
        *edits
    )


def test_a_calendar_that_one_policy_alone_has():
    edits = (("calendars:\n", "calendars:\n  works: {dates: 05-02}\n"), ("[company, {fact", "[company, works, {fact"))
    assert [
        ("changed", "calendar works", None, "closed on every 05-02"),
        (
            "changed",
            "hours office",
            "closed on the holidays of company and the fact land",
            "closed on the holidays of company, works and the fact land",
        ),
    ] == sorted(differences(*edits))


def test_hours_of_which_a_union_consists_change():
    assert [("changed", "hours both", "open whenever office or denver is", "open whenever denver is")] == differences(
        ("any_of: [office, denver]", "any_of: [denver]")
    )


def test_a_zone_that_a_fact_gave_is_written():
    assert [("changed", "hours office", "time zone of the fact zone", "time zone Europe/Berlin")] == [
        change for change in differences(("{fact: zone}", "Europe/Berlin")) if change[1] == "hours office"
    ]


def test_one_thing_is_changed_at_a_time():
    done = [(change.what, change.before, change.after) for change in changes(CONTENT)]
    assert [
        ("hours `office`: another time zone", ("timezone: {fact: zone}",), ("timezone: Asia/Tokyo",)),
        (
            "hours `office`: holidays without company",
            ("holidays: [company, {fact: land}]",),
            ("holidays: [{fact: land}]",),
        ),
        (
            "hours `office`: holidays without {fact: land}",
            ("holidays: [company, {fact: land}]",),
            ("holidays: [company]",),
        ),
        ("hours `both`: any_of without office", ("any_of: [office, denver]",), ("any_of: [denver]",)),
        ("hours `both`: any_of without denver", ("any_of: [office, denver]",), ("any_of: [office]",)),
        ("calendar `company`: no public holidays", ("{country: DE, region: BE}",), ("(no country)",)),
        ("calendar `company`: except without 03-08", ("except: [03-08]",), ("except: []",)),
        ("calendar `company`: its yearly days in 2026 alone", ("except: [03-08]",), ("except: [2026-03-08]",)),
        ("calendar `company`: dates without 12-24", ("dates: [12-24, 12-31]",), ("dates: [12-31]",)),
        ("calendar `company`: 12-24 a day later", ("dates: [12-24, 12-31]",), ("dates: [12-25, 12-31]",)),
        ("calendar `company`: dates without 12-31", ("dates: [12-24, 12-31]",), ("dates: [12-24]",)),
        ("calendar `company`: 12-31 a day later", ("dates: [12-24, 12-31]",), ("dates: [12-24, 01-01]",)),
        (
            "calendar `company`: its yearly days in 2026 alone",
            ("dates: [12-24, 12-31]",),
            ("dates: [2026-12-24, 2026-12-31]",),
        ),
    ] == [
        entry
        for entry in done
        if any(word in entry[0] for word in ("`office`: another", "holidays", "any_of", "calendar"))
    ]


def test_tables_say_what_gives_the_zone_and_draw_calendars():
    text = " ".join(as_text(sheet(CONTENT), "text", 100).split())
    for sentence in (
        "Times are those of the zone that the fact zone gives",
        "closed on the public holidays of the country that the fact land gives",
        "Open whenever office or denver is.",
        "Closed in office on the public holidays of DE-BE and the days below.",
    ):
        assert sentence in text
