"""Requests that show findings, appended to a file of cases."""

from __future__ import annotations

import pytest

from remit.engine import Policies, try_paths
from remit.engine.authoring.case_writing import NewCase, appended, case_as_yaml

from .verbs import ACME, File, edited, remit, written

ONE = NewCase("a question", {"policy": "acme", "tier": "basic"}, {"status": "decided", "allowed": ["email"]}, "look")
ITEM = """\
# look
- name: a question
  request:
    policy: acme
    tier: basic
  expect:
    status: decided
    allowed: [email]
"""
EXISTING = """\
cases:
  - name: the first
    request: {received: 2026-03-10T09:00:00+01:00, policy: acme, tier: basic}
    expect: {status: needs_facts}
"""
RECEIVED = NewCase("a case", {"received": "2026-03-10T09:00:00+01:00"}, {"status": "invalid"})
GAP = edited(("    - {id: the-rest, then: P2, cite: terms.p1}\n", ""))


def test_a_case_as_its_file_has_it():
    assert ITEM == case_as_yaml(ONE)


def test_the_first_case_of_a_file_that_is_not_there():
    text, added = appended("", [RECEIVED])
    assert (1, "cases:\n  - name: a case\n") == (added, text[:24])
    assert (text, 0) == appended(text, [RECEIVED])


def test_a_case_stands_where_the_others_do():
    for deep in ("", "  ", "      "):
        existing = "cases:\n" + "".join(f"{deep}{line[2:]}\n" for line in EXISTING.splitlines()[1:])
        text, added = appended(existing, [RECEIVED])
        assert 1 == added
        assert text.startswith(f"{existing}{deep}- name: a case\n")


@pytest.mark.parametrize("end", ["", "\n\n", "  # said at the end\n"])
def test_whatever_the_file_ends_with_stays(end):
    text, added = appended(EXISTING.rstrip("\n") + end, [RECEIVED])
    assert 1 == added
    assert end.strip() in text


def test_line_ends_and_a_byte_order_mark_stay_as_they_are():
    windows = "\ufeff" + EXISTING.replace("\n", "\r\n")
    text, added = appended(windows, [RECEIVED])
    assert 1 == added
    assert text.startswith(windows)
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(
    ("existing", "why"),
    [
        (
            "cases: [{name: x, request: {received: 2026-03-10T09:00:00Z}, expect: {status: invalid}}]",
            "its list of cases is not at its end, or not in block style",
        ),
        (ACME, "it is no valid file of cases: "),
        ("cases: {", "it is no valid file of cases: not YAML: "),
    ],
)
def test_a_file_to_which_nothing_can_be_appended(existing, why):
    with pytest.raises(ValueError, match=r"^it") as refused:
        appended(existing, [RECEIVED])
    assert str(refused.value).startswith(why)


def test_check_appends_what_shows_its_findings_and_the_cases_hold_once_it_is_mended(tmp_path):
    """A gap's case expects that something be decided; it fails today and passes once a rule is there."""
    (policy,) = written(tmp_path, GAP)
    file = tmp_path / "acme.cases.yaml"
    for said in ("1 case appended to", "0 cases appended to"):
        result = remit("check", policy, "--at", "2026-06-01", "--write-cases", file)
        assert 1 == result.exit_code
        assert said in result.stderr
    comment = "# no rule decides priority in some situation; see whether what is expected here is right"
    assert comment in file.read_text()
    assert ["acme.cases.yaml", "acme.yaml"] == sorted(path.name for path in tmp_path.iterdir())
    policies = Policies(str(tmp_path), is_named=True)
    assert [False] == [trial.passed for trial in try_paths([str(file)], policies, None, "0").trials]
    written(tmp_path, ACME)
    assert [True] == [trial.passed for trial in try_paths([str(file)], policies, None, "0").trials]


def test_a_file_that_cannot_be_written_is_a_matter_of_the_command_line(tmp_path):
    (policy,) = written(tmp_path, GAP)
    result = remit("check", policy, "--write-cases", tmp_path / "nowhere" / "x.yaml")
    assert 2 == result.exit_code
    assert "no case can be appended to" in result.stderr


def test_test_appends_what_would_cover_the_rest(tmp_path):
    (policy, cases) = written(tmp_path, ACME, File("acme.cases.yaml", EXISTING))
    remit("test", policy, "--coverage", "--at", "2026-06-01", "--write-cases", cases)
    result = remit("test", policy, "--fail-under", "100", "--at", "2026-06-01")
    assert (0, "") == (result.exit_code, result.stderr)


def test_a_link_stays_one_and_a_private_file_stays_private(tmp_path):
    (policy,) = written(tmp_path, GAP)
    file, link = tmp_path / "real.cases.yaml", tmp_path / "link.cases.yaml"
    file.write_text(EXISTING, "utf-8")
    file.chmod(0o600)
    link.symlink_to(file)
    remit("check", policy, "--write-cases", link)
    assert link.is_symlink()
    assert "gap at priority" in file.read_text("utf-8")
    assert 0o600 == file.stat().st_mode & 0o777
    assert ["acme.yaml", "link.cases.yaml", "real.cases.yaml"] == sorted(path.name for path in tmp_path.iterdir())


def test_what_is_no_regular_file_is_refused(tmp_path):
    (policy,) = written(tmp_path, GAP)
    for file in (tmp_path, "/dev/full"):
        result = remit("check", policy, "--write-cases", file)
        assert (2, True) == (result.exit_code, "it is not a regular file" in result.stderr)


def test_a_file_that_is_not_text_is_refused(tmp_path):
    (policy,) = written(tmp_path, GAP)
    file = tmp_path / "x.cases.yaml"
    file.write_bytes(b"\xff\xfe")
    assert "it is not UTF-8" in remit("check", policy, "--write-cases", file).stderr
