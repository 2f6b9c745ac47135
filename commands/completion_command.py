"""`remit completion`: what a shell needs to complete commands."""

from __future__ import annotations

import click

from ..cli import main
from ..output import write


@click.command("completion", short_help="Print the script that completes in a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(*, shell: str) -> None:
    """Print the script that makes a shell complete remit's commands and options."""
    from click import shell_completion as shells  # noqa: PLC0415 - rarely asked for

    known = {"bash": shells.BashComplete, "zsh": shells.ZshComplete, "fish": shells.FishComplete}
    write(known[shell](main, {}, "remit", "_REMIT_COMPLETE").source())
