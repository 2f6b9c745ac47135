"""`remit schema`: the JSON Schemas of the files."""

from __future__ import annotations

import click

from .. import engine
from ..output import write


@click.command("schema")
@click.argument("name", type=click.Choice(["policy", "request", "decision", "contracts", "cases"]))
def command(*, name: str) -> None:
    """Print a JSON Schema."""
    write(engine.schema_text(name), "json")
