"""The policies that remit ships: nothing is wrong with them, and each of their cases passes."""

from __future__ import annotations

from functools import cache

import pytest

from remit.engine import Policies, check_paths, try_paths

from .verbs import POLICIES, TODAY, remit

SHIPPED = ("jumpmind", "jams")
HERE = Policies(str(POLICIES), is_named=True)


@cache
def tried():
    """Return how the cases of all shipped policies go."""
    return try_paths([str(POLICIES / f"{name}.cases.yaml") for name in SHIPPED], HERE, None, "0.1.0")


@pytest.mark.parametrize("result", tried().cases, ids=lambda result: result.case.name)
def test_case(result):
    assert [] == list(result.differences)
    assert result.passed


def test_nothing_is_wrong_with_the_case_files():
    assert () == tried().findings


def test_nothing_is_found_in_the_policies():
    assert () == check_paths([str(POLICIES)], HERE, None, TODAY).findings


def test_the_commands_say_so():
    check, cases = remit("check", POLICIES), remit("test", POLICIES)
    assert (0, "", "6 files checked: nothing found\n") == (check.exit_code, check.stdout, check.stderr)
    assert (0, f"{len(tried().cases)} passed, 0 failed\n", "") == (cases.exit_code, cases.stdout, cases.stderr)
