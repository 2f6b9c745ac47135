"""`remit explain`: what a check id means."""

from __future__ import annotations

import click

from .. import engine
from ..cli import examples, text_value
from ..output import write


@click.command("explain", short_help="Explain a check.", epilog=examples("remit explain gap"))
@click.argument("check", metavar="ID", callback=text_value)
def command(*, check: str) -> None:
    """Explain a check: what it finds, why that matters, and how to fix it."""
    try:
        write(engine.explain(check))
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="ID") from None
