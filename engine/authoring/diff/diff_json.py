"""Changes as JSON, for programs. The form is described in docs/diff.md; keys may be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...triage.decision_json import json_text

if TYPE_CHECKING:
    from ...model import Policy
    from .changes import Change, ChangeCell, Changes, Extent
    from .replay import Difference, Replay


def as_json(changes: Changes) -> str:
    """Return changes as one object to read."""
    return json_text(as_record(changes), indent=2) + "\n"


def as_record(changes: Changes) -> dict[str, object]:
    """Return changes as plain values."""
    record: dict[str, object] = {
        "old": _policy(changes.old),
        "new": _policy(changes.new),
        "proved": changes.is_proved,
        "situations": dict(changes.situations),
        "counts": changes.counts,
        "changes": [_change(change) for change in changes.changes],
        "findings": [finding.to_dict() for finding in changes.findings],
    }
    if changes.replay:
        record["replay"] = _replay(changes.replay)
    return record


def _policy(policy: Policy) -> dict[str, object]:
    return {"id": policy.id, "title": policy.title, "edition": policy.edition, "digest": policy.digest}


def _change(change: Change) -> dict[str, object]:
    record: dict[str, object] = {
        "kind": change.kind,
        "effect": change.effect,
        "about": change.about,
        "name": change.name,
        "before": change.before,
        "after": change.after,
    }
    if change.cells:
        record["places"] = [_cell(cell) for cell in change.cells]
    if change.hours:
        record["hours"] = list(change.hours)
    if change.by:
        record["by"] = {
            "seconds": change.by.seconds,
            "received": change.by.received,
            "depends_on_request": change.by.is_open,
        }
    if change.extent:
        record |= _extent(change.extent)
    if change.consequence:
        consequence = change.consequence
        record["leads"] = {
            "about": consequence.about,
            "name": consequence.name,
            "before": consequence.before,
            "after": consequence.after,
        }
    if change.witness:
        record["witness"] = dict(change.witness.new)
        if change.witness.old != change.witness.new:
            record["witness_old"] = dict(change.witness.old)
    return record


def _cell(cell: ChangeCell) -> dict[str, object]:
    tier, before, after = cell
    return {"tier": tier} if before is None and after is None else {"tier": tier, "level": [before, after]}


def _extent(extent: Extent) -> dict[str, object]:
    return {
        "situations": extent.situations,
        "of": extent.of,
        "where": {
            fact: {"not": list(values.values)} if values.is_except else list(values.values)
            for fact, values in extent.where.items()
        },
        "where_is_exact": extent.is_exact,
    }


def _replay(replay: Replay) -> dict[str, object]:
    return {
        "requests": replay.requests,
        "alike": replay.alike,
        "of_other_policies": replay.other_policies,
        "changed": [
            {
                "id": request.request,
                "file": request.mark.file,
                "line": request.mark.line,
                "differences": [_difference(difference) for difference in request.differences],
            }
            for request in replay.changed
        ],
        "refused": [
            {
                "id": request.request,
                "file": request.mark.file,
                "line": request.mark.line,
                "by": request.by,
                "findings": [finding.to_dict() for finding in request.findings],
            }
            for request in replay.refused
        ],
    }


def _difference(difference: Difference) -> dict[str, object]:
    record: dict[str, object] = {"what": difference.what, "before": difference.before, "after": difference.after}
    return record if difference.seconds is None else {**record, "seconds": difference.seconds}
