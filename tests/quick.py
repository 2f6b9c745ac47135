"""Which tests are worth running on every save, as `tests/quick.txt` records it.

A test is quick that takes less than a tenth of a second, whatever its parameters, and is no law: laws search, and
`make quick-laws` searches a little. The record has a line for each file of tests, with how many tests are written
in it, and below it a line for each of them that is not quick. `make quick-record` measures the files that are not
recorded as they are, so a test that comes, goes or gets another name is measured with the others of its file.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TESTS = Path(__file__).parent
RECORD = TESTS / "quick.txt"
SECONDS = 0.1
HEADING = """\
# Which tests `make quick` runs: all of a file's but those named below it. Written by `make quick-record`.
"""


@dataclass(frozen=True)
class Recorded:
    """What stands in the record of one file: how many tests it has, and which are not quick, and why not."""

    count: int
    left_out: Mapping[str, str] = field(default_factory=dict)


def parse(text: str) -> dict[str, Recorded]:
    """Return the record of each file, which is named as from the folder of tests."""
    record: dict[str, Recorded] = {}
    left_out: dict[str, str] = {}
    for line in text.splitlines():
        words = line.split()
        if line.startswith("  "):
            left_out[words[1]] = words[0]
        elif words and not line.startswith("#"):
            left_out = {}
            record[words[0]] = Recorded(int(words[1]), left_out)
    return record


def written(record: Mapping[str, Recorded]) -> str:
    """Return the text of a record."""
    lines = []
    for name, file in sorted(record.items()):
        lines.append(f"{name} {file.count}")
        lines += [f"  {why} {test}" for test, why in sorted(file.left_out.items())]
    return HEADING + "".join(f"{line}\n" for line in lines)


def tests_in_files() -> dict[str, frozenset[str]]:
    """Return the names of the tests in each file, but for the files of extra tests, which are never quick."""
    files = {}
    for path in TESTS.rglob("test_*.py"):
        source = path.read_text("utf-8")
        if not re.search(r"^pytestmark = \[?pytest\.mark\.extra\b", source, re.MULTILINE):
            functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
            names = frozenset(node.name for node in functions if node.name.startswith("test"))
            files[path.relative_to(TESTS).as_posix()] = names
    return files


def outdated(record: Mapping[str, Recorded], files: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the files that are not recorded as they are: new, gone, or with other tests than they had."""
    return sorted(
        name
        for name in {*record, *files}
        if name not in record
        or name not in files
        or record[name].count != len(files[name])
        or not record[name].left_out.keys() <= files[name]
    )


def measured(tests: Iterable[tuple[str, float, bool]], files: Mapping[str, frozenset[str]]) -> dict[str, Recorded]:
    """Return the record of the files of tests that ran: of each its node id, its seconds and whether it is a law."""
    left_out: dict[str, dict[str, str]] = {}
    for node, seconds, is_law in tests:
        file, test = split(node)
        of_file = left_out.setdefault(file, {})
        if is_law:
            of_file[test] = "law"
        elif seconds >= SECONDS:
            of_file[test] = "slow"
    return {file: Recorded(len(files[file]), of_file) for file, of_file in left_out.items()}


def split(node: str) -> tuple[str, str]:
    """Return the file and the name of a test, whatever its parameters, from its node id."""
    file, _, test = node.partition("::")
    return file.removeprefix("tests/"), test.partition("[")[0]


def is_quick(node: str, record: Mapping[str, Recorded]) -> bool:
    """Return whether a test is recorded as quick."""
    file, test = split(node)
    return file in record and test not in record[file].left_out
