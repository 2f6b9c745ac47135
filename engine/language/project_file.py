"""`remit.toml`: where the policies and contracts of a folder, and of those in it, are."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from ..findings import Finding, Findings, Mark
from ..text import did_you_mean
from .files import REQUEST_BYTES, is_folder, read_text

PROJECT_FILE = "remit.toml"
_KEYS = ("policies", "contracts")
_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
"""Compiled when it is first needed: start-up is felt."""
_ASSIGNED = r"""(?m)^[ \t]*(?:\[+[ \t]*)?["']?{}["']?[ \t]*[]=.]"""


class Project(NamedTuple):
    """What a `remit.toml` names, by paths from the working folder; `is_here` where it stands right in that."""

    policies: str | None
    contracts: str | None
    is_here: bool


class NotAProject(ValueError):
    """A `remit.toml` cannot be used; the text is its findings."""

    def __init__(self, findings: list[Finding]) -> None:
        """Take what is wrong with it."""
        super().__init__("\n".join(map(str, findings)))


def read_project(working_folder: str) -> Project | None:
    """Return what the nearest `remit.toml` names, from the working folder upward; None where there is none.

    Raises NotAProject where it cannot be used.
    """
    for folder in (Path(working_folder), *Path(working_folder).parents):
        file = folder / PROJECT_FILE
        if os.path.lexists(file) and not is_folder(str(file)):
            place = os.path.relpath(folder, working_folder)
            named = _parse(os.path.normpath(os.path.join(place, PROJECT_FILE)))  # noqa: PTH118 - a Path has no `..`
            paths = {key: os.path.normpath(os.path.join(place, path)) for key, path in named.items()}  # noqa: PTH118
            return Project(policies=paths.get("policies"), contracts=paths.get("contracts"), is_here=place == ".")
    return None


def _parse(file: str) -> dict[str, str]:
    """Return the keys of a file with what they name."""
    import tomllib  # noqa: PLC0415 - most folders have no such file

    findings = Findings()
    source = read_text(file, REQUEST_BYTES, findings)
    table: dict[str, object] = {}
    if source is not None:
        try:
            table = tomllib.loads(source.text)
        except tomllib.TOMLDecodeError as problem:
            findings.append(_syntax_error(str(problem), source.text, file))
    named = {}
    for key, value in table.items():
        mark = _mark_of(key, source.text if source else "", file)
        if key not in _KEYS:
            findings.error("unknown-key", f"unknown key `{key}`", mark, did_you_mean(key, _KEYS))
        elif not isinstance(value, str) or not value:
            findings.error("wrong-type", f"`{key}` must be a path", mark, f'such as `{key} = "{_EXAMPLES[key]}"`')
        else:
            named[key] = value
    if findings:
        raise NotAProject(findings)
    return named


_EXAMPLES = {"policies": "policies", "contracts": "contracts.yaml"}


def _syntax_error(problem: str, text: str, file: str) -> Finding:
    """Return the finding of a syntax error, at the place that the parser names in its words."""
    findings = Findings()
    place = re.search(_PLACE, problem)
    lines = text.split("\n")
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (len(lines), len(lines[-1]) + 1)
    message = re.sub(_PLACE, "", problem)
    findings.error("toml", f"not TOML: {message[:1].lower()}{message[1:]}", Mark(file, line, column))
    return findings[0]


def _mark_of(key: str, text: str, file: str) -> Mark:
    """Return where a key stands: the parser does not say, so that it is looked for."""
    written = re.search(_ASSIGNED.format(re.escape(key)), text)
    if not written:
        return Mark(file)
    start = written.start() + len(written[0]) - len(written[0].lstrip())
    return Mark(file, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
