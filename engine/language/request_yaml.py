"""A request as YAML that can be pasted into a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .yaml_writer import written_text, written_value

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 76
"""The longest line of facts, in characters: four of indentation make it 80."""

# Written as people write them; the reader takes instants for strings.
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})")


def request_as_yaml(request: Mapping[str, object], width: int = WIDTH) -> str:
    """Return a request, plain values in the request format, as a YAML mapping in block style.

    Facts stand on one line where they fit `width`. Reading the text gives equal values.
    """
    return "".join(_entry(key, value, width) for key, value in request.items()) or "{}\n"


def _entry(key: str, value: object, width: int) -> str:
    name = written_text(key)
    if isinstance(value, dict):
        entries = [f"{written_text(inner)}: {_scalar(item)}" for inner, item in value.items()]
        line = f"{name}: {{{', '.join(entries)}}}\n"
        if len(line) <= width + 1 or not entries:
            return line
        return f"{name}:\n" + "".join(f"  {entry}\n" for entry in entries)
    if isinstance(value, str) and _reads_as_lines(value):
        body = value.removesuffix("\n")
        lines = "".join(f"  {line}\n" if line else "\n" for line in body.split("\n"))
        return f"{name}: |{'' if value.endswith(chr(10)) else '-'}\n{lines}"
    return f"{name}: {_scalar(value)}\n"


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return value if _INSTANT.fullmatch(value) else written_text(value)
    if isinstance(value, bool | int | float):
        return written_value(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    raise TypeError(f"a request holds no {type(value).__name__}")


def _reads_as_lines(text: str) -> bool:
    """Tell whether a text of several lines can stand as it is, in a literal block."""
    lines = text.removesuffix("\n").split("\n")
    is_printable = len(lines) > 1 and all(line.isprintable() for line in lines)
    # A block that began with a space or an empty line would need its indentation said.
    return is_printable and lines[0][:1].strip() != "" and lines[-1] != ""
