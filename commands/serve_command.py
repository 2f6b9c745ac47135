"""`remit serve`: requests in over HTTP, decisions kept, and the pages of the desk."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .. import __version__, engine
from ..cli import ExitCode, examples, print_findings
from ..options import PATH, parsed_by, source_options, store_option
from ..output import write

if TYPE_CHECKING:
    from ..engine.serve.web.server import ServeProblem
    from ..engine.serve.web.web_config import Network

_PACKAGES = ("starlette", "uvicorn", "httptools", "sqlalchemy", "alembic", "prometheus_client")
_MOST_PORT = 65_535


def _networks(context: click.Context, option: click.Parameter, written: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(parsed_by("parse_network")(context, option, network) for network in written)


@click.command(
    "serve",
    short_help="Decide requests over HTTP, and keep what was decided.",
    epilog=examples(
        "remit serve",
        "remit serve --store sqlite:////var/lib/remit/remit.db --contracts contracts.yaml",
        "remit serve --trusted-proxy 127.0.0.1 --public-url https://desk.example.org",
    ),
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    envvar="REMIT_HOST",
    help="Listen on this address.",
)
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, _MOST_PORT),
    default=8080,
    show_default=True,
    envvar="REMIT_PORT",
    help="Listen on this port; 0 for any that is free.",
)
@store_option
@click.option(
    "--public-url",
    metavar="URL",
    envvar="REMIT_PUBLIC_URL",
    callback=parsed_by("parse_public_url"),
    help="Answer for this address, too, at which people reach the service; with https, cookies are secure.",
)
@click.option(
    "--trusted-proxy",
    "trusted_proxies",
    metavar="ADDRESS",
    multiple=True,
    envvar="REMIT_TRUSTED_PROXY",
    callback=_networks,
    help="Take from this proxy who asks (X-Remote-User), and from where (X-Forwarded-For); may come several times.",
)
@click.option(
    "--no-rate-limit", is_flag=True, help="Answer more than 100 requests a second of a token, for benchmarks."
)
@click.option(
    "--config",
    metavar="FILE",
    type=PATH,
    envvar="REMIT_CONFIG",
    help="Read from this file which alarms there are, and whom they tell.",
)
@click.option(
    "--keep-messages",
    "keep_messages_ms",
    metavar="TIME",
    envvar="REMIT_KEEP_MESSAGES",
    callback=parsed_by("parse_keep"),
    help="Forget what people wrote after this time, such as 90d; without it, never.",
)
@click.option(
    "--keep-decisions",
    "keep_decisions_ms",
    metavar="TIME",
    envvar="REMIT_KEEP_DECISIONS",
    callback=parsed_by("parse_keep"),
    help="Remove requests to which nothing happened for this time, such as 3y; without it, never.",
)
@click.option("--quiet", is_flag=True, help="Log what goes wrong alone, not every request.")
@source_options
def command(  # noqa: PLR0913 - one argument for each option
    *,
    host: str,
    port: int,
    store: str,
    public_url: str | None,
    trusted_proxies: tuple[Network, ...],
    no_rate_limit: bool,
    config: str | None,
    keep_messages_ms: int | None,
    keep_decisions_ms: int | None,
    quiet: bool,
    policies: engine.Policies,
    contracts: str | None,
) -> None:
    """Decide requests over HTTP, keep what was decided in a store, and show the pages of the desk.

    Until there is a token (`remit token add`), it listens on this machine alone and prints an address that lets one
    browser in. The log goes to standard error, a line of JSON for each request.
    """
    settings = _installed("ServeSettings")(
        host=host,
        port=port,
        public_url=public_url,
        trusted_proxies=trusted_proxies,
        has_rate_limit=not no_rate_limit,
        logs_requests=not quiet,
        store=store,
        policies=policies,
        contracts=contracts,
        config_file=config,
        environment=os.environ,
        keep_messages_ms=keep_messages_ms,
        keep_decisions_ms=keep_decisions_ms,
        version=__version__,
        clock=lambda: time.time_ns() // 1_000_000,
        timer=time.perf_counter,
        announce=write,
        write_log=lambda lines: write(lines, "json", to_stderr=True),
    )
    problem = engine.run_service(settings)
    if problem:
        _fail(problem)


def _installed(name: str) -> Any:
    """Return a name of the engine, whose module needs the packages of the extra."""
    try:
        return getattr(engine, name)
    except ModuleNotFoundError as problem:
        if problem.name not in _PACKAGES:
            raise
        message = f"`remit serve` needs the package {problem.name}: pip install 'remit[serve]'"
        raise click.UsageError(message) from None


def _fail(problem: ServeProblem) -> NoReturn:
    """Say why it cannot serve, and exit."""
    print_findings(problem.findings)
    write(f"cannot serve: {problem.message}\n", to_stderr=True)
    if problem.help:
        write(f"  help: {problem.help}\n", to_stderr=True)
    sys.exit(ExitCode.invalid)
