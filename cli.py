"""The command line: parse, call, print, exit."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Literal

import click

from . import __version__, engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from fractions import Fraction

    from .engine.authoring.file_checks import CaseResults, CheckedFiles
    from .engine.authoring.reports import Form
    from .engine.findings import Finding

DONE, FOUND, USAGE, INVALID, OPEN = 0, 1, 2, 3, 4
"""Exit codes: all decided; findings or failed cases; usage; invalid input; facts are needed."""

SHIPPED = str(Path(__file__).with_name("policies"))

_PATH = click.Path(readable=False)
"""A path that shells complete; whether it is there and can be read is for findings to say."""

_NARROWEST, _WIDEST = 40, 120
_ROLES: dict[str, dict[str, Any]] = {
    "good": {"fg": "green", "bold": True},
    "bad": {"fg": "red", "bold": True},
    "open": {"fg": "yellow"},
    "strong": {"bold": True},
    "dim": {"dim": True},
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="remit")
def main() -> None:
    """Decide support requests by the contract: what is covered, how it must come in, and by when an answer is owed."""


class _Closed(io.StringIO):
    """Standard output that somebody has closed: it is no mistake to write nothing to it."""

    def write(self, _text: str) -> int:
        """Refuse what would be lost."""
        raise OSError(errno.EBADF, "standard output is closed")


def run() -> None:
    """Run the command line; output that cannot be written is said, not thrown."""
    sys.stdout = sys.stdout or _Closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a letter that the terminal lacks is no reason to stop
    try:
        main()
    except OSError as problem:
        click.echo(f"remit: cannot write: {_reason(problem)}", err=True)
        sys.stdout = None  # nothing is left to flush on the way out
        sys.exit(FOUND)


def _reason(problem: Exception) -> str:
    """Return why something could not be done, in small letters as all messages are."""
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return reason[:1].lower() + reason[1:]


def _text(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    try:
        return written and written.encode().decode()
    except UnicodeEncodeError:
        raise click.BadParameter("it is not UTF-8") from None


def _sources(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where policies and contracts are."""
    policies = click.option(
        "--policies",
        metavar="DIR",
        type=_PATH,
        envvar="REMIT_POLICIES",
        default=SHIPPED,
        show_default="the shipped ones",
        help="The folder of policies.",
    )
    contracts = click.option(
        "--contracts", metavar="FILE", type=_PATH, envvar="REMIT_CONTRACTS", help="A file of customers' contracts."
    )
    return policies(contracts(command))


def _instant(_context: click.Context, _option: click.Parameter, written: str | None) -> int | None:
    try:
        return None if written is None else engine.parse_instant(written)
    except ValueError as problem:
        raise click.BadParameter(f"`{written}` {problem}") from None


def _day(_context: click.Context, _option: click.Parameter, written: str | None) -> str:
    """Return the day that is written, or that of an instant that is; without either, today."""
    try:
        day = date.fromisoformat(written) if written else datetime.now(UTC).date()
    except ValueError:
        try:
            day = datetime.fromtimestamp(engine.parse_instant(written or ""), UTC).date()
        except ValueError:
            message = f"`{written}` is neither a date such as `2026-03-06` nor an instant with an offset"
            raise click.BadParameter(message) from None
    if not 1970 <= day.year <= 2100:  # noqa: PLR2004 - requests are received in these years
        raise click.BadParameter(f"`{written}` is outside 1970 to 2100")
    return day.isoformat()


def _percent(_context: click.Context, _option: click.Parameter, written: str | None) -> Fraction | None:
    try:
        return None if written is None else engine.parse_percent(written)
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


_FORMS: set[str] = set()
"""The forms of all commands: `REMIT_FORMAT` names one, and a command that does not have it keeps its own."""


class _Format(click.Option):
    """The option that says in which form a command prints."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Return what the environment names, unless it is a form that only other commands have."""
        form = super().resolve_envvar_value(ctx)
        choices = self.type.choices if isinstance(self.type, click.Choice) else ()
        return None if form in _FORMS and form not in choices else form


def _format(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    _FORMS.update(forms)
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        cls=_Format,
        default="text",
        show_default=True,
        envvar="REMIT_FORMAT",
    )


@main.command("decide", short_help="Decide requests.")
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST...", type=_PATH)
@_format("text", "json")
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
    triage = engine.Triage(policies, contracts, rules, __version__)
    decisions = [triage.decide(file, now) for file in requests]
    if form == "json":
        click.echo(engine.as_json(decisions), nl=False)
    else:
        click.echo(engine.as_texts(decisions, reader, _paint, _width(), explain=explain), nl=False)
    wrong = [
        *triage.findings,
        *(f for decision in decisions if decision.status == "invalid" for f in decision.findings),
    ]
    _say(dict.fromkeys(wrong))
    statuses = {decision.status for decision in decisions}
    sys.exit(INVALID if triage.is_unusable or "invalid" in statuses else DONE if statuses == {"decided"} else OPEN)


def _width(most: int = 100) -> int:
    """Return how many columns a text may take of the terminal."""
    return min(max(get_terminal_size().columns, _NARROWEST), most)


def _has_colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _paint(text: str, role: str) -> str:
    return click.style(text, **_ROLES[role]) if role in _ROLES and _has_colours() else text


_report_format = _format("text", "json", "sarif", "junit", "github")


def _write_cases(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says where cases go."""
    return click.option(
        "--write-cases",
        metavar="FILE",
        type=_PATH,
        help="Append a case to a file for each request that shows a finding.",
    )(command)


def _at(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says which day it is."""
    return click.option(
        "--at",
        "day",
        metavar="DATE",
        envvar="REMIT_AT",
        callback=_day,
        help="The day that counts as today, or an instant on it.",
        show_default="today",
    )(command)


@main.command("check", short_help="Validate files, and prove what can be proved.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=_PATH)
@_report_format
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@_at
@_write_cases
@_sources
def check_command(  # noqa: PLR0913 - one argument for each option
    *,
    paths: tuple[str, ...],
    form: Form,
    strict: bool,
    day: str,
    write_cases: str | None,
    policies: str,
    contracts: str | None,
) -> None:
    """Validate policy, case and contract files, or all of a folder's, and prove what can be proved of policies."""
    checked = engine.check_paths(paths or (policies,), _folder(policies), contracts, day)
    click.echo(engine.report(checked, form, __version__, _here()), nl=False)
    click.echo(("" if paths or policies != SHIPPED else "the shipped policies: ") + checked.counts(), err=True)
    if write_cases is not None:
        _append_cases(write_cases, checked)
    sys.exit(FOUND if checked.failed(strict=strict) else DONE)


def _append_cases(file: str, checked: CheckedFiles | CaseResults) -> None:
    path = Path(os.path.realpath(file))  # a link stays one
    try:
        with _locked(path.parent):
            before = _content(path)
            text, added = checked.with_cases(before.decode(), __version__)
            if added:
                _replace(path, before, text.encode())
    except (ValueError, OSError) as problem:
        why = "it is not UTF-8" if isinstance(problem, UnicodeDecodeError) else _reason(problem)
        raise click.UsageError(f"no case can be appended to `{file}`: {why}") from None
    click.echo(f"{added} {'case' if added == 1 else 'cases'} appended to {file}", err=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let others who append to files of a folder wait, where the system has locks and the folder takes one."""
    with ExitStack() as done:
        with suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415 - not every system has it

            # The file itself cannot be locked: another takes its place.
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            done.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def _content(path: Path) -> bytes:
    """Return what a file holds that may be written, nothing where it is not there."""
    if not os.path.lexists(path):
        return b""
    if not path.is_file():
        raise ValueError("it is not a regular file")
    with path.open("r+b") as stream:
        return stream.read()


def _replace(path: Path, before: bytes, after: bytes) -> None:
    """Put a file's new content in its place at once: half of it would be an author's work lost."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - 10 ms, and hardly ever asked for

    mode = path.stat().st_mode if path.exists() else _mode_of_new_files()
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        try:
            new.write(after)
            new.close()
            Path(new.name).chmod(mode)
            _check_unchanged(path, before)
            Path(new.name).replace(path)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise


def _check_unchanged(path: Path, before: bytes) -> None:
    if _content(path) != before:
        raise ValueError("it was changed meanwhile; try again")


def _mode_of_new_files() -> int:
    kept_back = os.umask(0)  # it can only be read by setting it
    os.umask(kept_back)
    return 0o666 & ~kept_back


@main.command("test", short_help="Run the cases that stand beside policies.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=_PATH)
@_report_format
@click.option("--mutate", is_flag=True, help="Change one thing of each policy at a time: do its cases notice?")
@click.option(
    "--coverage",
    "cover",
    is_flag=True,
    help="Say what the cases cover, why not the rest, and offer the cases that would.",
)
@click.option(
    "--fail-under",
    "floor",
    metavar="PERCENT",
    callback=_percent,
    help="Fail where less is covered; measures coverage, too.",
)
@_write_cases
@_at
@_sources
def test_command(  # noqa: PLR0913 - one argument for each option
    *,
    paths: tuple[str, ...],
    form: Form,
    mutate: bool,
    cover: bool,
    floor: Fraction | None,
    write_cases: str | None,
    day: str,
    policies: str,
    contracts: str | None,
) -> None:
    """Run the cases of case files, or of those beside policies."""
    version = __version__
    tried = engine.try_paths(paths or (policies,), _folder(policies), contracts, version)
    if not paths and policies == SHIPPED:
        click.echo("the shipped policies:", err=True)
    if form == "text":
        _say(tried.findings)
    if not tried.cases and not tried.has_errors:
        click.echo("no cases found", err=True)
    more = ""
    if mutate and tried.passed:
        tried, more = tried.mutated(day, version)
    elif mutate:
        click.echo("nothing is mutated before all cases pass", err=True)
    if cover or floor is not None:
        tried, report = tried.covered(day, floor)
        more += ("\n" if more else "") + report
    click.echo(engine.report(tried, form, version, _here()), nl=False)
    if form == "text":
        click.echo(more, nl=False)
    if write_cases is not None:
        _append_cases(write_cases, tried)
    sys.exit(INVALID if tried.unusable else DONE if tried.passed else FOUND)


@main.command("show", short_help="Show a policy as tables.")
@click.argument("policy", type=_PATH)
@_format("text", "markdown", "html")
@_at
@_sources
def show_command(
    *, policy: str, form: Literal["text", "markdown", "html"], day: str, policies: str, contracts: str | None
) -> None:
    """Show a policy (NAME, NAME@EDITION or a file) as tables: tiers, promises, hours, rules, readings, clauses."""
    del contracts  # not asked for here; the option is there so that one environment serves all commands
    text, findings = engine.show(policy, _folder(policies), form, day, _width(_WIDEST), colours=_has_colours())
    _say(findings)
    if text is None:
        sys.exit(INVALID)
    click.echo(text, nl=False)


@main.command("diff", short_help="Say what changes between two policies.")
@click.argument("old", metavar="OLD", type=_PATH)
@click.argument("new", metavar="NEW", type=_PATH)
@_format("text", "json", "markdown")
@click.option(
    "--requests", type=_PATH, multiple=True, metavar="FILE", help="Requests to decide by both: .jsonl, .yaml or .json."
)
@click.option("--fail-on", multiple=True, metavar="KIND,...", help="Fail where a change is of such a kind.")
@_at
@_sources
def diff_command(  # noqa: PLR0913 - one argument for each option
    *,
    old: str,
    new: str,
    form: Literal["text", "json", "markdown"],
    requests: tuple[str, ...],
    fail_on: tuple[str, ...],
    day: str,
    policies: str,
    contracts: str | None,
) -> None:
    """Say what changes between two policies (NAME, NAME@EDITION or a file each), in the terms of the contract."""
    if any(not kinds.strip(" ,") for kinds in fail_on):
        raise click.BadParameter("it names no kind of change", param_hint="--fail-on")
    try:
        compared = engine.diff_paths(
            old, new, _folder(policies), day, requests=requests, contracts=contracts, fail_on=fail_on
        )
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--fail-on") from None
    _say(compared.findings)
    click.echo(compared.render(form, _width(), colours=_has_colours()), nl=False)
    if compared.fails:
        click.echo(f"fails: {compared.failure}", err=True)
    sys.exit(INVALID if compared.is_unusable else FOUND if compared.fails else DONE)


@main.command("new", short_help="Write a policy to start from, with its cases.")
@click.argument("name", callback=_text)
@click.option("--title", callback=_text, help="What the policy is called.", show_default="the name")
@click.option(
    "--into", "folder", metavar="DIR", type=_PATH, default=".", show_default="here", help="The folder to write into."
)
@_at
def new_command(*, name: str, title: str | None, folder: str, day: str) -> None:
    """Write a policy to start from, NAME.yaml, and its cases, NAME.cases.yaml."""
    try:
        files = {Path(folder, file): text for file, text in engine.new_policy(name, title or name, day).items()}
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="NAME") from None
    if not Path(folder).is_dir():
        raise click.BadParameter(f"folder `{folder}` is not there", param_hint="--into")
    existing = [path for path in files if path.exists()]
    if existing:
        raise click.UsageError(f"`{existing[0]}` is there already")
    for path, text in files.items():
        try:
            path.write_text(text, "utf-8")
        except OSError as problem:
            raise click.UsageError(f"`{path}` cannot be written: {_reason(problem)}") from None
    click.echo("".join(f"{path} written\n" for path in files), nl=False)
    click.echo(f"next: remit check {folder}, remit test {folder}", err=True)


@main.command("explain")
@click.argument("check", metavar="ID", callback=_text)
def explain_command(*, check: str) -> None:
    """Print what a check id means, and how to mend what is found."""
    try:
        click.echo(engine.explain(check), nl=False)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="ID") from None


@main.command("completion", short_help="Print the script that completes in a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(*, shell: str) -> None:
    """Print the script that makes a shell complete remit's commands and options."""
    from click import shell_completion as shells  # noqa: PLC0415 - rarely asked for

    known = {"bash": shells.BashComplete, "zsh": shells.ZshComplete, "fish": shells.FishComplete}
    click.echo(known[shell](main, {}, "remit", "_REMIT_COMPLETE").source(), nl=False)


@main.command("schema")
@click.argument("name", type=click.Choice(["policy", "request", "decision", "contracts", "cases"]))
def schema_command(*, name: str) -> None:
    """Print a JSON Schema."""
    click.echo(engine.schema_text(name), nl=False)


def _folder(policies: str) -> engine.Policies:
    return engine.Policies(policies, is_named=policies != SHIPPED)


def _here() -> str:
    """Return the working directory, below which reports name files by relative paths."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""  # somebody has removed it, and paths that are absolute still can be checked


def _say(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(str(finding), err=True)
