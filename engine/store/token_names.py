"""Names of people who have tokens: who did what, in the log."""

import re

COMMAND_LINE = "command-line"
"""Whoever did something by a command, not through the service."""
_RESERVED = (COMMAND_LINE, "files", "remit")
"""Names that the log has for what no person with a token does."""
_NAME = re.compile(r"\w[\w.@+-]{0,63}")


def parse_token_name(text: str) -> str:
    """Return the name of a person who may have a token."""
    if not _NAME.fullmatch(text):
        raise ValueError("is no name of at most 64 letters, digits, `.`, `@`, `+`, `_` and `-`, such as `ada`")
    if text in _RESERVED:
        raise ValueError("stands in the log for what no person does; take another name")
    return text
