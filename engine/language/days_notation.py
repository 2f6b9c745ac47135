"""Days as keys and items: whether each is one of the calendar, and which of them are written twice."""

import re
from collections.abc import Iterable, Iterator

from ..findings import Findings, Mark
from ..model import Days, NotDays, parse_dates
from .symbols import short_text

_YEARLY, _DATE = r"[0-9]{2}-[0-9]{2}", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FORM = re.compile(rf"{_DATE}(\.\.{_DATE})?|{_YEARLY}(\.\.{_YEARLY})?")
_NEW_YEAR, _NEW_YEARS_EVE = (1, 1), (12, 31)

_Stretch = tuple[tuple[int, ...], tuple[int, ...], int]
"""The first and the last day of a range that does not run over New Year, and the number of what writes it."""


def check_days(written: Iterable[tuple[str, Mark]], findings: Findings) -> None:
    """Add a finding for each text that only looks like days, and for each two ranges of one kind over the same day."""
    ranges: list[tuple[Days, str, Mark]] = []
    for text, mark in written:
        days = read_days(text, mark, findings)
        if days and days.is_range:
            ranges.append((days, text, mark))
    for is_yearly in (False, True):
        stretches = [
            (*stretch, number)
            for number, (days, _, _) in enumerate(ranges)
            if days.is_yearly is is_yearly
            for stretch in _stretches(days)
        ]
        shared: dict[tuple[int, int], tuple[int, ...]] = {}
        for day, earlier, later in _overlaps(stretches):
            shared.setdefault((min(earlier, later), max(earlier, later)), day)
        for (earlier, later), day in shared.items():
            (_, first, _), (_, second, mark) = ranges[earlier], ranges[later]
            text = "-".join(f"{part:02}" for part in day)
            findings.error(
                "duplicate",
                f"`{short_text(second)}` and `{short_text(first)}` both have {text}",
                mark,
                "let one end before the other starts; a single day counts before both",
            )


def read_days(text: str, mark: Mark, findings: Findings) -> Days | None:
    """Return the days that a text writes, None after a finding where it only looks like some."""
    try:
        return parse_dates(text)
    except NotDays as problem:
        if _FORM.fullmatch(text):  # otherwise the schema has said so
            from .date_suggestions import end_help  # noqa: PLC0415 - start-up is felt

            first, _, last = text.partition("..")
            help_ = end_help(problem.part) if problem.part else f"write `{last}..{first}`"
            findings.error("wrong-date", str(problem), mark, help_)
    return None


def _stretches(days: Days) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    if days.first <= days.last:
        yield days.first, days.last
    else:
        yield days.first, _NEW_YEARS_EVE
        yield _NEW_YEAR, days.last


def _overlaps(stretches: Iterable[_Stretch]) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """Yield the first day that a stretch shares with the one before it that lasts longest, and the numbers of both."""
    longest: _Stretch | None = None
    for stretch in sorted(stretches):
        if longest and stretch[0] <= longest[1] and stretch[2] != longest[2]:
            yield stretch[0], longest[2], stretch[2]
        if longest is None or stretch[1] > longest[1]:
            longest = stretch
