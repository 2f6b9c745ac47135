"""Detects the kind of a file: policy, cases, contracts, request, or none of these."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .files import SourceFile

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
    "cases": "cases",
    "contracts": "contracts",
    "received": "request",
    "tier": "request",
    "contract": "request",
}


def kind_of(text: SourceFile) -> Kind:
    """Return the kind of a file, by its name or else by its keys."""
    if PurePath(text.file).stem.endswith(".cases"):
        return "cases"
    key = _KEY_IN_BRACES if text.text.lstrip()[:1] == "{" else _KEY
    keys = {match[1] for match in key.finditer(text.text)}
    if "remit" in keys:
        return "policy"
    kind = next((named for key, named in _KIND_BY_KEY.items() if key in keys), None)
    if kind is None and not _SECTIONS.search(text.text) and _CONTENT.search(text.text):
        return "other"
    # What tells nothing else is a policy, whose missing keys are then named.
    return kind or "policy"


def policies_of(texts: Iterable[SourceFile]) -> list[SourceFile]:
    """Return the files that hold policies."""
    return [text for text in texts if kind_of(text) == "policy"]
