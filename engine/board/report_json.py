"""A report as plain JSON values, as the schema `board-report` describes them."""

from collections import Counter
from typing import Any

from ..triage.clock import in_utc
from ..triage.decision_json import json_text
from .promise_report import Outcome, PromiseReport, met_share

_OUTCOMES: tuple[Outcome, ...] = ("met", "late", "ended", "open", "pending")


def report_json(report: PromiseReport) -> str:
    """Return a report as one JSON object to read."""
    return json_text(report_record(report), indent=2) + "\n"


def report_record(report: PromiseReport) -> dict[str, Any]:
    """Return a report as plain JSON values."""
    return {
        "now": in_utc(report.now),
        "requests": {
            "requests": report.requests + report.rejected,
            "closed": report.closed,
            "not_closed": report.requests - report.closed,
            "rejected": report.rejected,
        },
        "total": _counts(report.counts),
        "lines": [
            {
                "policy": line.policy,
                "promise": line.promise,
                "month": line.month,
                "level": line.level,
                **_counts(line.counts),
            }
            for line in report.lines
        ],
        "measures": [
            {
                "policy": line.policy,
                "promise": line.promise,
                "period": line.period,
                "required": line.measure.share,
                "per": line.measure.per,
                "kept": line.is_kept,
                "credit": line.measure.credit or None,
                "cites": list(line.measure.cite),
                **_counts(line.counts),
            }
            for line in report.measures
        ],
    }


def _counts(counts: Counter[Outcome]) -> dict[str, Any]:
    return {"share": met_share(counts), **{outcome: counts[outcome] for outcome in _OUTCOMES}}
