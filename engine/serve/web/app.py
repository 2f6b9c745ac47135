"""The service as one ASGI app."""

from collections.abc import Sequence
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from ..service import Service
from .access import Access
from .answer_schemas import own_schemas
from .call import Backend
from .future_bridge import FutureBridge
from .gate import Gate, unknown_address
from .guard import Guard
from .guarded_pages import guarded
from .lane import Lane
from .login import Login
from .metrics import Metrics
from .openapi import openapi_text
from .operations import operations
from .path_route import PathRoute, path_routes
from .problems import KINDS, Problem
from .request_log import RequestLog
from .web_config import WebConfig

_READERS, _WAITING, _AUTHORS_WAITING = 4, 500, 8
_FAST = "/v1/decide"


def create_app(
    service: Service, access: Access, config: WebConfig, log: RequestLog, pages: Sequence[BaseRoute] = ()
) -> Gate:
    """Return the app: addresses for programs, and pages for people, which are put behind the guard."""
    guard = Guard(access, config, service.clock)
    table = operations()
    backend = Backend(
        service=service,
        config=config,
        bridge=FutureBridge(),
        metrics=Metrics(lambda: service.readiness.is_current),
        is_readable=lambda: access.is_readable,
        readers=Lane("reader", _READERS, _WAITING),
        authors=Lane("author", 1, _AUTHORS_WAITING),
        document=openapi_text(table, own_schemas(), service.version),
    )
    routes: list[BaseRoute] = path_routes(table, guard, backend)
    routes += [*Login(guard, config).routes(), Route("/problems/{kind}", _problem_kind)]
    routes += guarded(pages, guard, config)
    router = Router(routes, redirect_slashes=False, default=_no_route)
    # What is asked most does not look through all the other addresses first.
    decide = PathRoute([operation for operation in table if operation.path == _FAST], guard, backend)
    return Gate(_with_app(router), backend, log, {_FAST: decide})


async def _problem_kind(request: Request) -> Response:
    """Say what the `type` of a problem stands for."""
    kind = KINDS.get(request.path_params["kind"])
    if kind is None:
        raise unknown_address(request.scope)
    return PlainTextResponse(f"{kind.title} (status {kind.status})\n")


async def _no_route(scope: Scope, _receive: Receive, _send: Send) -> None:
    raise unknown_address(scope)


def _method_problem(router: Router, scope: Scope) -> Problem:
    """Return the problem of a method, with those that any route of the address takes."""
    routes = [route for route in router.routes if route.matches(scope)[0] is not Match.NONE]
    methods = {method for route in routes for method in getattr(route, "methods", None) or ()}
    detail = f"this address does not take {scope['method']}"
    return Problem("method-not-allowed", detail, headers={"Allow": ", ".join(sorted(methods))})


def _with_app(router: Router) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = router  # a route that does not take a method then raises
        try:
            await router(scope, receive, send)
        except HTTPException as error:
            if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
                raise
            raise _method_problem(router, scope) from None

    return app
