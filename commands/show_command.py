"""`remit show`: a policy as tables."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import engine
from ..cli import WIDEST, ExitCode, examples, print_findings, width
from ..options import PATH, at_option, format_option, source_options
from ..output import has_colours, write

if TYPE_CHECKING:
    from ..engine.forms import DocumentForm


@click.command(
    "show",
    short_help="Show a policy as tables.",
    epilog=examples("remit show jams", "remit show --format html policies/jams.yaml > jams.html"),
)
@click.argument("policy", type=PATH)
@format_option("document")
@at_option(help="Show the edition and the holidays as of this date.")
@source_options
def command(*, policy: str, form: DocumentForm, day: str, policies: engine.Policies, contracts: str | None) -> None:
    """Show a policy as tables: tiers, promises, hours, rules, readings, clauses.

    POLICY is a NAME, NAME@EDITION or a file.
    """
    del contracts  # not asked for here; the option is there so that one environment serves all commands
    text, findings = engine.show(policy, policies, form, day, width(WIDEST), colours=has_colours())
    print_findings(findings)
    if text is None:
        sys.exit(ExitCode.invalid)
    write(text, form)
