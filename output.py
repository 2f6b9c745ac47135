"""The way out: all that the command line prints goes through `write`, and reaches its file in UTF-8 and whole."""

from __future__ import annotations

import errno
import io
import os
import re
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")
_COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)
"""What GitHub takes for a command of a workflow: such a line, and `##[` anywhere."""

_LEGACY = "##["
_ESCAPES = {
    "text": (r"\1\\::", r"#\#["),
    "reply": (r"\1\\::", r"#\#["),
    "markdown": (r"\1\\::", r"#\#["),
    "html": (r"\1&#58;:", "&#35;#["),
    "junit": (r"\1&#58;:", "&#35;#["),
    "json": (r"\g<0>", r"\u0023#["),
    # Whoever writes YAML has put such lines into quotes, where they are escaped.
    "yaml": (r"\g<0>", "##["),
    "sarif": (r"\g<0>", r"\u0023#["),
    "github": (r"\g<0>", r"#\#["),
    "csv": (r"\g<0>", "# #["),
    "ics": (r"\g<0>", "# #["),
}
"""By form, what a line that GitHub would obey is written as; in `github` the lines with `::` are ours.

In `csv` no line begins with a colon, in `ics` no text has two of them side by side.
"""


class _StandardFile(io.FileIO):
    """Standard output or standard error; once its reader has left, what is written is dropped."""

    def write(self, data: ReadableBuffer) -> int:
        """Write what the system takes at once; a pipe that is full and would not wait is waited for."""
        try:
            while (number := cast("int | None", super().write(data))) is None:
                select.select([], [self], [])
        except BrokenPipeError:
            return len(memoryview(data))
        return number


class _Closed(io.StringIO):
    """Standard output that somebody has closed: it is no mistake to write nothing to it."""

    def write(self, _text: str) -> int:
        """Refuse what would be lost."""
        raise OSError(errno.EBADF, "standard output is closed")


def open_streams() -> None:
    """Write standard output and standard error in UTF-8 and whole, however Python was told to open them."""
    sys.stdout = sys.stdout or _Closed()
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        buffer = getattr(stream, "buffer", None)
        if isinstance(getattr(buffer, "raw", buffer), io.FileIO):
            file = io.BufferedWriter(_StandardFile(stream.fileno(), "wb", closefd=False))
            setattr(sys, name, io.TextIOWrapper(file, "utf-8", errors="backslashreplace", line_buffering=True))


def write(text: str, form: str = "text", *, to_stderr: bool = False) -> None:
    """Print a text of a form, so that whatever its authors wrote steers neither a terminal nor GitHub."""
    stream = sys.stderr if to_stderr else sys.stdout
    if stream is not None and text:
        colours = form == "text" and not to_stderr and has_colours()
        stream.write(harmless(text, form, colours=colours))
        stream.flush()


def report_root(working: str) -> tuple[str, str]:
    """Return a working directory and the repository around it, as GitHub or else Git knows it, for paths in reports."""
    above = [Path(working), *Path(working).parents] if working else []
    checkout = next((str(folder) for folder in above if (folder / ".git").exists()), working)
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    return working, os.path.realpath(workspace) if workspace and working else checkout


def has_colours() -> bool:
    """Tell whether standard output shows colours, and whether they are welcome."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def has_terminal(*, to_stderr: bool = False) -> bool:
    """Tell whether standard output, or standard error, is a terminal."""
    stream = sys.stderr if to_stderr else sys.stdout
    return stream is not None and stream.isatty()


def harmless(text: str, form: str, *, colours: bool = False) -> str:
    """Return a text whose every character is seen, but for line ends and, where there are `colours`, those."""
    start, legacy = _ESCAPES[form]
    if _LEGACY in text:
        text = text.replace(_LEGACY, legacy)
    if "::" in text:
        text = _COMMAND.sub(start, text)
    end = "\r\n" if form == "ics" else "\n"
    lines = text.split(end)
    return end.join(line if line.isprintable() else _visible(line, colours=colours) for line in lines)


def _visible(line: str, *, colours: bool) -> str:
    from .engine.findings import printable  # noqa: PLC0415 - seldom needed, and start-up is felt

    parts = _COLOUR.split(line) if colours else [line]
    return "".join(part if n % 2 else printable(part) for n, part in enumerate(parts))
