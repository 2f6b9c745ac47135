"""`remit token`: who may ask the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..cli import examples
from ..options import parsed_by, store_option, store_tools, text_value
from ..output import write

if TYPE_CHECKING:
    from ..engine.store.records import Role

_ROLES = ("reader", "agent", "admin")


@click.group(
    "token",
    short_help="Say who may ask the service.",
    epilog=examples("remit token add ada --role agent", "remit token list", "remit token remove ada"),
)
def command() -> None:
    """Add, list and remove tokens, of which each is a person's. The service may be running."""


@command.command(
    "add", epilog=examples("remit token add ada --role agent", "remit token add bob --role reader --lasts 90d")
)
@click.argument("name", metavar="NAME", callback=parsed_by("parse_token_name"))
@click.option(
    "--role",
    type=click.Choice(_ROLES),
    required=True,
    help="A reader reads; an agent decides, too; an admin forgets and manages tokens, too.",
)
@click.option(
    "--lasts",
    metavar="SPAN",
    default="1y",
    show_default=True,
    callback=parsed_by("parse_keep"),
    help="How long it can be used: `90d`, `12w`, `1y`.",
)
@store_option
def add_command(*, name: str, role: Role, lasts: int, store: str) -> None:
    """Print a new token for a person, which is shown this once."""
    with store_tools(store) as tools:
        token, about = tools.add_token(name, role, lasts)
        write(f"{token}\n")
        write(about, to_stderr=True)


@command.command("list", epilog=examples("remit token list"))
@store_option
def list_command(*, store: str) -> None:
    """List who has a token, as what, and until when."""
    with store_tools(store) as tools:
        write(tools.tokens())


@command.command("remove", epilog=examples("remit token remove ada"))
@click.argument("name", metavar="NAME", callback=text_value)
@store_option
def remove_command(*, name: str, store: str) -> None:
    """Remove somebody's token, and end every session that was begun with it."""
    with store_tools(store) as tools:
        write(tools.remove_token(name))
