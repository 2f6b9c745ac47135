"""Which policy is shown: by name, by edition, by file."""

from __future__ import annotations

import pytest

from remit.engine import Policies
from remit.engine.authoring.show import show

from .verbs import LIGHTHOUSE, TODAY

YEAR = 'edition: "2026"'
RANGE = "effective: {from: 2026-01-01, to: 2026-12-31}"


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes policies into a folder, and one that shows from it."""

    def write(**files):
        for name, content in files.items():
            tmp_path.joinpath(f"{name}.yaml").write_text(content, "utf-8")
        return tmp_path

    return write


def asked(folder, policy, form="text", day=TODAY):
    """Return the first line of what is shown, and the findings as text."""
    text, findings = show(policy, Policies(str(folder), is_named=True), form, day)
    return text and text.splitlines()[0], [str(finding).replace(str(folder), "") for finding in findings]


def lines(folder, policy, day=TODAY):
    """Return the lines of what is shown."""
    text, _ = show(policy, Policies(str(folder), is_named=True), "text", day)
    assert text is not None
    return text.splitlines()


def of_year(year, first=None, last=None):
    content = LIGHTHOUSE.replace(YEAR, f'edition: "{year}"').replace("review_by: 2026-11-01\n", "")
    return content.replace(RANGE, f"effective: {{from: {first or year}-01-01, to: {last or year}-12-31}}")


def test_by_name(folder):
    """In each form."""
    at = folder(lighthouse=LIGHTHOUSE)
    assert ("Lighthouse 灯台 support terms", []) == asked(at, "lighthouse")
    assert ("# Lighthouse 灯台 support terms", []) == asked(at, "lighthouse", "markdown")
    assert ("<!DOCTYPE html>", []) == asked(at, "lighthouse", "html")


def test_by_file(folder, tmp_path):
    """Wherever it lies, and whatever the folder of policies is."""
    at = folder(lighthouse=LIGHTHOUSE)
    assert ("Lighthouse 灯台 support terms", []) == asked("nowhere", str(at / "lighthouse.yaml"))


def test_name_that_is_not_known(folder):
    """The nearest one is named."""
    expected = (
        "lighthuose: error: policy `lighthuose` is not known [unknown-policy]\n  help: did you mean `lighthouse`?"
    )
    assert (None, [expected]) == asked(folder(lighthouse=LIGHTHOUSE), "lighthuose")


def test_file_that_is_not_there(folder):
    """It says so."""
    at = folder(lighthouse=LIGHTHOUSE)
    assert (None, ["/other.yaml: error: no such file [unreadable]"]) == asked(at, str(at / "other.yaml"))


@pytest.mark.parametrize(
    ("content", "held"), [("cases: []", "cases"), ("contracts: []", "contracts"), ("received: x", "a request")]
)
def test_file_of_another_kind(folder, content, held):
    """It says what the file holds."""
    at = folder(other=content)
    expected = f"/other.yaml: error: file holds {held}, not a policy [unknown-policy]"
    assert (None, [expected]) == asked(at, str(at / "other.yaml"))


def test_policy_that_cannot_be_used(folder):
    """It is not shown, and what is wrong with it is."""
    at = folder(lighthouse=LIGHTHOUSE.replace("then: P1", "then: P9"))
    text, findings = asked(at, "lighthouse")
    assert text is None
    assert ["level `P9` is not declared [unknown-level]"] == [
        line.partition("error: ")[2].partition("\n")[0] for line in findings
    ]
    assert findings == asked(at, str(at / "lighthouse.yaml"))[1]


def test_only_edition_that_is_not_in_force(folder):
    """It is shown all the same."""
    assert "Lighthouse 灯台 support terms" == asked(folder(lighthouse=of_year(2020)), "lighthouse")[0]


def test_edition_in_force(folder):
    """It is the one that is shown of several."""
    at = folder(a=of_year(2026), b=of_year(2027))
    assert "  edition     2027" in lines(at, "lighthouse", "2027-02-01")


def test_edition_that_is_named(folder):
    """It is shown, in force or not."""
    at = folder(a=of_year(2026), b=of_year("2027.1", 2027, 2027))
    assert "  edition     2027.1" in lines(at, "lighthouse@2027.1")


@pytest.mark.parametrize(
    ("policy", "day", "message", "help_"),
    [
        ("lighthouse", "2029-01-01", "no edition of policy `lighthouse` is in force on 2029-01-01", "name one"),
        ("lighthouse", "2026-06-01", "2 editions of policy `lighthouse` are in force at once", "name one"),
        ("lighthouse@2028", "2026-06-01", "edition `2028` of policy `lighthouse` is not known", "known"),
    ],
)
def test_edition_that_cannot_be_told(folder, policy, day, message, help_):
    """It says which there are."""
    at = folder(a=of_year(2026), b=of_year(2027, 2026))
    text, findings = show(policy, Policies(str(at), is_named=True), "text", day)
    assert text is None
    listed = "`lighthouse@2026` from 2026-01-01 to 2026-12-31, `lighthouse@2027` from 2026-01-01 to 2027-12-31"
    assert [(policy, message, f"{help_}: {listed}")] == [(str(f.mark), f.message, f.help) for f in findings]


def test_edition_that_is_there_twice(folder):
    """It says so."""
    at = folder(a=of_year(2026), b=of_year(2026))
    text, findings = asked(at, "lighthouse@2026")
    assert text is None
    assert "edition `2026` of policy `lighthouse` is declared twice [unknown-edition]" in findings[0]


def test_name_with_an_at_sign(folder):
    """It is a name before it is an edition."""
    at = folder(a=LIGHTHOUSE.replace("policy: lighthouse", "policy: light@house"))
    assert "Lighthouse 灯台 support terms" == asked(at, "light@house")[0]
    assert "Lighthouse 灯台 support terms" == asked(at, "light@house@2026")[0]


def test_edition_with_an_at_sign(folder):
    """The name ends where a policy is called so."""
    at = folder(a=of_year("2026@berlin", 2026, 2026), b=of_year(2027, 2027, 2027))
    assert "  edition     2026@berlin" in lines(at, "lighthouse@2026@berlin")
