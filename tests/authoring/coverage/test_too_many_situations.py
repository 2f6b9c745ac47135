"""Policies of more situations than can be decided: what a group shows by itself is still known."""

from __future__ import annotations

from remit.engine.authoring.coverage import as_text

from ..verbs import case
from .verbs import cases, covered, edited, with_offered

FLAGS = [f"flag_{n}" for n in range(24)]
"""Each doubles the situations of the priority, and none settles what the others decide."""

LARGE = edited(
    ("facts:\n", "facts:\n" + "".join(f"  {flag}: {{ask: Is it?, type: boolean}}\n" for flag in FLAGS)),
    (
        "    - {id: many-users",
        "".join(f"    - {{id: {flag}, when: {{{flag}: true}}, then: P2, cite: terms.p1}}\n" for flag in FLAGS)
        + "    - {id: many-users",
    ),
)
ONE = cases(case("{scope: support}", facts=f"{{activity: fault, {', '.join(f'{flag}: true' for flag in FLAGS)}}}"))


def test_everything_counts_and_what_scope_shows_is_offered():
    """Of a project nobody asks the priority, which shows something of the channel, too."""
    (only,) = covered(ONE, LARGE).policies
    assert not only.is_proved
    assert {"scope", "channel", "sources"} == {item.row for item in only.uncovered if item.case is not None}
    assert {"priority", "coverage", "channel", "promises", "sources"} == {
        item.row for item in only.uncovered if item.case is None
    }
    assert "acme 2026: unproved: there are too many situations" in as_text(covered(ONE, LARGE))


def test_what_is_offered_covers_what_it_says():
    before = covered(ONE, LARGE)
    after = covered(with_offered(ONE, before), LARGE)
    not_offered = [item.words for item in before.policies[0].uncovered if item.case is None]
    assert not_offered == [item.words for item in after.policies[0].uncovered]
