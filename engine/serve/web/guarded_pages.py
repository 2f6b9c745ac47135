"""Pages, and the guard before them."""

import asyncio
from collections.abc import Mapping, Sequence

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .bodies import check_length, read_body, replayed
from .gate import exchange_of
from .guard import FORM, SAFE, Guard, parse_form
from .headers import media_type_of, text_of
from .problems import Problem
from .web_config import WebConfig

_OPEN_PATHS = ("/static",)
_MESSAGE_PATHS = frozenset({"/desk", "/desk/message", "/desk/decisions"})
"""Where a message comes in, as it is or in a form, which carries it on to the last step."""
_READER_PATHS = frozenset({"/desk", "/desk/message", "/play"})
"""Where nothing is kept of what is sent."""


class GuardedApp:
    """An app behind the guard: whoever may not in gets no further; a page sends its visitor to log in."""

    def __init__(self, app: ASGIApp, path: str, guard: Guard, config: WebConfig) -> None:
        self._app, self._path, self._guard, self._config = app, path, guard, config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let somebody in, or raise a problem."""
        exchange = exchange_of(scope)
        exchange.route = self._path
        headers: Mapping[bytes, bytes] = scope["headers_by_name"]
        try:
            identity = await self._guard.identify(scope, headers)
        except Problem as problem:
            if problem.kind != "not-authenticated" or not _is_page(scope, headers):
                raise
            await see_other(f"/login?next={_next(scope)}")(scope, receive, send)
            return
        exchange.person = identity.person.name
        is_reading = scope["method"] in SAFE or self._path in _READER_PATHS
        self._guard.admit(identity, "reader" if is_reading else "agent")
        form: Mapping[str, str] = {}
        if scope["method"] not in SAFE:
            body = await self._body(headers, receive)
            form = await asyncio.to_thread(parse_form, body) if media_type_of(headers) == FORM else {}
            receive = replayed(body, receive)
        self._guard.check_origin(identity, headers, scope["method"], form)
        scope["state"] |= {"person": identity.person, "csrf": identity.csrf or "", "form": form}
        await self._app(scope, receive, send)

    async def _body(self, headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
        config = self._config
        most = config.most_message_bytes if self._path in _MESSAGE_PATHS else config.most_bytes
        check_length(text_of(headers, b"content-length"), most)
        return await read_body(receive, most, config.body_seconds)


def guarded(routes: Sequence[BaseRoute], guard: Guard, config: WebConfig) -> list[BaseRoute]:
    """Put pages behind the guard, but for what lies in `/static`, which has nobody's data."""
    for route in routes:
        if not isinstance(route, Route | Mount):
            raise TypeError(f"neither a route nor a mount: {route!r}")
        if not route.path.startswith(_OPEN_PATHS):
            route.app = GuardedApp(route.app, route.path, guard, config)
    return list(routes)


def see_other(path: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer that leads to another page of ours."""
    return Response(status_code=303, headers={"Location": path, **(headers or {})})


def _is_page(scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
    return scope["method"] in ("GET", "HEAD") and "text/html" in (text_of(headers, b"accept") or "")


def _next(scope: Scope) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - seldom needed

    return quote(scope["path"], safe="/")
