"""The service as a process: it opens its store, listens, and ends within seconds when it is asked to."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from types import FrameType

import uvicorn

from ...findings import Finding, HelpfulError
from ...language.policy_folder import Policies
from ...store.store import Store, StoreError
from ..desk.desk_routes import desk_routes
from ..service import Service
from ..service_config import ServiceConfig, read_service_config
from ..service_error import ServiceError
from .access import Access
from .app import create_app
from .gate import Gate
from .http_protocol import BoundedHttpProtocol
from .request_log import RequestLog
from .ticker import Ticker
from .web_config import Network, WebConfig

_BACKLOG = 2048
_CONNECTIONS = 1000
_GRACE_SECONDS = 5
_LAST_SECONDS = 9.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """Everything that `remit serve` is told."""

    host: str
    port: int
    public_url: str | None
    trusted_proxies: tuple[Network, ...]
    has_rate_limit: bool
    logs_requests: bool
    store: str
    policies: Policies
    contracts: str | None
    config_file: str | None
    """The service's own file, with alarms."""
    environment: Mapping[str, str]
    """Where the secrets are that it names."""
    keep_messages_ms: int | None
    keep_decisions_ms: int | None
    version: str
    clock: Callable[[], int]
    """Returns now, in milliseconds since 1970-01-01 UTC."""
    timer: Callable[[], float]
    announce: Callable[[str], None]
    """Says to whoever started it where it listens."""
    write_log: Callable[[str], None]

    def config(self) -> ServiceConfig:
        """Return what the service does besides; raise ServiceError where its file cannot be used."""
        of_file = read_service_config(self.config_file, self.environment) if self.config_file else ServiceConfig()
        return replace(of_file, keep_messages_ms=self.keep_messages_ms, keep_decisions_ms=self.keep_decisions_ms)

    def web(self, port: int) -> WebConfig:
        """Return what the web alone is told, once it is known on which port it listens."""
        return WebConfig(
            host=self.host,
            port=port,
            public_url=self.public_url,
            trusted_proxies=self.trusted_proxies,
            has_rate_limit=self.has_rate_limit,
            logs_requests=self.logs_requests,
            timer=self.timer,
            write_log=self.write_log,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeProblem:
    """Why a service cannot begin."""

    message: str
    help: str
    findings: tuple[Finding, ...] = ()


def run_service(settings: ServeSettings) -> ServeProblem | None:
    """Serve until somebody ends it; return why it cannot, if it cannot."""
    try:
        with closing(Store.open(settings.store, settings.clock)) as store:
            check_first_start(settings.web(settings.port), has_tokens=bool(store.tokens()))
            with closing(_listener(settings)) as listener:
                _run(settings, store, listener)
    except ServiceError as problem:
        return ServeProblem(message=str(problem), help=problem.help, findings=problem.findings)
    except (StoreError, HelpfulError) as problem:
        return ServeProblem(message=str(problem), help=problem.help)
    return None


def _run(settings: ServeSettings, store: Store, listener: socket.socket) -> None:
    web = settings.web(listener.getsockname()[1])
    service = Service(
        store,
        policies=settings.policies,
        contracts=settings.contracts,
        clock=settings.clock,
        version=settings.version,
        config=settings.config(),
    )
    log = RequestLog(web.write_log, settings.clock)
    access = Access(store, web, settings.clock)
    app = create_app(service, access, web, log, desk_routes(service))
    _announce(settings.announce, access, web)
    # Alarms may wait for whom they tell; tokens that were removed do not.
    _serve(app, listener, log, (Ticker("tokens", access.refresh, log), Ticker("tick", service.tick, log)))


def check_first_start(web: WebConfig, *, has_tokens: bool) -> None:
    """Raise HelpfulError where others could reach a service in which nobody has a token."""
    if not has_tokens and not (web.is_loopback and web.public_url is None and not web.trusted_proxies):
        raise HelpfulError(
            "while there is no token, the service listens on this machine alone",
            "`remit token add NAME --role admin` makes one; or leave out `--host`, `--public-url`, `--trusted-proxy`",
        )


def _listener(web: ServeSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    try:
        return socket.create_server((web.host, web.port), family=family, backlog=_BACKLOG)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise HelpfulError(
            f"cannot listen on {web.host} port {web.port}: {reason.lower()}", "name another `--host` or `--port`"
        ) from None


def _announce(announce: Callable[[str], None], access: Access, web: WebConfig) -> None:
    if access.is_first_start:
        announce(f"open this address once, which lets your browser in: {web.address}{access.first_address()}\n")
        announce("nobody has a token yet: `remit token add NAME --role admin` makes the first\n")
    announce(f"the desk: {web.address}/desk\n")


class GracefulServer(uvicorn.Server):
    """A server that tells streams when it ends."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(
            uvicorn.Config(
                gate,
                http=BoundedHttpProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                backlog=_BACKLOG,
                limit_concurrency=_CONNECTIONS,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._gate = gate

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, and let those finish who are at it."""
        self._gate.stop()
        await super().shutdown(sockets)


def _serve(gate: Gate, listener: socket.socket, log: RequestLog, tickers: Sequence[Ticker]) -> None:
    handler = _LogHandler(log)
    logging.getLogger().addHandler(handler)
    # uvicorn raises the signal that ended it again, once it has ended: there is still a store to close then.
    signal.signal(signal.SIGTERM, _end_in_time)
    signal.signal(signal.SIGINT, _end_in_time)
    for ticker in tickers:
        ticker.start()
    try:
        GracefulServer(gate).run(sockets=[listener])
    finally:
        for ticker in tickers:
            ticker.stop()
        gate.close()
        log.flush()
        logging.getLogger().removeHandler(handler)


def _end_in_time(_signal: int, _frame: FrameType | None) -> None:
    """Be gone in time whatever hangs: what was not yet written has been answered to nobody."""
    timer = threading.Timer(_LAST_SECONDS - _GRACE_SECONDS, os._exit, (1,))
    timer.daemon = True
    timer.start()


class _LogHandler(logging.Handler):
    """Writes what libraries have to say into our log."""

    def __init__(self, log: RequestLog) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        fields = {"level": record.levelname.lower(), "from": record.name, "message": record.getMessage()}
        self._log.add("server", {**fields, "error": error})
