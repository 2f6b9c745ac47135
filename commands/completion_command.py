"""`remit completion`: what a shell needs to complete commands."""

from __future__ import annotations

import click

from ..cli import examples, main
from ..output import write


@click.command(
    "completion",
    short_help="Print a script for completion in a shell.",
    epilog=examples('eval "$(remit completion bash)"', "remit completion fish > ~/.config/fish/completions/remit.fish"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(*, shell: str) -> None:
    """Print a script that makes a shell complete the commands and options of remit."""
    from click import shell_completion as shells  # noqa: PLC0415 - rarely asked for

    known = {"bash": shells.BashComplete, "zsh": shells.ZshComplete, "fish": shells.FishComplete}
    write(known[shell](main, {}, "remit", "_REMIT_COMPLETE").source())
