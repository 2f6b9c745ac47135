"""The only module of the engine that reads files: bytes in, text or a finding out, and which files a folder holds."""

import os
import re
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..findings import Findings, Mark
from ..text import reason_of
from .hidden_characters import line_starts

MEBIBYTE = 1024 * 1024
POLICY_BYTES = 16 * MEBIBYTE
"""The largest policy, contract or case file, in bytes."""
REQUEST_BYTES = 256 * 1024
"""The largest request, in bytes."""

REQUEST_LINES_BYTES = 64 * MEBIBYTE
"""The largest file of requests, one a line, in bytes."""

YAML_SUFFIXES = (".yaml", ".yml")
MAIL_SUFFIXES = (".eml", ".mbox")
"""How the name of a YAML file ends, in letters of either case."""
LINES_SUFFIXES = (".jsonl", ".ndjson")
"""The same of a file with a request in JSON on each line."""
REQUEST_SUFFIXES = (*YAML_SUFFIXES, ".json", *LINES_SUFFIXES)
"""The same of a file of requests."""
_CHUNK = 64 * 1024
_ENVELOPE = re.compile(rb"From [^\r\n]*[ \t][0-9]{4}[ \t]*\r?\n?\Z")
_ESCAPED_ENVELOPE = re.compile(rb">+From ")
_DESCRIPTOR = re.compile(r"/dev/(?:stdin|fd/\d+)|/proc/(?:self|\d+)/fd/\d+")
"""What stands for something that a shell has opened; to open it waits for nobody but who writes to it."""


class SourceFile(NamedTuple):
    """A file as read: its name as the user gave it, its bytes and their text."""

    file: str
    raw: bytes
    text: str


def read_text(file: str, limit: int, findings: Findings) -> SourceFile | None:
    """Return a file's text (`-` is standard input), or None after a finding that says why not."""
    raw = file_bytes(file, limit, findings)
    return None if raw is None else decode("<stdin>" if file == "-" else file, raw, limit, findings)


def file_bytes(file: str, limit: int, findings: Findings) -> bytes | None:
    """Return a file's bytes (`-` is standard input), at most one over a limit, or None after a finding."""
    return standard_input(limit, findings) if file == "-" else _regular_file(file, limit, findings)


def decode(file: str, raw: bytes, limit: int, findings: Findings) -> SourceFile | None:
    """Return the text of UTF-8 bytes, with or without a byte order mark, at most `limit` of them."""
    body = raw.removeprefix(BOM_UTF8)
    if len(raw) > limit:
        findings.error("too-large", f"file is larger than the limit of {_size_text(limit)}", Mark(file))
    elif raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        findings.error("encoding", "file is UTF-16, not UTF-8", Mark(file), "save it as UTF-8")
    else:
        try:
            return SourceFile(file=file, raw=raw, text=body.decode())
        except UnicodeDecodeError as error:
            mark = mark_after(body[: error.start].decode("utf-8", "replace"), file)
            findings.error("encoding", f"byte 0x{body[error.start]:02x} is not UTF-8", mark, "save it as UTF-8")
    return None


def mailbox_mails(file: str, limit: int, findings: Findings) -> Iterator[bytes]:
    """Yield the bytes of each mail of a mailbox (mbox), of one that is longer than a limit a little more than that.

    However large it is, one mail at a time is held. A line `From ` that ends with a year begins the next one.
    """
    mark = Mark(file)
    try:
        if not stat.S_ISREG(Path(file).stat().st_mode):
            findings.error("unreadable", "is not a regular file", mark)
            return
        with Path(file).open("rb") as stream:
            yield from _mails(stream, limit)
    except (OSError, ValueError) as error:
        findings.error("unreadable", _unreadable_message(error, "file"), mark)


def _mails(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    chunks: list[bytes] = []
    size, is_begun, starts_line, is_below_empty = 0, False, True, True
    while line := stream.readline(_CHUNK):
        if starts_line and is_below_empty and _ENVELOPE.match(line):
            if is_begun:
                yield b"".join(chunks)
            chunks, size, is_begun = [], 0, True
        elif is_begun or line.strip():
            is_begun = True
            written = line[1:] if starts_line and _ESCAPED_ENVELOPE.match(line) else line
            if size <= limit:
                chunks.append(written)
            size += len(written)
        is_below_empty = starts_line and not line.strip(b"\r\n")
        starts_line = line.endswith(b"\n")
    if is_begun:
        yield b"".join(chunks)


def mark_after(before: str, file: str) -> Mark:
    """Return where a text ends that a file begins with."""
    starts = line_starts(before)
    return Mark(file, len(starts), len(before) - starts[-1] + 1)


def real_path(path: str) -> str:
    """Return what a path leads to, by whatever links and dots; a path that leads nowhere is itself."""
    if path == "-" or _DESCRIPTOR.fullmatch(path):
        return path
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


def file_stamp(file: str) -> tuple[int, int, int] | None:
    """Return what shows that a file was written since, None where there is none."""
    try:
        state = Path(file).stat()
    except (OSError, ValueError):
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


def is_yaml(name: str) -> bool:
    """Tell whether a name ends as that of a YAML file does."""
    return name.lower().endswith(YAML_SUFFIXES)


def is_folder(path: str) -> bool:
    """Tell whether a path leads to a folder."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where this says no


def is_mail(path: str) -> bool:
    """Tell whether a path is of a mail, of a mailbox or of a folder, in which mails are looked for."""
    return path.lower().endswith(MAIL_SUFFIXES) or is_folder(path)


def yaml_files(paths: Iterable[str], findings: Findings) -> list[str]:
    """Return the files named and the YAML files of folders named, in the order of their names, each once."""
    files: list[str] = []
    for path in paths:
        if not is_folder(path):
            files.append(path)
            continue
        about_folder = Findings()
        inside = yaml_files_in(path, about_folder)
        files += inside
        findings += about_folder
        if not inside and not about_folder:
            findings.error("no-files", "folder holds no .yaml file", Mark(path))
    by_real_path: dict[str, str] = {}
    for file in files:
        by_real_path.setdefault(real_path(file), file)
    return list(by_real_path.values())


def yaml_files_in(folder: str, findings: Findings, *, deep: bool = True) -> list[str]:
    """Return the YAML files of a folder and, where `deep`, of the folders in it, in the order of their names."""
    return files_in(folder, YAML_SUFFIXES, findings, deep=deep)


def files_in(folder: str, suffixes: tuple[str, ...], findings: Findings, *, deep: bool = True) -> list[str]:
    """Return the files of a folder whose names end so, in letters of either case, in the order of their names.

    Where `deep`, those of the folders in it, too. Files and folders whose names begin with a dot are left alone, as
    everywhere.
    """
    files: list[str] = []
    entered = {real_path(folder)}
    folders = [Path(folder)]
    while folders:
        inside = folders.pop()
        try:
            paths = [path for path in inside.iterdir() if path.name[:1] != "."]
        except OSError as error:
            findings.error("unreadable", _unreadable_message(error, "folder"), Mark(str(inside)))
            continue
        files += [str(path) for path in paths if path.name.lower().endswith(suffixes)]
        for path in paths if deep else ():
            if (
                not path.name.lower().endswith(suffixes)
                and is_folder(str(path))
                and real_path(str(path)) not in entered
            ):
                entered.add(real_path(str(path)))
                folders.append(path)
    return sorted(files)


def cases_beside(file: str) -> str | None:
    """Return the case file beside a policy, in letters of either case; None where there is none."""
    return _beside(file, f"{Path(file).stem}.cases{Path(file).suffix}")


def words_beside(file: str, policy: str) -> str | None:
    """Return the words file beside a policy's file, in letters of either case; None where there is none.

    It is called as that file is or, where there is none of that name, as the policy.
    """
    names = (f"{name}.words{suffix}" for name in (Path(file).stem, policy) for suffix in YAML_SUFFIXES)
    plain = (name for name in names if "/" not in name and "\0" not in name)  # of a policy, any text is the name
    return next((beside for name in plain if (beside := _beside(file, name))), None)


def _beside(file: str, name: str) -> str | None:
    """Return the file of a name that stands beside another, in letters of either case."""
    path = Path(file)
    if os.path.exists(path.with_name(name)):  # noqa: PTH110 - Path.exists raises where this says no
        return str(path.with_name(name))
    beside = yaml_files_in(str(path.parent), Findings(), deep=False)
    return next((near for near in beside if Path(near).name.lower() == name.lower()), None)


def _regular_file(file: str, limit: int, findings: Findings) -> bytes | None:
    """Read at most one byte over the limit, so that a huge file costs no memory."""
    mark = Mark(file)
    try:
        kind = Path(file).stat().st_mode
        if stat.S_ISREG(kind) or (stat.S_ISFIFO(kind) and _DESCRIPTOR.fullmatch(file)):
            with Path(file).open("rb") as stream:
                return stream.read(limit + 1)
        if stat.S_ISDIR(kind):
            findings.error("unreadable", "is a folder, not a file", mark)
        else:
            # Opening a pipe would wait for its writer, perhaps for ever.
            findings.error("unreadable", "is not a regular file", mark, "use `-` to read standard input")
    except (OSError, ValueError) as error:
        findings.error("unreadable", _unreadable_message(error, "file"), mark)
    return None


def _unreadable_message(error: Exception, what: str) -> str:
    match error:
        case FileNotFoundError():
            return f"no such {what}"
        case PermissionError():
            return f"no permission to read the {what}"
        case ValueError():
            return "a file cannot have this name"
    return f"cannot be read: {reason_of(error)}"


def standard_input(limit: int, findings: Findings) -> bytes | None:
    """Return standard input, at most one byte over a limit of it, or None after the finding that it is closed."""
    if sys.stdin is None:
        findings.error("unreadable", "standard input is closed", Mark("<stdin>"))
        return None
    return sys.stdin.buffer.read(limit + 1)


def _size_text(limit: int) -> str:
    return f"{limit // MEBIBYTE} MiB" if limit >= MEBIBYTE else f"{limit // 1024} KiB"
