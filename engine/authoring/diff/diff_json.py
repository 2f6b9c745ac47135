"""Changes as JSON, for programs. The form is described in docs/diff.md; keys may be added."""

from collections.abc import Iterable

from ...findings import Finding
from ...triage.decision_json import json_text
from .changes import Change, Changes, Extent
from .replay import ChangedRequest, Difference, RefusedRequest, Replay

Record = dict[str, object]


def as_json(changes: Changes) -> str:
    """Return changes as one object to read."""
    return json_text(as_record(changes), indent=2) + "\n"


def unusable_as_json(findings: Iterable[Finding]) -> str:
    """Return the findings where a policy cannot be used, as an object of the same keys."""
    record: Record = {
        "old": None,
        "new": None,
        "proved": False,
        "situations": {},
        "counts": {},
        "changes": [],
        "findings": [finding.to_dict() for finding in findings],
    }
    return json_text(record, indent=2) + "\n"


def as_record(changes: Changes) -> Record:
    """Return changes as plain values."""
    old, new = (_fields(policy, "id", "title", "edition", "digest") for policy in (changes.old, changes.new))
    record: Record = {
        "old": old,
        "new": new,
        "proved": changes.is_proved,
        "situations": dict(changes.situations),
        "counts": changes.counts,
        "changes": [_change(change) for change in changes.changes],
        "findings": [finding.to_dict() for finding in changes.findings],
    }
    return {**record, "replay": _replay(changes.replay)} if changes.replay else record


def _fields(record: object, *names: str) -> Record:
    return {name: getattr(record, name) for name in names}


def _change(change: Change) -> Record:
    record = _fields(change, "kind", "effect", "about", "name", "before", "after")
    if change.cells:
        record["places"] = [
            {"tier": tier, **({"level": levels} if any(levels) else {})} for tier, *levels in change.cells
        ]
    if change.hours:
        record["hours"] = list(change.hours)
    if change.by:
        record["by"] = {**_fields(change.by, "seconds", "received"), "depends_on_request": change.by.is_open}
    if change.extent:
        record |= _extent(change.extent)
    if change.consequence:
        record["leads"] = _fields(change.consequence, "about", "name", "before", "after")
    if change.witness:
        record["witness"] = dict(change.witness.new)
        if change.witness.old != change.witness.new:
            record["witness_old"] = dict(change.witness.old)
    return record


def _extent(extent: Extent) -> Record:
    where = {
        fact: {"not": list(values.values)} if values.is_except else list(values.values)
        for fact, values in extent.where.items()
    }
    return {**_fields(extent, "situations", "of"), "where": where, "where_is_exact": extent.is_exact}


def _replay(replay: Replay) -> Record:
    return {
        "requests": replay.requests,
        "alike": replay.alike,
        "of_other_policies": replay.other_policies,
        "changed": [
            {**_request(request), "differences": [_difference(difference) for difference in request.differences]}
            for request in replay.changed
        ],
        "refused": [
            {**_request(request), "by": request.by, "findings": [finding.to_dict() for finding in request.findings]}
            for request in replay.refused
        ],
    }


def _request(request: ChangedRequest | RefusedRequest) -> Record:
    return {"id": request.request, "file": request.mark.file, "line": request.mark.line}


def _difference(difference: Difference) -> Record:
    seconds = [] if difference.seconds is None else ["seconds"]
    return _fields(difference, "what", "before", "after", *seconds)
