"""Names that stand twice where each may stand once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fact_values import short_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..findings import Findings, Mark


def check_repeats(check: str, kind: str, names: Iterable[tuple[str, Mark]], findings: Findings) -> None:
    """Add a finding for each name that was given before; empty names are skipped."""
    first: dict[str, int] = {}
    for name, mark in names:
        if name and name in first:
            place = f", first on line {first[name]}" if first[name] else ""
            message = f"{kind} `{short_text(name)}` is given twice{place}"
            findings.error(check, message, mark)
        first.setdefault(name, mark.line)
