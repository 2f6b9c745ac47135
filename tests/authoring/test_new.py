"""A policy to start from: it is as good as it can be, whatever it is called and whenever it is made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from language.verbs import parse_policy

from remit.engine import Policies, check_paths, try_paths
from remit.engine.authoring.mutation import mutate
from remit.engine.authoring.new_policy import new_policy
from remit.engine.findings import Findings
from remit.engine.language.files import read_text

from .verbs import File, written

if TYPE_CHECKING:
    from remit.engine.model import Policy

TODAY = "2026-03-04"


def made(folder, name, title="Acme Cloud", day=TODAY) -> list[str]:
    """Write a new policy into a folder and return its files."""
    return written(folder, *(File(file, content) for file, content in new_policy(name, title, day).items()))


def policy_in(file: str) -> Policy:
    """Return the policy that a file holds."""
    findings = Findings()
    text = read_text(file, 10_000, findings)
    assert text is not None, findings
    policy = parse_policy(text, findings)
    assert policy is not None, findings
    return policy


PLAIN = ("acme", "acme-cloud", "a_b", "x@2026", "灯台", "Ångström", "نص", "🙂", "x" * 200)
QUOTED = ("2026", "true", "null", "1e3", "-", "--strict", "a,b", "a:b", "{x}", "[x", "&x", "*x", "!x", "%x", "@x", "|")


@pytest.mark.parametrize("name", PLAIN + QUOTED)
def test_any_name(tmp_path, name):
    """Nothing is found in it, not even a note, and its cases pass."""
    files = made(tmp_path, name)
    policies = Policies(str(tmp_path), is_named=True)
    checked = check_paths(files, policies, None, TODAY)
    assert [] == [str(finding) for finding in checked.findings]
    tried = try_paths(files, policies, None, "0.1.0")
    assert [] == [str(finding) for finding in tried.findings]
    assert [] == [result.differences for result in tried.cases if not result.passed]
    assert 11 == len(tried.cases)
    policy = policy_in(files[0])
    assert name == policy.id


@pytest.mark.parametrize("day", [date(2026, 1, 1) + timedelta(days=11 * n) for n in range(33)] + [date(2028, 2, 29)])
def test_any_day(tmp_path, day):
    """Clock changes, holidays and leap days spoil nothing."""
    files = made(tmp_path, "acme", day=day.isoformat())
    policies = Policies(str(tmp_path), is_named=True)
    assert () == check_paths(files, policies, None, day.isoformat()).findings
    tried = try_paths(files, policies, None, "0.1.0")
    assert [] == [result.differences for result in tried.cases if not result.passed]


def test_cases_of_every_rule(tmp_path):
    """Each rule decides in one of them."""
    files = made(tmp_path, "acme")
    results = try_paths(files, Policies(str(tmp_path), is_named=True), None, "0.1.0").cases
    policy = policy_in(files[0])
    assert {rule.id for group in policy.groups for rule in group.rules} == {
        rule for result in results for rule in result.rules
    }


@pytest.mark.parametrize("day", ["2026-01-01", TODAY, "2026-11-22", "2027-12-27", "2099-12-31"])
def test_cases_notice_every_change(tmp_path, day):
    """Whoever starts from it starts without a mutant that survives."""
    files = made(tmp_path, "acme", day=day)
    tried = try_paths(files, Policies(str(tmp_path), is_named=True), None, "0.1.0")
    (found,) = mutate(tried.cases, tried.store, tried.contracts, day, "0.1.0")
    assert ([], ()) == ([one.mutant.what for one in found.survivors], found.unproved)
    assert 57 == found.killed


def test_header_names_the_folder_to_check():
    """Without a path the shipped policies would be checked."""
    assert "run `remit check .` and `remit test .` as you go.\n" in new_policy("acme", "Acme", TODAY)["acme.yaml"]


def test_files():
    """The policy and its cases, with a line for editors at the top of each."""
    files = new_policy("acme", "Acme", TODAY)
    assert ["acme.yaml", "acme.cases.yaml"] == list(files)
    assert [
        "# yaml-language-server: $schema=policy.schema.json",
        "# yaml-language-server: $schema=cases.schema.json",
    ] == [text.splitlines()[0] for text in files.values()]
    assert all(len(line) <= 120 for text in files.values() for line in text.splitlines())


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Acme Cloud", "Acme Cloud"), ("", "acme"), ("  ", "acme"), ('A: "b" #c\n{d}', 'A: "b" #c\n{d}'), ("12", "12")],
)
def test_any_title(tmp_path, title, expected):
    """It is quoted where it must be; without one, the name stands in."""
    (file, _) = made(tmp_path, "acme", title)
    assert expected == policy_in(file).title


def test_what_depends_on_the_day():
    """The edition is named by its year, holds from the day on and is to be read again a year later."""
    text = new_policy("acme", "Acme", TODAY)["acme.yaml"]
    assert 'edition: "2026"\ntimezone: America/New_York\neffective: {from: 2026-03-04}\nreview_by: 2027-03-04\n' in text


@pytest.mark.parametrize("day", ["1969-12-31", "2100-01-01", "9999-12-31"])
def test_day_on_which_no_request_comes_in(day):
    """It says which there are."""
    with pytest.raises(ValueError, match=rf"^{day} is outside 1970 to 2099$"):
        new_policy("acme", "Acme", day)


@pytest.mark.parametrize("day", ["1970-01-01", "2099-12-31"])
def test_first_and_last_day(tmp_path, day):
    """Cases pass on them as on any other."""
    files = made(tmp_path, "acme", day=day)
    assert try_paths(files, Policies(str(tmp_path), is_named=True), None, "0.1.0").passed


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "a policy must have a name"),
        ("acme cloud", "`acme cloud` is not a name without spaces, dots or backticks, such as `acme-cloud`"),
        ("acme.yaml", "`acme.yaml` is not a name without spaces, dots or backticks, such as `acme-cloud`"),
        ("a`b", "`a`b` is not a name without spaces, dots or backticks, such as `acme-cloud`"),
        ("a\n", "`a` is not a name without spaces, dots or backticks, such as `acme-cloud`"),
        ("policies/acme", "`policies/acme` names a folder too; a policy's file is called by its name alone"),
        ("a\\b", "`a\\b` names a folder too; a policy's file is called by its name alone"),
        ("ä" * 101, "name is longer than the limit of 200 bytes for the name of a file"),
    ],
)
def test_name_that_cannot_be_used(name, message):
    """It says what a name is."""
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the message is compared below
        new_policy(name, "Acme", TODAY)
    assert message == str(refused.value)
