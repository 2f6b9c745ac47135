"""The keys of a terminal: one at a time without Enter, or a line; its modes are restored, however the command ends."""

from __future__ import annotations

import codecs
import os
import select
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

try:
    import termios
    import tty
except ImportError:  # not every system has them
    _HAS_MODES = False
else:
    _HAS_MODES = True

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROLLING = "/dev/tty"
_READ = 4096
_ESCAPE, _END_OF_INPUT = "\x1b", "\x04"
_ESCAPE_WAIT = 0.05
"""The seconds in which the rest of what one key sends arrives."""
_TYPED_AHEAD = 20
"""The characters that somebody types at once; more were pasted."""
_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")


class Keyboard:
    """The keys of a terminal, by the number of its open file."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._modes = termios.tcgetattr(descriptor)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._ahead: list[str] = []
        self.wait_for_keys()

    def key(self) -> str:
        """Return the next key, a line feed for Enter and `q` at the end of input; what was pasted is one key."""
        while not self._ahead:
            read = self._read()
            if not read:
                return "q"
            self._ahead = _keys(read)
        return self._ahead.pop(0)

    def line(self) -> str:
        """Return the next line as the terminal lets one type it; `q` at the end of input."""
        self.restore()
        try:
            typed = "".join(self._ahead)
            self._ahead = []
            while "\n" not in typed:
                read = self._read()
                if not read:
                    return "q"
                typed += read
            line, _, following = typed.partition("\n")
            self._ahead = _keys(following)
            return line
        finally:
            self.wait_for_keys()

    def wait_for_keys(self) -> None:
        """Have each key come at once and unseen."""
        with suppress(termios.error):
            tty.setcbreak(self._descriptor, termios.TCSADRAIN)

    def restore(self) -> None:
        """Put the terminal's modes back as they were; a terminal that has gone has none."""
        with suppress(termios.error):
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._modes)

    def _read(self) -> str:
        try:
            raw = os.read(self._descriptor, _READ)
        except OSError:  # it has gone
            return ""
        if raw == _ESCAPE.encode() and select.select([self._descriptor], [], [], _ESCAPE_WAIT)[0]:
            raw += os.read(self._descriptor, _READ)
        return self._decoder.decode(raw)


@contextmanager
def keyboard(*, is_input_read: bool) -> Iterator[Keyboard | None]:
    """Give the keys of the terminal on standard input, of the controlling one where `is_input_read` for data.

    None where there is no terminal. A signal that ends the command ends it only once the modes are restored.
    """
    descriptor = _terminal(is_input_read=is_input_read)
    if descriptor is None:
        yield None
        return
    keys = Keyboard(descriptor)
    previous = {name: signal.signal(getattr(signal, name), _end) for name in _ENDING}
    # Who brings a stopped command back finds the modes of the shell.
    resumed = signal.signal(signal.SIGCONT, lambda *_: keys.wait_for_keys())
    try:
        yield keys
    finally:
        keys.restore()
        signal.signal(signal.SIGCONT, resumed)
        for name, handler in previous.items():
            signal.signal(getattr(signal, name), handler)
        if is_input_read:
            os.close(descriptor)


def _terminal(*, is_input_read: bool) -> int | None:
    if not _HAS_MODES:
        return None
    if not is_input_read:
        return sys.stdin.fileno() if sys.stdin is not None and sys.stdin.isatty() else None
    try:
        return os.open(_CONTROLLING, os.O_RDWR)
    except OSError:
        return None


def _end(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _keys(read: str) -> list[str]:
    """Return the keys of what was read at once; keys that move a cursor or name a function are none."""
    keys: list[str] = []
    characters = iter(read)
    for character in characters:
        if character == _ESCAPE:
            _skip_sequence(characters)
        elif character in ("\r", "\n"):
            keys.append("\n")
        elif character == _END_OF_INPUT:
            keys.append("q")
        else:
            keys.append(character)
    return ["".join(keys)] if len(keys) > _TYPED_AHEAD else keys


def _skip_sequence(characters: Iterator[str]) -> None:
    """Skip what follows the escape character of one key."""
    introducer = next(characters, "")
    if introducer == "O":
        next(characters, "")
    elif introducer == "[":
        while (character := next(characters, "")) and not "@" <= character <= "~":
            pass
