"""Requests as somebody sends them: read and decided before the store is asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from ..findings import Findings, Mark
from ..language.files import REQUEST_BYTES, decode
from ..triage.clock import in_utc
from ..triage.decide_lines import DecidedLine
from ..triage.json_formats import line_of
from .file_set import REQUEST_NAME, FileSet
from .new_ids import new_request_id
from .service_error import ServiceError, too_large

_SORTED = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
LONGEST_ID = 200
"""Characters of the id of a request or an event that is kept."""


@dataclass(frozen=True)
class Submission:
    """A valid request: its JSON with its id, and its decision by some files, as of `at`, in seconds, if anything."""

    text: str
    at: int | None
    files: FileSet
    decided: DecidedLine
    _known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out of it: a lock of its own would cost more than that."""

    @property
    def id(self) -> str:
        """Its id; one that is kept has one."""
        return (self.decided.request.id if self.decided.request else None) or ""

    @property
    def written(self) -> Mapping[str, Any]:
        """The request as plain values, in the request format."""
        known = self._known
        if "written" not in known:
            known["written"] = json.loads(self.text)
        written: Mapping[str, Any] = known["written"]
        return written

    @property
    def canonical(self) -> bytes:
        """What it says, however its keys are ordered and its text is laid out."""
        known = self._known
        if "canonical" not in known:
            text = _SORTED.encode(self.written)
            known["canonical"] = (text if self.at is None else f"{text}@{self.at}").encode("utf-8", "surrogatepass")
        canonical: bytes = known["canonical"]
        return canonical

    def digest(self, salt: bytes) -> str:
        """Return the digest of its content, by which the same content is known again."""
        return sha256(salt + self.canonical).hexdigest()


def decoded(body: bytes) -> str:
    """Return the text of what somebody sends; raise ServiceError where it is none, or too much."""
    if len(body) > REQUEST_BYTES:
        message = f"the request is larger than the limit of {REQUEST_BYTES // 1024} KiB"
        raise too_large(message, Mark(REQUEST_NAME))
    findings = Findings()
    source = decode(REQUEST_NAME, body, REQUEST_BYTES, findings)
    if source is None:
        raise ServiceError("invalid-request", "the request cannot be read", findings)
    return source.text


def decided_text(text: str, files: FileSet, at: int | None) -> DecidedLine:
    """Return the decision of a request; raise ServiceError where it is invalid."""
    decided = files.decider.decided(text, at)
    if decided.status == "invalid":
        raise ServiceError("invalid-request", "the request cannot be decided", decided.findings)
    return decided


def submitted(body: bytes, files: FileSet, at: int | None, now: int) -> Submission:
    """Return what somebody sends as a request that can be kept; `now`, in milliseconds, is when it comes."""
    text = decoded(body)
    decided = decided_text(text, files, at)
    keys = _added_keys(text, decided, at, now)
    if keys:
        text = _with_keys(text, keys)
        decided = decided_text(text, files, at)
    submission = Submission(text=text, at=at, files=files, decided=decided)
    check_id(submission.id, Mark(REQUEST_NAME, 1, 1))
    return submission


def check_id(id_: str, mark: Mark) -> None:
    """Refuse an id that no store keeps."""
    if "\0" in id_:
        findings = Findings()
        findings.error("wrong-value", "an id has the character U+0000, which no store keeps", mark, "leave it out")
        raise ServiceError("invalid-request", "the request cannot be kept", findings)
    if len(id_) > LONGEST_ID:
        raise too_large(f"the id has {len(id_):,} characters, more than the limit of {LONGEST_ID}", mark)


def _added_keys(text: str, decided: DecidedLine, at: int | None, now: int) -> Mapping[str, str]:
    """Return what a request that is kept says and this one does not: an id, and the receipt that `at` stands in for."""
    request, keys = decided.request, dict[str, str]()
    if request is None or request.id is None:
        keys["id"] = new_request_id(now)
    if at is not None and "received" not in json.loads(text):
        keys["received"] = in_utc(at)
    return keys


def _with_keys(text: str, keys: Mapping[str, str]) -> str:
    """Return the JSON of a request with further keys in front."""
    inside = text.lstrip()[1:].lstrip()
    return f"{line_of(keys)[:-1]}{'' if inside.startswith('}') else ','}{inside}"


def request_line(written: Mapping[str, Any]) -> str:
    """Return a request as JSON on one line."""
    return line_of(written)
