"""remit's engine. These names are for use from outside; each is loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .authoring.check.pages import explain
    from .authoring.coverage import parse_percent
    from .authoring.diff import diff_paths
    from .authoring.file_checks import Policies, check_paths, try_paths
    from .authoring.new_policy import new_policy
    from .authoring.reports import report
    from .authoring.show import show
    from .forms import FORMS
    from .language.parse_instant import parse_instant
    from .language.schema import schema_text
    from .triage.decide_files import Triage
    from .worktime import zone

# Start-up is felt, so that a command loads only what it needs.
_HOMES = {
    "FORMS": "forms",
    "Policies": "authoring.file_checks",
    "Triage": "triage.decide_files",
    "check_paths": "authoring.file_checks",
    "diff_paths": "authoring.diff",
    "explain": "authoring.check.pages",
    "new_policy": "authoring.new_policy",
    "parse_instant": "language.parse_instant",
    "parse_percent": "authoring.coverage",
    "report": "authoring.reports",
    "schema_text": "language.schema",
    "show": "authoring.show",
    "try_paths": "authoring.file_checks",
    "zone": "worktime",
}

__all__ = [
    "FORMS",
    "Policies",
    "Triage",
    "check_paths",
    "diff_paths",
    "explain",
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
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value
