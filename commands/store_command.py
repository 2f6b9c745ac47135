"""`remit store`: backups of what the service keeps."""

from __future__ import annotations

import click

from ..cli import examples
from ..options import PATH, store_option, store_tools, text_value
from ..output import write


@click.group(
    "store",
    short_help="Back up, restore and upgrade what the service keeps.",
    epilog=examples(
        "remit store backup remit-2026-11-30.backup",
        "remit store restore remit-2026-11-30.backup --overwrite",
        "remit store upgrade",
    ),
)
def command() -> None:
    """Back up, restore and upgrade the store of a service."""


@command.command("backup", epilog=examples("remit store backup remit-2026-11-30.backup"))
@click.argument("file", metavar="FILE", type=PATH, callback=text_value)
@click.option("--overwrite", is_flag=True, help="Write over a file that is there.")
@store_option
def backup_command(*, file: str, overwrite: bool, store: str) -> None:
    """Write the store to one file, as it stands at one instant. The service may be running."""
    with store_tools(store) as tools:
        write(tools.back_up(file, overwrites=overwrite))


@command.command("restore", epilog=examples("remit store restore remit-2026-11-30.backup --overwrite"))
@click.argument("file", metavar="FILE", type=PATH, callback=text_value)
@click.option("--overwrite", is_flag=True, help="Put the backup in the place of a store that is there.")
@store_option
def restore_command(*, file: str, overwrite: bool, store: str) -> None:
    """Make the store what it was in a backup. Stop the service before.

    What was forgotten in the store that is there, and tokens that were removed, do not come back.
    """
    with store_tools(store) as tools:
        write(tools.restore(file, overwrites=overwrite))


@command.command("upgrade", epilog=examples("remit store upgrade"))
@click.option(
    "--backup",
    metavar="FILE",
    type=PATH,
    callback=text_value,
    help="Write the store as it was to this file; without it, beside the store.",
)
@store_option
def upgrade_command(*, backup: str | None, store: str) -> None:
    """Bring a store of an older remit up to date, after a backup of it. Stop the service before."""
    with store_tools(store) as tools:
        write(tools.upgrade(backup))
