"""`remit forget`: what strangers wrote, removed from what the service keeps."""

from __future__ import annotations

import sys

import click

from ..cli import ExitCode, examples
from ..options import store_option, store_tools, text_value
from ..output import write


@click.command(
    "forget",
    short_help="Remove what somebody wrote from the store.",
    epilog=examples("remit forget R-01kb9q3w8e", "remit forget ada@example.com"),
)
@click.argument("request_or_address", metavar="REQUEST|ADDRESS", callback=text_value)
@store_option
def command(*, request_or_address: str, store: str) -> None:
    """Remove the texts of a request, or of all requests whose texts have a mail address, from the store.

    Nothing of them is left in its files. What was decided stays, and verifies. The service may be running.
    """
    with store_tools(store) as tools:
        text, is_known = tools.forget(request_or_address)
        write(text)
    sys.exit(ExitCode.success if is_known else ExitCode.findings)
