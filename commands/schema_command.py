"""`remit schema`: the JSON Schemas of the files."""

from __future__ import annotations

import click

from .. import engine
from ..cli import examples
from ..output import write

_NAMES = (
    "policy",
    "request",
    "decision",
    "contracts",
    "cases",
    "words",
    "board",
    "board-report",
    "why-not",
    "events",
    "override",
    "service",
)


@click.command(
    "schema",
    short_help="Print the JSON Schema of a kind of file.",
    epilog=examples("remit schema policy > policy.schema.json"),
)
@click.argument("name", type=click.Choice(_NAMES))
def command(*, name: str) -> None:
    """Print the JSON Schema of a kind of file, or of the decisions, boards and reports that are printed as JSON."""
    write(engine.schema_text(name), "json")
