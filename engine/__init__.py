"""remit's engine. These names are for use from outside; each is loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .authoring.coverage import parse_percent
    from .authoring.diff import diff_paths
    from .authoring.files import Policies, check_paths, try_paths
    from .authoring.reports import report
    from .authoring.scaffold import new_policy
    from .authoring.show import show
    from .language.instants import parse_instant
    from .language.shape import schema_text
    from .rules.durable import is_available
    from .triage.as_record import as_json
    from .triage.as_text import as_texts
    from .triage.desk import Desk
    from .worktime import zone

# Start-up is felt, so that a command loads only what it needs.
_HOMES = {
    "Desk": "triage.desk",
    "Policies": "authoring.files",
    "as_json": "triage.as_record",
    "as_texts": "triage.as_text",
    "check_paths": "authoring.files",
    "diff_paths": "authoring.diff",
    "is_available": "rules.durable",
    "new_policy": "authoring.scaffold",
    "parse_instant": "language.instants",
    "parse_percent": "authoring.coverage",
    "report": "authoring.reports",
    "schema_text": "language.shape",
    "show": "authoring.show",
    "try_paths": "authoring.files",
    "zone": "worktime",
}

__all__ = [
    "Desk",
    "Policies",
    "as_json",
    "as_texts",
    "check_paths",
    "diff_paths",
    "is_available",
    "new_policy",
    "parse_instant",
    "parse_percent",
    "report",
    "schema_text",
    "show",
    "try_paths",
    "zone",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = found
    return found
