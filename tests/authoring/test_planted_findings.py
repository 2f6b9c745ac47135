"""One error of each kind planted in a copy of each shipped policy: the check that it is for finds it there."""

# ruff: noqa: E501 - tables are read line by line

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from remit.engine import Policies, check_paths

from .test_check_samples import ALWAYS, SETTABLE
from .verbs import POLICIES, TODAY, File, edited, written

if TYPE_CHECKING:
    from remit.engine.findings import Finding

TEXTS = {name: (POLICIES / f"{name}.yaml").read_text("utf-8") for name in ("jumpmind", "jams")}
CLAUSE = {"jumpmind": "terms.p1", "jams": "overview.s1_definition"}

PAIRS = range(20)
FLAGS = "".join(f"  {name}{n}: {{ask: {name}{n}, type: boolean}}\n" for name in "ab" for n in PAIRS)
"""Facts of which a rule compares those that stand far apart: no diagram of few nodes says which of them are equal."""
EQUAL = ", ".join(f"{{any: [{{a{n}: true, b{n}: true}}, {{a{n}: false, b{n}: false}}]}}" for n in PAIRS)


def rule(group: str, written: str, policy: str) -> tuple[str, str]:
    """Return the edit that puts a rule before all others of a group."""
    text = TEXTS[policy]
    start = text.index(f"\n{group}:\n")
    head = text[start : text.index("  rules:\n", start) + len("  rules:\n")]
    return head, f"{head}    - {{{written}}}\n"


def added(section: str, written: str) -> tuple[str, str]:
    """Return the edit that puts an entry before all others of a section."""
    return f"\n{section}:\n", f"\n{section}:\n  {written}\n"


TIER = {"jumpmind": "managed", "jams": "premium"}
"""The highest tier of each policy."""


def top(written: str) -> tuple[str, str]:
    """Return the edit that adds a key to the policy."""
    return 'edition: "1"\n', f'edition: "1"\n{written}\n'


def of_both(policy: str) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Return what is planted in either policy in the same way, by check: at what it is found, and the edits."""
    clause = CLAUSE[policy]
    source = clause.partition(".")[0]
    level = {"jumpmind": "P1", "jams": "S1"}[policy]
    clauses = TEXTS[policy][: TEXTS[policy].index("    clauses:\n") + len("    clauses:\n")][-40:]
    return {
        "accepts-nothing": ("", [added("accept", "- {check: unused-way, at: phone, because: not used yet}")]),
        "conflicting-ways": (
            {"jumpmind": "enterprise-phones", "jams": "critical-by-phone"}[policy],
            [
                rule("channels", f"id: planted, when: {{priority: {level}}}, then: {{require: email}}, cite: {clause}", policy),
            ],
        ),
        "days-run-out": (
            "planted",
            [added("hours", 'planted: {timezone: UTC, week: {sat: "09:00-12:00"}, dates: {2026-12-24: closed, 2027-12-24: closed}}')],
        ),
        "expired-edition": ("1", [top("effective: {to: 2026-05-31}")]),
        "gap": ("scope", [("when: {activity: usage_question}", "when: {activity: usage_question, environment: production}")]),
        "not-proved": (
            policy,
            [added("facts", FLAGS.strip()), rule("priorities", f"id: planted, when: {{all: [{EQUAL}]}}, then: {level}, cite: {clause}", policy)],
        ),
        "closes-a-minute-early": ("planted", [added("hours", 'planted: {timezone: UTC, week: {mon-sun: "00:00-23:59"}}')]),
        "no-region": (
            {"jumpmind": "office", "jams": "core_apac"}[policy],
            [{"jumpmind": ("  - check: no-region\n    at: office\n", "  - check: no-region\n    at: always\n"), "jams": ("{country: AU, region: NSW}", "{country: AU}")}[policy]],
        ),
        "redundant": (
            "planted",
            [rule("scope", f"id: planted, when: {{activity: installation, environment: production}}, then: support, cite: {clause}", policy)],
        ),
        "review-overdue": ("review_by", [top("review_by: 2026-05-31")]),
        "stops-repeating": (
            "planted",
            [added("promises", f"planted: {{from: replied, until: [updated, replied], repeats: true, within: {{{TIER[policy]}: 1 hour}}, cite: {clause}}}")],
        ),
        "uncited-rule": ("", [rule("scope", "id: planted, when: {activity: installation}, then: support, cite: []", policy)]),
        "unreachable": (
            "planted",
            [rule("channels", f"id: planted, when: {{priority: {level}, scope: consulting}}, then: {{allow: web}}, cite: {clause}", policy)],
        ),
        "zone-names-no-place": ("planted", [added("hours", 'planted: {timezone: CET, week: {sat: "09:00-12:00"}}')]),
        "unread-background": (clause, [(f"      {clause.partition('.')[2]}:\n", f"      {clause.partition('.')[2]}:\n        background: true\n")]),
        "unused-calendar": ("planted", [top("calendars: {planted: {dates: 12-24}}")]),
        "unused-clause": (f"{source}.planted", [(clauses, f"{clauses}      planted: {{at: Page 9, says: more}}\n")]),
        "unused-fact": ("planted", [added("facts", "planted: {ask: What else?, type: text}")]),
        "unused-hours": ("planted", [added("hours", 'planted: {timezone: UTC, week: {sat: "09:00-12:00"}}')]),
        "unused-reading": (
            "planted",
            [added("readings", f"planted: {{clause: {clause}, question: what else?, answer: nothing}}")],
        ),
        "unused-way": ("planted", [("  ways:\n", '  ways:\n    planted: {contact: "1"}\n')]),
        "presumption-decides": (
            "environment",
            [{"jumpmind": ("staging too\n", "staging too\n    presume: development\n"), "jams": ("recovery too\n", "recovery too\n    presume: development\n")}[policy]],
        ),
    }  # fmt: skip


OF_ONE = {
    "jumpmind": {
        "business-round-the-clock": ("initial_response.managed.P1", [("managed: {P1: 2 hours", "managed: {P1: 2 business hours")]),
        "clock-change": ("always", [('week: {mon-sun: "00:00-24:00"}', 'week: {mon-sun: "02:30-24:00"}')]),
        "estimated-holiday": ("office", [("holidays: {country: US}", "holidays: {country: AE}")]),
        "holiday-horizon": ("office", [top("effective: {from: 2026-01-01, to: 2120-12-31}")]),
        "masked": ("consulting-in-writing", [rule("channels", "id: planted, when: {scope: consulting}, then: {require: web}, cite: terms.p1", "jumpmind")]),
        "missing-promise": ("managed", [("managed: {P1: 2 hours, P2: 6 business hours, P3: 1 business day, P4: 1 business day}", "managed: {P1: 2 hours, P2: 6 business hours, P3: 1 business day}")]),
        "not-always": ("round-the-clock-p1-within-two-hours", [("enterprise: {P1: 2 hours", "enterprise: {P1: 3 hours")]),
        "required-way-not-offered": ("phone", [("{contact: 888-942-5867 x5, cite", "{cite")]),
        "response-after-resolution": ("planted", [added("promises", "planted: {within: {managed: {P1: 1 hour}}, cite: terms.p1}")]),
        "same-outcome": ("best-practice", [("cite: [terms.chart_guidance, readings.own_scenario, readings.requested_of_a_person]", "cite: [terms.chart_performance, readings.requested_of_a_person]")]),
        "slower-in-higher-tier": ("initial_response.managed", [("managed: {P1: 2 hours, P2: 6", "managed: {P1: 2 hours, P2: 7")]),
        "slower-when-more-severe": ("initial_response.standard.P1", [("standard: {P1: 6 business hours", "standard: {P1: 10 business hours")]),
        "uncountable": ("initial_response", [("managed: {P1: 2 hours, P2: 6 business hours", "managed: {P1: 2 hours, P2: 99999 business hours")]),
        "unknown-country": ("", [("holidays: {country: US}", "holidays: {country: USA}")]),
        "unknown-region": ("", [("holidays: {country: US}", "holidays: {country: US, region: Texas}")]),
    },
    "jams": {
        "business-round-the-clock": ("initial_response.premium.S2", [("when: {priority: S1, region: emea, after_hours: 24x7}", "when: {priority: [S1, S2], region: emea, after_hours: 24x7}")]),
        "clock-change": ("nonstop_7_emea", [('timezone: Europe/London, week: {mon-sun: "00:00-24:00"}', 'timezone: Europe/London, week: {mon-sun: "01:30-24:00"}')]),
        "estimated-holiday": ("core_apac", [("country: AU, region: NSW", "country: AE")]),
        "holiday-horizon": ("core_apac", [top("effective: {from: 2026-01-01, to: 2120-12-31}")]),
        "masked": ("critical-emea-24x5", [rule("coverage", "id: planted, when: {priority: S1, region: emea}, then: core_emea, cite: overview.s1_definition", "jams")]),
        "missing-promise": ("premium", [("S3: 4 business hours, S4: 1 business day}", "S3: 4 business hours}")]),
        "not-always": ("critical-within-an-hour", [("standard: {S1: 1 business hour,", "standard: {S1: 61 minutes,")]),
        "required-way-not-offered": ("phone", [('phone: {contact: "1-800-261-5267", cite', "phone: {cite")]),
        "response-after-resolution": ("planted", [added("promises", "planted: {within: {premium: {S1: 30 minutes}}, cite: overview.s1_definition}")]),
        "same-outcome": ("installation", [("cite: [overview.scope_installation, readings", "cite: [overview.scope_failures, readings")]),
        "slower-in-higher-tier": ("initial_response.premium", [("S2: 2 business hours, S3: 4 business hours", "S2: 5 business hours, S3: 6 business hours")]),
        "slower-when-more-severe": ("initial_response.premium.S2", [("S2: 2 business hours, S3: 4 business hours", "S2: 4 business hours, S3: 3 business hours")]),
        "uncountable": ("initial_response", [("S2: 2 business hours, S3: 4 business hours", "S2: 2 business hours, S3: 99999 business hours")]),
        "unknown-country": ("", [("country: AU, region: NSW", "country: AUS, region: NSW")]),
        "unknown-region": ("", [("country: AU, region: NSW", "country: AU, region: Sydney")]),
    },
}  # fmt: skip
"""What is planted in one policy where the other has other words: at what it is found, and the edits."""

EDITIONS = {
    "duplicate-edition": ("", [top("effective: {to: 2026-06-30}")], [top("effective: {from: 2026-07-01}")]),
    "edition-gap": ("2", [top("effective: {to: 2026-06-30}")], [('edition: "1"', 'edition: "2"\neffective: {from: 2026-08-01}')]),
    "edition-overlap": ("2", [top("effective: {to: 2026-08-01}")], [('edition: "1"', 'edition: "2"\neffective: {from: 2026-08-01}')]),
}  # fmt: skip
"""What is planted by a second edition: at what it is found, and the edits of both."""


def found(*texts: str) -> list[Finding]:
    """Return what is found in editions of a policy."""
    with TemporaryDirectory() as folder:
        paths = written(folder, *(File(f"{n}.yaml", text) for n, text in enumerate(texts)))
        return list(check_paths(paths, Policies(folder, is_named=True), None, TODAY).findings)


PLANTED = [
    (policy, check, at, edits)
    for policy in TEXTS
    for check, (at, edits) in {**of_both(policy), **OF_ONE[policy]}.items()
]


@pytest.mark.parametrize("policy", TEXTS)
def test_an_error_of_each_kind_is_planted_in_both(policy):
    assert SETTABLE | ALWAYS == {check for name, check, *_ in PLANTED if name == policy} | set(EDITIONS)


@pytest.mark.parametrize(("policy", "check", "at", "edits"), PLANTED, ids=[f"{one[0]}: {one[1]}" for one in PLANTED])
def test_what_is_planted_is_found(policy, check, at, edits):
    text = edited(*edits, content=TEXTS[policy])
    ids = [(finding.check, finding.at) for finding in found(text)]
    assert (check, at) in ids


ENTRIES = {
    "gap": ("planted", ["id: planted-first, when: {environment: production}, value: true"]),
    "masked": (
        "planted-late",
        [
            "id: planted-first, when: {environment: production}, value: true",
            "id: planted-late, when: {environment: production}, value: false",
            "id: planted-else, value: false",
        ],
    ),
    "redundant": (
        "planted-first",
        ["id: planted-first, when: {environment: production}, value: true", "id: planted-else, value: true"],
    ),
    "unused-fact": ("planted", ["id: planted-else, value: true"]),
}
"""By check, what is planted as the entries of a derived fact, and at what it is found."""


@pytest.mark.parametrize("check", ENTRIES)
@pytest.mark.parametrize("policy", TEXTS)
def test_what_is_planted_in_a_derived_fact_is_found(policy, check):
    at, entries = ENTRIES[check]
    derive = ", ".join(f"{{{entry}, cite: {CLAUSE[policy]}}}" for entry in entries)
    text = edited(added("facts", f"planted: {{type: boolean, derive: [{derive}]}}"), content=TEXTS[policy])
    assert (check, at) in [(finding.check, finding.at or "planted") for finding in found(text)]


@pytest.mark.parametrize("check", EDITIONS)
@pytest.mark.parametrize("policy", TEXTS)
def test_what_a_second_edition_does_wrong_is_found(policy, check):
    at, first, second = EDITIONS[check]
    texts = [edited(*edits, content=TEXTS[policy]) for edits in (first, second)]
    assert {(check, at)} == {(finding.check, finding.at) for finding in found(*texts)}
