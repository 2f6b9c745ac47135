"""`/v1/decide/batch`: many requests, one a line, answered line by line while others still arrive."""

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ...store.errors import StoreError
from ...text import counted
from ..service_error import ServiceError
from .bodies import ClientLeftError, body_chunks
from .call import Call
from .problems import Problem
from .service_problems import problem_of

LINES = "application/x-ndjson"
_AT_ONCE = 200
"""Lines that are on their way to the disk together."""
_MOST_WAITING = 64 * 1024 * 1024
"""Bytes of answers that wait for a client that sends all of its lines before it reads."""
_SEND_SECONDS = 60


async def decide_batch(call: Call) -> Response:
    """Answer the decisions of the lines of a body, a line each, in their order."""
    return LinesResponse(call)


class LinesResponse(Response):
    """The answers to the lines of a body. Whoever does not read them in time gets no more."""

    def __init__(self, call: Call) -> None:
        super().__init__(media_type=LINES)
        self._answers = _Answers(call)
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the body is read elsewhere
        """Send each answer as soon as it and those before it are there."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for line in self._answers.lines():
            async with asyncio.timeout(_SEND_SECONDS):
                await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


class _Answers:
    """Reads lines and has them decided, so many at once; their answers wait in order."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._queue: asyncio.Queue[asyncio.Future[bytes] | None] = asyncio.Queue()
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._waiting_bytes = 0
        self._is_read = asyncio.Event()

    async def lines(self) -> AsyncIterator[bytes]:
        """Yield the answers."""
        reading = asyncio.create_task(self._read())
        try:
            while (answer := await self._queue.get()) is not None:
                line = await answer
                self._waiting_bytes -= len(line)
                self._is_read.set()
                yield line
        finally:
            reading.cancel()

    async def _read(self) -> None:
        try:
            async for line in _lines(self._call):
                await self._slots.acquire()
                await self._wait_for_reader()
                self._queue.put_nowait(asyncio.ensure_future(self._answer(line)))
        except Problem as problem:  # the status is sent; the last line says why there are no more
            self._queue.put_nowait(asyncio.ensure_future(self._last(problem)))
        except ClientLeftError:
            pass
        self._queue.put_nowait(None)

    async def _answer(self, line: bytes) -> bytes:
        try:
            answer = await self._call.backend.bridge.result(self._call.service.keep(line, self._call.actor))
            self._call.backend.metrics.count(answer)
            text = answer.json
        except (ServiceError, StoreError) as error:
            text = problem_of(error).to_json()
        finally:
            self._slots.release()
        return self._counted(text)

    async def _last(self, problem: Problem) -> bytes:
        return self._counted(problem.to_json())

    def _counted(self, text: str) -> bytes:
        line = text.encode("utf-8", "backslashreplace") + b"\n"
        self._waiting_bytes += len(line)
        return line

    async def _wait_for_reader(self) -> None:
        while self._waiting_bytes > _MOST_WAITING:
            self._is_read.clear()
            try:
                async with asyncio.timeout(_SEND_SECONDS):
                    await self._is_read.wait()
            except TimeoutError:
                raise Problem("too-slow", "the answers are not read in time") from None


async def _lines(call: Call) -> AsyncIterator[bytes]:
    """Yield the lines of a body; a line that is too long, or comes too slowly, ends it with a problem."""
    config, buffer, number = call.backend.config, bytearray(), 0
    async for chunk in body_chunks(call.receive, config.body_seconds):
        buffer += chunk
        if b"\n" in chunk:
            *lines, rest_of_line = bytes(buffer).split(b"\n")
            buffer = bytearray(rest_of_line)
            for line in lines:
                number += 1
                _check_number(number, config.most_lines)
                yield line
        if len(buffer) > config.most_bytes:
            raise Problem("too-large", f"a line has more than {counted(config.most_bytes, 'byte')}")
    if buffer:
        _check_number(number + 1, config.most_lines)
        yield bytes(buffer)


def _check_number(number: int, most: int) -> None:
    if number > most:
        raise Problem("too-large", f"the body has more than {counted(most, 'line')}")
