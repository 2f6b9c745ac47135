"""What a diff says of clocks that do something else, and what a page says of what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit.engine.authoring.diff import diff
from remit.engine.authoring.show.clock_wording import clock_sentences
from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.policy_file import parse_draft

from .verbs import TERMS, WITHIN

if TYPE_CHECKING:
    from remit.engine.model import Policy

PAUSES = "its clock never stands", "its clock stands while the customer is awaited"


def policy(clock: str) -> Policy:
    findings = Findings()
    text = TERMS + f"  p: {{{clock}, within: {WITHIN}, cite: terms.all}}\n"
    read = decode("small.yaml", text.encode(), POLICY_BYTES, findings)
    parsed = parse_draft(read, findings) if read else None
    assert parsed is not None
    assert [] == findings
    return parsed


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("until: closed", "until: closed, pauses: waiting", ("looser", *PAUSES)),
        ("until: closed, pauses: waiting", "until: closed", ("tighter", *reversed(PAUSES))),
        (
            "until: closed",
            "from: acknowledged, until: closed",
            ("looser", "its clock starts at the receipt", 'its clock starts with "Taken up"'),
        ),
        (
            "until: closed",
            "until: [workaround, closed]",
            ("changed", "met by closed", 'met by "A way around" or closed'),
        ),
        (
            "until: closed",
            "until: closed, on_change: restart",
            (
                "changed",
                "a change of the facts counts as if they had always been so",
                "its clock starts anew where a change of the facts alters what is owed",
            ),
        ),
        (
            "repeats: true, pauses: waiting",
            "repeats: true, pauses: waiting, on_resume: restart",
            ("looser", "its clock runs on after waiting", "its clock starts anew after waiting"),
        ),
    ],
)
def test_a_clock_that_does_something_else_is_a_change(before, after, change):
    changes = diff(policy(before), policy(after), "2026-06-01").changes
    assert change in [(c.kind, c.before, c.after) for c in changes if c.about == "promise"]


@pytest.mark.parametrize("default", ["on_change: recompute", "from: received", "until: closed"])
def test_a_default_written_out_is_no_change(default):
    assert () == diff(policy("repeats: false"), policy(default), "2026-06-01").changes


def test_a_page_says_in_words_what_a_clock_does():
    shown = policy(
        "from: acknowledged, until: [workaround, closed], repeats: true, pauses: waiting, on_resume: restart"
    )
    assert [
        'Its clock starts with "Taken up" and ends with "A way around" or closed.',
        "It stands while the customer is awaited.",
        "Once the customer is awaited no longer, it starts anew.",
    ] == clock_sentences(shown, shown.promises["p"])


def test_a_page_says_nothing_of_a_clock_of_which_nothing_is_written():
    plain = policy("repeats: false")
    assert [] == clock_sentences(plain, plain.promises["p"])
