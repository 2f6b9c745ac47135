"""`remit explain`: what a check id means."""

from __future__ import annotations

import click

from .. import engine
from ..cli import text_value
from ..output import write


@click.command("explain")
@click.argument("check", metavar="ID", callback=text_value)
def command(*, check: str) -> None:
    """Print what a check id means, and how to mend what is found."""
    try:
        write(engine.explain(check))
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="ID") from None
