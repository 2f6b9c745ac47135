"""Dates that something is owed by, and cut-offs: `{business_days: 1, at: close}`, `"15:00"`."""

import re

from ..model import MINUTES_A_DAY, DueDate, WallTime
from .nodes import Node
from .symbols import Symbols, short_text

_COUNTED = ("business_days", "days")
_TIME = re.compile(r"([0-9]{2}):([0-5][0-9])")
_CLOSE = "close"
_CLOSE_OF_DAYS = "`days` counts days on which nothing may open, so that there is no `close`"
_CLOSE_HELP = 'write a time such as `"17:00"`, or count `business_days`'


def parse_due_date(node: Node | None, symbols: Symbols) -> DueDate | None:
    """Return the date that a mapping writes; None after a finding, which may be the schema's."""
    if node is None or not isinstance(node.value, dict):
        return None
    counted = [key for key in _COUNTED if key in node.value]
    at = parse_wall_time("at", node.get("at"), symbols)
    if len(counted) > 1:
        message = "`by` counts either `business_days` or `days`"
        symbols.findings.error("wrong-shape", message, node.key_mark("days"), "leave one of the two out")
        return None
    if not counted:
        if not node.is_partial:
            message, help_ = (
                "`by` lacks the key `business_days` or `days`",
                "write it as in `by: {business_days: 1, at: close}`",
            )
            symbols.findings.error("missing-key", message, node.mark, help_)
        return None
    number = node.integer(counted[0])
    if counted == ["days"] and at == _CLOSE:
        symbols.findings.error("wrong-shape", _CLOSE_OF_DAYS, node.key_mark("at"), _CLOSE_HELP)
        return None
    if number is None or number < 0 or at is None:  # as the schema has said
        return None
    return DueDate(at=at, **{counted[0]: number})


def parse_cutoff(node: Node, by: DueDate | None, symbols: Symbols) -> WallTime | None:
    """Return the cut-off of an entry; None where it has none, or after a finding."""
    cutoff = parse_wall_time("cutoff", node.get("cutoff"), symbols)
    if cutoff == _CLOSE and by is not None and not by.is_business:
        symbols.findings.error("wrong-shape", _CLOSE_OF_DAYS, node.key_mark("cutoff"), _CLOSE_HELP)
        return None
    return cutoff


def parse_wall_time(key: str, node: Node | None, symbols: Symbols) -> WallTime | None:
    """Return the time of day at a key; None where there is none, or after a finding."""
    if node is None or not isinstance(node.value, str):
        return None
    if node.value == "close":
        return "close"
    match = _TIME.fullmatch(node.value)
    minutes = int(match[1]) * 60 + int(match[2]) if match else MINUTES_A_DAY + 1
    if minutes > MINUTES_A_DAY:
        from .wall_time_suggestions import wall_time_help  # noqa: PLC0415 - start-up is felt

        text = short_text(node.value)
        message = f"`{key}` is `{text}`, neither a time from `00:00` to `24:00` nor `close`"
        symbols.findings.error("wrong-value", message, node.mark, wall_time_help(node.value))
        return None
    return minutes
