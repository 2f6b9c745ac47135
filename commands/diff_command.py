"""`remit diff`: what changes between two policies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import engine
from ..cli import ExitCode, examples, print_findings, width
from ..options import PATH, at_option, format_option, source_options
from ..output import has_colours, write

if TYPE_CHECKING:
    from ..engine.forms import DiffForm


@click.command(
    "diff",
    short_help="Show what changes between two policies.",
    epilog=examples(
        "remit diff old.yaml new.yaml",
        "remit diff --format markdown jams@2025 jams@2026",
        "remit diff --requests history.jsonl --fail-on tighter old.yaml new.yaml",
    ),
)
@click.argument("old", metavar="OLD", type=PATH)
@click.argument("new", metavar="NEW", type=PATH)
@format_option("diff")
@click.option(
    "--requests",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="Decide the requests of this file by both: .jsonl, .yaml or .json.",
)
@click.option("--fail-on", multiple=True, metavar="KIND,...", help="Exit 1 if any change is of one of these kinds.")
@at_option(help="Compare as of this date.")
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    old: str,
    new: str,
    form: DiffForm,
    requests: tuple[str, ...],
    fail_on: tuple[str, ...],
    day: str,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Show what changes between two policies, in the terms of the contract.

    OLD and NEW are each a NAME, NAME@EDITION or a file.
    """
    try:
        compared = engine.diff_paths(old, new, policies, day, requests=requests, contracts=contracts, fail_on=fail_on)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--fail-on") from None
    print_findings(compared.findings)
    write(compared.render(form, width(), colours=has_colours()), form)
    if compared.fails:
        write(f"fails: {compared.failure}\n", to_stderr=True)
    sys.exit(ExitCode.invalid if compared.is_unusable else ExitCode.findings if compared.fails else ExitCode.success)
