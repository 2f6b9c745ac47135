"""The command line: parse, call, print, exit."""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from .engine.findings import Findings, Severity, any_errors, in_order
from .engine.language.reading import POLICY_BYTES, REQUEST_BYTES, read_text, yaml_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .engine.authoring.trials import Trial
    from .engine.findings import Finding
    from .engine.language.reading import Text
    from .engine.model import Contract
    from .engine.rules.engines import Choice
    from .engine.triage.decision import Decision, Invalid
    from .engine.triage.shelf import Shelf

DONE, FOUND, USAGE, INVALID, OPEN = 0, 1, 2, 3, 4
"""Exit codes: all decided; findings or failed cases; usage; invalid input; facts are needed."""

_ROLES: dict[str, dict[str, Any]] = {
    "good": {"fg": "green", "bold": True},
    "bad": {"fg": "red", "bold": True},
    "open": {"fg": "yellow"},
    "strong": {"bold": True},
    "dim": {"dim": True},
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("remit"), prog_name="remit")
def main() -> None:
    """Decide support requests by the contract: what is covered, how it must come in, and by when an answer is owed."""


def _policies(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where policies and contracts are."""
    command = click.option(
        "--contracts", metavar="FILE", envvar="REMIT_CONTRACTS", help="A file of customers' contracts."
    )(command)
    return click.option(
        "--policies",
        metavar="DIR",
        envvar="REMIT_POLICIES",
        help="The folder of policies; the shipped ones if left out.",
    )(command)


@main.command("decide")
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--explain", is_flag=True, help="Spell out what each clause and reading says.")
@click.option("--at", metavar="INSTANT", help="Stands in for a missing `received`.")
@click.option("--timezone", metavar="ZONE", envvar="REMIT_TIMEZONE", help="The reader's time zone, beside the desk's.")
@click.option(
    "--rules",
    type=click.Choice(["auto", "durable", "builtin"]),
    default="auto",
    show_default=True,
    envvar="REMIT_RULES",
    help="The engine that evaluates rules.",
)
@_policies
def decide_command(  # noqa: PLR0913 - one argument for each option
    requests: tuple[str, ...],
    form: str,
    explain: bool,  # noqa: FBT001 - click's way
    at: str | None,
    timezone: str | None,
    rules: Choice,
    policies: str | None,
    contracts: str | None,
) -> None:
    """Decide requests (.yaml, .yml, .json, or - for standard input)."""
    now = _instant(at)
    _check_options(timezone, rules)
    from .engine.triage.decide import decide  # noqa: PLC0415 - help and usage errors come without it

    findings = Findings()
    shelf = _shelf(_texts(policies, findings), rules)
    agreed = _contracts(contracts, shelf, findings)
    _show(findings.found)
    if findings.has_errors:
        sys.exit(INVALID)
    version = metadata.version("remit")
    decisions = []
    shown: list[Finding] = []
    for file in requests:
        decision = _decide_file(file, now, lambda request: decide(request, shelf, agreed, version))
        decisions.append(decision)
        if decision.status == "invalid":
            shown += [finding for finding in in_order(decision.findings) if finding not in shown]
    _print_decisions(decisions, form, explain, timezone)
    _show(shown)
    statuses = {decision.status for decision in decisions}
    sys.exit(INVALID if "invalid" in statuses else DONE if statuses == {"decided"} else OPEN)


def _decide_file(file: str, now: int | None, decide: Callable[[Any], Decision | Invalid]) -> Decision | Invalid:
    from .engine.language.requests import read_request  # noqa: PLC0415 - see above
    from .engine.triage.decision import Invalid  # noqa: PLC0415 - see above

    findings = Findings()
    text = read_text(file, REQUEST_BYTES, findings)
    name, request = read_request(text, findings, now) if text else (None, None)
    return Invalid(name, tuple(findings.found)) if request is None else decide(request)


def _print_decisions(decisions: Sequence[Decision | Invalid], form: str, explain: bool, timezone: str | None) -> None:  # noqa: FBT001 - click's way
    if form == "json":
        from .engine.triage.as_record import as_record  # noqa: PLC0415 - text needs none of it

        layout: dict[str, Any] = {"indent": 2} if len(decisions) == 1 else {"separators": (",", ":")}
        for decision in decisions:
            click.echo(json.dumps(as_record(decision), ensure_ascii=False, **layout))
        return
    from .engine.triage.as_text import Look, as_text  # noqa: PLC0415 - JSON needs none of it

    width = min(max(get_terminal_size((80, 24)).columns, 40), 100)
    look = Look(timezone, explain, _paint, width)
    click.echo("\n".join(as_text(decision, look) for decision in decisions), nl=False)


def _paint(text: str, role: str) -> str:
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return click.style(text, **_ROLES[role]) if colours and role in _ROLES else text


@main.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@_policies
def check_command(paths: tuple[str, ...], form: str, strict: bool, policies: str | None, contracts: str | None) -> None:  # noqa: FBT001 - click's way
    """Validate policy, case and contract files, or all of a folder's."""
    from datetime import UTC, datetime  # noqa: PLC0415 - other commands ask for no date

    from .engine.authoring.files import check_files  # noqa: PLC0415 - other commands need none of it

    findings = Findings()
    texts = _read(yaml_files(paths or [policies or _shipped()], findings), findings)
    shelf = _shelf_beside(texts, policies, findings)
    agreed = _contracts(contracts, shelf, findings)
    found = in_order([*findings.found, *check_files(texts, shelf, agreed, datetime.now(UTC).date().isoformat())])
    if form == "json":
        click.echo(json.dumps([finding.as_record() for finding in found], indent=2, ensure_ascii=False))
    else:
        for finding in found:
            click.echo(finding.as_text())
    counts = {severity: sum(f.severity is severity for f in found) for severity in Severity}
    click.echo(f"{_count(len(texts), 'file')} checked: {_counted(counts)}", err=True)
    sys.exit(FOUND if counts[Severity.error] or (strict and counts[Severity.warning]) else DONE)


@main.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_policies
def test_command(paths: tuple[str, ...], policies: str | None, contracts: str | None) -> None:
    """Run the cases of case files, or of those beside policies."""
    from .engine.authoring.files import kind_of, try_cases  # noqa: PLC0415 - other commands need none of it

    findings = Findings()
    texts = _read(_case_files(paths or (policies or _shipped(),), findings), findings)
    shelf = _shelf_beside(texts, policies, findings)
    agreed = _contracts(contracts, shelf, findings)
    _show(findings.found)
    passed = failed = 0
    wrong = findings.has_errors
    for text in (text for text in texts if kind_of(text) == "cases"):
        trials, found = try_cases(text, shelf, agreed, metadata.version("remit"))
        _show(found)
        wrong = wrong or any_errors(found)
        for trial in trials:
            if not trial.passed:
                _print_failure(trial)
        passed += sum(trial.passed for trial in trials)
        failed += sum(not trial.passed for trial in trials)
    if not passed + failed and not wrong:
        click.echo("no cases found", err=True)
        wrong = True
    click.echo(f"{passed} passed, {failed} failed")
    sys.exit(FOUND if failed or wrong else DONE)


def _case_files(paths: Iterable[str], findings: Findings) -> list[str]:
    """Return the case files named, those of folders, and those beside the policies named."""
    files = []
    for file in yaml_files(paths, findings):
        path = Path(file)
        beside = path.with_name(f"{path.stem}.cases{path.suffix}")
        files.append(str(beside) if not path.stem.endswith(".cases") and beside.exists() else file)
    return list(dict.fromkeys(files))


def _print_failure(trial: Trial) -> None:
    word = "unsound" if trial.unsound else "failed"
    click.echo(f"{trial.case.mark}: {word}: {trial.case.name}")
    for difference in trial.differences:
        click.echo(f"  {difference.what}: wanted {difference.wanted}, got {difference.got} ({difference.mark})")
    if trial.differences and trial.rules:
        click.echo(f"  rules that decided: {', '.join(trial.rules)}")


@main.command("schema")
@click.argument("name", type=click.Choice(["policy", "request", "decision", "contracts", "cases"]))
def schema_command(name: str) -> None:
    """Print a JSON Schema."""
    from .engine.language.shape import schema_text  # noqa: PLC0415 - other commands may not need it

    click.echo(schema_text(name), nl=False)


def _instant(at: str | None) -> int | None:
    if at is None:
        return None
    from .engine.language.instants import NotAnInstant, parse_instant  # noqa: PLC0415 - 36 ms

    try:
        return parse_instant(at)
    except NotAnInstant as problem:
        message = f"`{at}` {problem}"
        raise click.BadParameter(message, param_hint="--at") from None


def _check_options(timezone: str | None, rules: Choice) -> None:
    from .engine.rules.durable import is_available  # noqa: PLC0415 - only deciding needs it
    from .engine.worktime import WorktimeError, zone  # noqa: PLC0415 - only deciding needs it

    if rules == "durable" and not is_available():
        message = "durable-rules cannot be imported here; use auto or builtin"
        raise click.BadParameter(message, param_hint="--rules")
    try:
        zone(timezone or "UTC")
    except WorktimeError as problem:
        raise click.BadParameter(str(problem), param_hint="--timezone") from None


def _shipped() -> str:
    return str(Path(__file__).with_name("policies"))


def _read(files: Iterable[str], findings: Findings) -> list[Text]:
    texts = (read_text(file, POLICY_BYTES, findings) for file in files)
    return [text for text in texts if text is not None]


def _texts(policies: str | None, findings: Findings) -> list[Text]:
    return _read(yaml_files([policies or _shipped()], findings), findings)


def _shelf(texts: Iterable[Text], rules: Choice) -> Shelf:
    from .engine.authoring.files import policies_of  # noqa: PLC0415 - help comes without it
    from .engine.triage.shelf import Shelf  # noqa: PLC0415 - help comes without it

    return Shelf(policies_of(texts), rules)


def _shelf_beside(texts: Sequence[Text], policies: str | None, findings: Findings) -> Shelf:
    """Return the policies among files and beside them, before those of the folder of policies."""
    from .engine.authoring.files import policies_of  # noqa: PLC0415 - see above
    from .engine.triage.shelf import Shelf  # noqa: PLC0415 - see above

    named = {text.file for text in texts}
    folders = dict.fromkeys(str(Path(text.file).parent) for text in texts)
    beside = [file for file in yaml_files(folders, Findings()) if file not in named]
    behind = Shelf(policies_of(_texts(policies, findings)), "auto")
    return Shelf(policies_of([*texts, *_read(beside, Findings())]), "auto", behind)


def _contracts(file: str | None, shelf: Shelf, findings: Findings) -> tuple[Contract, ...]:
    from .engine.authoring.files import check_contracts  # noqa: PLC0415 - see above
    from .engine.language.contracts import parse_contracts  # noqa: PLC0415 - see above

    text = read_text(file, POLICY_BYTES, findings) if file else None
    if text is None:
        return ()
    contracts = parse_contracts(text, findings)
    check_contracts(contracts, shelf, findings)
    return contracts


def _show(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(finding.as_text(), err=True)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _counted(counts: dict[Severity, int]) -> str:
    said = [_count(number, severity.name) for severity, number in counts.items() if number]
    return ", ".join(said) or "nothing found"
