"""`remit diff`: what changes between two policies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import engine
from ..cli import (
    PATH,
    ExitCode,
    at_option,
    format_option,
    print_findings,
    source_options,
    width,
)
from ..output import has_colours, write

if TYPE_CHECKING:
    from ..engine.forms import DiffForm


@click.command("diff", short_help="Say what changes between two policies.")
@click.argument("old", metavar="OLD", type=PATH)
@click.argument("new", metavar="NEW", type=PATH)
@format_option("diff")
@click.option(
    "--requests", type=PATH, multiple=True, metavar="FILE", help="Requests to decide by both: .jsonl, .yaml or .json."
)
@click.option("--fail-on", multiple=True, metavar="KIND,...", help="Fail where a change is of such a kind.")
@at_option
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
    """Say what changes between two policies (NAME, NAME@EDITION or a file each), in the terms of the contract."""
    try:
        compared = engine.diff_paths(old, new, policies, day, requests=requests, contracts=contracts, fail_on=fail_on)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--fail-on") from None
    print_findings(compared.findings)
    write(compared.render(form, width(), colours=has_colours()), form)
    if compared.fails:
        write(f"fails: {compared.failure}\n", to_stderr=True)
    sys.exit(ExitCode.invalid if compared.is_unusable else ExitCode.findings if compared.fails else ExitCode.success)
