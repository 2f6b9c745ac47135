"""Requests as a program hands them over, of every kind of outcome."""

from __future__ import annotations

from typing import Any

SYNC_STOPPED: dict[str, Any] = {
    "id": "T-1001",
    "received": "2026-03-06T16:30:00-05:00",
    "tier": "standard",
    "channel": "email",
    "claimed_priority": "P2",
    "facts": {"activity": "problem_diagnosis", "environment": "production", "service_loss": "complete"},
}

JUMPMIND: list[dict[str, Any]] = [
    SYNC_STOPPED,
    {**SYNC_STOPPED, "tier": "enterprise"},
    {**SYNC_STOPPED, "facts": {}},
    {**SYNC_STOPPED, "facts": {"activity": "custom_development"}},
    {**SYNC_STOPPED, "tier": "poc"},
    {**SYNC_STOPPED, "facts": {"activity": "usage_question", "environment": "development"}},
    {**SYNC_STOPPED, "facts": {**SYNC_STOPPED["facts"], "service_loss": None}},
]
"""Requests under Jumpmind's terms: decided, open, consulting, not covered."""
