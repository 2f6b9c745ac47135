"""The command line: parse, call, print, exit."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Literal

import click

from . import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .engine.findings import Finding

DONE, FOUND, USAGE, INVALID, OPEN = 0, 1, 2, 3, 4
"""Exit codes: all decided; findings or failed cases; usage; invalid input; facts are needed."""

SHIPPED = str(Path(__file__).with_name("policies"))

_WIDTHS = (40, 100)
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


def run() -> None:
    """Run the command line; output that cannot be written is said, not thrown."""
    try:
        main()
    except OSError as problem:
        sys.stderr.write(f"remit: cannot write: {problem.strerror}\n")
        sys.stdout = None  # nothing is left to flush on the way out
        sys.exit(FOUND)


def _sources(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where policies and contracts are."""
    policies = click.option(
        "--policies",
        metavar="DIR",
        envvar="REMIT_POLICIES",
        default=SHIPPED,
        show_default="the shipped ones",
        help="The folder of policies.",
    )
    contracts = click.option(
        "--contracts", metavar="FILE", envvar="REMIT_CONTRACTS", help="A file of customers' contracts."
    )
    return policies(contracts(command))


def _instant(_context: click.Context, _option: click.Parameter, written: str | None) -> int | None:
    try:
        return None if written is None else engine.parse_instant(written)
    except ValueError as problem:
        raise click.BadParameter(f"`{written}` {problem}") from None


def _zone(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    try:
        return written and engine.zone(written).key
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


def _rules(_context: click.Context, _option: click.Parameter, choice: str) -> str:
    if choice == "durable" and not engine.is_available():
        raise click.BadParameter("durable-rules cannot be imported here; use auto or builtin")
    return choice


@main.command("decide")
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, envvar="REMIT_FORMAT"
)
@click.option("--explain", is_flag=True, help="Spell out what each clause and reading says.")
@click.option(
    "--at", "now", metavar="INSTANT", envvar="REMIT_AT", callback=_instant, help="Stands in for a missing `received`."
)
@click.option(
    "--timezone",
    "reader",
    metavar="ZONE",
    envvar="REMIT_TIMEZONE",
    callback=_zone,
    help="The reader's time zone, beside the desk's, in text.",
)
@click.option(
    "--rules",
    type=click.Choice(["auto", "durable", "builtin"]),
    default="auto",
    show_default=True,
    envvar="REMIT_RULES",
    callback=_rules,
    help="The engine that evaluates rules.",
)
@_sources
def decide_command(  # noqa: PLR0913 - one argument for each option
    *,
    requests: tuple[str, ...],
    form: str,
    explain: bool,
    now: int | None,
    reader: str | None,
    rules: Literal["auto", "durable", "builtin"],
    policies: str,
    contracts: str | None,
) -> None:
    """Decide requests (.yaml, .yml, .json, or - for standard input)."""
    desk = engine.Desk(policies, contracts, rules, metadata.version("remit"))
    decisions = [desk.decide(file, now) for file in requests]
    if form == "json":
        _print_records(decisions)
    else:
        width = min(max(get_terminal_size().columns, _WIDTHS[0]), _WIDTHS[1])
        look = engine.Look(reader, explain, _paint, width)
        click.echo("\n".join(engine.as_text(decision, look) for decision in decisions), nl=False)
    wrong = [*desk.findings, *(f for decision in decisions if decision.status == "invalid" for f in decision.findings)]
    _say(dict.fromkeys(wrong))
    statuses = {decision.status for decision in decisions}
    unusable = any(finding.severity is engine.Severity.error for finding in desk.findings)
    sys.exit(INVALID if unusable or "invalid" in statuses else DONE if statuses == {"decided"} else OPEN)


def _print_records(decisions: Sequence[engine.Decision | engine.Invalid]) -> None:
    """Print one decision as an object to read, several as one object a line."""
    layout: dict[str, Any] = {"indent": 2} if len(decisions) == 1 else {"separators": (",", ":")}
    for decision in decisions:
        click.echo(_json(engine.as_record(decision), **layout))


def _paint(text: str, role: str) -> str:
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return click.style(text, **_ROLES[role]) if colours and role in _ROLES else text


@main.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, envvar="REMIT_FORMAT"
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@_sources
def check_command(*, paths: tuple[str, ...], form: str, strict: bool, policies: str, contracts: str | None) -> None:
    """Validate policy, case and contract files, or all of a folder's."""
    checked = engine.check_paths(
        paths or (policies,), _folder(policies), contracts, datetime.now(UTC).date().isoformat()
    )
    if form == "json":
        records = [finding.as_record() for finding in checked.findings]
        click.echo(_json(records, indent=2))
    else:
        for finding in checked.findings:
            click.echo(finding.as_text())
    counts = {severity: sum(f.severity is severity for f in checked.findings) for severity in engine.Severity}
    said = ", ".join(_count(number, severity.name) for severity, number in counts.items() if number)
    click.echo(f"{_count(len(checked.names), 'file')} checked: {said or 'nothing found'}", err=True)
    sys.exit(FOUND if counts[engine.Severity.error] or (strict and counts[engine.Severity.warning]) else DONE)


@main.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_sources
def test_command(*, paths: tuple[str, ...], policies: str, contracts: str | None) -> None:
    """Run the cases of case files, or of those beside policies."""
    tried = engine.try_paths(paths or (policies,), _folder(policies), contracts, metadata.version("remit"))
    _say(tried.findings)
    failed = [trial for trial in tried.trials if not trial.passed]
    for trial in failed:
        _print_failure(trial)
    if not tried.trials and not tried.findings:
        click.echo("no cases found", err=True)
    click.echo(f"{len(tried.trials) - len(failed)} passed, {len(failed)} failed")
    sys.exit(INVALID if tried.unusable else DONE if tried.passed else FOUND)


def _print_failure(trial: engine.Trial) -> None:
    click.echo(f"{trial.case.mark}: {'unsound' if trial.unsound else 'failed'}: {trial.case.name}")
    for difference in trial.differences:
        click.echo(f"  {difference.what}: wanted {difference.wanted}, got {difference.got} ({difference.mark})")
    if trial.differences and trial.rules:
        click.echo(f"  rules that decided: {', '.join(trial.rules)}")


@main.command("schema")
@click.argument("name", type=click.Choice(["policy", "request", "decision", "contracts", "cases"]))
def schema_command(*, name: str) -> None:
    """Print a JSON Schema."""
    click.echo(engine.schema_text(name), nl=False)


def _json(plain: object, **layout: Any) -> str:
    """Return JSON in which letters of all languages stand as they are, and what would steer a terminal does not."""
    text = json.dumps(plain, ensure_ascii=False, **layout)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _folder(policies: str) -> engine.Policies:
    return engine.Policies(policies, is_named=policies != SHIPPED)


def _say(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(finding.as_text(), err=True)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
