"""Logging in with a browser, and out again."""

import re
from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from .access import FIRST
from .bodies import check_length, read_body
from .gate import exchange_of
from .guard import FORM, Guard, cookie_of, parse_form
from .guarded_pages import see_other
from .headers import media_type_of, text_of
from .problems import Problem
from .web_config import WebConfig

_MOST_BYTES = 4096
_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~/-]{0,500}")
"""An address of this service, and of no other."""


class Login:
    """The pages by which a browser gets its session, and ends it."""

    def __init__(self, guard: Guard, config: WebConfig) -> None:
        self._guard, self._config = guard, config

    def routes(self) -> list[Route]:
        """Return the routes of these pages."""
        return [
            Route("/", self._start),
            Route("/login", self._page),
            Route("/login", self._log_in, methods=["POST"]),
            Route("/login/once/{code}", self._first),
            Route("/logout", self._log_out, methods=["POST"]),
        ]

    async def _start(self, _request: Request) -> Response:
        return see_other("/desk")

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(_page(request.query_params.get("next", "")))

    async def _log_in(self, request: Request) -> Response:
        headers = request.scope["headers_by_name"]
        if media_type_of(headers) != FORM:
            raise Problem("unsupported-media-type", f"the body must be `{FORM}`", headers={"Accept": FORM})
        self._check_origin(headers)
        address = self._guard.client(request.scope, headers)
        self._guard.logins.check(address)
        check_length(text_of(headers, b"content-length"), _MOST_BYTES)
        form = parse_form(await read_body(request.receive, _MOST_BYTES, self._config.body_seconds))
        token = self._guard.access.token_of(form.get("token", "").strip())
        if token is None:
            self._guard.logins.note(address)
            return HTMLResponse(_page(form.get("next", ""), "no token that is valid reads like that"), 401)
        exchange_of(request.scope).person = token.name
        return see_other(_path(form.get("next", "")), self._cookie(await self._guard.access.begin_session(token)))

    async def _first(self, request: Request) -> Response:
        address = self._guard.client(request.scope, request.scope["headers_by_name"])
        self._guard.logins.check(address)
        if not self._guard.access.take_first_code(request.path_params["code"]):
            self._guard.logins.note(address)
            raise Problem(
                "not-allowed",
                "this address was opened before, or somebody has a token by now",
                help="log in with a token, or start `remit serve` again",
            )
        exchange_of(request.scope).person = FIRST.name
        return see_other("/desk", self._cookie(await self._guard.access.begin_session(None)))

    async def _log_out(self, request: Request) -> Response:
        headers = request.scope["headers_by_name"]
        identity = await self._guard.identify(request.scope, headers)
        body = await read_body(request.receive, _MOST_BYTES, self._config.body_seconds)
        form = parse_form(body) if media_type_of(headers) == FORM else {}
        self._guard.check_origin(identity, headers, "POST", form)
        if identity.session and cookie_of(headers, self._guard.cookie):
            await self._guard.access.end_session(identity.session)
        return see_other("/login", self._cookie("", age=0))

    def _check_origin(self, headers: Mapping[bytes, bytes]) -> None:
        """Ask the browser where the form is from: nobody has a session yet that could prove it."""
        if not self._guard.is_of_ours(headers):
            raise Problem("no-csrf-token", "the form was sent by a page of another service", help="open `/login`")

    def _cookie(self, value: str, age: int | None = None) -> dict[str, str]:
        seconds = self._config.session_ms // 1000 if age is None else age
        secure = "; Secure" if self._config.is_https else ""
        flags = f"Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
        return {"Set-Cookie": f"{self._guard.cookie}={value}; {flags}"}


def _path(written: str) -> str:
    return written if _PATH.fullmatch(written) else "/desk"


def _page(following: str, problem: str = "") -> str:
    alert = f'<p role="alert">{escape(problem)}</p>\n' if problem else ""
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Log in · remit</title>\n'
        '<link rel="stylesheet" href="/static/desk.css">\n<link rel="icon" href="/static/icon.svg">\n'
        f'<main>\n<h1>Log in</h1>\n{alert}<form method="post" action="/login">\n'
        f'<input type="hidden" name="next" value="{escape(_path(following))}">\n'
        '<p><label for="token">Token</label><br>\n'
        '<input id="token" name="token" type="password" autocomplete="current-password" required autofocus></p>\n'
        '<p><button class="primary">Log in</button></p>\n</form>\n'
        "<p><code>remit token add NAME --role ROLE</code> makes one.</p>\n</main>\n</html>\n"
    )
