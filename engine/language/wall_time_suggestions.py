"""What to write in place of a text that was meant as a time of day: `5 pm`, `17h30`, `noon`, `end of day`."""

import re

from .span_suggestions import plain_words

_EXPECTED = 'write a time on a clock of 24 hours, as in `"17:00"`, or `close` for when the hours close'
_TIME = re.compile(
    r"(?:at\s+|by\s+)?([0-9]{1,2})(?:\s*[:.h]\s*([0-9]{2})(?::00)?)?\s*(?:h|uhr|hours|o'?clock)?\s*([ap])?(?:\.?m\.?)?"
)
_NAMED = {
    "noon": "12:00",
    "midday": "12:00",
    "midnight": "24:00",
    **dict.fromkeys(("end of day", "end of the day"), "24:00"),
}
_CLOSE = re.compile(
    r"(?:the )?(?:close|closing|closes|eob|cob|end of (?:the )?(?:business|working)(?: day)?|close of business"
    r"|closing time|end of (?:business|office) hours)"
)
_NOON, _MOST = 12, 24


def wall_time_help(text: str) -> str:
    """Return what to write in place of a text that writes no time of day."""
    meant = plain_words(text)
    if _CLOSE.fullmatch(meant):
        return "write `close`"
    if meant in _NAMED:
        return f'write `"{_NAMED[meant]}"`'
    match = _TIME.fullmatch(meant)
    if match is None:
        return _EXPECTED
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0) if 0 < hour <= _NOON else _MOST + 1
    is_time = hour * 60 + minute <= _MOST * 60 and minute < 60  # noqa: PLR2004 - of an hour
    return f'write `"{hour:02}:{minute:02}"`' if is_time else _EXPECTED
