"""Lines of a message, told apart: what its sender says now, what is forwarded, quoted history and signatures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model.messages import EVIDENCE, Passage, PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .html_text import Line

_REPLY = re.compile(
    r"(?i)(?:re|aw|antw(?:ort)?|sv|vs|rif|res|odp|ynt|回复|答复)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:\uff1a]"
)
_FORWARD = re.compile(r"(?i)(?:fwd?|wg|tr|rv|enc|vl|doorst|i|转发)\s?[:\uff1a]")
_ATTRIBUTION_END = re.compile(
    r"(?i)(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|skrev|napisał\(a\))\s?:$"
)
_QUOTED_MAIL = re.compile(
    r"(?i)-{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht)\s*-{2,}$"
)
_FORWARDED_MAIL = re.compile(
    r"(?i)(?:-{2,}\s*(?:forwarded message|forwarded by|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|messaggio inoltrato)\b.{0,100}|begin forwarded message\s?:"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)\s?:)$"
)
_FIELD = re.compile(
    r"(?i)\*?(?:from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoyé|à|objet|asunto|para)\s?:\*?\s"
)
_SENT_FROM = re.compile(r"(?i)(?:sent from my|von meinem|envoyé de mon|get outlook for|enviado desde mi)\b.{0,60}$")
_FIELDS = 3
"""So many lines of fields one below the other begin a mail within a mail."""
_SIGNATURE_LINES, _BARE_SIGNATURE_LINES = 20, 8
"""What is longer below two dashes is no signature: a log or a query has such lines, too."""
_LOOKED_AHEAD, _LOOKED_BELOW = 4, 60
_LONGEST = 500
"""Characters of a line that are looked at."""


def is_reply(subject: str) -> bool:
    """Tell whether a subject was taken over from what the message answers."""
    return _REPLY.match(subject.strip()) is not None


def is_forward(subject: str) -> bool:
    """Tell whether a subject says that the message forwards another."""
    return _FORWARD.match(subject.strip()) is not None


def split_lines(lines: list[Line], *, answers: bool) -> list[tuple[PassageKind, list[str]]]:
    """Return the passages of a text in order. A mail within it is history where the message `answers` one."""
    kinds = _kinds([mark for mark, _ in lines], [line[:_LONGEST] for _, line in lines], answers=answers)
    passages: list[tuple[PassageKind, list[str]]] = []
    for kind, (_, line) in zip(kinds, lines, strict=True):
        if not passages or (passages[-1][0] != kind and line.strip()):
            passages.append((kind, []))
        passages[-1][1].append(line)
    return [(kind, stripped) for kind, own in passages if (stripped := _stripped(own))]


def place_passages(parts: Iterable[tuple[PassageKind, list[str]]]) -> list[Passage]:
    """Return passages with the lines on which they stand in a body of those that count; an empty line parts them."""
    passages, start = [], 1
    for kind, lines in parts:
        passages.append(Passage(kind=kind, text="\n".join(lines), start=start))
        if kind in EVIDENCE:
            start += len(lines) + 1
    return passages


def _kinds(marks: list[str], lines: list[str], *, answers: bool) -> list[PassageKind]:
    kinds: list[PassageKind] = []
    inner: PassageKind = "text"
    """What lines are that nothing says more of: a mail that is forwarded, or quoted to its end, goes on."""
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        inner = _mail_within(lines, number, answers=answers) or inner
        if inner == "quoted":
            kinds.append("quoted")
        elif marks[number] == "signature" or (end := _signature_end(lines, number)) is None:
            kinds.append("signature")
        elif end:
            kinds += ["signature"] * (end - number)
            number = end
            continue
        elif line.startswith(">") or marks[number] == "quoted" or _is_attribution(lines, marks, number):
            kinds.append("forwarded" if inner == "forwarded" and not line.startswith(">>") else "quoted")
        else:
            kinds.append(inner)
        number += 1
    return kinds


def _mail_within(lines: list[str], number: int, *, answers: bool) -> PassageKind | None:
    """Return what a mail is that begins on a line, None where none does."""
    line = lines[number].strip().lstrip("> ")
    if _FORWARDED_MAIL.match(line):
        return "forwarded"
    if _QUOTED_MAIL.match(line):
        return "quoted" if answers else "forwarded"
    fields = [text for text in lines[number : number + _FIELDS + 1] if _FIELD.match(text.strip().lstrip("> ") + " ")]
    if len(fields) >= _FIELDS and _FIELD.match(line + " ") and not _is_below_field(lines, number):
        return "quoted" if answers else "forwarded"
    return None


def _is_below_field(lines: list[str], number: int) -> bool:
    return number > 0 and _FIELD.match(lines[number - 1].strip() + " ") is not None


def _is_attribution(lines: list[str], marks: list[str], number: int) -> bool:
    """Tell whether a line says who wrote what is quoted right below it; it may be wrapped."""
    if not lines[number].strip():
        return False
    for ahead in range(number, min(number + _LOOKED_AHEAD - 1, len(lines))):
        if not lines[ahead].strip():
            return False
        if _ATTRIBUTION_END.search(lines[ahead].strip()):
            below = next((n for n in range(ahead + 1, min(ahead + 3, len(lines))) if lines[n].strip()), None)
            return below is not None and (lines[below].lstrip().startswith(">") or marks[below] == "quoted")
    return False


def _signature_end(lines: list[str], number: int) -> int | None:
    """Return where a signature that begins on a line ends, 0 where none begins; None for a line that is one itself."""
    line = lines[number]
    if _SENT_FROM.match(line.strip()):
        return None
    if line.rstrip("\r") not in ("-- ", "--"):
        return 0
    last = min(len(lines), number + _LOOKED_BELOW)
    below = range(number + 1, last)
    end = next((n for n in below if lines[n].lstrip().startswith(">") or _begins_mail(lines, n)), last)
    most = _SIGNATURE_LINES if line == "-- " else _BARE_SIGNATURE_LINES
    written = sum(1 for text in lines[number + 1 : end] if text.strip())
    is_ended = end < last or last == len(lines)
    return end if 0 < written <= most and is_ended else 0


def _begins_mail(lines: list[str], number: int) -> bool:
    line = lines[number].strip()
    return _FORWARDED_MAIL.match(line) is not None or _QUOTED_MAIL.match(line) is not None


def _stripped(lines: list[str]) -> list[str]:
    """Return lines without the empty ones at both ends."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    return lines[written[0] : written[-1] + 1] if written else []
