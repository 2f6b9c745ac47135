"""`remit decide`: requests in, decisions out."""

from __future__ import annotations

import sys
from typing import Literal

import click

from .. import __version__, engine
from ..cli import DONE, INVALID, OPEN, PATH, format_option, paint, print_findings, source_options, width


def _instant_value(_context: click.Context, _option: click.Parameter, written: str | None) -> int | None:
    try:
        return None if written is None else engine.parse_instant(written)
    except ValueError as problem:
        raise click.BadParameter(f"`{written}` {problem}") from None


def _zone_value(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    try:
        return written and engine.zone(written).key
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


def _rules_value(_context: click.Context, _option: click.Parameter, choice: str) -> str:
    if choice == "durable" and not engine.is_available():
        raise click.BadParameter("durable-rules cannot be imported here; use auto or builtin")
    return choice


@click.command("decide", short_help="Decide requests.")
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST...", type=PATH)
@format_option("text", "json")
@click.option("--explain", is_flag=True, help="Spell out what each clause and reading says.")
@click.option(
    "--at",
    "now",
    metavar="INSTANT",
    envvar="REMIT_AT",
    callback=_instant_value,
    help="Stands in for a missing `received`.",
)
@click.option(
    "--timezone",
    "reader",
    metavar="ZONE",
    envvar="REMIT_TIMEZONE",
    callback=_zone_value,
    help="The reader's time zone, beside the desk's, in text.",
)
@click.option(
    "--rules",
    type=click.Choice(["auto", "durable", "builtin"]),
    default="auto",
    show_default=True,
    envvar="REMIT_RULES",
    callback=_rules_value,
    help="The engine that evaluates rules.",
)
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    requests: tuple[str, ...],
    form: str,
    explain: bool,
    now: int | None,
    reader: str | None,
    rules: Literal["auto", "durable", "builtin"],
    policies: str,
    contracts: str | None,
) -> None:
    """Decide requests (.yaml, .yml, .json, or - for standard input)."""
    triage = engine.Triage(policies, contracts, rules, __version__)
    decisions = [triage.decide(file, now) for file in requests]
    if form == "json":
        click.echo(engine.as_json(decisions), nl=False)
    else:
        click.echo(engine.as_texts(decisions, reader, paint, width(), explain=explain), nl=False)
    wrong = [
        *triage.findings,
        *(f for decision in decisions if decision.status == "invalid" for f in decision.findings),
    ]
    print_findings(dict.fromkeys(wrong))
    statuses = {decision.status for decision in decisions}
    sys.exit(INVALID if triage.is_unusable or "invalid" in statuses else DONE if statuses == {"decided"} else OPEN)
