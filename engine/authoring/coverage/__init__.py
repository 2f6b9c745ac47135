"""Coverage: which rules, limbs of conditions, sides of thresholds, promises, clauses and readings cases show."""

from .as_findings import as_findings
from .as_record import as_record
from .as_text import as_text, shortfall
from .measuring import measure
from .records import Coverage, parse_percent

__all__ = ["Coverage", "as_findings", "as_record", "as_text", "measure", "parse_percent", "shortfall"]
