"""`remit explain`: what a check id means."""

from __future__ import annotations

import click

from .. import engine
from ..cli import text_value


@click.command("explain")
@click.argument("check", metavar="ID", callback=text_value)
def command(*, check: str) -> None:
    """Print what a check id means, and how to mend what is found."""
    try:
        click.echo(engine.explain(check), nl=False)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="ID") from None
