"""Files that somebody sends in a body: their texts by name, which nothing reads or writes by."""

import json
import re
from collections.abc import Mapping
from typing import Any

from ...findings import Finding, Findings
from ...language.files import POLICY_BYTES, SourceFile, decode
from ..service_error import ServiceError
from .problems import Problem

MOST_FILES = 50
NAME = r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$"
FOLDER = "sent/"
"""What their names begin with, so that they are taken for none of those that are there."""
_NAME = re.compile(NAME)


def read_object(body: bytes, keys: Mapping[str, type]) -> Mapping[str, Any]:
    """Return a JSON object that has these keys, each of a type, and no others; raise a problem where it is none."""
    try:
        value = json.loads(body.decode(), object_pairs_hook=_unique, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        detail = str(error) if isinstance(error, _NotUniqueError) else "the body is no JSON in UTF-8"
        raise Problem("malformed-body", detail) from None
    if not isinstance(value, dict) or set(value) != set(keys):
        listed = ", ".join(f"`{key}`" for key in keys)
        raise Problem("malformed-body", f"the body must be a mapping with {listed}, and nothing else")
    for key, type_ in keys.items():
        if not isinstance(value[key], type_):
            raise Problem("malformed-body", f"`{key}` must be {'a mapping' if type_ is dict else 'a text'}")
    return value


def read_sources(texts: Mapping[str, Any]) -> list[SourceFile]:
    """Return files; raise a problem where there are none or too many, and ServiceError where one cannot be read."""
    if not 1 <= len(texts) <= MOST_FILES:
        raise Problem("malformed-body", f"`files` must hold 1 to {MOST_FILES} files")
    findings = Findings()
    sources = []
    for name, text in texts.items():
        if not _NAME.fullmatch(name):
            detail = f"`{name[:200]}` is no name of a file of letters, digits, `.`, `-` and `_`, such as `acme.yaml`"
            raise Problem("malformed-body", detail)
        if not isinstance(text, str):
            raise Problem("malformed-body", f"`{name}` must be a text")
        sources.append(read_source(name, text, findings))
    refuse(findings)
    return [source for source in sources if source]


def read_source(name: str, text: str, findings: Findings) -> SourceFile | None:
    """Return a file; add to the findings where it cannot be read."""
    return decode(f"{FOLDER}{name}", text.encode(), POLICY_BYTES, findings)


def refuse(findings: Findings) -> None:
    """Raise ServiceError where files cannot be used."""
    if findings.has_errors:
        raise ServiceError("invalid-files", "the files cannot be used", findings)


def finding_record(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON has it, its file by the name under which it was sent."""
    record = finding.to_dict()
    return {**record, "file": str(record["file"]).removeprefix(FOLDER)}


class _NotUniqueError(ValueError):
    """A key stands twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _NotUniqueError("a key of the body comes more than once")
    return value


def _no_constant(written: str) -> Any:
    raise ValueError(written)
