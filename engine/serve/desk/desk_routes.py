"""The addresses of the pages, for the web room, which stands before them with its guard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ..service import Service
from .answer_steps import NotSteps
from .desk_pages import DeskPages
from .incoming import IncomingMessage
from .page_answer import PageAnswer
from .page_templates import page
from .play_pages import PlayPages
from .request_pages import RequestPages
from .viewer import Viewer

Handler = Callable[[Viewer, Request, dict[str, str]], PageAnswer]
"""Takes who looks, the request, and the fields of its form."""


def desk_routes(service: Service) -> list[BaseRoute]:
    """Return the addresses of the desk and of the place to play.

    The guard puts `person`, `csrf` and `form` into the state of a request.
    """
    requests, clock = RequestPages(service), service.clock
    desk, play = DeskPages(requests), PlayPages(service.version)
    handlers: list[tuple[str, str, Handler]] = [
        ("GET", "/desk", lambda viewer, _request, _fields: desk.empty(viewer)),
        ("POST", "/desk", lambda viewer, _request, fields: desk.post(viewer, fields)),
        ("POST", "/desk/decisions", lambda viewer, _request, fields: desk.save(viewer, fields)),
        ("GET", "/desk/board", lambda viewer, _request, _fields: requests.board_part(viewer)),
        ("GET", "/desk/request", lambda viewer, request, _fields: requests.show(viewer, *_asked(request))),
        ("POST", "/desk/events", lambda viewer, _request, fields: requests.add_event(viewer, fields)),
        ("POST", "/desk/overrides", lambda viewer, _request, fields: requests.add_override(viewer, fields)),
        ("POST", "/desk/accept", lambda viewer, _request, fields: requests.accept(viewer, fields)),
        ("GET", "/play", lambda viewer, _request, _fields: play.show(viewer, {})),
        ("POST", "/play", lambda viewer, _request, fields: play.show(viewer, fields)),
    ]
    routes: list[BaseRoute] = [
        Route(path, _endpoint(handler, clock), methods=[method]) for method, path, handler in handlers
    ]
    static = Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    return [*routes, Route("/desk/message", _message_endpoint(desk, clock), methods=["POST"]), static]


def _endpoint(handler: Handler, clock: Callable[[], int]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        viewer, fields = _viewer(request, clock), dict(request.state.form)
        try:
            return _response(await run_in_threadpool(handler, viewer, request, fields))
        except NotSteps as problem:
            refused = page("refused.html", here="", viewer=viewer, problem=str(problem))
            return _response(PageAnswer(html=refused, status=400))

    return answer


def _message_endpoint(desk: DeskPages, clock: Callable[[], int]) -> Callable[[Request], Any]:
    """Return what takes a message as bytes, as the script sends what was dropped or pasted."""

    async def answer(request: Request) -> Response:
        query = request.query_params
        incoming = IncomingMessage(
            raw=await request.body(), contract=query.get("contract", ""), received=query.get("received", "")
        )
        return _response(await run_in_threadpool(desk.read, _viewer(request, clock), incoming))

    return answer


def _asked(request: Request) -> tuple[str, str]:
    return request.query_params.get("id", ""), request.query_params.get("saved", "")


def _viewer(request: Request, clock: Callable[[], int]) -> Viewer:
    person = request.state.person
    return Viewer(
        name=person.name, csrf=request.state.csrf, now=clock() // 1000, may_keep=person.role in ("agent", "admin")
    )


def _response(answer: PageAnswer) -> Response:
    headers = {"Cache-Control": "no-store"}
    if answer.location:
        return RedirectResponse(answer.location, 303, headers)
    return HTMLResponse(answer.html, answer.status, headers)
