"""Files that are on the disk, with their names, once they are written: nothing that follows outlives them."""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_NEW = ".new"


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    with suppress(OSError):  # not every system opens folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_whole(file: Path, write: Callable[[BinaryIO], object]) -> int:
    """Write a file beside its place and rename it to it, on the disk; return its size."""
    new = file.with_name(f"{file.name}{_NEW}")
    with new.open("wb") as stream:
        write(stream)
        _sync(stream)
        size = stream.tell()
    new.replace(file)
    sync_folder(file.parent)
    return size


def append(file: Path, write: Callable[[BinaryIO], object]) -> int:
    """Write to the end of a file, on the disk; return its size."""
    is_new = not file.exists()
    with file.open("ab") as stream:
        write(stream)
        _sync(stream)
        size = stream.tell()
    if is_new:
        sync_folder(file.parent)
    return size


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def move(file: Path, place: Path) -> None:
    """Rename a file to its place; to another disk, copy it beside that first."""
    try:
        file.rename(place)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        with file.open("rb") as stream:
            write_whole(place, lambda copy: shutil.copyfileobj(stream, copy))
        file.unlink()
    sync_folder(place.parent)
