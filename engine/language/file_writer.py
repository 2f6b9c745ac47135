"""The only module of the engine that writes files: whole, or not at all."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import sleep

from ..text import reason_of

_WAITS, _PAUSE = 100, 0.1
"""How often a lock that somebody else holds is tried, and after how many seconds again."""


def rewrite(file: str, changed: Callable[[str], tuple[str, int]], on_wait: Callable[[], None]) -> int:
    """Put a new text in the place of a file's, empty where there is no file, at once; return how much was changed.

    `changed` takes the text, and returns the new one and how much that changes.

    Whoever else rewrites a file of the folder is waited for, ten seconds, after `on_wait` was called, and waits
    meanwhile. Raises ValueError or OSError where the file cannot be written; then it stays as it was.
    """
    path = Path(os.path.realpath(file))  # a link stays one
    with _locked(path.parent, on_wait):
        before = _content(path)
        try:
            text = before.decode()
        except UnicodeDecodeError:
            raise ValueError("it is not UTF-8") from None
        text, changes = changed(text)
        if text.encode() != before:
            _replace(path, before, text.encode())
    return changes


def create_files(folder: str, texts: Mapping[str, str]) -> list[str]:
    """Create files in a folder, all or none, and return their paths; nothing that is there is written over.

    Raises NotADirectoryError, FileExistsError or another OSError, whose message is for people.
    """
    if not Path(folder).is_dir():
        raise NotADirectoryError(f"folder `{folder}` is not there")
    paths = [Path(folder, name) for name in texts]
    with ExitStack() as undo:
        for path, text in zip(paths, texts.values(), strict=True):
            try:
                with path.open("xb") as stream:
                    undo.callback(path.unlink, missing_ok=True)
                    stream.write(text.encode())
            except FileExistsError:
                raise FileExistsError(f"`{path}` is there already") from None
            except OSError as problem:
                raise OSError(f"`{path}` cannot be written: {reason_of(problem)}") from None
        undo.pop_all()
    return [str(path) for path in paths]


def save_file(file: str, text: str, *, overwrites: bool, on_wait: Callable[[], None]) -> None:
    """Write YAML to a file at once, one that is there already only where that is asked for.

    Raises ValueError or OSError where that cannot be done, and waits for others as `rewrite` does.
    """
    check_writable(file, overwrites=overwrites)
    rewrite(file, lambda _before: (text, 1), on_wait)


def check_writable(file: str, *, overwrites: bool) -> None:
    """Raise OSError or ValueError where a file of YAML could not be written; its message is for people."""
    path = Path(os.path.realpath(file))
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise ValueError("it is written in YAML, so that its name must end in .yaml or .yml")
    if os.path.lexists(file) and not overwrites:
        raise FileExistsError(f"`{file}` is there already")
    if path.exists() and not path.is_file():
        raise ValueError("it is not a regular file")
    if not path.parent.is_dir():
        raise NotADirectoryError(f"folder `{path.parent}` is not there")
    if not os.access(path.parent, os.W_OK):
        raise PermissionError(f"folder `{path.parent}` cannot be written")


@contextmanager
def _locked(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Keep others who rewrite files of a folder out, once whoever else does so has done."""
    # The file itself cannot be locked: another takes its place.
    try:
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except OSError:
        yield
        return
    try:
        waits = 0
        while not _lock(descriptor):
            if waits == 0:
                on_wait()
            if waits == _WAITS:
                raise OSError("somebody else keeps writing in its folder; try again")
            waits += 1
            sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock a folder; return False where somebody else has. A folder that takes no lock needs none."""
    try:
        import fcntl  # noqa: PLC0415 - not every system has it

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        pass
    return True


def _content(path: Path) -> bytes:
    """Return what a file holds that may be written, nothing where it is not there."""
    if not os.path.lexists(path):
        return b""
    if not path.is_file():
        raise ValueError("it is not a regular file")
    with path.open("r+b") as stream:
        return stream.read()


def _replace(path: Path, before: bytes, after: bytes) -> None:
    """Put a file's new content in its place at once: half of it would be an author's work lost."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - 10 ms, and hardly ever asked for

    mode = path.stat().st_mode if path.exists() else _mode_of_new_files()
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        try:
            new.write(after)
            new.close()
            Path(new.name).chmod(mode)
            _check_unchanged(path, before)
            Path(new.name).replace(path)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise


def _check_unchanged(path: Path, before: bytes) -> None:
    if _content(path) != before:
        raise ValueError("it was changed meanwhile; try again")


def _mode_of_new_files() -> int:
    umask = os.umask(0)  # it can only be read by setting it
    os.umask(umask)
    return 0o666 & ~umask
