"""The way from an address to its handler: method, who asks, parameters and body, one after the other."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from .access import Identity
from .bodies import check_length, read_body
from .call import Backend, Call
from .gate import exchange_of
from .guard import Guard
from .headers import media_type_of, text_of
from .operation import JSON, Operation
from .problems import Problem

_MOST_PARAMETERS = 20


class PathRoute:
    """What can be asked at one address."""

    def __init__(self, operations: Sequence[Operation], guard: Guard, backend: Backend) -> None:
        self._operations = {operation.method: operation for operation in operations}
        self._guard, self._backend = guard, backend
        self._allowed = ", ".join(sorted({*self._operations, *(["HEAD"] if "GET" in self._operations else [])}))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request at this address."""
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        operation = self._operations.get(method)
        if operation is None:
            detail = f"this address does not take {scope['method']}"
            raise Problem("method-not-allowed", detail, headers={"Allow": self._allowed})
        exchange_of(scope).route = operation.path
        headers: Mapping[bytes, bytes] = scope["headers_by_name"]
        identity = await self._identity(operation, scope, headers)
        query = parse_query(scope["query_string"], operation)
        if identity:
            self._guard.admit(identity, operation.role_with(query))
            self._guard.check_origin(identity, headers, scope["method"], {})
        body = await self._body(operation, headers, receive)
        call = Call(
            backend=self._backend,
            person=identity.person if identity else None,
            is_trusted=identity is not None or self._guard.is_local(scope, headers),
            path=scope.get("path_params", {}),
            query=query,
            accept=text_of(headers, b"accept") or "",
            body=body,
            receive=receive,
        )
        response = await operation.handler(call)
        await response(scope, receive, send)

    async def _identity(self, operation: Operation, scope: Scope, headers: Mapping[bytes, bytes]) -> Identity | None:
        if operation.tells_more and b"authorization" in headers:
            return self._guard.by_authorization(scope, headers)
        if operation.role is None or (operation.is_open_on_loopback and self._guard.is_local(scope, headers)):
            return None
        identity = await self._guard.identify(scope, headers)
        exchange_of(scope).person = identity.person.name
        return identity

    async def _body(self, operation: Operation, headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
        if operation.body is None:
            return b""
        check_media_type(headers, operation.body.media_type)
        if operation.body.is_streamed:
            return b""
        config = self._backend.config
        check_length(text_of(headers, b"content-length"), config.most_bytes)
        return await read_body(receive, config.most_bytes, config.body_seconds)


def path_routes(operations: Sequence[Operation], guard: Guard, backend: Backend) -> list[BaseRoute]:
    """Return a route for each address."""
    paths = dict.fromkeys(operation.path for operation in operations)
    return [
        # An id may have slashes: that of one of several requests of a mail is `T-1/2`.
        Route(
            path.replace("{request}", "{request:path}"),
            PathRoute([operation for operation in operations if operation.path == path], guard, backend),
        )
        for path in paths
    ]


def parse_query(query: bytes, operation: Operation) -> dict[str, Any]:
    """Return the parameters of a query by name; raise a problem where one is not known, comes twice or is no value."""
    if not query:
        return {}
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError:
        raise Problem("invalid-parameter", f"the query is none of at most {_MOST_PARAMETERS} parameters") from None
    parameters = {parameter.name: parameter for parameter in operation.parameters if not parameter.is_in_path}
    values: dict[str, Any] = {}
    for name, written in pairs:
        if name not in parameters:
            known = ", ".join(f"`{known}`" for known in parameters)
            raise Problem("invalid-parameter", f"unknown parameter `{name}`", help=f"known: {known}" if known else "")
        if name in values:
            raise Problem("invalid-parameter", f"the parameter `{name}` comes more than once")
        try:
            values[name] = parameters[name].parse(written)
        except ValueError as error:
            raise Problem("invalid-parameter", f"`{name}`: `{written}` {error}") from None
    return values


def check_media_type(headers: Mapping[bytes, bytes], media_type: str) -> None:
    """Raise a problem where a body is of another type, or packed."""
    written = media_type_of(headers)
    if written != media_type:
        detail = f"the body is `{written}`" if written else "the request does not say of which type its body is"
        help_ = f"send it with `Content-Type: {media_type}`"
        raise Problem("unsupported-media-type", detail, help=help_, headers={"Accept": media_type})
    charset = (text_of(headers, b"content-type") or "").lower().partition("charset=")[2].strip('" ')
    if charset not in ("", "utf-8"):
        raise Problem("unsupported-media-type", f"the body is in `{charset}`", help="send it in UTF-8")
    encoding = text_of(headers, b"content-encoding")
    if encoding and encoding.lower() != "identity":
        raise Problem("unsupported-media-type", f"the body is packed by `{encoding}`", help=f"send plain {JSON}")
