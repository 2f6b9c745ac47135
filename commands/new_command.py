"""`remit new`: a policy to start from."""

from __future__ import annotations

from pathlib import Path

import click

from .. import engine
from ..cli import PATH, at_option, reason, text_value


@click.command("new", short_help="Write a policy to start from, with its cases.")
@click.argument("name", callback=text_value)
@click.option("--title", callback=text_value, help="What the policy is called.", show_default="the name")
@click.option(
    "--into", "folder", metavar="DIR", type=PATH, default=".", show_default="here", help="The folder to write into."
)
@at_option
def command(*, name: str, title: str | None, folder: str, day: str) -> None:
    """Write a policy to start from, NAME.yaml, and its cases, NAME.cases.yaml."""
    try:
        files = {Path(folder, file): text for file, text in engine.new_policy(name, title or name, day).items()}
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="NAME") from None
    if not Path(folder).is_dir():
        raise click.BadParameter(f"folder `{folder}` is not there", param_hint="--into")
    existing = [path for path in files if path.exists()]
    if existing:
        raise click.UsageError(f"`{existing[0]}` is there already")
    for path, text in files.items():
        try:
            path.write_text(text, "utf-8")
        except OSError as problem:
            raise click.UsageError(f"`{path}` cannot be written: {reason(problem)}") from None
    click.echo("".join(f"{path} written\n" for path in files), nl=False)
    click.echo(f"next: remit check {folder}, remit test {folder}", err=True)
