"""`remit board`: requests in, how their promises stand out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from .. import __version__, engine
from ..cli import WIDEST, ExitCode, examples, paint, print_findings, width
from ..options import PATH, format_option, instant_option, source_options, timezone_option
from ..output import write

if TYPE_CHECKING:
    from ..engine.forms import BoardForm

_ROWS = 50


@click.command(
    "board",
    short_help="Show how the promises of open requests stand.",
    epilog=examples(
        "remit board requests.jsonl",
        "remit board --contracts contracts.yaml --timezone Europe/Berlin requests/",
        "remit board --format ics requests/ > deadlines.ics",
        "remit board --report requests/",
    ),
)
@click.argument("requests", nargs=-1, required=True, metavar="FILE...", type=PATH)
@format_option("board")
@click.option("--report", is_flag=True, help="Print instead which share of the promises was met, over closed requests.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    default=_ROWS,
    show_default=True,
    help="Show so many promises, 0 for all (text only).",
)
@instant_option(help="Show how they stand at this instant, not now.")
@timezone_option(help="Show times in this time zone (text only).")
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    requests: tuple[str, ...],
    form: BoardForm,
    report: bool,
    limit: int,
    now: int | None,
    reader: str | None,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Show each promise of the requests in files and folders (.yaml, .json, .jsonl with one a line, or -)."""
    if report and form == "ics":
        raise click.BadParameter("a report is printed as text, json or csv", param_hint="'--format'")
    triage = engine.Triage(policies, contracts, "auto", __version__)
    board = engine.open_board(triage, requests, int(datetime.now(UTC).timestamp()) if now is None else now)
    if report:
        write(board.report(form, paint=paint, width=width()), form)
    else:
        write(board.render(form, reader=reader, paint=paint, width=width(WIDEST), limit=limit), form)
    print_findings(board.findings)
    if board.is_invalid:
        sys.exit(ExitCode.invalid)
    sys.exit(ExitCode.success if board.is_decided else ExitCode.undecided)
