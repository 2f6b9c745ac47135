"""The log: one line of JSON for each request, without bodies, written by a thread that nobody waits for."""

import asyncio
import json
from collections.abc import Callable, Mapping

from ...findings import printable

_MOST_LINES = 50_000
_FLUSH_SECONDS = 0.05
_MOST_CHARACTERS = 300


class RequestLog:
    """Gathers lines and writes them together; where they come faster than they can be written, it says how many not."""

    def __init__(self, write_line: Callable[[str], None], clock: Callable[[], int]) -> None:
        self._write_line, self._clock = write_line, clock
        self._lines: list[str] = []
        self._dropped = 0
        self._is_scheduled = False

    def add(self, event: str, fields: Mapping[str, object]) -> None:
        """Add a line; texts of strangers are escaped, and cut where they are long."""
        if len(self._lines) >= _MOST_LINES:
            self._dropped += 1
            return
        values = {key: _harmless(value) for key, value in fields.items() if value is not None}
        self._lines.append(json.dumps({"at": self._clock(), "event": event, **values}))
        if not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_later(_FLUSH_SECONDS, self._start_flush)

    def flush(self) -> None:
        """Write what is gathered."""
        lines, self._lines = self._lines, []
        dropped, self._dropped = self._dropped, 0
        if dropped:
            lines.append(json.dumps({"at": self._clock(), "event": "log-lines-dropped", "lines": dropped}))
        if lines:
            self._write_line("\n".join(lines) + "\n")

    def _start_flush(self) -> None:
        asyncio.get_running_loop().run_in_executor(None, self._flush_all)

    def _flush_all(self) -> None:
        try:
            self.flush()
        finally:
            self._is_scheduled = False


def _harmless(value: object) -> object:
    return printable(value[:_MOST_CHARACTERS]) if isinstance(value, str) else value
