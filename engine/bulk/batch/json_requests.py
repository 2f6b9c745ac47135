"""A line of JSON read in full, as a request file is: what it writes of columns and facts, or why it is no row.

Null is not stated; in `facts` it is asked and not known, as in a request file.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, cast

from ...findings import Findings
from ...language.files import decode
from ...language.json_reader import read_json
from ...language.nodes import HERE, read_plain
from ...language.plain_requests import plain_json
from ...language.request_files import FREE_TEXT, draft_of
from ...language.symbols import short_text
from ..columns_in.input_columns import FACTS, KEYS, SKIPPED, UNKNOWN
from .record_pieces import RECORD_BYTES

TOO_LONG = f"the line is larger than the limit of {RECORD_BYTES // 1024} KiB for a request"
PREFIX = f"{FACTS}."
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_IN_JSON = frozenset({"events", "confirmed", "likely", "hits", "findings", "message"})
_SCALARS: frozenset[type] = frozenset({str, bool, int, float})
_LISTS = ("channel", UNKNOWN)
_MOST_KEYS = 10_000
"""What so many keys are is remembered."""


class RefusedLine(Exception):
    """A line that is no row; its findings say why."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings


class JsonRow(NamedTuple):
    """A row: keys of a request, facts that some policy declares, and others, which whoever decides it refuses."""

    keys: dict[str, Any]
    facts: dict[str, Any]
    undeclared: dict[str, Any]


class LineReader:
    """Reads lines of JSON in full. `is_fact` tells whether some policy declares a fact."""

    def __init__(self, is_fact: Callable[[str], bool]) -> None:
        self.is_fact = lru_cache(_MOST_KEYS)(is_fact)

    def read(self, record: bytes) -> JsonRow:
        """Return the row that a line writes; raise RefusedLine where it is none."""
        findings = Findings()
        written = _written(record, findings)
        row = JsonRow({}, {}, {})
        for key, value in written.items():
            name = key.removeprefix(PREFIX)
            if key == FACTS:
                self._add_facts(value, row, findings)
            elif key in KEYS or key == UNKNOWN:
                _add_key(key, value, row, findings)
            elif self.is_fact(name):
                _add_fact(name, value, row, findings)
            elif not key.startswith(SKIPPED):
                message = f"key `{key}` is neither a key of a request nor a fact"
                findings.error("unknown-key", message, HERE, f"what nobody is to read begins with `{SKIPPED}`")
        if findings:
            raise RefusedLine(_of_request(written) or findings)
        return row

    def _add_facts(self, value: object, row: JsonRow, findings: Findings) -> None:
        if value is None:
            return
        if not isinstance(value, dict):
            findings.error("wrong-type", "`facts` must be a mapping of facts", HERE, "write `facts: {NAME: VALUE}`")
            return
        for name, fact in value.items():
            if fact is None:
                row.keys.setdefault(UNKNOWN, []).append(name)
            elif self.is_fact(name):
                _add_fact(name, fact, row, findings)
            else:
                row.undeclared[name] = fact


def _written(record: bytes, findings: Findings) -> Mapping[str, Any]:
    """Return what a line writes, read in full where that is not plain."""
    if len(record) > RECORD_BYTES:
        findings.error("too-large", TOO_LONG, HERE)
        raise RefusedLine(findings)
    source = decode("", record.rstrip(b"\r\n"), RECORD_BYTES, findings)
    if source is None:
        raise RefusedLine(findings)
    plain = None if has_half_pair(source.text) else plain_json(source.text)
    if not isinstance(plain, dict):
        root = read_json(source.text, "", findings, FREE_TEXT)
        if not findings and (root is None or not isinstance(root.value, dict)):
            draft_of(root, findings)
        if findings or root is None:
            raise RefusedLine(findings)
        plain = root.plain()
    return cast("dict[str, Any]", plain)


def has_half_pair(text: str) -> bool:
    """Tell whether a text of JSON may escape half of a surrogate pair."""
    return "\\u" in text and _HALF_PAIR.search(text) is not None


def _add_fact(name: str, value: object, row: JsonRow, findings: Findings) -> None:
    if value is None:
        return
    if name in row.facts:
        findings.error("duplicate-key", f"fact `{name}` is stated in `facts` and by its name", HERE)
    elif type(value) in _SCALARS:
        row.facts[name] = value
    else:
        findings.error("wrong-type", f"fact `{name}` cannot be `{short_text(value)}`", HERE)


def _add_key(key: str, value: object, row: JsonRow, findings: Findings) -> None:
    """Add the value of a key, as its column has it, or the finding that it is none of that column."""
    kind = type(value)
    if value is None:
        return
    if key in _IN_JSON:
        row.keys[key] = json.dumps(value)
    elif key in _LISTS and (kind is str or _are_texts(value)):
        names = value.split() if key == UNKNOWN and isinstance(value, str) else value
        row.keys[key] = [*row.keys.get(key, ()), *cast("list[str]", names)] if key == UNKNOWN else names
    elif kind is str or (key == "id" and kind is int):
        row.keys[key] = str(value)
    else:
        findings.error("wrong-type", f"`{key}` cannot be `{short_text(value)}`", HERE)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _of_request(written: Mapping[str, Any]) -> Findings:
    """Return what a request file with the same keys would be refused for."""
    findings = Findings()
    request = {key: value for key, value in written.items() if value is not None and key in (*KEYS, FACTS)}
    draft_of(read_plain(request, findings), findings)
    return findings if findings.has_errors else Findings()
