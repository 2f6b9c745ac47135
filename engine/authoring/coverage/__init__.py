"""Coverage: which rules, limbs of conditions, sides of thresholds, promises, clauses and readings cases show."""

from .coverage_findings import as_findings
from .coverage_json import as_record
from .coverage_records import Coverage, parse_percent
from .coverage_text import as_text, shortfall
from .measure import measure

__all__ = ["Coverage", "as_findings", "as_record", "as_text", "measure", "parse_percent", "shortfall"]
