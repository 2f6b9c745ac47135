"""The command line: parse, call, print, exit."""

from __future__ import annotations

import gc
import io
import os
import sys
from datetime import UTC, datetime
from enum import IntEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__, engine
from .output import has_colours, open_streams, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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


def examples(*commands: str) -> str:
    """Return what the help of a command ends with: how it is used."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


PATH = click.Path(readable=False)
"""A path that shells complete; whether it is there and can be read is for findings to say."""

_ALLOCATIONS = 50_000
_NARROWEST, _USUAL, WIDEST = 40, 80, 120
_ROLES: dict[str, dict[str, Any]] = {
    "good": {"fg": "green", "bold": True},
    "bad": {"fg": "red", "bold": True},
    "open": {"fg": "yellow"},
    "strong": {"bold": True},
    "dim": {"dim": True},
}


COMMANDS = (
    "batch",
    "board",
    "check",
    "completion",
    "contracts",
    "decide",
    "diff",
    "explain",
    "new",
    "read",
    "schema",
    "show",
    "test",
    "why-not",
    "words",
)


class _Commands(click.Group):
    """The commands, each in a module of its own that is imported when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None where there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f".commands.{cmd_name.replace('-', '_')}_command", __package__).command
        return command

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; what click says of arguments goes the same way out as all else."""
        try:
            sys.exit(super().main(*args, **{**extra, "standalone_mode": False}))
        except click.ClickException as problem:
            message = io.StringIO()
            problem.show(message)
            write(message.getvalue(), to_stderr=True)
            sys.exit(problem.exit_code)
        except click.Abort:
            write("aborted\n", to_stderr=True)
            sys.exit(ExitCode.findings)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="remit")
def main() -> None:
    """Decide support requests by their contract: what is covered, how it must come in, and when an answer is due."""


def run() -> None:
    """Run the command line; output that cannot be written is said, not thrown."""
    # A command ends soon, and hardly any of what it builds becomes garbage: looking for it takes a tenth of its time.
    gc.set_threshold(_ALLOCATIONS)
    open_streams()
    try:
        main()
    except OSError as problem:
        from .engine.text import reason_of  # noqa: PLC0415 - start-up is felt

        sys.stdout = None  # nothing is left to flush on the way out
        write(f"remit: cannot write: {reason_of(problem)}\n", to_stderr=True)
        sys.exit(ExitCode.findings)
    finally:
        gc.freeze()  # nor is it looked for at the end of Python, when the system takes all back


def text_value(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    """Refuse an argument that is no text."""
    try:
        return written and written.encode().decode()
    except UnicodeEncodeError:
        raise click.BadParameter("it is not UTF-8") from None


def zone_value(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    """Refuse an argument that is no time zone."""
    try:
        return written and engine.zone(written).key
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


def _find_policies(_context: click.Context, _option: click.Parameter, folder: str | None) -> Any:
    """Return where policies are; a `remit.toml` that cannot be used is said as files are, and is a mistake of usage."""
    try:
        return engine.Policies.here(folder, working_folder())
    except ValueError as problem:
        write(f"{problem}\n", to_stderr=True)
        sys.exit(ExitCode.usage)


def source_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where policies and contracts are."""
    policies = click.option(
        "--policies",
        metavar="DIR",
        type=PATH,
        envvar="REMIT_POLICIES",
        callback=_find_policies,
        show_default="those here, or the shipped ones",
        help="Read policies from this folder.",
    )
    contracts = click.option(
        "--contracts",
        metavar="FILE",
        type=PATH,
        envvar="REMIT_CONTRACTS",
        help="Read customers' contracts from this file.",
    )
    return policies(contracts(command))


trusted_hop_option = click.option(
    "--trusted-hop",
    metavar="N",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    envvar="REMIT_TRUSTED_HOP",
    help="The receipt of a mail is that of this `Received`, counted from the top.",
)
"""The option that says which server is ours."""


def is_one_mail(paths: Sequence[str]) -> bool:
    """Tell whether paths are of one mail alone, of which nothing need be counted."""
    return len(paths) == 1 and (paths[0] == "-" or paths[0].lower().endswith(".eml"))


def parsed_by(function: str) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    """Return a callback that parses an argument by a function of the engine, which is loaded when it is needed."""

    def parse(_context: click.Context, _option: click.Parameter, written: str | None) -> Any:
        try:
            return None if written is None else getattr(engine, function)(written)
        except ValueError as problem:
            raise click.BadParameter(f"`{written}` {problem}") from None

    return parse


reader_option = click.option(
    "--reader",
    "outside",
    metavar="COMMAND",
    callback=parsed_by("parse_reader"),
    help="Have this command read mails, too: it points at their words, and states nothing.",
)
"""The option that names an outside reader."""


instant_option = partial(
    click.option, "--at", "now", metavar="INSTANT", envvar="REMIT_AT", callback=parsed_by("parse_instant")
)
"""Returns the option that says as of when something is decided, given its `help`."""
timezone_option = partial(
    click.option, "--timezone", "reader", metavar="ZONE", envvar="REMIT_TIMEZONE", callback=zone_value
)
"""Returns the option that says in whose time zone times are shown, given its `help`."""


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
    """Return the option that says in which form a command prints what it prints."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(engine.FORMS[printed]),
        cls=_Format,
        default=engine.FORMS[printed][0],
        show_default=True,
        envvar="REMIT_FORMAT",
        help="Print in this form.",
    )


def width(most: int = 100) -> int:
    """Return how many columns a text may take of the terminal."""
    return min(max(_columns(), _NARROWEST), most)


def _columns() -> int:
    """Return what `shutil.get_terminal_size` does, whose module imports all that compresses files: a start is felt."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns <= 0 and sys.__stdout__ is not None:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns
        except (ValueError, OSError):  # it is closed, or no terminal
            columns = 0
    return columns if columns > 0 else _USUAL


def paint(text: str, role: str) -> str:
    """Return a text in the colours of its role, where there are colours."""
    return click.style(text, **_ROLES[role]) if role in _ROLES and has_colours() else text


def write_cases_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says where cases go."""
    return click.option(
        "--write-cases",
        metavar="FILE",
        type=PATH,
        help="Append to this file, as a case, each request that shows a finding.",
    )(command)


def _day_of(context: click.Context, option: click.Parameter, written: str | None) -> str:
    """Return the day of what counts as now, that of an instant in UTC."""
    today: str = _parse_today(context, option, written)
    return today[: len("2026-03-06")]


_parse_today = parsed_by("parse_today")
_day_option = partial(
    click.option,
    "--at",
    "day",
    metavar="DATE",
    envvar="REMIT_AT",
    show_default="today",
)
at_option = partial(_day_option, callback=_day_of, default=lambda: datetime.now(UTC).date().isoformat())
"""Returns the option that says which day it is, given its `help`."""
today_option = partial(
    _day_option, callback=_parse_today, default=lambda: datetime.now(UTC).isoformat(timespec="seconds")
)
"""Returns the same where an instant is a day of each policy's own time zone."""


def append_cases(file: str, result: CaseResults | CheckedFiles) -> None:
    """Append the cases that show findings to a file."""
    from .engine.text import counted, reason_of  # noqa: PLC0415 - start-up is felt

    def wait() -> None:
        write(f"waiting for somebody else who writes in the folder of {file}\n", to_stderr=True)

    try:
        number = result.append_cases(file, __version__, wait)
    except (ValueError, OSError) as problem:
        raise click.UsageError(f"no case can be appended to `{file}`: {reason_of(problem)}") from None
    write(f"{counted(number, 'case')} appended to {file}\n", to_stderr=True)


def working_folder() -> str:
    """Return the working directory, below which reports name files by relative paths."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""  # somebody has removed it, and paths that are absolute still can be checked


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings to standard error."""
    for finding in findings:
        write(f"{finding}\n", to_stderr=True)
