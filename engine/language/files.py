"""The only module of the engine that reads files: bytes in, text or a finding out, and what kind of file it is."""

import os
import re
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from ..findings import Findings, Mark
from ..text import reason_of

MEBIBYTE = 1024 * 1024
POLICY_BYTES = 16 * MEBIBYTE
"""The largest policy, contract or case file, in bytes."""
REQUEST_BYTES = 256 * 1024
"""The largest request, in bytes."""

Kind = Literal["policy", "cases", "contracts", "request", "other"]
_KEYS = "(remit|cases|contracts|received|tier|contract)"
_KEY = re.compile(rf"^{_KEYS}[ \t]*:", re.MULTILINE)
_KEY_IN_BRACES = re.compile(rf"""[{{,]\s*["']?{_KEYS}["']?\s*:""")
_SECTIONS = re.compile(
    r"(?:^|[{,]\s*)[\"']?(?:policy|title|edition|sources|readings|facts|hours|tiers|scope|priorities|coverage|channels|promises)"
    r"[\"']?[ \t]*:",
    re.MULTILINE,
)
_CONTENT = re.compile(r"^(?:[\w\"'./-][^#\n]*:(?:\s|$)|- )", re.MULTILINE)
_KIND_BY_KEY: dict[str, Kind] = {
    "remit": "policy",
    "cases": "cases",
    "contracts": "contracts",
    "received": "request",
    "tier": "request",
    "contract": "request",
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as read: its name as the user gave it, its bytes and their text."""

    file: str
    raw: bytes
    text: str


def read_text(file: str, limit: int, findings: Findings) -> SourceFile | None:
    """Return a file's text (`-` is standard input), or None after a finding that says why not."""
    raw = _standard_input(limit, findings) if file == "-" else _regular_file(file, limit, findings)
    return None if raw is None else decode("<stdin>" if file == "-" else file, raw, limit, findings)


def read_all(files: Iterable[str], findings: Findings) -> list[SourceFile]:
    """Return the texts of policy, case and contract files, with a finding for each that has none."""
    texts = (read_text(file, POLICY_BYTES, findings) for file in files)
    return [text for text in texts if text is not None]


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


def mark_after(before: str, file: str) -> Mark:
    """Return where a text ends that a file begins with."""
    return Mark(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def yaml_files(paths: Iterable[str], findings: Findings) -> list[str]:
    """Return the YAML files named, those of a folder in the order of their names."""
    files: list[str] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where this says no
            files.append(path)
            continue
        try:
            yaml_paths = (p for p in Path(path).iterdir() if p.suffix in (".yaml", ".yml") and p.name[:1] != ".")
            inside = sorted(map(str, yaml_paths))
            files += inside
            if not inside:
                findings.error("no-files", "folder holds no .yaml file", Mark(path))
        except OSError as error:
            findings.error("unreadable", _unreadable_message(error, "folder"), Mark(path))
    return list(dict.fromkeys(files))


def case_files(paths: Iterable[str], findings: Findings) -> list[str]:
    """Return the case files named, those beside policies named, and those of folders.

    A file that is named and has nothing beside it is one where its keys say so.
    """
    files: list[str] = []
    named = list(paths)
    for file in yaml_files(named, findings):
        path = Path(file)
        if path.stem.endswith(".cases"):
            files.append(file)
        elif os.path.exists(beside := path.with_name(f"{path.stem}.cases{path.suffix}")):  # noqa: PTH110 - see above
            files.append(str(beside))
        elif file in named and (text := read_text(file, POLICY_BYTES, findings)):
            if kind_of(text) == "cases":
                files.append(file)
            else:
                findings.error("no-cases", f"there is no file `{beside.name}` beside it", Mark(file))
    return list(dict.fromkeys(files))


def _regular_file(file: str, limit: int, findings: Findings) -> bytes | None:
    """Read at most one byte over the limit, so that a huge file costs no memory."""
    mark = Mark(file)
    try:
        kind = Path(file).stat().st_mode
        if stat.S_ISREG(kind):
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


def _standard_input(limit: int, findings: Findings) -> bytes | None:
    if sys.stdin is None:
        findings.error("unreadable", "standard input is closed", Mark("<stdin>"))
        return None
    return sys.stdin.buffer.read(limit + 1)


def _size_text(limit: int) -> str:
    return f"{limit // MEBIBYTE} MiB" if limit >= MEBIBYTE else f"{limit // 1024} KiB"


def kind_of(text: SourceFile) -> Kind:
    """Return the kind of a file, by its name or else by its keys."""
    if PurePath(text.file).stem.endswith(".cases"):
        return "cases"
    key = _KEY_IN_BRACES if text.text.lstrip()[:1] == "{" else _KEY
    keys = {match[1] for match in key.finditer(text.text)}
    kind = next((named for key, named in _KIND_BY_KEY.items() if key in keys), None)
    if kind is None and not _SECTIONS.search(text.text) and _CONTENT.search(text.text):
        return "other"
    # What tells nothing else is a policy, whose missing keys are then named.
    return kind or "policy"


def policies_of(texts: Iterable[SourceFile]) -> list[SourceFile]:
    """Return the files that hold policies."""
    return [text for text in texts if kind_of(text) == "policy"]
