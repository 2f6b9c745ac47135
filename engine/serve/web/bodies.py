"""Bodies of requests, within their limits of size and time."""

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Message, Receive

from ...text import counted
from .problems import Problem


class ClientLeftError(Exception):
    """Whoever asked has gone, and no answer would reach them."""


async def read_body(receive: Receive, most: int, seconds: float) -> bytes:
    """Return the whole body; raise a problem where it is larger or slower than it may be."""
    try:
        async with asyncio.timeout(seconds):
            message = await receive()
            body = _bytes_of(message)
            if not message.get("more_body"):
                return _checked(body, most)
            chunks, size = [body], len(body)
            while message.get("more_body"):
                message = await receive()
                chunks.append(_bytes_of(message))
                size += len(chunks[-1])
                if size > most:
                    raise too_large(most)
            return b"".join(chunks)
    except TimeoutError:
        raise too_slow(seconds) from None


async def body_chunks(receive: Receive, seconds: float) -> AsyncIterator[bytes]:
    """Yield the parts of a body; raise a problem where nothing comes for too long."""
    more = True
    while more:
        try:
            async with asyncio.timeout(seconds):
                message = await receive()
        except TimeoutError:
            raise too_slow(seconds) from None
        yield _bytes_of(message)
        more = bool(message.get("more_body"))


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return what hands out a body that was read, and then what comes after it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again


def check_length(written: str | None, most: int) -> None:
    """Raise a problem where a request says that its body is larger than it may be."""
    if written is not None and written.isascii() and written.isdigit() and int(written[:20]) > most:
        raise too_large(most)


def too_large(most: int) -> Problem:
    """Return the problem of a body that is too large."""
    return Problem("too-large", f"the body has more than {counted(most, 'byte')}", help="send less at once")


def too_slow(seconds: float) -> Problem:
    """Return the problem of a body that does not arrive."""
    return Problem("too-slow", f"the body did not arrive within {seconds:g} s", headers={"Connection": "close"})


def _bytes_of(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise ClientLeftError
    body: bytes = message.get("body", b"")
    return body


def _checked(body: bytes, most: int) -> bytes:
    if len(body) > most:
        raise too_large(most)
    return body
