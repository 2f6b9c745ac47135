"""The command line: parse, call, print, exit."""

from __future__ import annotations

import gc
import io
import os
import sys
from enum import IntEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .output import has_colours, open_streams, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .engine.authoring.cases.case_results import CaseResults
    from .engine.authoring.file_checks import CheckedFiles
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
    "forget",
    "new",
    "read",
    "schema",
    "serve",
    "show",
    "store",
    "test",
    "token",
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


def is_one_mail(paths: Sequence[str]) -> bool:
    """Tell whether paths are of one mail alone, of which nothing need be counted."""
    return len(paths) == 1 and (paths[0] == "-" or paths[0].lower().endswith(".eml"))


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


def print_wait(file: str) -> None:
    """Print to standard error that a file is written once somebody else has finished."""
    write(f"waiting for somebody else who writes in the folder of {file}\n", to_stderr=True)


def append_cases(file: str, result: CaseResults | CheckedFiles) -> None:
    """Append the cases that show findings to a file."""
    from .engine.text import counted, reason_of  # noqa: PLC0415 - start-up is felt

    try:
        number = result.append_cases(file, __version__, partial(print_wait, file))
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
