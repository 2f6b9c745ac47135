"""Which kind of file an author wrote: a policy, cases or contracts."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .reading import Text

Kind = Literal["policy", "cases", "contracts"]
_KEY = re.compile(r"^(remit|policy|cases|contracts)[ \t]*:", re.MULTILINE)


def kind_of(text: Text) -> Kind:
    """Tell what a file holds, by its name and else by its first telling key."""
    if PurePath(text.file).stem.endswith(".cases"):
        return "cases"
    found = _KEY.search(text.text)
    if found and found[1] == "cases":
        return "cases"
    return "contracts" if found and found[1] == "contracts" else "policy"


def policies_of(texts: Iterable[Text]) -> list[Text]:
    """Return the files that hold policies."""
    return [text for text in texts if kind_of(text) == "policy"]
