"""`remit check`: what is wrong with files, and what can be proved of policies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import __version__, engine
from ..cli import ExitCode, append_cases, examples, working_folder
from ..options import PATH, format_option, source_options, today_option, write_cases_option
from ..output import report_root, write

if TYPE_CHECKING:
    from ..engine.forms import ReportForm


@click.command(
    "check",
    short_help="Validate policies; find gaps, conflicts and dead rules.",
    epilog=examples(
        "remit check policies",
        "remit check --strict --format github policies/jams.yaml",
        "remit check --write-cases new.cases.yaml policies/jams.yaml",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=PATH)
@format_option("report")
@click.option("--strict", is_flag=True, help="Exit 1 on warnings, too.")
@today_option(help="Check as of this date.")
@write_cases_option
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    paths: tuple[str, ...],
    form: ReportForm,
    strict: bool,
    day: str,
    write_cases: str | None,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Validate policy, case and contract files; find gaps, conflicts and dead rules.

    PATH is a file or a folder. Without one, the policies here are checked, or the shipped ones.
    """
    named = paths or policies.paths()
    checked = engine.check_paths(named, policies, contracts, day)
    checked = checked.strictly() if strict else checked
    write(engine.report(checked, form, __version__, report_root(working_folder())), form)
    shipped = "the shipped policies: " if policies.are_shipped(paths) else ""
    write(f"{shipped}{checked.counts()}\n", to_stderr=True)
    if write_cases is not None:
        append_cases(write_cases, checked)
    sys.exit(ExitCode.findings if checked.failed(strict=strict) else ExitCode.success)
