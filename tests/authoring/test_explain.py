"""`remit explain`: what the id of a finding or a key of a file means."""

from __future__ import annotations

import pytest

from remit.engine.authoring.check import CHECKS
from remit.engine.authoring.check.short_explanations import PLACES, SHORT_EXPLANATIONS
from remit.engine.authoring.key_explanations import keys_of_files

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
        ("cutof", "did you mean `cutoff`?"),
        ("zzz", "known: `unknown-country`, `unknown-region`, "),
    ],
)
def test_an_id_that_is_not_known(written, help_):
    result = remit("explain", written)
    assert (2, "") == (result.exit_code, result.stdout)
    assert (
        f"Error: Invalid value for ID|KEY: `{written}` is neither a check id nor a key of a file: {help_}"
        in result.stderr
    )


PAUSES = """\
pauses, in a promise
  When its clock stands; never if left out.
    waiting: While the customer is awaited, from `waiting` to `resumed` or `asked`.
"""


def test_a_key_is_explained_by_what_its_schema_says():
    assert PAUSES == remit("explain", "pauses").stdout


def test_a_key_that_means_different_things_is_explained_in_each_place():
    text = remit("explain", "within").stdout
    assert {"within, in `received` of a condition", "within, in a promise"} <= set(text.splitlines())


@pytest.mark.parametrize("key", keys_of_files())
def test_every_key_is_explained(key):
    assert remit("explain", key).stdout.startswith((f"{key}, in ", f"{key} ("))


def test_a_page_that_python_has_dropped():
    """With -OO there are no docstrings."""
    bare = CHECKS[0].__class__(find=CHECKS[0].find, id="bare", severity=CHECKS[0].severity, page=None)
    assert ("bare", "") == (bare.summary, bare.details)
