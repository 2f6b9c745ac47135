"""Dates and cut-offs in words, as a page shows them."""

from __future__ import annotations

import pytest

from ..verbs import ACME, edited, remit, written


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{by: {business_days: 1, at: close}}", "end of the next business day"),
        ('{by: {business_days: 2, at: "12:00"}, cutoff: "15:00"}', "12:00 on the second business day, cut-off 15:00"),
        ("{within: 4 hours, cutoff: close}", "4 hours, cut-off at close"),
        ('{by: {days: 1, at: "24:00"}, kind: goal}', "24:00 on the next day, a goal"),
    ],
)
def test_what_is_owed_is_shown_in_words(tmp_path, entry, words):
    content = edited(("basic: {P1: 8 business hours,", f"basic: {{P1: {entry},"), content=ACME)
    (path,) = written(tmp_path, content)
    assert words in " ".join(remit("show", "--format", "markdown", path).output.split())


def test_an_invariant_of_a_date_is_shown_in_words(tmp_path):
    invariant = "always:\n  - {id: soon, expect: {within: {initial_response: {by: {business_days: 2, at: close}}}}}\n"
    (path,) = written(tmp_path, edited(("\naccept:", f"\n{invariant}\naccept:"), content=ACME))
    shown = " ".join(remit("show", "--format", "markdown", path).output.split())
    assert "initial response by the end of the second business day" in shown
