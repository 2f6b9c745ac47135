"""The report of coverage, held to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.engine.authoring.coverage import as_text, parse_percent, shortfall
from remit.engine.authoring.coverage.coverage_records import Count, Coverage, EditionCoverage, Uncovered
from remit.engine.findings import Mark

from ..verbs import case
from .verbs import ACME, NO_CASES, cases, covered, edited, results, store, with_offered, without

PAGE = Path(__file__).parents[3] / "docs" / "coverage.md"

ALL_COVERED = """\
            rules  limbs  thresholds  cells  clauses  readings  total
acme 2026     9/9  16/16         2/2    4/4      4/4       1/1   100%
  scope       2/2    4/4                                         100%
  priority    3/3    6/6         2/2                             100%
  coverage    2/2    4/4                                         100%
  channel     2/2    2/2                                         100%
  promises                              4/4                      100%
  sources                                        4/4       1/1   100%

acme 2026: everything is covered
"""

NOT_COVERED = """\
            rules  limbs  thresholds  cells  clauses  readings   total
acme 2026     8/9  14/16         2/2    4/4      4/4       1/1  91.66%
  scope       1/2    2/4                                           50%
  priority    3/3    6/6         2/2                              100%
  coverage    2/2    4/4                                          100%
  channel     2/2    2/2                                          100%
  promises                              4/4                       100%
  sources                                        4/4       1/1    100%

acme 2026: 1 case that failed does not count

acme.yaml:44:27: `activity: [fault, question]` is never false in rule `faults`: \
only a case that failed shows it [case 1]
acme.yaml:45:7: rule `projects` never decides: only a case that failed shows it [case 1]
acme.yaml:45:29: `activity: custom_work` is never true in rule `projects`: only a case that failed shows it [case 1]

cases that would cover it, for acme.cases.yaml; read what each expects, then
delete its `reviewed: false`:
  # case 1, for lines 44, 45
  - name: "tier basic, activity custom_work: consulting"
    reviewed: false
    request:
      received: 2026-06-01T10:00:00+02:00
      policy: acme
      tier: basic
      facts: {activity: custom_work}
    expect:
      status: decided
      scope: consulting
      required: null
      preferred: null
      allowed: [email]
      due: {initial_response: none}
      rules: [projects, email]
"""


def test_everything_is_covered():
    assert ALL_COVERED == as_text(covered(without()))


def test_what_is_not_covered_why_and_what_would():
    failed = case("{scope: support}", name="a failure", facts="{activity: custom_work}")
    assert NOT_COVERED == as_text(covered(without("a project") + failed))


def test_what_is_offered_can_be_appended_as_it_stands():
    listed = with_offered(without("a project"), covered(without("a project")))
    assert ALL_COVERED == as_text(covered(listed))
    assert all(result.passed for result in results(listed, store(ACME)))


def test_the_page_on_coverage_shows_what_is_printed():
    block = PAGE.read_text("utf-8").split("```\n")[1]
    lines = as_text(covered(without("a project"))).splitlines()
    assert [] == [line for line in block.splitlines() if line not in (*lines, "…", "  …")]


def test_no_case_counts():
    failed = case("{scope: consulting}", name="a failure")
    assert "\nacme 2026: no case counts\n" in as_text(covered(cases(failed)))


UNTRIED = "acme: no case falls under edition 2026 (from 2026-01-01)\n"


def test_an_edition_without_cases_is_said_once_before_the_cases_that_it_could_have():
    parts = as_text(covered(NO_CASES)).split("\n\n")
    assert [UNTRIED.strip(), "cases that would cover it, for acme.cases.yaml; read what each expects, then"] == [
        part.partition("\n")[0] for part in parts[1:]
    ]


def test_a_shortfall_says_once_of_an_edition_that_it_has_no_case():
    expected = f"coverage is 0% (0 of 36), which is under 50%: 18 more of 36 must be covered\n  {UNTRIED}"
    assert expected == shortfall(covered(NO_CASES), parse_percent("50"))


def test_an_edition_without_cases_that_is_always_in_force():
    policy = edited(("effective: {from: 2026-01-01}\n", ""))
    assert "\nacme: no case falls under edition 2026\n" in as_text(covered(NO_CASES, policy))


def test_nothing_to_cover():
    assert "no policy to cover\n" == as_text(Coverage())


def test_what_no_situation_shows_is_named():
    policy = edited(("{users: {at_least: 500}}", "{users: {at_least: 500}, tier: [basic, gold]}"))
    assert (
        "\nacme.yaml:51:55: `tier: [basic, gold]` is never false in rule `many-users`: "
        "no situation can show it, so it is not counted\n"
    ) in as_text(covered(without(), policy))


def a_policy(**keys):
    return EditionCoverage(
        **{"policy": "acme", "edition": "1", "file": "acme.yaml", "cases": 1, "left_out": 0, "counts": {}, **keys}
    )


def test_several_policies_are_summed_up():
    first = a_policy(counts={("scope", "rules"): Count(1, 2)})
    second = a_policy(
        policy="a-name-that-is-long", edition="of the year 2026", counts={("scope", "rules"): Count(3, 3)}, left_out=2
    )
    assert (
        as_text(Coverage((first, second)), 80)
        == """\
                       rules  limbs  thresholds  cells  clauses  readings  total
acme 1                   1/2                                                 50%
  scope                  1/2                                                 50%
a-name-that-is-long      3/3                                                100%
of the year 2026
  scope                  3/3                                                100%
all policies             4/5                                                 80%

a-name-that-is-long of the year 2026: 2 cases that failed do not count
a-name-that-is-long of the year 2026: everything is covered
"""
    )
    assert """acme 1
  rules       1/2
  total       50%

  scope
  rules       1/2
  total       50%

a-name-that-is-long of the year 2026
  rules       3/3
  total       100%
""" in as_text(Coverage((first, second)), 60)


def test_a_policy_in_which_there_is_nothing_to_cover():
    assert "acme 1\n" == as_text(Coverage((a_policy(),))).splitlines(keepends=True)[1]


def test_what_strangers_wrote_does_not_steer_a_terminal():
    item = Uncovered(
        "rules", "scope", "red", "rule `\x1b[31mred\u202e` never decides", "it\nholds", None, Mark("a\rb.yaml", 1, 2)
    )
    text = as_text(
        Coverage((a_policy(edition="\x1b[2J", uncovered=(item,), counts={("scope", "rules"): Count(0, 1)}),))
    )
    assert "a b.yaml:1:2: rule `\\x1b[31mred\\u202e` never decides: it holds\n" in text
    assert all(line.isprintable() for line in text.splitlines())


def test_what_is_not_proved_is_said():
    item = Uncovered(
        "rules",
        "scope",
        "x",
        "rule `x` never decides",
        "it holds in no case",
        None,
        Mark("a.yaml", 1, 2),
        is_proved=False,
    )
    text = as_text(Coverage((a_policy(uncovered=(item,)),)))
    assert (
        "acme 1: not proved: whether a case could cover 1 thing: there are too many\nsituations\n"
        "\na.yaml:1:2: rule `x` never decides: it holds in no case [not proved]\n"
    ) in text


# ── the percentage asked for ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("covered", "of", "percent", "reaches"),
    [
        (9999, 10000, "99.99", True),
        (9999, 10000, "99.991", False),
        (99999, 100000, "100", False),
        (99999, 100000, "99.999", True),
        (2, 3, "66.66", True),
        (2, 3, "66.67", False),
        (1, 1, "100", True),
        (0, 1, "0", True),
        (0, 0, "100", True),
        (1, 3, "33.333333333333333333333", True),
        (1, 3, "33.333333333333333333334", False),
    ],
)
def test_a_percentage_is_reached_exactly_or_not(covered, of, percent, reaches):
    assert reaches == Count(covered, of).reaches(parse_percent(percent))


@pytest.mark.parametrize(
    ("covered", "of", "percent"),
    [
        (9999, 10000, "99.99%"),
        (99999, 100000, "99.99%"),
        (1, 3, "33.33%"),
        (1, 2, "50%"),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (0, 0, ""),
        (1, 1000, "0.10%"),
    ],
)
def test_a_percentage_is_cut_and_never_rounded_up(covered, of, percent):
    assert percent == Count(covered, of).percent


@pytest.mark.parametrize(("written", "expected"), [("100", 100), ("0", 0), (" 99.5% ", 99.5), ("12.", 12), (".5", 0.5)])
def test_a_percentage_is_read(written, expected):
    assert expected == parse_percent(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", "is no percentage, such as 99.5"),
        ("most", "is no percentage, such as 99.5"),
        ("-1", "is no percentage, such as 99.5"),
        ("1e2", "is no percentage, such as 99.5"),
        ("1/2", "is no percentage, such as 99.5"),
        ("nan", "is no percentage, such as 99.5"),
        ("٩٩", "is no percentage, such as 99.5"),
        ("99,5", "is no percentage, such as 99.5"),
        (".", "is no percentage, such as 99.5"),
        ("100.01", "is more than 100"),
    ],
)
def test_what_is_no_percentage_is_refused(written, expected):
    with pytest.raises(ValueError, match=f"^{expected}$"):
        parse_percent(written)


def test_a_shortfall_says_which_total_and_what_is_lacking():
    expected = """\
coverage is 91.66% (33 of 36), which is under 95%: 2 more of 3 must be covered
  acme.yaml:44:27: `activity: [fault, question]` is never false in rule `faults`: it is true in 4 cases [case 1]
  acme.yaml:45:7: rule `projects` never decides: it holds in no case [case 1]
  acme.yaml:45:29: `activity: custom_work` is never true in rule `projects`: it is false in 4 cases [case 1]
"""
    assert expected == shortfall(covered(without("a project")), parse_percent("95"))


def test_no_shortfall():
    assert "" == shortfall(covered(without("a project")), parse_percent("91.66"))


def test_a_long_shortfall_is_cut_and_names_each_policy():
    item = Uncovered(
        "rules", "scope", "x", "rule `x` never decides", "it holds in no case", None, Mark("acme.yaml", 1, 2)
    )
    first = a_policy(counts={("scope", "rules"): Count(0, 12)}, uncovered=(item,) * 12)
    second, empty = a_policy(edition="2", counts={("scope", "rules"): Count(3, 3)}), a_policy(edition="3")
    lines = shortfall(Coverage((first, second, empty)), parse_percent("99.125")).splitlines()
    assert [
        "coverage is 20% (3 of 15), which is under 99.125%: 12 more of 12 must be covered",
        "  acme 1: 0% (0/12)",
        "  acme 2: 100% (3/3)",
        "  acme.yaml:1:2: rule `x` never decides: it holds in no case",
    ] == lines[:4]
    assert (14, "  and 2 more") == (len(lines), lines[-1])
