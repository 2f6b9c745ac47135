"""Coverage as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .coverage_records import KINDS, ROWS, total

if TYPE_CHECKING:
    from ...findings import Mark
    from .coverage_records import Count, Coverage, EditionCoverage


def as_record(coverage: Coverage) -> dict[str, Any]:
    """Return coverage as plain values: counts by policy, row and kind, what is not covered, and cases that would."""
    return {**_count(coverage.total), "policies": [_policy(policy) for policy in coverage.policies]}


def _policy(policy: EditionCoverage) -> dict[str, Any]:
    rows = {name: counts for name in ROWS if (counts := policy.row(name))}
    return {
        "policy": policy.policy,
        "edition": policy.edition,
        "file": policy.file,
        "cases": policy.cases,
        "left_out": policy.left_out,
        "tried": policy.is_tried,
        "proved": policy.is_proved,
        **_count(policy.total),
        "kinds": {kind: _count(policy.kind(kind)) for kind in KINDS},
        "groups": {
            name: {
                **_count(total(counts.values())),
                "kinds": {kind: _count(counts[kind]) for kind in KINDS if kind in counts},
            }
            for name, counts in rows.items()
        },
        "uncovered": [
            {
                "kind": item.kind,
                "group": item.row,
                "at": item.at,
                "what": item.words,
                "why": item.why,
                **_position(item.mark),
                "case": item.case,
            }
            for item in policy.uncovered
        ],
        "impossible": [{"what": words, **_position(mark)} for words, mark in policy.impossible],
        "offered": [
            {"name": case.name, "request": dict(case.request), "expect": dict(case.expect)} for case in policy.offered
        ],
    }


def _count(count: Count) -> dict[str, Any]:
    return {"covered": count.covered, "of": count.of, "percent": count.percent or None}


def _position(mark: Mark) -> dict[str, Any]:
    return {"file": mark.file, "line": mark.line, "column": mark.column}
