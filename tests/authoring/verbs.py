"""What the tests of authoring say: a good policy, what an edit of it is complained of, and how its cases go."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner

from remit.cli import main
from remit.engine import Policies, check_paths, try_paths

if TYPE_CHECKING:
    from click.testing import Result

    from remit.engine.authoring.cases.case_results import CaseResults
    from remit.engine.authoring.cases.run_cases import CaseResult

POLICIES = Path(__file__).parents[2] / "policies"
ACME = Path(__file__).with_name("acme.yaml").read_text("utf-8")
TODAY = "2026-06-01"


class File(NamedTuple):
    """A file that an author writes."""

    name: str
    content: str


def edited(*edits: tuple[str, str], content: str = ACME) -> str:
    """Return a text, the good policy unless another is given, in which each first text is the second instead."""
    for old, new in edits:
        assert old in content, f"`{old}` is not there to be edited"
        content = content.replace(old, new, 1)
    return content


def written(folder: str | Path, *files: File | str) -> list[str]:
    """Write files into a folder, a text alone as the good policy's file, and return their paths."""
    paths = []
    for one in files:
        name, content = one if isinstance(one, File) else ("acme.yaml", one)
        path = Path(folder) / name
        path.write_text(content, "utf-8")
        paths.append(str(path))
    return paths


def complaints(*files: File | str, today: str = TODAY) -> list[tuple[str, str, str, str]]:
    """Return severity and check, message, help, and what each finding points at: the line from its place on."""
    with TemporaryDirectory() as folder:
        paths = written(folder, *files)
        found = check_paths(paths, Policies(folder, is_named=True), None, today).findings
        lines = {path: Path(path).read_text("utf-8").splitlines() for path in paths}
    return [
        (
            f"{finding.severity.name} {finding.check}",
            finding.message,
            finding.help,
            lines[finding.mark.file][finding.mark.line - 1][finding.mark.column - 1 :] if finding.mark.line else "",
        )
        for finding in found
    ]


def case(expect: str, name: str = "a case", **keys: str) -> str:
    """Return a case of the good policy as its file has it; the request is a plain question unless written otherwise."""
    request = {
        "received": "2026-03-10T09:00:00+01:00",
        "policy": "acme",
        "tier": "basic",
        "facts": "{activity: question, environment: production, outage: none}",
        **keys,
    }
    flow = ", ".join(f"{key.rstrip('_')}: {value}" for key, value in request.items() if value)
    return f'  - name: "{name}"\n    request: {{{flow}}}\n    expect: {expect}\n'


def cases(*listed: str) -> File:
    """Return a file of cases beside the good policy."""
    return File("acme.cases.yaml", "cases:\n" + "".join(listed))


def tried(file: File, policy: str = ACME) -> CaseResults:
    """Return how the cases of a file go by the good policy, or by another."""
    with TemporaryDirectory() as folder:
        written(folder, policy)
        return try_paths(written(folder, file), Policies(folder, is_named=True), None, "0.1.0")


def run(listed: str, policy: str = ACME) -> CaseResult:
    """Return how one case goes."""
    (only,) = tried(cases(listed), policy).cases
    return only


def remit(*arguments: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])
