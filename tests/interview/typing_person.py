"""A person at a terminal of 80 columns who presses keys once a command waits for them."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

WAITING = b"q quit"
"""What the last line of a question ends with."""
_ROWS, _COLUMNS, _SECONDS = 60, 80, 60


def typed(command: str, keys: Iterable[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Return how a shell's command ends, and all that its terminal shows; `enter` and words are keys and lines."""
    person, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    run = subprocess.Popen(  # noqa: S602 - a line of our own
        command, shell=True, cwd=folder, env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    shown, waiting = b"", list(keys)
    while select.select([person], [], [], _SECONDS)[0]:
        try:
            read = os.read(person, 65_536)
        except OSError:  # nobody holds the other end any more
            break
        if not read:
            break
        shown += read
        if waiting and shown.rstrip().endswith(WAITING):
            key = waiting.pop(0)
            os.write(person, b"\n" if key == "enter" else key.encode() + (b"\n" if len(key) > 1 else b""))
    os.close(person)
    return run.wait(timeout=_SECONDS), shown.decode().replace("\r\n", "\n")
