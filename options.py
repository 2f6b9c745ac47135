"""Options that several commands take, and how their arguments are parsed."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import click

from . import engine
from .cli import ExitCode, working_folder
from .output import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .engine.store.store_tools import StoreTools

_PACKAGES_OF_STORES = {"sqlalchemy": "serve", "alembic": "serve", "psycopg": "postgresql"}
PATH = click.Path(readable=False)
"""A path that shells complete; whether it is there and can be read is for findings to say."""


def text_value(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    """Refuse an argument that is no text."""
    try:
        return written and written.encode().decode()
    except UnicodeEncodeError:
        raise click.BadParameter("it is not UTF-8") from None


def zone_value(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    """Refuse an argument that is no time zone."""
    try:
        return written and engine.zone(written).key
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


def parsed_by(function: str) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    """Return a callback that parses an argument by a function of the engine, which is loaded when it is needed."""

    def parse(_context: click.Context, _option: click.Parameter, written: str | None) -> Any:
        try:
            return None if written is None else getattr(engine, function)(written)
        except ValueError as problem:
            raise click.BadParameter(f"`{written}` {problem}") from None

    return parse


def _find_policies(_context: click.Context, _option: click.Parameter, folder: str | None) -> Any:
    """Return where policies are; a `remit.toml` that cannot be used is said as files are, and is a mistake of usage."""
    try:
        return engine.Policies.here(folder, working_folder())
    except ValueError as problem:
        write(f"{problem}\n", to_stderr=True)
        sys.exit(ExitCode.usage)


def source_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where policies and contracts are."""
    policies = click.option(
        "--policies",
        metavar="DIR",
        type=PATH,
        envvar="REMIT_POLICIES",
        callback=_find_policies,
        show_default="those here, or the shipped ones",
        help="Read policies from this folder.",
    )
    contracts = click.option(
        "--contracts",
        metavar="FILE",
        type=PATH,
        envvar="REMIT_CONTRACTS",
        help="Read customers' contracts from this file.",
    )
    return policies(contracts(command))


trusted_hop_option = click.option(
    "--trusted-hop",
    metavar="N",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    envvar="REMIT_TRUSTED_HOP",
    help="The receipt of a mail is that of this `Received`, counted from the top.",
)
"""The option that says which server is ours."""


reader_option = click.option(
    "--reader",
    "outside",
    metavar="COMMAND",
    callback=parsed_by("parse_reader"),
    help="Have this command read mails, too: it points at their words, and states nothing.",
)
"""The option that names an outside reader."""


instant_option = partial(
    click.option, "--at", "now", metavar="INSTANT", envvar="REMIT_AT", callback=parsed_by("parse_instant")
)
"""Returns the option that says as of when something is decided, given its `help`."""
timezone_option = partial(
    click.option, "--timezone", "reader", metavar="ZONE", envvar="REMIT_TIMEZONE", callback=zone_value
)
"""Returns the option that says in whose time zone times are shown, given its `help`."""


class _Format(click.Option):
    """The option that says in which form a command prints.

    `REMIT_FORMAT` names a form for all commands, and a command that does not have it keeps its own.
    """

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Return what the environment names, unless it is a form that only other commands have."""
        form = super().resolve_envvar_value(ctx)
        choices = self.type.choices if isinstance(self.type, click.Choice) else ()
        of_others = {form for forms in engine.FORMS.values() for form in forms}.difference(choices)
        return None if form in of_others else form


def format_option(printed: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option that says in which form a command prints what it prints."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(engine.FORMS[printed]),
        cls=_Format,
        default=engine.FORMS[printed][0],
        show_default=True,
        envvar="REMIT_FORMAT",
        help="Print in this form.",
    )


def write_cases_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says where cases go."""
    return click.option(
        "--write-cases",
        metavar="FILE",
        type=PATH,
        help="Append to this file, as a case, each request that shows a finding.",
    )(command)


def _day_of(context: click.Context, option: click.Parameter, written: str | None) -> str:
    """Return the day of what counts as now, that of an instant in UTC."""
    today: str = _parse_today(context, option, written)
    return today[: len("2026-03-06")]


_parse_today = parsed_by("parse_today")
_day_option = partial(
    click.option,
    "--at",
    "day",
    metavar="DATE",
    envvar="REMIT_AT",
    show_default="today",
)
at_option = partial(_day_option, callback=_day_of, default=lambda: datetime.now(UTC).date().isoformat())
"""Returns the option that says which day it is, given its `help`."""
today_option = partial(
    _day_option, callback=_parse_today, default=lambda: datetime.now(UTC).isoformat(timespec="seconds")
)
"""Returns the same where an instant is a day of each policy's own time zone."""


store_option = click.option(
    "--store",
    metavar="URL",
    default="sqlite:///remit.db",
    show_default=True,
    envvar="REMIT_STORE",
    callback=text_value,
    help="The store of the service: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`.",
)
"""The option that says where the service keeps what it decides."""


def known_requests_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that names a store whose requests mails can be about; the command takes them as `known`."""

    @click.option(
        "--store",
        metavar="URL",
        envvar="REMIT_STORE",
        callback=text_value,
        help="Know the requests and mails of this store: a mail may go on about one, or be there already.",
    )
    @wraps(command)
    def run(*, store: str | None, **arguments: Any) -> None:
        if store is None:
            command(known=None, **arguments)
            return
        with _store_problems():
            known = engine.StoredRequests(store)
            try:
                command(known=known, **arguments)
            finally:
                known.close()

    return run


@contextmanager
def store_tools(url: str) -> Iterator[StoreTools]:
    """Yield what is done with a store; end the command where the store cannot be used, and say why."""
    with _store_problems():
        yield engine.StoreTools(url=url, clock=lambda: time.time_ns() // 1_000_000)


@contextmanager
def _store_problems() -> Iterator[None]:
    try:
        yield
    except engine.StoreError as problem:
        write(f"error: {problem}\n", to_stderr=True)
        write(f"  help: {problem.help}\n" if problem.help else "", to_stderr=True)
        sys.exit(ExitCode.invalid)
    except ModuleNotFoundError as problem:
        extra = _PACKAGES_OF_STORES.get(problem.name or "")
        if extra is None:
            raise
        message = f"this store needs the package {problem.name}: pip install 'remit[{extra}]'"
        raise click.UsageError(message) from None
