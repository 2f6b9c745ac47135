"""Reports as GitHub's workflow commands, which become annotations of the lines they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...findings import Severity, printable
from ...language.yaml_writer import request_as_yaml
from ..file_checks import CheckedFiles
from .problems import path_from, problems
from .text_report import counts

if TYPE_CHECKING:
    from ...findings import Finding
    from ..file_checks import CaseResults

_COMMANDS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "notice"}


def written(result: CheckedFiles | CaseResults, _version: str, root: str) -> str:
    """Return one command for each problem; for cases also the line that counts them, for who reads the log."""
    commands = "".join(f"{_command(finding, root)}\n" for finding in problems(result))
    return commands if isinstance(result, CheckedFiles) else commands + counts(result)


def _command(finding: Finding, root: str) -> str:
    mark = finding.mark
    properties = {
        "file": printable(path_from(root, mark.file)),
        "line": str(mark.line or ""),
        "col": str(mark.column or ""),
        "title": f"remit: {finding.check}",
    }
    attributes = ",".join(f"{key}={_in_property(value)}" for key, value in properties.items() if value)
    return f"::{_COMMANDS[finding.severity]} {attributes}::{_in_message(_text(finding))}"


def _text(finding: Finding) -> str:
    lines = [finding.message, *finding.details]
    if finding.help:
        lines.append(f"help: {finding.help}")
    if finding.witness is not None:
        lines += ["for example:", request_as_yaml(finding.witness).rstrip("\n")]
    return "\n".join(lines)


def _in_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_message(text).replace(":", "%3A").replace(",", "%2C")
