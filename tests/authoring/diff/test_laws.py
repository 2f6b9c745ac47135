"""Laws of diffs on generated policies: what brute force finds is found, and the way back is the mirror."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, event, given
from rules.policies import written_policies
from rules.worlds import laws

from remit.engine.authoring.diff import diff
from remit.engine.authoring.diff.changes import KINDS
from remit.engine.rules import diagrams

from ..verbs import edited
from .drawn import MOST, Both, opened, pairs
from .verbs import DAY, JAMS, JUMPMIND, policy, shows

if TYPE_CHECKING:
    from remit.engine.authoring.diff.changes import Change, Changes
    from remit.engine.model import Policy


@laws(60)
@given(written_policies())
def test_a_policy_and_itself_do_not_differ(drawn: Policy) -> None:
    assert () == diff(opened(drawn), opened(drawn), DAY).changes


@pytest.mark.parametrize("content", [JUMPMIND, JAMS], ids=["jumpmind", "jams"])
def test_a_shipped_policy_and_itself_do_not_differ(content: str) -> None:
    changes = diff(policy(content), policy(content, "2"), DAY)
    assert ((), True, ()) == (changes.changes, changes.is_proved, changes.findings)


@laws(50)
@given(pairs())
def test_situations_change_in_scope_and_level_exactly_as_brute_force_says(pair: tuple[Policy, Policy]) -> None:
    both = Both(*pair)
    assume(both.size <= MOST)
    changes = diff(*pair, DAY)
    situations: Counter[tuple[str, str, str]] = Counter()
    for change in changes.decided:
        if change.about in ("scope", "priority"):
            assert change.extent is not None
            situations[change.about, str(change.before), str(change.after)] += change.extent.situations
    assert both.changes() == situations
    assert both.by_tier() == Counter(changes.situations)
    for change in changes.decided:
        event(change.kind)


@laws(50)
@given(pairs())
def test_what_changes_is_a_part_of_what_was_compared(pair: tuple[Policy, Policy]) -> None:
    changes = diff(*pair, DAY)
    for change in changes.decided:
        assert change.extent is not None
        assert 0 < change.extent.situations <= change.extent.of
        assert sum(changes.situations[tier] for tier in change.tiers) == change.extent.of


@laws(50)
@given(pairs())
def test_the_way_back_is_the_mirror(pair: tuple[Policy, Policy]) -> None:
    old, new = pair
    onward, back = diff(old, new, DAY), diff(new, old, DAY)
    assert Counter(map(_mirror, onward.changes)) == Counter(map(_key, back.changes))


def _key(change: Change) -> tuple[object, ...]:
    extent = change.extent and (change.extent.situations, change.extent.of, change.extent.is_exact)
    by = change.by and (change.by.seconds, change.by.is_open)
    # Ways are listed in an order that either policy may have.
    words = [sorted((words or "").replace(",", "").split()) for words in (change.before, change.after)]
    name = "" if change.about == "channel" else change.name
    return change.kind, change.about, name, str(words), extent, by


def _mirror(change: Change) -> tuple[object, ...]:
    kind = KINDS[change.kind].mirror
    if change.kind == "required" and (change.before or "").endswith("required"):
        kind = "required"  # one way for another: each direction requires a way
    _, about, name, _, extent, by = _key(change)
    swap = {"as it was": "as it is now", "as it is now": "as it was"}
    words = []
    for text in (change.after, change.before):
        was = next((swap[end] for end in swap if (text or "").endswith(end)), "")
        base = next(((text or "").removesuffix(end) for end in swap if (text or "").endswith(end)), text or "")
        words.append(sorted((base + was).replace(",", "").split()))
    return kind, about, name, str(words), extent, by


@laws(50)
@given(pairs())
def test_each_witness_is_decided_by_both_as_its_change_says(pair: tuple[Policy, Policy]) -> None:
    changes = diff(*pair, DAY)
    for change in changes.decided:
        shows(changes, change)


@laws(50)
@given(pairs())
def test_diagrams_come_to_the_same_as_enumeration(pair: tuple[Policy, Policy]) -> None:
    assert diff(*pair, DAY) == _in_diagrams(pair)


def test_diagrams_come_to_the_same_as_enumeration_for_a_shipped_policy() -> None:
    edits = [("version_age_months: {more_than: 12}", "version_age_months: {more_than: 6}"), ("P1: 6", "P1: 8")]
    pair = (policy(JUMPMIND), policy(edited(*edits, content=JUMPMIND), "2"))
    enumerated = diff(*pair, DAY)
    assert ["narrower", "looser"] == [change.kind for change in enumerated.changes]
    assert enumerated == _in_diagrams(pair)


def test_what_is_too_large_to_be_compared_is_said_and_fails() -> None:
    pair = (policy(JUMPMIND), policy(JUMPMIND, "2"))
    changes = _in_diagrams(pair, NODES=100)
    message = "too many situations to compare their decisions"
    assert (False, [message]) == (changes.is_proved, [finding.message for finding in changes.findings])
    assert (True, False) == (changes.fails(["looser"]), changes.fails([]))


def _in_diagrams(pair: tuple[Policy, Policy], **limits: object) -> Changes:
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in {"ENUMERABLE": 1, **limits}.items():
            patch.setattr(diagrams, name, limit)
        return diff(*pair, DAY)
