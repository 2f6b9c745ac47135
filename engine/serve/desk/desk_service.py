"""What the pages ask the service for."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Protocol

from ...board.board_records import Board
from ...model import Request
from ...store.records import RequestState, StoredDecision
from ...triage.decide_files import Triage


class DeskFiles(Protocol):
    """The policies, contracts and words in use."""

    @property
    def triage(self) -> Triage:
        """What decides by them."""


class KeptAnswer(Protocol):
    """A decision that is kept."""

    @property
    def decision_id(self) -> str | None:
        """Its id."""

    @property
    def request_id(self) -> str | None:
        """The id of its request."""


class DeskService(Protocol):
    """Decides, keeps, and hears of events."""

    @property
    def files(self) -> DeskFiles:
        """The files in use now."""

    @property
    def version(self) -> str:
        """The version of remit, which decisions record."""

    @property
    def clock(self) -> Callable[[], int]:
        """What tells the time, in milliseconds since 1970."""

    def keep_request(self, request: Request, actor: str, *, message_ids: Sequence[str] = ()) -> Future[Any]:
        """Keep the decision of a request."""

    def add_events(self, request_id: str, body: bytes, actor: str) -> Future[Any]:
        """Keep what happened to a request."""

    def add_override(self, request_id: str, body: bytes, actor: str) -> Future[Any]:
        """Keep what is owed in place of what was decided."""

    def accept_moved(self, request_id: str, actor: str) -> Future[Any]:
        """Keep that somebody accepts what files moved."""

    def request(self, request_id: str) -> RequestState:
        """Return a request that is kept; raise ServiceError where there is none."""

    def decision(self, decision_id: str) -> StoredDecision:
        """Return a decision that is kept; raise ServiceError where there is none."""

    def board(self, at: int) -> Board:
        """Return the board of open requests as of an instant."""
