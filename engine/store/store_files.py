"""Files of stores, which their owner alone reads; whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from .errors import StoreError

PRIVATE = 0o600
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite has beside a file."""


def prepare_file(file: Path, *, is_made: bool) -> None:
    """Make an empty file, unless it is there; those that SQLite makes beside it inherit whose it is."""
    if not is_made and not file.is_file():
        raise no_store(str(file))
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))


def no_store(name: str) -> StoreError:
    """Return the error that there is no store."""
    return StoreError(
        f"there is no store at `{name}`", "`remit serve` and `remit token add` make one where `--store` says"
    )


class FileBeside:
    """A new file beside the place of one, which takes that place when it is whole, and else is removed."""

    def __init__(self, place: Path) -> None:
        self._place = Path(os.path.realpath(place))  # a link stays one
        self.path = self._place.with_name(f"{self._place.name}.new")

    def __enter__(self) -> Self:
        self._remove()  # of a run that was killed
        prepare_file(self.path, is_made=True)
        return self

    def keep(self) -> None:
        """Give the file its place, on the disk."""
        _sync(self.path)
        for ending in _BESIDE:  # of the file that was there, whose log is not of this one
            Path(f"{self._place}{ending}").unlink(missing_ok=True)
        self.path.replace(self._place)
        with suppress(OSError):  # not every system opens folders
            _sync(self._place.parent)

    def __exit__(self, *_problem: object) -> None:
        self._remove()

    def _remove(self) -> None:
        for ending in ("", *_BESIDE):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
