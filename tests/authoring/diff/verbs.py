"""What the tests of diffs say: a policy and an edit of it, what that changes, and how it is put."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from language.verbs import parse_policy

from remit.engine.authoring.diff import diff
from remit.engine.authoring.diff.diff_document import as_text
from remit.engine.findings import Findings
from remit.engine.language.files import SourceFile
from remit.engine.language.json_reader import read_json
from remit.engine.language.request_files import parse_request
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision
from remit.engine.triage.policy_store import PolicyStore

from ..verbs import ACME, POLICIES, edited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.engine.authoring.diff.changes import Change, Changes
    from remit.engine.findings import Finding
    from remit.engine.model import Policy

DAY = "2026-06-01"
JUMPMIND = (POLICIES / "jumpmind.yaml").read_text("utf-8")
JAMS = (POLICIES / "jams.yaml").read_text("utf-8")


@cache
def policy(content: str, edition: str = "") -> Policy:
    """Return the policy of a text, perhaps under the name of another edition."""
    findings = Findings()
    parsed = parse_policy(SourceFile("acme.yaml", content.encode(), content), findings)
    assert parsed is not None, [str(finding) for finding in findings]
    return replace(parsed, edition=edition) if edition else parsed


def changed(*edits: tuple[str, str], content: str = ACME) -> Changes:
    """Return what edits of a policy change, as edition 2."""
    return diff(policy(content), policy(edited(*edits, content=content), "2"), DAY)


def kinds(changes: Changes) -> list[tuple[str, str, str | None, str | None]]:
    """Return each change as its kind, what it is about, and what that was and is."""
    return [(c.kind, f"{c.about} {c.name}".strip(), c.before, c.after) for c in changes.changes]


def said(changes: Changes, width: int = 80) -> str:
    """Return the text of changes without its first lines, which say what was compared."""
    return as_text(changes, width).partition("\n\n\n")[2]


def mirrored(changes: Changes) -> Changes:
    """Return what the way back changes."""
    return diff(changes.new, changes.old, DAY)


class _SinglePolicyStore(PolicyStore):
    """A store with one policy, whatever the day."""

    def __init__(self, policy: Policy) -> None:
        super().__init__((), "builtin")
        self.evaluator = Evaluator(compile_policy(replace(policy, effective=(None, None))), "auto")

    def editions(self, _name: str) -> tuple[list[Evaluator], list[Finding]]:
        return [self.evaluator], []


def decided(policy: Policy, request: Mapping[str, object]) -> Decision:
    """Return how a policy decides a request, written as a witness is."""

    findings = Findings()
    node = read_json(json.dumps(request), "witness.json", findings)
    assert node is not None
    parsed = parse_request(node, findings)
    assert parsed is not None, findings
    decision = decide(parsed, _SinglePolicyStore(policy), (), "0.1.0")
    assert isinstance(decision, Decision), decision.findings
    return decision


def shows(changes: Changes, change: Change) -> None:
    """Hold a change's witness against the decisions of both policies."""
    assert change.witness is not None, change
    before, after = decided(changes.old, change.witness.old), decided(changes.new, change.witness.new)
    if change.about == "scope":
        assert (_scope(change.before), _scope(change.after)) == (before.scope.outcome, after.scope.outcome)
    elif change.about == "priority":
        assert (_scope(change.before), _scope(change.after)) == (before.priority.level, after.priority.level)
    elif change.about == "promise":
        _shows_promise(change, before, after)
    else:
        assert _channel(before) != _channel(after)


def _channel(decision: Decision) -> tuple[object, ...]:
    channel = decision.channel
    is_conflict = any(finding.check == "conflicting-ways" for finding in decision.findings)
    return decision.status, is_conflict, channel.required, channel.preferred, sorted(channel.allowed)


def _scope(words: str | None) -> str | None:
    return None if words in ("undecided", "none") else words


def _shows_promise(change: Change, before: Decision, after: Decision) -> None:
    dues = [{name: d.due_instant for name, d in decision.deadlines.items()} for decision in (before, after)]
    old_due, new_due = (due.get(change.name) for due in dues)
    if change.before == "nothing" or change.after == "nothing":
        assert (change.before == "nothing", change.after == "nothing") == (
            change.name not in dues[0],
            change.name not in dues[1],
        )
    elif change.by and change.by.seconds is not None:
        assert old_due is not None
        assert new_due is not None
        assert change.by.seconds == (new_due - old_due if change.kind == "looser" else old_due - new_due)
    elif change.by and change.by.is_open:
        assert old_due is not None
        assert new_due is not None
        assert (new_due > old_due) if change.kind == "looser" else (new_due < old_due)
