"""The record of quick tests: it knows every test that there is, and what it says can be read and written."""

from __future__ import annotations

import quick
from quick import Recorded

FILES = {"rules/test_a.py": frozenset({"test_one", "test_two"}), "test_b.py": frozenset({"test_three"})}
RECORD = {"rules/test_a.py": Recorded(2, {"test_two": "slow"}), "test_b.py": Recorded(1, {"test_three": "law"})}


def test_every_test_is_recorded() -> None:
    files = quick.outdated(quick.parse(quick.RECORD.read_text("utf-8")), quick.tests_in_files())
    assert [] == files, "tests came, went or got other names: run `make quick-record`, and commit tests/quick.txt"


def test_a_record_is_read_as_it_is_written() -> None:
    text = f"{quick.HEADING}rules/test_a.py 2\n  slow test_two\ntest_b.py 1\n  law test_three\n"
    assert text == quick.written(RECORD)
    assert quick.parse(text) == RECORD


def test_a_file_is_outdated_that_is_new_or_gone_or_has_other_tests() -> None:
    assert [] == quick.outdated(RECORD, FILES)
    assert ["test_c.py"] == quick.outdated(RECORD, FILES | {"test_c.py": frozenset({"test_one"})})
    assert ["test_b.py"] == quick.outdated(RECORD, {"rules/test_a.py": FILES["rules/test_a.py"]})
    assert ["test_b.py"] == quick.outdated(RECORD, FILES | {"test_b.py": frozenset({"test_three", "test_four"})})
    assert ["test_b.py"] == quick.outdated(RECORD, FILES | {"test_b.py": frozenset({"test_renamed"})})


def test_a_test_is_quick_whose_every_run_is_and_that_is_no_law() -> None:
    ran = [
        ("tests/rules/test_a.py::test_one[x]", 0.05, False),
        ("tests/rules/test_a.py::test_two[x]", 0.05, False),
        ("tests/rules/test_a.py::test_two[y]", 0.2, False),
        ("tests/test_b.py::test_three", 0.01, True),
    ]
    assert quick.measured(ran, FILES) == RECORD
    assert [True, False, False] == [quick.is_quick(node, RECORD) for node, *_ in (ran[0], ran[1], ran[3])]
    assert not quick.is_quick("tests/test_c.py::test_new", RECORD)
