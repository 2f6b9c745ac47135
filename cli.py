"""The command line: parse, call, print, exit."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from . import __version__, engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .engine.authoring.file_checks import CaseResults, CheckedFiles
    from .engine.findings import Finding


class ExitCode(IntEnum):
    """How a command ends. Invalid input outranks requests that are not decided."""

    success = 0
    """Every request is decided, nothing is wrong."""
    findings = 1
    """Findings that fail, failed cases, or output that cannot be written."""
    usage = 2
    """Arguments that cannot be used; click ends by it itself."""
    invalid = 3
    """A policy, contract or request that cannot be used."""
    undecided = 4
    """A request needs facts, or no rule decides it."""


SHIPPED = str(Path(__file__).with_name("policies"))

PATH = click.Path(readable=False)
"""A path that shells complete; whether it is there and can be read is for findings to say."""

_NARROWEST, WIDEST = 40, 120
_ROLES: dict[str, dict[str, Any]] = {
    "good": {"fg": "green", "bold": True},
    "bad": {"fg": "red", "bold": True},
    "open": {"fg": "yellow"},
    "strong": {"bold": True},
    "dim": {"dim": True},
}


COMMANDS = ("check", "completion", "decide", "diff", "explain", "new", "schema", "show", "test")


class _Commands(click.Group):
    """The commands, each in a module of its own that is imported when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None where there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f".commands.{cmd_name}_command", __package__).command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
        click.echo(f"remit: cannot write: {reason(problem)}", err=True)
        sys.stdout = None  # nothing is left to flush on the way out
        sys.exit(ExitCode.findings)


def reason(problem: Exception) -> str:
    """Return why something could not be done, in small letters as all messages are."""
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return reason[:1].lower() + reason[1:]


def text_value(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    """Refuse an argument that is no text."""
    try:
        return written and written.encode().decode()
    except UnicodeEncodeError:
        raise click.BadParameter("it is not UTF-8") from None


def source_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where policies and contracts are."""
    policies = click.option(
        "--policies",
        metavar="DIR",
        type=PATH,
        envvar="REMIT_POLICIES",
        default=SHIPPED,
        show_default="the shipped ones",
        help="The folder of policies.",
    )
    contracts = click.option(
        "--contracts", metavar="FILE", type=PATH, envvar="REMIT_CONTRACTS", help="A file of customers' contracts."
    )
    return policies(contracts(command))


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


class _Format(click.Option):
    """The option that says in which form a command prints.

    `REMIT_FORMAT` names a form for all commands, and a command that does not have it keeps its own.
    """

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Return what the environment names, unless it is a form that only other commands have."""
        form = super().resolve_envvar_value(ctx)
        choices = self.type.choices if isinstance(self.type, click.Choice) else ()
        of_others = {form for forms in engine.FORMS.values() for form in forms}.difference(choices)
        return None if form in of_others else form


def format_option(printed: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option that says in which form a command prints a decision, a report, a document or a diff."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(engine.FORMS[printed]),
        cls=_Format,
        default="text",
        show_default=True,
        envvar="REMIT_FORMAT",
    )


def width(most: int = 100) -> int:
    """Return how many columns a text may take of the terminal."""
    return min(max(get_terminal_size().columns, _NARROWEST), most)


def has_colours() -> bool:
    """Tell whether standard output shows colours, and whether they are welcome."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, role: str) -> str:
    """Return a text in the colours of its role, where there are colours."""
    return click.style(text, **_ROLES[role]) if role in _ROLES and has_colours() else text


def write_cases_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says where cases go."""
    return click.option(
        "--write-cases",
        metavar="FILE",
        type=PATH,
        help="Append a case to a file for each request that shows a finding.",
    )(command)


def at_option(command: Callable[..., None]) -> Callable[..., None]:
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


def append_cases(file: str, checked: CheckedFiles | CaseResults) -> None:
    """Append the cases that show findings to a file."""
    path = Path(os.path.realpath(file))  # a link stays one
    try:
        with _locked(path.parent):
            before = _content(path)
            text, added = checked.with_cases(before.decode(), __version__)
            if added:
                _replace(path, before, text.encode())
    except (ValueError, OSError) as problem:
        why = "it is not UTF-8" if isinstance(problem, UnicodeDecodeError) else reason(problem)
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


def policy_folder(policies: str) -> engine.Policies:
    """Return the folder of policies that an option names, or the shipped one."""
    return engine.Policies(policies, is_named=policies != SHIPPED)


def working_folder() -> str:
    """Return the working directory, below which reports name files by relative paths."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""  # somebody has removed it, and paths that are absolute still can be checked


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings to standard error."""
    for finding in findings:
        click.echo(str(finding), err=True)
