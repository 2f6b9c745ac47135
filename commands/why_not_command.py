"""`remit why-not`: what would have to be another way for a request to have a level or a scope."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import __version__, engine
from ..cli import ExitCode, examples, paint, print_findings, width
from ..options import PATH, format_option, instant_option, source_options, trusted_hop_option
from ..output import write

if TYPE_CHECKING:
    from ..engine.forms import AnswerForm


@click.command(
    "why-not",
    short_help="Show what keeps a request from a level or scope.",
    epilog=examples(
        "remit why-not --level P1 request.yaml",
        "remit why-not --scope support --format json request.yaml",
    ),
)
@click.argument("request", type=PATH)
@click.option("--level", metavar="LEVEL", help="Ask for this level, such as P1.")
@click.option("--scope", type=click.Choice(["support", "consulting", "not_covered"]), help="Ask for this scope.")
@format_option("answer")
@instant_option(help="Answer as of this instant, not as of the last event; stands in for a missing `received`.")
@trusted_hop_option
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    request: str,
    level: str | None,
    scope: str | None,
    form: AnswerForm,
    now: int | None,
    trusted_hop: int,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Show the fewest facts whose change would give a request a level or a scope, and the clause in the way."""
    if level is None and scope is None:
        raise click.UsageError("name a level with --level, a scope with --scope, or both")
    triage = engine.Triage(policies, contracts, "builtin", __version__)
    try:
        answered = engine.why_not_file(triage, request, now, scope=scope, level=level, trusted_hop=trusted_hop)
    except ValueError as problem:
        raise click.UsageError(str(problem)) from None
    write(answered.render(form, paint=paint, width=width()), form)
    print_findings(answered.findings)
    if answered.is_invalid:
        sys.exit(ExitCode.invalid)
    sys.exit(ExitCode.success if answered.is_settled else ExitCode.undecided)
