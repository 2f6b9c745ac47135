"""What is locked fits what pyproject.toml asks for, and names no place to get it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
EXTRAS = {
    name: [Requirement(line) for line in lines] for name, lines in PROJECT["project"]["optional-dependencies"].items()
}
TEST = RUNTIME + EXTRAS["batch"] + [wanted for wanted in EXTRAS["test"] if wanted.name != "remit"]
BUILD = [
    Requirement(line) for line in (ROOT / "requirements/build.in").read_text("utf-8").splitlines() if line[0] != "#"
]
SPARK = TEST + BUILD + [wanted for wanted in EXTRAS["spark"] if wanted.name != "remit"]
DEV = [wanted for wanted in TEST + EXTRAS["dev"] + BUILD if wanted.name != "remit"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def locked(name: str) -> dict[str, set[Version]]:
    """Return the versions that a file locks; some packages have one for each range of Pythons."""
    versions: dict[str, set[Version]] = {}
    text = (ROOT / "requirements" / name).read_text("utf-8")
    for package, version in re.findall(r"^([^\s#=]+)==(\S+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(package), set()).add(Version(version))
    return versions


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("dev.txt", DEV),
        ("runtime.txt", RUNTIME + BUILD),
        ("build.txt", BUILD),
        ("spark.txt", SPARK),
        ("lowest.txt", TEST),
    ],
)
def test_everything_asked_for_is_locked_in_a_version_that_is_allowed(name: str, wanted: list[Requirement]) -> None:
    versions = locked(name)
    missing = [
        str(asked)
        for asked in wanted
        if not any(asked.specifier.contains(version) for version in versions.get(canonicalize_name(asked.name), ()))
    ]
    assert [] == missing, "run `make lock`"


def test_whoever_only_runs_remit_gets_what_whoever_works_on_it_has() -> None:
    dev = locked("dev.txt")
    for name in ("runtime.txt", "build.txt"):
        assert {} == {package: found for package, found in locked(name).items() if dev.get(package) != found}


def test_spark_runs_beside_what_everything_else_is_tested_with() -> None:
    dev, spark = locked("dev.txt"), locked("spark.txt")
    assert {} == {package: found for package, found in spark.items() if dev.get(package, found) != found}


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    """Otherwise the tests of the lowest ones would hold of other versions than those that are allowed."""
    bounds = {(canonicalize_name(asked.name), Version(bound.version)) for asked in TEST for bound in asked.specifier}
    lowest = locked("lowest.txt")
    assert set() == {(name, bound) for name, bound in bounds if lowest[name] != {bound}}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_registry_and_no_folder(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [] == re.findall(r"^.*(?:://|--index-url|--find-links|@ |file:|(?<=\s)/).*$", text, re.MULTILINE)


def test_the_action_uses_others_by_their_commit() -> None:
    used = re.findall(r"uses: (.+)", (ROOT / "action.yml").read_text("utf-8"))
    assert 1 == len(used)
    assert [] == [name for name in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", name)]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_everything_locked_has_hashes(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.lstrip().startswith("#")]
    assert [] == [line for line in lines if "==" in line and not line.endswith("\\")]
    assert [] == [line for line in lines if "==" not in line and "--hash=sha256:" not in line]
