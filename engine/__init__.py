"""remit's engine: policies in, decisions out. Only these names are for use from outside."""

from .findings import Finding, Mark, Severity

__all__ = ["Finding", "Mark", "Severity"]
