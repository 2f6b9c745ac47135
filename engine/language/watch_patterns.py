"""Patterns of words files: RE2, in letters of either case, and linear in whatever strangers write."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_MEMORY = 1 << 20
"""Bytes that a pattern may take; RE2 refuses a larger one."""
_UNION_MEMORY = 64 << 20
_SMALL_UNION = 100_000
"""Instructions of patterns that are one union without trying: a thirtieth of what its memory takes."""
_NEXT_TO_NOTHING = ("", "a a")
"""In one of them, what matches the empty string does so: at the ends of a text or of its words."""


class NotAPattern(ValueError):
    """A text that RE2 refuses, or that says nothing; the message says why."""


def check_pattern(pattern: str) -> int:
    """Return how many instructions a pattern is.

    Raises NotAPattern where RE2 refuses it, with its reason, or where it matches whatever is written.
    """
    import re2  # noqa: PLC0415 - start-up is felt

    try:
        compiled = re2.compile(pattern, options=_options(_MOST_MEMORY))
    except re2.error as problem:
        raise NotAPattern(_reason(problem)) from None
    if any(match is not None and match.start() == match.end() for match in map(compiled.search, _NEXT_TO_NOTHING)):
        raise NotAPattern("it matches the empty string, and so every message")
    return int(compiled.programsize)


@cache
def compile_union(patterns: tuple[str, ...]) -> Any:
    """Return what finds the first match of any of the patterns, which have been checked."""
    import re2  # noqa: PLC0415 - start-up is felt

    return re2.compile("|".join(f"(?:{pattern})" for pattern in patterns), options=_options(_UNION_MEMORY))


def are_small_together(sizes: Mapping[str, int]) -> bool:
    """Tell whether the patterns of a file, each with its instructions, can be looked for at once."""
    import re2  # noqa: PLC0415 - start-up is felt

    # Their union is no larger than they are, and takes as long to compile.
    if sum(sizes.values()) <= _SMALL_UNION:
        return True
    try:
        compile_union(tuple(sizes))
    except re2.error:
        return False
    return True


def _options(memory: int) -> Any:
    import re2  # noqa: PLC0415 - start-up is felt

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False  # whoever checks says them
    options.never_capture = True  # so that patterns with groups of one name stand side by side
    options.max_mem = memory
    return options


def _reason(problem: Exception) -> str:
    """Return RE2's words, which it gives as bytes."""
    reason = problem.args[0] if problem.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
