"""Files of requests: one each, or in JSON one a line, where each is read by itself and knows its line in the file."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..findings import Finding, Findings, Mark
from ..model import Request
from .files import LINES_SUFFIXES, REQUEST_BYTES, REQUEST_LINES_BYTES, decode
from .input_files import InputFiles
from .json_reader import read_json
from .request_files import FREE_TEXT, draft_of, read_draft

MOST_REQUESTS = 100_000
"""Requests that one file can have."""


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """A request as far as it could be read, None for not at all, with what is wrong with it.

    `mark` is its place. What is found of it stands as if its line were all of the file, until it is `placed`.
    """

    request: Request | None
    findings: Findings
    mark: Mark

    def placed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return findings about the request with their lines in the file."""
        before = self.mark.line - 1
        return tuple(_moved(finding, self.mark.file, before) for finding in findings) if before > 0 else (*findings,)


def read_requests(file: str, files: InputFiles, now: int | None = None) -> Iterator[RequestDraft]:
    """Yield the requests of a file, or of standard input: one for each line of a file of lines, else the one it is.

    `now` stands in for a missing `received`.
    """
    name, findings = "<stdin>" if file == "-" else file, Findings()
    raw = files.raw_bytes(file, REQUEST_LINES_BYTES if _may_have_lines(file) else REQUEST_BYTES, findings)
    if raw is not None and _has_lines(file, raw):
        if len(raw) <= REQUEST_LINES_BYTES:
            yield from _lines(name, raw, now)
            return
        size = REQUEST_LINES_BYTES // (1024 * 1024)
        findings.error("too-large", f"file is larger than the limit of {size} MiB", Mark(name))
        raw = None
    text = None if raw is None else decode(name, raw, REQUEST_BYTES, findings)
    draft = read_draft(text, findings, now) if text else None
    yield RequestDraft(request=draft, findings=findings, mark=Mark(name))


def _lines(file: str, raw: bytes, now: int | None) -> Iterator[RequestDraft]:
    count = 0
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        count += 1
        findings = Findings()
        if count > MOST_REQUESTS:
            message = f"there are more requests than the limit of {MOST_REQUESTS:,} for a file"
            findings.error("too-large", message, Mark(file, 1, 1), "split the file; what follows is not read")
            yield RequestDraft(request=None, findings=findings, mark=Mark(file, number, 1))
            return
        request = _draft(line, file, findings, now)
        yield RequestDraft(request=request, findings=findings, mark=Mark(file, number, 1))


def _draft(line: bytes, file: str, findings: Findings, now: int | None) -> Request | None:
    if len(line) > REQUEST_BYTES:
        message = f"the line is larger than the limit of {REQUEST_BYTES // 1024} KiB for a request"
        findings.error("too-large", message, Mark(file, 1, 1))
        return None
    text = decode(file, line.removesuffix(b"\r"), REQUEST_BYTES, findings)
    return draft_of(read_json(text.text, file, findings, FREE_TEXT), findings, now) if text else None


def _may_have_lines(file: str) -> bool:
    return file == "-" or PurePath(file).name.lower().endswith(LINES_SUFFIXES)


def _has_lines(file: str, raw: bytes) -> bool:
    """Tell whether a file has a request on each line: by its name, or standard input by how it begins."""
    if file != "-":
        return _may_have_lines(file)
    first, _, following = raw.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not following.strip() or len(first) > REQUEST_BYTES:
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _moved(finding: Finding, file: str, lines: int) -> Finding:
    """Return a finding about a file with its place so many lines below."""
    mark = finding.mark
    if mark.file != file or not mark.line:
        return finding
    end = mark.end_line and mark.end_line + lines
    return replace(finding, mark=replace(mark, line=mark.line + lines, end_line=end))
