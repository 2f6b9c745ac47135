"""`remit new`: a policy to start from."""

from __future__ import annotations

import click

from .. import engine
from ..cli import examples
from ..options import PATH, at_option, text_value
from ..output import write


@click.command(
    "new",
    short_help="Write a policy to start from, with its cases.",
    epilog=examples("remit new acme", 'remit new --title "Acme support" --into policies acme'),
)
@click.argument("name", callback=text_value)
@click.option("--title", callback=text_value, help="Give the policy this title.", show_default="the name")
@click.option(
    "--into", "folder", metavar="DIR", type=PATH, default=".", show_default="here", help="Write into this folder."
)
@at_option(help="Date the policy from this day on.")
def command(*, name: str, title: str | None, folder: str, day: str) -> None:
    """Write a policy to start from, NAME.yaml, and its cases, NAME.cases.yaml."""
    try:
        paths = engine.write_new_policy(name, title or name, day, folder)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="NAME") from None
    except NotADirectoryError as problem:
        raise click.BadParameter(str(problem), param_hint="--into") from None
    except OSError as problem:
        raise click.UsageError(str(problem)) from None
    write("".join(f"{path} written\n" for path in paths))
    write(f"next: remit check {folder}, remit test {folder}\n", to_stderr=True)
