"""Coverage: which rules, limbs of conditions, sides of thresholds, promises, clauses and readings cases show."""

from .coverage_records import Coverage, as_record, parse_percent
from .coverage_report import as_findings, as_text, shortfall
from .measure import measure

__all__ = ["Coverage", "as_findings", "as_record", "as_text", "measure", "parse_percent", "shortfall"]
