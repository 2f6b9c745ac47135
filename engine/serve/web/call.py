"""A request to an address for programs, as its handler gets it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from starlette.responses import Response
from starlette.types import Receive

from ..service import Service
from .lane import Lane
from .person import Person
from .web_config import WebConfig

if TYPE_CHECKING:
    from .future_bridge import FutureBridge
    from .metrics import Metrics

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """What handlers answer from."""

    service: Service
    config: WebConfig
    document: str
    """JSON of what can be asked."""
    bridge: "FutureBridge"
    metrics: "Metrics"
    is_readable: Callable[[], bool]
    """Tells whether the store answers."""
    readers: Lane
    """Runs what reads, decides or draws a page."""
    authors: Lane
    """Runs checks and diffs, which take long: one after the other."""

    def close(self) -> None:
        """Let what is at work in threads end by itself, and begin nothing more."""
        self.readers.close()
        self.authors.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody's request: what they ask for, with what."""

    backend: Backend
    person: Person | None
    is_trusted: bool
    """Whether who asks may know what is wrong with files: somebody with a token, or on this machine."""
    path: Mapping[str, str]
    query: Mapping[str, Any]
    accept: str
    body: bytes
    receive: Receive

    @property
    def service(self) -> Service:
        """What answers."""
        return self.backend.service

    @property
    def actor(self) -> str:
        """The name of who asks."""
        return self.person.name if self.person else ""

    async def in_thread(self, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Return what a function returns, while others are answered."""
        return await self.backend.readers.run(function, *arguments, **options)

    async def after_others(self, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Return what a function returns that takes long, once those before it have ended."""
        return await self.backend.authors.run(function, *arguments, **options)


def json_answer(text: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer that is JSON already."""
    return Response(text, media_type="application/json", headers=dict(headers or {}))
