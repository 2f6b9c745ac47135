"""`remit batch`: a file of requests in, a file of decisions out."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from .. import __version__, engine
from ..cli import ExitCode, examples, print_findings
from ..options import PATH, instant_option, source_options
from ..output import write
from ..progress import progress_bar

if TYPE_CHECKING:
    from types import FrameType

    from ..engine.bulk.batch.batch_result import BatchResult
    from ..engine.bulk.batch.batch_run import BatchRun

_HINT = "  help: go on with the same command and `--resume`\n"


@click.command(
    "batch",
    short_help="Decide the requests of a file, one a row.",
    epilog=examples(
        "remit batch tickets.csv -o decisions.csv --rejects rejects.csv",
        "remit batch tickets.parquet -o decisions.parquet",
        "remit batch tickets.jsonl -o decisions.csv --resume",
    ),
)
@click.argument("requests", metavar="INPUT", type=PATH)
@click.option("-o", "--output", metavar="OUTPUT", required=True, type=PATH, help="Write decisions to this new file.")
@click.option("--rejects", metavar="FILE", type=PATH, help="Write rows that are no requests to this new file.")
@click.option("--resume", is_flag=True, help="Go on where an earlier run was interrupted.")
@click.option(
    "--part-rows",
    type=click.IntRange(1, 10_000_000),
    metavar="N",
    default=100_000,
    show_default=True,
    help="Write so many rows at once: a file of Parquet, and what an interruption loses at most.",
)
@click.option(
    "--no-presumptions",
    is_flag=True,
    help="Leave out the columns `presumed` and `unsafe`, and what they cost in time.",
)
@click.option("--quiet", is_flag=True, help="Print neither progress nor how many rows there were.")
@instant_option(help="Say how promises stand as of this instant; stands in for a missing `received`.")
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    requests: str,
    output: str,
    rejects: str | None,
    resume: bool,
    part_rows: int,
    no_presumptions: bool,
    quiet: bool,
    now: int | None,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Decide the requests of INPUT, one a row, and write a row for each decision to OUTPUT.

    The names of both say what they are: .csv, .jsonl or .parquet, which as output is a folder of files. Rows in are
    decisions and rejects.
    """
    run = _batch_run()(
        requests,
        output,
        rejects,
        policies,
        contracts,
        __version__,
        now=now,
        part_rows=part_rows,
        presumptions=not no_presumptions,
    )
    for name in ("SIGTERM", "SIGHUP"):  # not every system has all
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    try:
        with progress_bar(is_quiet=quiet) as report:
            result = run.run(resumes=resume, report=report)
    except KeyboardInterrupt:
        _leave(run)
    print_findings(result.findings)
    _end(result, rejects, quiet=quiet)


def _batch_run() -> type[BatchRun]:
    try:
        return engine.BatchRun
    except ModuleNotFoundError as problem:
        if problem.name not in ("numpy", "pyarrow"):
            raise
        message = f"`remit batch` needs the package {problem.name}: install `remit[batch]`"
        raise click.UsageError(message) from None


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _leave(run: BatchRun) -> NoReturn:
    """End at once: threads are in the middle of parts that nobody waits for."""
    from ..engine.text import counted  # noqa: PLC0415 - start-up is felt

    write(f"interrupted after {counted(run.totals.rows, 'row')}\n{_HINT}", to_stderr=True)
    os._exit(ExitCode.findings)


def _end(result: BatchResult, rejects: str | None, *, quiet: bool) -> NoReturn:
    """Say how a run ended, and exit with its code."""
    if result.end == "invalid":
        sys.exit(ExitCode.invalid)
    if result.end == "refused":
        raise click.UsageError("; ".join(filter(None, (result.problem, result.help))))
    if result.end == "stopped":
        write(f"remit: {result.problem}\n{_HINT}", to_stderr=True)
        sys.exit(ExitCode.findings)
    unnamed = result.totals.rejects - len(result.findings)
    if not rejects and unnamed:
        write(f"{unnamed:,} further rows are rejected; `--rejects FILE` has all of them written\n", to_stderr=True)
    if not quiet:
        write(f"{result.totals}\n", to_stderr=True)
    if result.totals.rejects:
        sys.exit(ExitCode.invalid)
    sys.exit(ExitCode.success if result.is_decided else ExitCode.undecided)
