"""Requests that show findings, appended to a file of cases."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest
from language.verbs import node_at

from remit.engine import Policies, try_paths
from remit.engine.authoring.cases.new_cases import NewCase, append_cases, case_as_yaml
from remit.engine.findings import Findings
from remit.engine.language import file_writer
from remit.engine.language.yaml_reader import read_yaml

from .verbs import ACME, File, edited, remit, written

ONE = NewCase("a question", {"policy": "acme", "tier": "basic"}, {"status": "decided", "allowed": ["email"]}, "look")
ITEM = """\
# look
- name: a question
  reviewed: false
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
    text, added = append_cases("", [RECEIVED])
    assert (1, "cases:\n  - name: a case\n") == (added, text[:24])
    assert (text, 0) == append_cases(text, [RECEIVED])


def test_a_case_stands_where_the_others_do():
    for deep in ("", "  ", "      "):
        existing = "cases:\n" + "".join(f"{deep}{line[2:]}\n" for line in EXISTING.splitlines()[1:])
        text, added = append_cases(existing, [RECEIVED])
        assert 1 == added
        assert text.startswith(f"{existing}{deep}- name: a case\n")


def listed(text: str) -> list[dict[str, Any]]:
    """Return the cases of a file as plain values."""
    root = read_yaml(text.removeprefix("\ufeff"), "cases", Findings())
    cases = node_at(root, "cases").plain()
    assert isinstance(cases, list)
    return cases


@pytest.mark.parametrize("end", ["", "\n\n", "  # said at the end\n"])
def test_whatever_the_file_ends_with_stays(end):
    text, added = append_cases(EXISTING.rstrip("\n") + end, [RECEIVED])
    assert 1 == added
    assert end.strip() in text


@pytest.mark.parametrize(
    "existing",
    [
        EXISTING.replace("- name", "-   name").replace("\n    ", "\n      "),
        EXISTING.replace("  - name", "-     name").replace("\n    ", "\n      "),
        EXISTING.replace("\n    ", "\n     ").replace("  - name", "   -  # said of it\n     name"),
        "---\n" + EXISTING,
        "? cases\n: - name: the first\n    request: {received: 2026-03-10T09:00:00Z}\n    expect: {status: invalid}\n",
    ],
)
def test_items_stand_below_each_other_however_they_are_indented(existing):
    text, added = append_cases(existing, [RECEIVED])
    assert (1, True) == (added, text.startswith(existing))
    assert [*listed(existing), *listed(f"cases:\n{case_as_yaml(RECEIVED)}")] == listed(text)


@pytest.mark.parametrize("end", ["...\n", "...", "... # the end\n# of it\n\n"])
def test_cases_stand_before_the_end_of_the_document(end):
    text, added = append_cases(EXISTING + end, [RECEIVED])
    assert 1 == added
    assert text.startswith(f"{EXISTING}  - name: a case\n")
    assert text.endswith(f"\n{end}")
    assert ["the first", "a case"] == [record["name"] for record in listed(text)]


def test_lines_that_end_otherwise_than_the_first_stay_as_they_are():
    mixed = "# mine\r\n" + EXISTING
    text, added = append_cases(mixed, [RECEIVED])
    assert (1, True) == (added, text.startswith(f"{mixed}  - name: a case\r\n"))


def test_equal_sentences_about_several_requests_are_numbered():
    """Reports name cases by their sentences, and a request that is there is not added again."""
    request = {"received": "2026-03-10T09:00:00Z", "policy": "acme", "tier": "basic"}
    requests = [request, {**request, "policy": "other"}, request, {**request, "received": "2027-03-10T09:00:00Z"}]
    many = [ONE._replace(request=request) for request in requests]
    text, added = append_cases(EXISTING, many)
    assert 3 == added
    names = ["the first", "a question", "a question (2)", "a question (3)"]
    assert names == [record["name"] for record in listed(text)]
    assert [requests[0], requests[1], requests[3]] == [record["request"] for record in listed(text)[1:]]
    assert (text, 0) == append_cases(text, many)


def test_findings_of_two_policies_that_read_alike_are_two_cases(tmp_path):
    written(tmp_path, GAP, File("other.yaml", GAP.replace("policy: acme", "policy: other")))
    file = tmp_path / "both.cases.yaml"
    result = remit("check", tmp_path, "--at", "2026-06-01", "--write-cases", file)
    assert "2 cases appended to" in result.stderr
    first, second = listed(file.read_text("utf-8"))
    assert (f"{first['name']} (2)", "acme", "other") == (
        second["name"],
        first["request"]["policy"],
        second["request"]["policy"],
    )


def test_a_list_in_brackets_says_what_to_do():
    with pytest.raises(ValueError, match=r"^its list") as refused:
        append_cases(
            "cases: [{name: x, request: {received: 2026-03-10T09:00:00Z}, expect: {status: invalid}}]", [RECEIVED]
        )
    assert (
        "its list of cases is not at its end, or not in block style: "
        "put `cases` last in it, and each case below the others, after a `- `"
    ) == str(refused.value)


@pytest.mark.parametrize(
    ("existing", "start"),
    [
        ("# mine", "# mine\ncases:\n"),
        ("# mine\n\n", "# mine\n\ncases:\n"),
        ("---\n# mine\n", "---\n# mine\ncases:\n"),
        ("cases:", "cases:\n"),
        ("cases:\n\n# mine\n", "cases:\n\n# mine\n"),
        ("cases: # mine\n", "cases: # mine\n"),
        ("cases: []", "cases:\n"),
        ("# cases: []\ncases:  [ ]  # none yet\n", "# cases: []\ncases:  # none yet\n"),
        ("\ufeff---\r\n# mine\r\n", "\ufeff---\r\n# mine\r\ncases:\r\n"),
        ("\ufeffcases: []\r\n", "\ufeffcases:\r\n"),
    ],
)
def test_a_file_that_has_no_cases_yet_takes_the_first(existing, start):
    text, added = append_cases(existing, [RECEIVED])
    assert (1, True) == (added, text.startswith(f"{start}  - name: a case"))
    assert listed(f"cases:\n{case_as_yaml(RECEIVED)}") == listed(text)
    assert (existing, 0) == append_cases(existing, [])
    assert (text, 0) == append_cases(text, [RECEIVED])


@pytest.mark.parametrize("anchor", ["&all", "&all # of them"])
def test_a_list_with_an_anchor_has_its_cases_where_they_stand(anchor):
    existing = EXISTING.replace("cases:", f"cases: {anchor}")
    text, added = append_cases(existing, [RECEIVED])
    assert (1, True) == (added, text.startswith(f"{existing}  - name: a case\n"))
    assert ["the first", "a case"] == [record["name"] for record in listed(text)]


@pytest.mark.parametrize("style", ["|", ">", "|+", ">+"])
def test_a_text_that_a_line_break_would_change_stays_as_it_is(style):
    request = "request: {received: 2026-03-10T09:00:00Z}"
    existing = f"cases:\n  - {request}\n    expect: {{status: invalid}}\n    name: {style}\n      the first"
    with pytest.raises(ValueError, match=r"^its last line") as refused:
        append_cases(existing, [RECEIVED])
    assert (
        "its last line has no line break, and one would become part of the text that ends there: "
        "end that line, or write `|-` or `>-` before the text"
    ) == str(refused.value)
    assert 1 == append_cases(f"{existing}\n", [RECEIVED])[1]
    assert 1 == append_cases(existing.replace(style, f"{style[0]}-"), [RECEIVED])[1]


def test_line_ends_and_a_byte_order_mark_stay_as_they_are():
    windows = "\ufeff" + EXISTING.replace("\n", "\r\n")
    text, added = append_cases(windows, [RECEIVED])
    assert 1 == added
    assert text.startswith(windows)
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(
    ("existing", "why"),
    [
        (ACME, "it is no valid file of cases: "),
        ("cases: {", "it is no valid file of cases: not YAML: "),
        ("# \a\n", "it is no valid file of cases: "),
        ("cases: null\n", "it is no valid file of cases: `cases` must be a list, not null (line 1)"),
    ],
)
def test_a_file_to_which_nothing_can_be_appended(existing, why):
    with pytest.raises(ValueError, match=r"^it") as refused:
        append_cases(existing, [RECEIVED])
    assert str(refused.value).startswith(why)


def test_check_appends_what_shows_its_findings_and_the_cases_hold_once_it_is_mended(tmp_path):
    """A gap's case expects that something be decided; it fails today and passes once a rule is there."""
    (policy,) = written(tmp_path, GAP)
    file = tmp_path / "acme.cases.yaml"
    for message in ("1 case appended to", "0 cases appended to"):
        result = remit("check", policy, "--at", "2026-06-01", "--write-cases", file)
        assert 1 == result.exit_code
        assert message in result.stderr
    comment = "# no rule decides priority in some situation; see whether what is expected here is right"
    assert comment in file.read_text()
    assert ["acme.cases.yaml", "acme.yaml"] == sorted(path.name for path in tmp_path.iterdir())
    policies = Policies(str(tmp_path), is_named=True)
    assert [False] == [case.passed for case in try_paths([str(file)], policies, None, "0").cases]
    written(tmp_path, ACME)
    assert [True] == [case.passed for case in try_paths([str(file)], policies, None, "0").cases]


def test_a_file_that_cannot_be_written_is_a_matter_of_the_command_line(tmp_path):
    (policy,) = written(tmp_path, GAP)
    result = remit("check", policy, "--write-cases", tmp_path / "nowhere" / "x.yaml")
    assert 2 == result.exit_code
    assert "no case can be appended to" in result.stderr


def test_test_appends_what_would_cover_the_rest(tmp_path):
    (policy, cases) = written(tmp_path, ACME, File("acme.cases.yaml", EXISTING))
    remit("test", policy, "--coverage", "--at", "2026-06-01", "--write-cases", cases)
    reviewed = Path(cases).read_text("utf-8").replace("    reviewed: false\n", "")
    Path(cases).write_text(reviewed, "utf-8")
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
    pipe, loop = tmp_path / "pipe", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to("loop")
    for file in (tmp_path, "", "/dev/full", pipe, loop):
        result = remit("check", policy, "--write-cases", file)
        assert (2, True) == (result.exit_code, "it is not a regular file" in result.stderr)


def test_a_file_that_is_not_text_is_refused(tmp_path):
    (policy,) = written(tmp_path, GAP)
    file = tmp_path / "x.cases.yaml"
    file.write_bytes(b"\xff\xfe")
    assert "it is not UTF-8" in remit("check", policy, "--write-cases", file).stderr


def test_a_new_file_is_as_private_as_others(tmp_path):
    (policy,) = written(tmp_path, GAP)
    file = tmp_path / "x.cases.yaml"
    before = os.umask(0o027)
    try:
        remit("check", policy, "--at", "2026-06-01", "--write-cases", file)
    finally:
        os.umask(before)
    assert 0o640 == file.stat().st_mode & 0o777


def test_a_file_that_somebody_changes_meanwhile_is_theirs(tmp_path, monkeypatch):
    (policy, file) = written(tmp_path, GAP, File("x.cases.yaml", EXISTING))
    change_mode = Path.chmod

    def changed(path, mode):
        Path(file).write_text(EXISTING + "# theirs\n", "utf-8")
        change_mode(path, mode)

    monkeypatch.setattr(Path, "chmod", changed)
    result = remit("check", policy, "--at", "2026-06-01", "--write-cases", file)
    assert (2, EXISTING + "# theirs\n") == (result.exit_code, Path(file).read_text("utf-8"))
    assert result.stderr.endswith("it was changed meanwhile; try again\n")
    assert ["acme.yaml", "x.cases.yaml"] == sorted(path.name for path in tmp_path.iterdir())


def is_locked(folder):
    """Tell whether somebody holds the lock of a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def test_nobody_else_appends_between_reading_and_replacing(tmp_path, monkeypatch):
    """Two that read the same content would each leave out the cases of the other."""
    (policy,) = written(tmp_path, GAP)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (file,) = written(folder, File("x.cases.yaml", EXISTING))
    steps = []
    for step in ("open", "replace"):
        original = getattr(Path, step)

        def watched(path, *arguments, step=step, original=original, **named):
            if "x.cases.yaml" in path.name:
                steps.append((step, is_locked(folder)))
            return original(path, *arguments, **named)

        monkeypatch.setattr(Path, step, watched)
    result = remit("check", policy, "--at", "2026-06-01", "--write-cases", file)
    assert "1 case appended to" in result.stderr
    assert [("open", True), ("open", True), ("replace", True)] == steps
    assert not is_locked(folder)


def test_a_folder_that_takes_no_lock_takes_cases(tmp_path, monkeypatch):
    def refused(*_):
        raise OSError("no locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    (policy,) = written(tmp_path, GAP)
    result = remit("check", policy, "--at", "2026-06-01", "--write-cases", tmp_path / "x.cases.yaml")
    assert "1 case appended to" in result.stderr


@pytest.fixture
def held(tmp_path):
    """Hold the lock of a folder, as somebody else who writes there does, and return its descriptor."""
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield descriptor
    os.close(descriptor)


def test_somebody_else_who_writes_there_is_waited_for_aloud(tmp_path, monkeypatch, held):
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            fcntl.flock(held, fcntl.LOCK_UN)

    monkeypatch.setattr(file_writer, "sleep", pause)
    (policy,) = written(tmp_path, GAP)
    file = tmp_path / "x.cases.yaml"
    result = remit("check", policy, "--at", "2026-06-01", "--write-cases", file)
    assert [f"waiting for somebody else who writes in the folder of {file}", f"1 case appended to {file}"] == (
        result.stderr.splitlines()[-2:]
    )
    assert 3 == len(pauses)


def test_but_not_for_ever(tmp_path, monkeypatch, held):
    pauses: list[float] = []
    monkeypatch.setattr(file_writer, "sleep", pauses.append)
    (policy,) = written(tmp_path, GAP)
    result = remit("check", policy, "--at", "2026-06-01", "--write-cases", tmp_path / "x.cases.yaml")
    assert 2 == result.exit_code
    assert result.stderr.endswith("somebody else keeps writing in its folder; try again\n")
    assert 10 == pytest.approx(sum(pauses))
