"""Names without quotes that are numbers to YAML, and so would not stay what their author wrote: `007`, `1_000`."""

import re
from dataclasses import replace

from ..findings import Findings, Mark
from .nodes import Node

_NAMED = ("id", "policy", "edition")
"""Keys whose values are names wherever they stand."""
_OLD_NUMBER = r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?)"
"""Compiled when it is first needed: start-up is felt."""


def is_number_elsewhere(text: str) -> bool:
    """Tell whether a text without quotes is a number to readers of YAML 1.1, for all that it is a string here."""
    return "_" in text and re.fullmatch(_OLD_NUMBER, text) is not None


def check_names(key: str, value: Node, mark: Mark, findings: Findings) -> Node:
    """Return the value of a key; a name that is a number written in another way than numbers are is refused."""
    if key in _NAMED:
        return _checked(f"`{key}`", value, mark, findings)
    if key == "choices" and isinstance(value.value, list):
        items = enumerate(value.value, 1)
        return replace(
            value, value=[_checked(f"item {n} of `choices`", item, item.mark, findings) for n, item in items]
        )
    return value


def _checked(name: str, value: Node, mark: Mark, findings: Findings) -> Node:
    number, written = value.value, value.written
    if isinstance(number, bool | list | dict) or number is None or not written:
        return value
    if not isinstance(number, str) and (number % 1 or (isinstance(number, int) and str(number) == written)):
        return value  # the schema says whether a number may stand here
    findings.error("wrong-type", f"{name} must be a string, not the number `{written}`", mark, "quote it")
    return Node(written, value.mark)
