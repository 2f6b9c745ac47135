"""Pages about requests that are kept, what people say of them there, and the board."""

import json
import secrets
from collections.abc import Callable, Mapping

from ...triage.clock import in_utc
from ..service import Service
from ..service_error import ServiceError
from .board_view import BoardView, board_view, request_address
from .desk_view import finding_views
from .page_answer import PageAnswer
from .page_templates import page
from .request_view import request_view
from .viewer import Viewer

_STATUS = {"unknown-request": 404, "unknown-decision": 404, "event-differs": 409}


class RequestPages:
    """Shows requests that are kept, and takes what people say of them."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def is_known(self, request_id: str) -> bool:
        """Tell whether a request is kept."""
        try:
            self.service.request(request_id)
        except ServiceError:
            return False
        return True

    def board(self, now: int) -> BoardView | None:
        """Return the board as of an instant, None where nothing is on it."""
        return board_view(self.service.service_board(now))

    def board_part(self, viewer: Viewer) -> PageAnswer:
        """Return the board alone, which a page puts in place of the one that it has."""
        return PageAnswer(html=page("board.html", viewer=viewer, board=self.board(viewer.now)))

    def show(self, viewer: Viewer, request_id: str, saved: str = "") -> PageAnswer:
        """Return the page of a request, which says that a decision was `saved` where one just was."""
        return self._page(viewer, request_id, saved=saved)

    def add_event(self, viewer: Viewer, fields: Mapping[str, str]) -> PageAnswer:
        """Keep an event of a request, and lead to its page."""
        event: dict[str, object] = {"id": fields.get("event_id", ""), "is": fields.get("is", "")}
        event["at"] = fields.get("at", "").strip() or in_utc(viewer.now)
        if fields.get("fact"):
            event["facts"] = {fields["fact"]: plain_value(fields.get("value", ""))}
        body = json.dumps({"events": [event]}).encode()
        return self._changed(viewer, fields, lambda id_: self.service.add_events(id_, body, viewer.name).result())

    def add_override(self, viewer: Viewer, fields: Mapping[str, str]) -> PageAnswer:
        """Keep what somebody says is owed, and lead to the request's page."""
        keys = ("level", "promise", "due", "why", "until")
        override = {key: fields[key].strip() for key in keys if fields.get(key, "").strip()}
        body = json.dumps(override).encode()
        return self._changed(viewer, fields, lambda id_: self.service.add_override(id_, body, viewer.name).result())

    def accept(self, viewer: Viewer, fields: Mapping[str, str]) -> PageAnswer:
        """Keep that somebody accepts what files moved, and lead to the request's page."""
        return self._changed(viewer, fields, lambda id_: self.service.accept_moved(id_, viewer.name).result())

    def _changed(self, viewer: Viewer, fields: Mapping[str, str], change: Callable[[str], object]) -> PageAnswer:
        request_id = fields.get("request_id", "")
        try:
            change(request_id)
        except ServiceError as error:
            return self._page(viewer, request_id, error=error)
        return PageAnswer(location=request_address(request_id))

    def _page(
        self, viewer: Viewer, request_id: str, *, saved: str = "", error: ServiceError | None = None
    ) -> PageAnswer:
        try:
            state = self.service.request(request_id)
        except ServiceError as missing:
            state, error = None, missing
        triage, now = self.service.files.triage, viewer.now
        board = self.service.service_board(now)
        moved = next((moved for moved in board.moved if moved.request_id == request_id), None)
        html = page(
            "request.html",
            here="/desk/request",
            viewer=viewer,
            view=request_view(triage, state, moved, now) if state else None,
            saved=saved if state and saved in state.contents.values() else "",
            event_id=f"desk-{secrets.token_hex(8)}",
            problem=str(error) if error else "",
            findings=finding_views(error.findings) if error else (),
            board=board_view(board),
        )
        return PageAnswer(html=html, status=_STATUS.get(error.kind, 422) if error else 200)


def plain_value(text: str) -> object:
    """Return a value of a fact as somebody types it, as a request writes it."""
    written = text.strip()
    if written in ("yes", "no"):
        return written == "yes"
    try:
        value: object = json.loads(written)
    except (ValueError, RecursionError):
        return written
    return value if isinstance(value, bool | int | float) else written
