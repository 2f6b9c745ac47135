"""Bytes to text by the charset that a mail names, where it names one that is a charset."""

import re
from codecs import getincrementaldecoder
from encodings.aliases import aliases

_KNOWN = frozenset(aliases) | frozenset(aliases.values())
"""Names of text encodings and of others: whatever else a mail names is not looked up, which would be remembered."""
_NO_CHARSETS = frozenset(
    {"base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec", "punycode", "idna"}
    | {"unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "unicode_internal"}
)
"""They take no text, or time that grows faster than it."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def decode(raw: bytes, charset: str | None, *, is_cut: bool = False) -> tuple[str, bool]:
    """Return the text of bytes, and whether it is surely right: another charset is tried where the named one fails.

    Of a text that `is_cut`, the last character may be there in part, and is left out.
    """
    name = _codec(charset) if charset else "utf_8"
    for candidate in dict.fromkeys((name or "utf_8", "utf_8")):
        try:
            text = getincrementaldecoder(candidate)().decode(raw, final=not is_cut)
        except (UnicodeError, ValueError):
            continue
        return text, candidate == name
    return raw.decode("cp1252", "replace"), False


def clean_text(text: str) -> str:
    """Return a text whose lines end with a line feed, and in which what steers a terminal is a replacement character.

    Halves of surrogate pairs are no characters.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub("\ufffd", text)
    return text.encode("utf-8", "replace").decode("utf-8", "replace") if not text.isascii() else text


def _codec(charset: str | None) -> str | None:
    """Return the name of a text encoding, None where there is none of this name."""
    name = (charset or "").strip(" \"'").lower().replace("-", "_").replace(" ", "_")
    name = aliases.get(name, name)
    if name in ("us_ascii", "ascii"):
        return "ascii"
    if name in ("utf_8", "utf8", "iso8859_1", "latin_1"):
        # What is declared to be Latin-1 is Windows-1252 wherever the two differ, as browsers take it.
        return "utf_8" if name.startswith("utf") else "cp1252"
    return name if name in _KNOWN and name not in _NO_CHARSETS else None
