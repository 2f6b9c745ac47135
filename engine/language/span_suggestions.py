"""What to write in place of a text that was meant as a span: `30 min`, `PT4H`, `2 weeks`, `next business day`."""

import re
from decimal import Decimal

_FALLBACK = "write amounts of days, hours, minutes or seconds"
NOTHING_OWED = "write `none` where nothing is owed"
_LONGEST = 100
"""Longer texts are sentences, in which nobody looks for a span."""
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "second"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "bh"), "hour"),
    **dict.fromkeys(("d", "day", "days", "bd", "nbd", "weekday", "weekdays", "workday", "workdays"), "day"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "week"),
    **dict.fromkeys(("mo", "month", "months"), "month"),
    **dict.fromkeys(("quarter", "quarters"), "quarter"),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), "year"),
}
_OF_BUSINESS = ("bh", "bd", "weekday", "weekdays", "workday", "workdays")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {"half an": Decimal("0.5"), "a": Decimal(1), "an": Decimal(1)} | {
    word: Decimal(number) for number, word in enumerate(_WORDS, 1)
}
_BEFORE = re.compile(r"^(?:within|in|at most|up to|max(?:imum|\.)?|no (?:more|later) than|less than|[<≤~]=?)\s*")
_AFTER = re.compile(r"\s*(?:or less|at most|max(?:imum|\.)?)$")
_KIND = r"(?P<kind>business|working|work|office|clock|calendar|elapsed|consecutive|full)?"
_UNIT = rf"(?P<unit>{'|'.join(sorted(_UNITS, reverse=True))})(?![a-z])\.?"
_PART = re.compile(rf"(?P<number>[0-9]+(?:[.,][0-9]+)?|half an|[a-z]+?)[\s-]*{_KIND}[\s-]*{_UNIT}")
_BETWEEN_PARTS = re.compile(r"\s*(?:,|and|&|\+)?\s*")
_RANGE = re.compile(r"^[0-9]+\s*(?:-|to|or)\s*(?=[0-9])")
_ISO = re.compile(r"p(?:(\d+)w)?(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?")
_CLOCK = re.compile(r"([0-9]{1,3}):([0-9]{2})(?::00)?")
_CALENDAR = re.compile(
    r"\b(?:next|same|following)\s+(?:(?:business|working|work)\s*)?(?:day|week|month)\b|\bnbd\b"
    r"|\bend of\b|\b(?:eod|eob|cob|eow)\b|\bclose of\b|\b(?:today|tomorrow|tonight)\b|\bby\b"
)
_DATES = {
    r"(?:by )?(?:the )?(?:end of )?(?:the )?(?:next|following) (?:business|working|work) ?day|nbd": 1,
    r"(?:by )?(?:the )?(?:end of )?(?:the )?same (?:business|working|work) ?day"
    r"|(?:by )?(?:eod|eob|cob|(?:the )?end of (?:the )?(?:business|working) day|close of business)": 0,
}
_SAME_DAY = "{by: {business_days: 0, at: close}}"
_AT_ONCE = re.compile(r"(?:asap|as soon as possible|immediate(?:ly)?|instant(?:ly)?|at once|now|right away)")
_NOTHING = re.compile(r"(?:n\.?/?a\.?|no|nothing|never|null|tbd|-+|best effort|not (?:applicable|included|covered))")


def span_help(text: str, *, is_cell: bool = False) -> str:
    """Return what to write in place of a text that is no span; where it is a cell, `none` is accepted, too."""
    meant = _AFTER.sub("", _BEFORE.sub("", plain_words(text)))
    if is_cell and _NOTHING.fullmatch(meant):
        return NOTHING_OWED
    if _AT_ONCE.fullmatch(meant):
        return "write the longest time that it may take, as in `15 minutes`"
    if re.fullmatch(r"[0-9]{1,9}", meant):
        return f"write a unit as well: `{_amount(int(meant), 'hour')}` or `{_amount(int(meant), 'business day')}`"
    longest = _RANGE.sub("", meant)
    if re.search(r"[0-9]{10}", meant):
        help_ = "write at most nine digits for a number"
    elif parts := _parts(longest):
        help_ = _of_parts(parts)
        help_ = help_ if longest == meant else help_.replace("write ", "write the longest: ", 1)
    elif _CALENDAR.search(meant):
        if is_cell:
            return _date_help(meant)
        written = " ".join(text[:_LONGEST].split())
        help_ = f"remit cannot say `{written}` yet: write how much open time it takes at most, as in `1 business day`"
    else:
        help_ = f"{_FALLBACK}, or `none`" if is_cell else _FALLBACK
    return help_


def _date_help(meant: str) -> str:
    """Return the date that words mean, where that is plain, or how a date is written."""
    number = next((n for pattern, n in _DATES.items() if re.fullmatch(pattern, meant)), None)
    date = f"{{by: {{business_days: {number or 1}, at: close}}}}" if number != 0 else _SAME_DAY
    return f"write `{date}`" if number is not None else f"write a date as in `{date}`"


def plain_words(text: str) -> str:
    """Return a text in small letters with single spaces, its dashes as hyphens, cut where it is long."""
    return " ".join(text[:_LONGEST].lower().replace("\u2013", "-").replace("\u2014", "-").split())


def _parts(text: str) -> list[tuple[Decimal, str, str]]:
    """Return the amounts, kinds of time and units of a text, nothing where it is not made of them alone."""
    if iso := _ISO.fullmatch(text) if text[:1] == "p" else None:
        units = zip(iso.groups(), ("week", "day", "hour", "minute", "second"), strict=True)
        return [(Decimal(number), "", unit) for number, unit in units if number]
    if clock := _CLOCK.fullmatch(text):
        listed = [(Decimal(clock[1]), "", "hour"), (Decimal(clock[2]), "", "minute")]
        return [part for part in listed if part[0]]
    parts, position = [], 0
    while position < len(text):
        part = _PART.match(text, position)
        number = _number(part["number"]) if part else None
        if part is None or number is None:
            return []
        kind = "business" if part["unit"] in _OF_BUSINESS else part["kind"] or ""
        parts.append((number, kind, _UNITS[part["unit"]]))
        separator = _BETWEEN_PARTS.match(text, part.end())
        position = separator.end() if separator else part.end()
    return parts


def _number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text[0].isdigit() else _NUMBERS.get(text)


def _of_parts(parts: list[tuple[Decimal, str, str]]) -> str:
    units = {unit for _, _, unit in parts}
    if units & {"month", "quarter", "year"}:
        return "remit cannot say months or years yet: write days of open time, as in `20 business days`"
    if "week" in units:
        return _of_weeks(parts)
    if any(unit == "day" and number % 1 for number, _, unit in parts):
        return "write part of a day in hours, as in `4 business hours`"
    if any((number * _SECONDS.get(unit, 1)) % 1 for number, _, unit in parts):
        return "write whole seconds: what is less is not counted"
    written = f"write `{' '.join(_written(*part) for part in parts)}`"
    if any(kind in ("clock", "calendar", "elapsed", "consecutive") for _, kind, _ in parts):
        return f"{written}: a span counts open time, which is all time only in hours that are open round the clock"
    return written


def _of_weeks(parts: list[tuple[Decimal, str, str]]) -> str:
    if len(parts) > 1 or parts[0][0] % 1:
        return "remit cannot say weeks yet: write days of open time, as in `10 business days`"
    weeks = int(parts[0][0])
    business, all_days = _amount(5 * weeks, "business day"), _amount(7 * weeks, "day")
    return (
        f"remit cannot say weeks yet: write `{all_days}` where all days are open, `{business}` where five of a week are"
    )


def _written(number: Decimal, kind: str, unit: str) -> str:
    business = "business " if kind in ("business", "working", "work", "office") else ""
    if not number % 1:
        return _amount(int(number), business + unit)
    seconds, amounts = int(number * _SECONDS[unit]), []
    for smaller, size in sorted(_SECONDS.items(), key=lambda item: -item[1]):
        amount, seconds = divmod(seconds, size)
        amounts += [_amount(amount, smaller)] if amount else []
    return " ".join(amounts)


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
