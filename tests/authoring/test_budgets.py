"""Proofs that would take minutes stop, and say what is not proved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import patch

from remit.engine.authoring.diff import diff
from remit.engine.authoring.show.policy_document import policy_document
from remit.engine.render.document import Paragraph, plain
from remit.engine.rules import budget

from .generated import Drawn
from .verbs import ACME, complaints

if TYPE_CHECKING:
    from remit.engine.model import Policy


def acme(edition: str) -> Policy:
    """Return Acme's policy as an edition."""
    return replace(Drawn(ACME).evaluator.compiled.policy, edition=edition)


def test_a_check_that_is_out_of_steps_says_what_is_not_proved() -> None:
    with patch.object(budget, "STEPS", 0):
        findings = complaints(ACME)
    ((kind, message, *_),) = [finding for finding in findings if finding[0] == "warning not-proved"]
    assert kind == "warning not-proved"
    assert message.startswith("there are too many situations to look at each; not proved: the rules of scope, ")
    assert [] == complaints(ACME)


def test_a_comparison_that_is_out_of_steps_says_so() -> None:
    old, new = acme("1"), acme("2")
    with patch.object(budget, "STEPS", 0):
        stopped = diff(old, new, "2026-03-06")
    assert [("not-proved", "too many situations to compare their decisions")] == [
        (finding.check, finding.message) for finding in stopped.findings
    ]
    assert (False, True) == (stopped.is_proved, diff(old, new, "2026-03-06").is_proved)


def test_a_document_that_is_out_of_steps_says_what_is_left_out() -> None:
    evaluator = Drawn(ACME).evaluator
    with patch.object(budget, "STEPS", 0):
        document = policy_document(evaluator, "2026-03-06")
    blocks = [block for section in document.sections for block in section.blocks]
    texts = [plain(block.lines[0]) for block in blocks if isinstance(block, Paragraph) and block.lines]
    assert [text for text in texts if text.startswith("There are too many")] == [
        "There are too many situations to list the hours in which each can count.",
        "There are too many situations to list the ways of each tier and level.",
    ]
