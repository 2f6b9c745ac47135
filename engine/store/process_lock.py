"""The lock by which one process alone serves from a file; it ends with the process, however that ends."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from .errors import StoreError
from .store_files import PRIVATE

try:
    import fcntl
except ImportError:  # Windows, where nobody else can open the file for writing
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 200


class ProcessLock:
    """A file beside that of a store, which says who has the store."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._file = store.with_name(f"{store.name}.lock")
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock; it is an error that another process has it."""
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, PRIVATE)
        try:
            if fcntl:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(descriptor, _MOST, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            who = f"by process {owner}" if owner.isdecimal() else "by another process"
            message = f"the store `{self._store}` is in use {who}"
            raise StoreError(message, "stop that process first, or name another store") from None
        except OSError:
            os.close(descriptor)
            raise
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; the file stays, so that nobody locks one that somebody else has just removed."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
