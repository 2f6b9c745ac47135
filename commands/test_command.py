"""`remit test`: the cases beside policies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import __version__, engine
from ..cli import ExitCode, append_cases, examples, print_findings, working_folder
from ..options import PATH, at_option, format_option, parsed_by, source_options, write_cases_option
from ..output import report_root, write

if TYPE_CHECKING:
    from fractions import Fraction

    from ..engine.forms import ReportForm


@click.command(
    "test",
    short_help="Run the cases of policies.",
    epilog=examples(
        "remit test policies",
        "remit test --mutate --coverage policies/jams.yaml",
        "remit test --fail-under 90 --write-cases new.cases.yaml policies/jams.yaml",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=PATH)
@format_option("report")
@click.option(
    "--mutate", is_flag=True, help="Change one thing of a policy at a time; list the changes that no case notices."
)
@click.option(
    "--coverage",
    "cover",
    is_flag=True,
    help="Report what the cases cover, and offer cases for the rest.",
)
@click.option(
    "--fail-under",
    "floor",
    metavar="PERCENT",
    callback=parsed_by("parse_percent"),
    help="Exit 1 below PERCENT (implies --coverage).",
)
@write_cases_option
@at_option(help="Mutate and cover as of this date.")
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    paths: tuple[str, ...],
    form: ReportForm,
    mutate: bool,
    cover: bool,
    floor: Fraction | None,
    write_cases: str | None,
    day: str,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Run the cases of policies, and report those that fail.

    PATH is a case file, a policy file or a folder. Without one, the policies here are tested, or the shipped ones.
    """
    version = __version__
    named = paths or policies.paths()
    tried = engine.try_paths(named, policies, contracts, version)
    if policies.are_shipped(paths):
        write("the shipped policies:\n", to_stderr=True)
    if form == "text":
        print_findings(tried.findings)
    if mutate and tried.passed:
        tried = tried.mutated(day, version)
    elif mutate:
        write("nothing is mutated before all cases pass\n", to_stderr=True)
    if cover or floor is not None:
        tried = tried.covered(day, floor)
    write(engine.report(tried, form, version, report_root(working_folder())), form)
    if write_cases is not None:
        append_cases(write_cases, tried)
    sys.exit(ExitCode.invalid if tried.unusable else ExitCode.success if tried.passed else ExitCode.findings)
