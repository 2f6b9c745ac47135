"""Reports of what was checked and tried, for people and for the tools that read them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...forms import ReportForm
    from ..file_checks import CaseResults, CheckedFiles


def report(result: CheckedFiles | CaseResults, form: ReportForm, version: str, root: str = "") -> str:
    """Return what is printed of files checked or of cases tried; it ends with a newline unless it is empty.

    Paths below `root`, the absolute path of the folder that relative ones are relative to, are
    shortened in SARIF, JUnit and GitHub's annotations. In text, findings about files of cases
    are left out: they are said beside the report.
    """
    # Start-up is felt, and XML is rarely asked for.
    written: str = import_module(f".{form}_report", __name__).written(result, version, root)
    return written
