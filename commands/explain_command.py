"""`remit explain`: what the id of a finding or a key of a file means."""

from __future__ import annotations

import click

from .. import engine
from ..cli import examples
from ..options import text_value
from ..output import write


@click.command(
    "explain",
    short_help="Explain a check, or a key of a file.",
    epilog=examples("remit explain gap", "remit explain cutoff"),
)
@click.argument("word", metavar="ID|KEY", callback=text_value)
def command(*, word: str) -> None:
    """Explain a check (what it finds, and how to fix it), or a key of a file."""
    try:
        write(engine.explain(word))
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="ID|KEY") from None
