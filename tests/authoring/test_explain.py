"""`remit explain`: what a check id means."""

from __future__ import annotations

import pytest

from remit.engine.authoring.check import CHECKS
from remit.engine.authoring.check.short_explanations import PLACES, SHORT_EXPLANATIONS

from .verbs import remit

PAGE = """\
review-overdue (warning): The day of `review_by` has passed.

It is checked as of `--at`, by default today.

Found at `review_by`. Review the edition, and name the next day.

Fails, at `review_by`:

    review_by: 2026-05-31

Passes:

    review_by: 2026-06-01
"""


def test_a_check_has_its_page_without_what_markdown_needs():
    assert PAGE == remit("explain", "review-overdue").stdout
    assert "[`always`]" not in remit("explain", "not-always").stdout


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_is_explained(check):
    result = remit("explain", check.id)
    assert (0, True) == (result.exit_code, result.stdout.startswith(f"{check.id} ({check.severity.name}"))
    assert not {"```", "](", "\n\n\n"} & {mark for mark in ("```", "](", "\n\n\n") if mark in result.stdout}


def test_an_id_of_something_else_has_one_line():
    line = "unknown-tier, found where a file is read: a tier is not declared; also of a contract or a request\n"
    assert line == remit("explain", "unknown-tier").stdout
    assert {place for place, _ in SHORT_EXPLANATIONS.values()} == set(PLACES)


@pytest.mark.parametrize(
    ("written", "help_"),
    [
        ("gop", "did you mean `gap`?"),
        ("unknown-teir", "did you mean `unknown-tier`?"),
        ("zzz", "known: `unknown-country`, `unknown-region`, "),
    ],
)
def test_an_id_that_is_not_known(written, help_):
    result = remit("explain", written)
    assert (2, "") == (result.exit_code, result.stdout)
    assert f"Error: Invalid value for ID: `{written}` is not a check id: {help_}" in result.stderr


def test_a_page_that_python_has_dropped():
    """With -OO there are no docstrings."""
    bare = CHECKS[0].__class__(find=CHECKS[0].find, id="bare", severity=CHECKS[0].severity, page=None)
    assert ("bare", "") == (bare.summary, bare.details)
