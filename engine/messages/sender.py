"""Who sent a message: one address, or none where that is not certain; whatever looks like a trick is said."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from email.headerregistry import HeaderRegistry
from typing import TYPE_CHECKING, Any

from .mail_fields import decoded_words, guarded

if TYPE_CHECKING:
    from ..findings import Findings, Mark
    from .mail_fields import Fields

_LONGEST = 2_048
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,128}@[^\s@<>()\[\],;:\"\\/]{1,255}")
_HEADERS = HeaderRegistry()


@dataclass(frozen=True)
class _Addresses:
    addresses: list[tuple[str, str]]
    """Names and addresses."""
    has_group: bool


def read_sender(fields: Fields, findings: Findings, mark: Mark) -> str | None:
    """Return the address that a message comes from by `From` alone, None where it is not certain."""
    values = fields.all("from")
    parsed = guarded(lambda: _parse(values[0])) if len(values) == 1 and len(values[0]) <= _LONGEST else None
    problem = ""
    if len(values) != 1:
        problem = f"the message has {len(values)} fields `From`" if values else "the message has no `From`"
    elif parsed is None:
        problem = "`From` cannot be read"
    elif parsed.has_group or len(parsed.addresses) != 1:
        problem = f"`From` names {'a group' if parsed.has_group else f'{len(parsed.addresses)} addresses'}"
    elif not _ADDRESS.fullmatch(parsed.addresses[0][1]):
        problem = "`From` names no address"
    if parsed is None or problem:
        findings.warning("unclear-sender", problem, mark, "name the contract, if you know who sent it")
        return None
    name, address = parsed.addresses[0]
    _note_tricks(name, address, values[0], findings, mark)
    _note_on_behalf(address, fields, findings, mark)
    return address


def _parse(value: str) -> _Addresses:
    """Return names and addresses of a field, and whether it has the syntax of a group."""
    header: Any = _HEADERS("from", value)
    addresses = [(address.display_name, f"{address.username}@{address.domain}") for address in header.addresses]
    return _Addresses(addresses, has_group=any(group.display_name is not None for group in header.groups))


def _note_tricks(name: str, address: str, value: str, findings: Findings, mark: Mark) -> None:
    named = _ADDRESS.search(decoded_words(name))
    if named is not None and named[0].lower() != address.lower():
        message = f"the sender's name is an address, `{named[0]}`, and not that of the sender, `{address}`"
        findings.warning("misleading-sender", message, mark)
    if _hides(name) or _hides(decoded_words(value)):
        findings.warning("misleading-sender", "the sender's name hides characters", mark)


def _note_on_behalf(address: str, fields: Fields, findings: Findings, mark: Mark) -> None:
    value = fields.first("sender") or ""
    parsed = guarded(lambda: _parse(value)) if 0 < len(value) <= _LONGEST else None
    agent = parsed.addresses[0][1] if parsed and parsed.addresses else address
    if agent.lower() != address.lower() and _ADDRESS.fullmatch(agent):
        findings.note("sent-on-behalf", f"`{agent}` sent it on behalf of `{address}`", mark)


def _hides(text: str) -> bool:
    """Tell whether a text has characters that nobody sees: controls, and what turns text round."""
    return any(character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cf") for character in text)
