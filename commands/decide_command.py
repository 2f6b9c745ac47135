"""`remit decide`: requests in, decisions out."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from .. import __version__, engine
from ..cli import (
    PATH,
    ExitCode,
    examples,
    format_option,
    paint,
    parsed_by,
    print_findings,
    source_options,
    width,
)
from ..output import write

if TYPE_CHECKING:
    from ..engine.forms import DecisionForm


def _zone_value(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    try:
        return written and engine.zone(written).key
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


class _Decide(click.Command):
    """Takes `--confirmed` alone for the option without a value, whatever follows it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)  # what follows are files, whatever they are called
        options = ["--confirmed=any" if arg == "--confirmed" else arg for arg in args[:end]]
        return super().parse_args(ctx, [*options, *args[end:]])


def _cache_folder() -> str | None:
    """Return the folder in which the user's programs keep what they can work out again; None where none is wanted."""
    if os.environ.get("REMIT_CACHE") == "off":
        return None
    folder = os.environ.get("XDG_CACHE_HOME", "")
    try:
        # A relative one is to be ignored, as the specification says.
        return str((Path(folder) if Path(folder).is_absolute() else Path.home() / ".cache") / "remit")
    except RuntimeError:
        return None  # nobody knows where the home is


@click.command(
    "decide",
    cls=_Decide,
    short_help="Decide requests.",
    epilog=examples(
        "remit decide request.yaml",
        "remit decide --explain --timezone Europe/Berlin request.yaml",
        "remit decide --format json --contracts contracts.yaml - < request.json",
    ),
)
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST...", type=PATH)
@format_option("decision")
@click.option("--why", is_flag=True, help="Also print the rules that won, what they cite and the time counted.")
@click.option("--explain", is_flag=True, help="Like --why, and print what each cited clause and reading says.")
@click.option(
    "--at",
    "now",
    metavar="INSTANT",
    envvar="REMIT_AT",
    callback=parsed_by("parse_instant"),
    help="Decide as of this instant, not as of now; stands in for a missing `received`.",
)
@click.option(
    "--timezone",
    "reader",
    metavar="ZONE",
    envvar="REMIT_TIMEZONE",
    callback=_zone_value,
    help="Show times in this time zone as well (text only).",
)
@click.option(
    "--rules",
    type=click.Choice(["auto", "durable", "builtin"]),
    default="auto",
    show_default=True,
    envvar="REMIT_RULES",
    help="Evaluate rules with this engine.",
)
@click.option(
    "--confirmed",
    type=click.Choice(["any", "unsafe"]),
    metavar="[=unsafe]",
    help="Exit 4 where a presumption is unconfirmed; with =unsafe, where an unsafe one is.",
)
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    requests: tuple[str, ...],
    form: DecisionForm,
    why: bool,
    explain: bool,
    now: int | None,
    reader: str | None,
    rules: Literal["auto", "durable", "builtin"],
    confirmed: Literal["any", "unsafe"] | None,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Decide the requests of files (.yaml, .yml or .json; .jsonl with one a line), or of standard input (-)."""
    try:
        triage = engine.Triage(policies, contracts, rules, __version__, cache=_cache_folder())
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="'--rules'") from None
    decided = triage.decide_files(requests, now)
    clock = int(datetime.now(UTC).timestamp()) if now is None else now
    text = decided.render(form, reader=reader, now=clock, paint=paint, width=width(), why=why, explain=explain)
    write(text, form)
    print_findings(decided.findings)
    if decided.is_invalid:
        sys.exit(ExitCode.invalid)
    is_settled = decided.is_decided and (confirmed is None or decided.is_confirmed(only_unsafe=confirmed == "unsafe"))
    sys.exit(ExitCode.success if is_settled else ExitCode.undecided)
