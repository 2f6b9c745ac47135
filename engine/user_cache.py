"""What takes long to work out and comes out the same each time, kept in a folder of the user.

Nothing is kept unless somebody says where. A file holds a key and its value as JSON behind a digest of both; whatever
is wrong with a file counts as no file, so that no decision depends on what is kept.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

_FORMAT = 1
"""Counts up where what is kept under a key becomes another thing."""
_MOST = 500
"""Files at the most; the oldest make room."""
_CODE = ("language", "worktime", "../schemas")
"""Folders of what works the values out."""
_folders: list[tuple[Path, str]] = []
"""The folder in use, if any, and the version of what works values out."""


@contextmanager
def kept_in(folder: str | None, version: str) -> Iterator[None]:
    """Keep values in a folder for a while, in none where it is None; `version` is remit's own."""
    before = list(_folders)
    _folders[:] = [] if folder is None or not _is_private(folder) else [(Path(folder), f"{version} {_code_version()}")]
    try:
        yield
    finally:
        _folders[:] = before


def _is_private(folder: str) -> bool:
    """Tell whether nobody else can write in a folder, who could forge what is kept; a missing one is made so."""
    try:
        state = Path(folder).stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o022)


def is_used() -> bool:
    """Tell whether values are kept."""
    return bool(_folders)


def _code_version() -> str:
    """Return what changes with every change of a checkout, whose version stays."""
    files = [file for name in _CODE for file in os.scandir(Path(__file__).parent / name) if file.is_file()]
    states = [f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files]
    return sha256_of("\n".join(sorted(states)).encode())


def remembered(make: Callable[[], Any], *key: str | int | None) -> Any:
    """Return what `make` returns, values of JSON, or what it returned when it was last asked with the same key.

    The key has all that the value depends on, such as digests and versions. What `make` raises is not kept.
    """
    if not _folders:
        return make()
    folder, version = _folders[0]
    written_key = json.dumps([_FORMAT, version, *key])
    path = folder / f"{sha256_of(written_key.encode())}.json"
    kept = _read(path, written_key)
    if kept:
        return kept[0]
    value = make()
    _write(path, json.dumps([written_key, value]).encode())
    return value


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal digits."""
    return str(_sha256()(content).hexdigest())


@cache
def _sha256() -> Callable[[bytes], Any]:
    """Return what `hashlib` would, of the module of Python alone, as `random` does: OpenSSL need not be loaded."""
    for name in ("_sha256", "_sha2"):  # of 3.11, of 3.12 and later
        with suppress(ImportError):
            return cast("Callable[[bytes], Any]", import_module(name).sha256)
    from hashlib import sha256  # noqa: PLC0415 - see above

    return sha256


def _read(path: Path, written_key: str) -> list[Any]:
    """Return the value that a file holds for a key, as the one item of a list; none where it does not."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
        if digest.decode() != sha256_of(content):
            return []
        key, value = json.loads(content)
    except (OSError, ValueError, TypeError, RecursionError):
        return []
    return [value] if key == written_key else []


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; that it cannot be written only means that it is not kept."""
    new = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_room(path.parent)
        new.write_bytes(sha256_of(content).encode() + b"\n" + content)
        new.replace(path)
    except OSError:
        _remove(new)


def _make_room(folder: Path) -> None:
    with os.scandir(folder) as files:
        ages = sorted((file.stat().st_mtime, file.path) for file in files)
    for _, path in ages[: max(0, len(ages) + 1 - _MOST)]:
        _remove(Path(path))


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
