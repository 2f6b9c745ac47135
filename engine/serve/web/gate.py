"""The outermost part: every request passes here first, and every answer last."""

import asyncio
import secrets
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...store.errors import StoreError
from ..service_error import ServiceError
from .bodies import ClientLeftError
from .call import Backend
from .headers import HTTPS, SECURITY, headers_of, text_of
from .problems import MEDIA_TYPE, Problem
from .request_log import RequestLog
from .service_problems import problem_of

_OF_STATUS = {404: "unknown-address", 405: "method-not-allowed", 413: "too-large"}
_SECRET_PATH = "/login/once/"  # noqa: S105 - what comes after it is the secret
_MACHINE_PATHS = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json")


@dataclass(slots=True)
class Exchange:
    """A request and what became of it; those who handle it say more of it as they know more."""

    id: str
    started: float
    status: int = 0
    route: str = "none"
    """The address as the routes have it, such as `/v1/decisions/{id}`."""
    person: str | None = None


def exchange_of(scope: Scope) -> Exchange:
    """Return what is known of a request that passed the gate."""
    exchange: Exchange = scope["state"]["exchange"]
    return exchange


class Gate:
    """Checks the host, gives every request an id, and makes problems of what goes wrong."""

    def __init__(self, app: ASGIApp, backend: Backend, log: RequestLog, fast: Mapping[str, ASGIApp]) -> None:
        """`fast` are apps by path that are asked without looking for a route."""
        self._app, self._fast, self._log = app, fast, log
        self._config = config = backend.config
        self._observe, self.close = backend.metrics.observe, backend.close
        self.stopping = asyncio.Event()
        self._hosts = config.hosts
        self._headers = SECURITY + (HTTPS if config.is_https else ())
        self._names = frozenset(name for name, _ in self._headers)
        self._prefix, self._numbers = secrets.token_hex(6), count(1)

    def stop(self) -> None:
        """Tell streams to end: `request.state.stopping` is set."""
        self.stopping.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        exchange = Exchange(f"{self._prefix}-{next(self._numbers)}", self._config.timer())
        state = scope.setdefault("state", {})
        state["exchange"], state["stopping"] = exchange, self.stopping
        sender = self._sender(exchange, send)
        try:
            await self._answer(scope, receive, sender)
        except ClientLeftError:
            exchange.status = exchange.status or 499
        except Problem as problem:
            await self._answer_problem(problem, scope, sender, exchange)
        except (ServiceError, StoreError) as error:
            await self._answer_problem(problem_of(error), scope, sender, exchange)
        except HTTPException as problem:
            kind = _OF_STATUS.get(problem.status_code, "malformed-body")
            converted = Problem(kind, _DETAILS.get(kind, str(problem.detail)), headers=problem.headers)
            await self._answer_problem(converted, scope, sender, exchange)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody sees more of it than that it happened
            self._log.add("error", {"request": exchange.id, "error": type(error).__name__, "where": _frames(error)})
            internal = Problem("internal-error", f"the log has more about request {exchange.id}")
            await self._answer_problem(internal, scope, sender, exchange)
        finally:
            self._finish(scope, exchange)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["headers_by_name"] = headers = headers_of(scope)
        host = text_of(headers, b"host")
        if host is None or host.lower() not in self._hosts:
            raise Problem(
                "wrong-host",
                f"the host is `{host}`" if host else "the request names no host",
                help="`remit serve --public-url` says at which address the service is reached",
            )
        raw_path = scope.get("raw_path") or b""
        if b"%" in raw_path:
            _check_path(raw_path)
        app = self._fast.get(scope["path"], self._app)
        await app(scope, receive, send)

    def _sender(self, exchange: Exchange, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                own = message.get("headers") or []
                names = self._names.intersection(name for name, _ in own)
                added = self._headers if not names else [pair for pair in self._headers if pair[0] not in names]
                message["headers"] = [*own, *added, (b"x-request-id", exchange.id.encode())]
            await send(message)

        return send_with_headers

    async def _answer_problem(self, problem: Problem, scope: Scope, send: Send, exchange: Exchange) -> None:
        if exchange.status:
            return  # an answer is under way, and ends where it is: the server closes the connection
        accepts = text_of(dict(scope["headers"]), b"accept") or ""
        is_page = "text/html" in accepts and not scope["path"].startswith(_MACHINE_PATHS)
        text, media_type = (
            (problem.to_page(), "text/html; charset=utf-8") if is_page else (problem.to_json(), MEDIA_TYPE)
        )
        body = text.encode()
        headers = {"content-type": media_type, "content-length": str(len(body)), **problem.headers}
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": problem.status, "headers": raw})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _finish(self, scope: Scope, exchange: Exchange) -> None:
        seconds = self._config.timer() - exchange.started
        self._observe(scope["method"], exchange, seconds)
        if not self._config.logs_requests:
            return
        path = scope["path"]
        self._log.add(
            "request",
            {
                "request": exchange.id,
                "method": scope["method"],
                "path": _SECRET_PATH if path.startswith(_SECRET_PATH) else path,
                "status": exchange.status,
                "ms": round(seconds * 1000, 1),
                "person": exchange.person,
            },
        )


_DETAILS = {
    "unknown-address": "there is nothing at this address",
    "method-not-allowed": "this address does not take this method",
}


def unknown_address(scope: Scope) -> Problem:
    """Return the problem of an address at which there is nothing."""
    return Problem("unknown-address", f"there is nothing at `{scope['path'][:200]}`")


def _check_path(raw_path: bytes) -> None:
    try:
        path = unquote_to_bytes(raw_path).decode()
    except UnicodeDecodeError:
        raise Problem("invalid-parameter", "the path is not UTF-8") from None
    if "\0" in path:
        raise Problem("invalid-parameter", "the path has a NUL character")


def _frames(error: Exception) -> list[str]:
    """Return where an error was raised, innermost last; its message may quote what strangers wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
