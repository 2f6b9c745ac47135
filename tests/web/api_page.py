"""The page of the service's addresses, written from what `/openapi.json` is made of.

Run `make pages` after a change of an operation, or `python -m web.api_page` in `tests`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from remit.engine.serve.web.operations import operations
from remit.engine.serve.web.problems import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.engine.serve.web.operation import Operation, Parameter

ROOT = Path(__file__).parents[2]
PAGE = Path("docs/reference/api.md")
OPENING = """\
# The service's addresses

What `remit serve` answers to programs, as OpenAPI 3.1 at `/openapi.json`. This page is made from the same table.
[Run the service](../how-to/service.md) says how it is run.

**Who asks.** `Authorization: Bearer TOKEN`, a token of `remit token add`. A *reader* reads; an *agent* decides and says
what happened, too; an *admin* forgets, too. Pages of the desk send the cookie of a session, and what changes something
sends its page's token along (`X-CSRF-Token`, or the field `csrf` of a form).

**What is sent** is UTF-8, of the type named, not packed, at most 256 KiB, and arrives within 10 seconds. A parameter
that is unknown, or comes twice, is refused. An id in a path is percent-encoded, its `/` too: `T-1%2F2`.

**What is answered** has `X-Request-Id`, by which the log knows it. What is wrong is a problem of RFC 9457,
`application/problem+json`: `type` is a [kind](#kinds-of-problems), `detail` says what, `help` what would do, and
`findings` are those of the command line. More than 100 requests a second of a token, and more than 20 failed logins a
minute from an address, are answered 429 with `Retry-After`.
"""


def page() -> str:
    """Return the text of the page."""
    sections = ["\n".join(_section(operation)) for operation in operations()]
    rows = "\n".join(f"| `{kind}` | {shared.status} | {shared.title} |" for kind, shared in KINDS.items())
    kinds = f"## Kinds of problems\n\n| kind | status | what is wrong |\n|---|---|---|\n{rows}\n"
    return "\n".join([OPENING, *sections, kinds])


def _section(operation: Operation) -> Iterator[str]:
    yield f"## {operation.method} {operation.path}\n"
    yield operation.summary + (f" {operation.description}" if operation.description else "") + "\n"
    yield _role(operation) + "\n"
    if operation.body:
        yield f"Takes `{operation.body.media_type}`: {operation.body.description}\n"
    types = ", ".join(f"`{media_type}`" for media_type in operation.reply.content)
    yield f"Answers {types}: {operation.reply.description}\n"
    if operation.parameters:
        yield from ["| parameter | in | what it is |", "|---|---|---|", *map(_row, operation.parameters), ""]
    if operation.reply.headers:
        yield from ["| header of the answer | what it says |", "|---|---|"]
        yield from (f"| `{name}` | {header['description']} |" for name, header in operation.reply.headers.items())
        yield ""
    if operation.kinds:
        yield f"Problems of its own: {', '.join(f'`{kind}`' for kind in operation.kinds)}.\n"


def _row(parameter: Parameter) -> str:
    return f"| `{parameter.name}` | {'path' if parameter.is_in_path else 'query'} | {parameter.description} |"


def _role(operation: Operation) -> str:
    if operation.role is None:
        return "Open to everybody."
    return f"Takes the role *{operation.role}*" + (
        f"; with `{operation.reader_where[0]}=no`, *reader*." if operation.reader_where else "."
    )


if __name__ == "__main__":
    (ROOT / PAGE).write_text(page(), "utf-8")
