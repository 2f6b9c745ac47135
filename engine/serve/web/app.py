"""The service as one ASGI app."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from .access import Access
from .gate import Exchange, Gate, unknown_address
from .guard import Guard
from .login import Login
from .request_log import RequestLog
from .routes import guarded
from .web_config import WebConfig


def create_app(access: Access, config: WebConfig, clock: Callable[[], int], pages: Sequence[BaseRoute] = ()) -> ASGIApp:
    """Return the app: addresses for programs, and pages for people, which are put behind the guard."""
    guard = Guard(access, config, clock)
    routes: list[BaseRoute] = [Route("/healthz", _health), *Login(guard, config).routes()]
    routes += guarded(pages, guard, config)
    router = Router(routes, redirect_slashes=False, default=_no_route)
    return Gate(_with_app(router), config, RequestLog(config.write_log, clock), fast={}, observe=_observe)


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _no_route(scope: Scope, _receive: Receive, _send: Send) -> None:
    if scope["type"] == "http":
        raise unknown_address(scope)


def _with_app(router: Router) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = router  # a route that does not take a method then raises what the gate makes a problem of
        await router(scope, receive, send)

    return app


def _observe(_method: str, _exchange: Exchange, _seconds: float) -> None:
    """Count nothing yet."""
