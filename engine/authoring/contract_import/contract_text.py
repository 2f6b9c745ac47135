"""Contracts as the text of their file: written anew, or each in its place in a file that is there."""

from collections.abc import Mapping
from typing import Any

from ...language.contract_items import ContractItems
from ...language.yaml_writer import written_text, written_value

_HEAD = "contracts:\n"


def item_text(contract: Mapping[str, Any], indentation: str) -> str:
    """Return a contract as an item of a block sequence."""
    lines = [f"{written_text(key)}: {written_value(value)}" for key, value in contract.items()]
    return "".join(f"{indentation}{'- ' if n == 0 else '  '}{line}\n" for n, line in enumerate(lines))


def changed_text(text: str, new: Mapping[str, Mapping[str, Any]], changed: Mapping[int, Mapping[str, Any]]) -> str:
    """Return the text of a file with contracts added, and with others in the place of those of a number in it.

    Raises ValueError where its contracts cannot be told apart.
    """
    if not text.strip():
        return _HEAD + "".join(item_text(contract, "  ") for contract in new.values())
    items = ContractItems.of(text)
    if items is None:
        raise ValueError("its contracts do not stand one below the other, each with a hyphen of its own")
    newline = "\r\n" if "\r\n" in text else "\n"
    start = items.starts[0]
    indentation = text[start : text.index("-", start)]
    parts = [text[:start]]
    for number, begin in enumerate(items.starts):
        end = (*items.starts, len(text))[number + 1]
        own = text[begin:end]
        if number in changed:
            own = item_text(changed[number], indentation).replace("\n", newline) + _comments_below(own)
        parts.append(own)
    written = "".join(parts)
    if new and not written.endswith("\n"):
        written += newline
    return written + "".join(item_text(contract, indentation) for contract in new.values()).replace("\n", newline)


def _comments_below(item: str) -> str:
    """Return the comments and empty lines at the end of an item: they are about what follows."""
    lines = item.splitlines(keepends=True)
    is_above = [bool(line.strip()) and not line.lstrip().startswith("#") for line in lines]
    last = max((number for number, is_written in enumerate(is_above) if is_written), default=-1)
    return "".join(lines[last + 1 :])
