"""What `remit decide` keeps: it changes no decision, whatever has become of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from remit.engine.findings import Findings
from remit.engine.language import policy_folder
from remit.engine.language.files import POLICY_BYTES, read_text
from remit.engine.language.policy_file import parse_draft
from remit.engine.user_cache import kept_in, remembered

ROOT = Path(__file__).parents[2]
REQUESTS = [str(path) for path in sorted((ROOT / "examples/requests").iterdir()) if path.suffix in (".yaml", ".json")]
DECIDE = ("decide", "--contracts", str(ROOT / "examples/contracts.yaml"), "--at", "2026-03-06T21:30:00Z", *REQUESTS)
RUN = """
import atexit, sys
atexit.register(lambda: print("imported:", *sys.modules, file=sys.stderr))
from remit.cli import run
run()
"""


def ends(folder, *arguments, **environment):
    """Return what a command prints and what it imports, with a cache in a folder."""
    # Not in the folder itself: what is kept there stands in a folder `remit`, which would pass for the package.
    here = folder / "here"
    here.mkdir(exist_ok=True)
    ended = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=here,
        env={**os.environ, "REMIT_CACHE": "", "XDG_CACHE_HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in ended.stderr.splitlines() if not line.startswith("imported:")]
    return (ended.returncode, ended.stdout, said), ended.stderr.splitlines()[-1].split()


def files(folder):
    return sorted((folder / "remit").glob("*"))


DAMAGE = {
    "truncated": lambda content: content[: len(content) // 2],
    "empty": lambda _: b"",
    "poisoned": lambda content: content.replace(b"2026", b"2027").replace(b"hour", b"days"),
    "no JSON behind its digest": lambda _: b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n",
    "binary": lambda _: bytes(range(256)),
}


@pytest.mark.parametrize("form", ["text", "json"])
def test_decisions_are_the_same_with_a_cache_and_without(tmp_path, form):
    command = (*DECIDE, "--explain", "--format", form)
    expected, _ = ends(tmp_path, *command, REMIT_CACHE="off")
    assert expected[1]
    assert [] == files(tmp_path)
    assert expected == ends(tmp_path, *command)[0]
    contents = {file: file.read_bytes() for file in files(tmp_path)}
    assert contents
    again, modules = ends(tmp_path, *command)
    assert expected == again
    assert contents == {file: file.read_bytes() for file in files(tmp_path)}
    assert set() == {"holidays", "importlib.metadata", "jsonschema", "pendulum", "email"}.intersection(modules)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_counts_as_not_there(tmp_path, damage):
    expected, _ = ends(tmp_path, *DECIDE)
    contents = {file: file.read_bytes() for file in files(tmp_path)}
    for file, content in contents.items():
        file.write_bytes(damage(content))
    assert expected == ends(tmp_path, *DECIDE)[0]
    assert contents == {file: file.read_bytes() for file in files(tmp_path)}


def test_files_that_were_exchanged_count_as_not_there(tmp_path):
    expected, _ = ends(tmp_path, *DECIDE)
    contents = {file: file.read_bytes() for file in files(tmp_path)}
    for file, content in zip(contents, reversed(contents.values()), strict=True):
        file.write_bytes(content)
    assert expected == ends(tmp_path, *DECIDE)[0]


def test_folder_that_cannot_be_used(tmp_path):
    expected, _ = ends(tmp_path, *DECIDE, REMIT_CACHE="off")
    (tmp_path / "remit").write_text("a file")
    assert expected == ends(tmp_path, *DECIDE)[0]
    assert expected == ends(tmp_path, *DECIDE, XDG_CACHE_HOME="relative", HOME=str(tmp_path / "remit"))[0]


def test_folder_in_which_others_can_write_is_not_used(tmp_path):
    """They could forge what is kept."""
    (tmp_path / "remit").mkdir()
    (tmp_path / "remit").chmod(0o777)
    ends(tmp_path, *DECIDE)
    assert [] == files(tmp_path)


def test_policy_with_findings_is_not_kept(tmp_path):
    """Its findings are told each time."""
    policies = tmp_path / "policies"
    policies.mkdir()
    text = Path(policy_folder.SHIPPED, "jumpmind.yaml").read_text("utf-8")
    (policies / "jumpmind.yaml").write_text(text.replace("remit: ", "unknown: 1\nremit: ", 1), "utf-8")
    first, second = (ends(tmp_path, *DECIDE, "--policies", str(policies))[0] for _ in range(2))
    assert first == second
    assert any("unknown-key" in line for line in first[2])


@pytest.mark.parametrize("name", ["jumpmind", "jams"])
def test_policy_from_a_cache_is_the_policy(tmp_path, name):
    source = read_text(f"{policy_folder.SHIPPED}/{name}.yaml", POLICY_BYTES, Findings())
    assert source
    expected = parse_draft(source, Findings())
    assert expected
    for _ in range(2):
        with kept_in(str(tmp_path / "remit"), "1"):
            policy = parse_draft(source, Findings())
        assert policy
        assert (expected, repr(expected), expected.marks) == (policy, repr(policy), policy.marks)
        assert [(r.mark, r.mark.end_line, r.mark.end_column) for r in expected.priority.rules] == [
            (r.mark, r.mark.end_line, r.mark.end_column) for r in policy.priority.rules
        ]
    assert 1 == len(list((tmp_path / "remit").iterdir()))


def test_another_version_finds_nothing(tmp_path):
    values: list[int] = []
    for version in ("1", "1", "2"):
        with kept_in(str(tmp_path / "remit"), version):
            values.append(remembered(lambda: len(values), "key"))
    assert [0, 0, 2] == values
    assert 3 == remembered(lambda: len(values), "key")


def test_oldest_files_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr("remit.engine.user_cache._MOST", 3)
    with kept_in(str(tmp_path / "remit"), "1"):
        for number in range(5):
            before = set(files(tmp_path))
            remembered(partial(int, number), number)
            (new,) = set((tmp_path / "remit").iterdir()) - before
            os.utime(new, (number, number))
        assert 3 == len(list((tmp_path / "remit").iterdir()))
        assert [4, "again"] == [remembered(lambda: "again", 4), remembered(lambda: "again", 0)]


def test_what_raises_is_not_kept(tmp_path):
    def fail():
        raise ValueError

    with kept_in(str(tmp_path / "remit"), "1"):
        for _ in range(2):
            with pytest.raises(ValueError, match=r"^$"):
                remembered(fail, "key")
        assert 7 == remembered(lambda: 7, "key")


def test_what_is_kept_is_json_behind_its_digest(tmp_path):
    with kept_in(str(tmp_path / "remit"), "1"):
        remembered(lambda: {"2026-12-25": "Christmas Day"}, "holidays", None, 2026)
    (file,) = (tmp_path / "remit").iterdir()
    _, _, content = file.read_bytes().partition(b"\n")
    assert {"2026-12-25": "Christmas Day"} == json.loads(content)[1]
