"""Sheets: decisions by a harbour's support terms as a desk reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look
from remit.engine.triage.policy_store import PolicyStore

from .verbs import answer, request, text
from .verbs import contract as agreed

if TYPE_CHECKING:
    from remit.engine.model import Request

FRIDAY = "2026-03-06T16:30:00-05:00"
"""Half an hour before the desk closes for the weekend on which New York's clocks change."""


@cache
def harbour() -> PolicyStore:
    """Return the shelf of the harbour's terms."""
    content = Path(__file__).with_name("harbour.yaml").read_text("utf-8")
    return PolicyStore([text(content, "harbour.yaml")], "builtin")


def call(**keys: Any) -> Request:
    """Return a request to the harbour's desk, received on that Friday, with keys written otherwise."""
    return request(**{"id": "H-1", "policy": "harbour", "received": FRIDAY, **keys})


def contract(**keys: Any) -> dict[str, Any]:
    """Return a contract with the harbour."""
    return agreed(**{"policy": "harbour", **keys})


def sheet(asked: Request, *contracts: dict[str, Any], **look: Any) -> str:
    """Return the text of what becomes of a request."""
    return as_text(answer(asked, harbour(), *contracts), Look(**look))


def rows(asked: Request, label: str, *contracts: dict[str, Any], **look: Any) -> list[str]:
    """Return the lines beside a label and those that follow without one, from its first appearance."""
    lines = sheet(asked, *contracts, **look).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"  {label}"))
    found = [lines[start][2 + len(label) :].strip()]
    for line in lines[start + 1 :]:
        if not line.startswith(" " * 23):
            break
        found.append(line.strip())
    return found
