"""Reports as GitHub's workflow commands, which become annotations of the lines they name."""

from ...findings import Finding, Severity, printable
from ...language.yaml_writer import request_as_yaml
from ..cases.case_results import CaseResults
from ..file_checks import CheckedFiles
from . import Root, path_from, problems
from .text_report import counts

_COMMANDS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def written(result: CheckedFiles | CaseResults, _version: str, root: Root) -> str:
    """Return one command for each problem; for cases also the line that counts them, for who reads the log."""
    commands = "".join(f"{_command(finding, root)}\n" for finding in problems(result))
    return commands if isinstance(result, CheckedFiles) else commands + counts(result)


def _command(finding: Finding, root: Root) -> str:
    mark = finding.mark
    properties = {
        "file": printable(path_from(root, mark.file)),
        "line": str(mark.line or ""),
        "col": str(mark.column or ""),
        "title": f"remit: {finding.check}",
    }
    escaped = ((key, value.translate(_IN_PROPERTY)) for key, value in properties.items() if value)
    lines = [finding.message, *finding.details, *([f"help: {finding.help}"] if finding.help else [])]
    if finding.witness is not None:
        lines += ["for example:", request_as_yaml(finding.witness).rstrip("\n")]
    text = "\n".join(lines).translate(_IN_MESSAGE)
    return f"::{_COMMANDS[finding.severity]} {','.join(f'{key}={value}' for key, value in escaped)}::{text}"
