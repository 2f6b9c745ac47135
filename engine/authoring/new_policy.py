"""A policy to start from: small, whole and checked, with cases on both sides of its boundaries."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

from ..language.file_writer import create_files
from ..language.symbols import short_text
from ..language.yaml_writer import written_text
from ..model import HolidayCalendar
from ..worktime import zone
from ..worktime.public_holidays import holidays_in
from .starter_texts import CASES, POLICY

_NAME = re.compile(r"[^\s.`\x00-\x1f\x7f-\x9f]+")
_BYTES = 200
"""A file system takes 255 bytes; the ending needs some of them."""

_TIMEZONE = "America/New_York"
_HOLIDAYS = HolidayCalendar("US", "NY")
_WEEK = 5
_YEARS = range(1970, 2100)


def new_policy(name: str, title: str, day: str) -> dict[str, str]:
    """Return the texts of a policy to start from and of its cases, by the names of their files.

    It is in force from the ISO date `day`; without a title it is called by its name. Raises
    ValueError where no policy, or no file, can have such a name, and where no request can come in on such a day.
    """
    _refuse_unusable(name)
    first = date.fromisoformat(day)
    if first.year not in _YEARS:
        raise ValueError(f"{day} is outside {_YEARS[0]} to {_YEARS[-1]}")
    words = {
        "name": written_text(name),
        "title": written_text(title.strip() or name),
        "edition": written_text(str(first.year)),
        "timezone": _TIMEZONE,
        "country": _HOLIDAYS.country,
        "region": _HOLIDAYS.region,
        "day": day,
        "review": (first + timedelta(days=365)).isoformat(),
        **_instants(first),
    }
    return {f"{name}.yaml": POLICY.substitute(words), f"{name}.cases.yaml": CASES.substitute(words)}


def write_new_policy(name: str, title: str, day: str, folder: str) -> list[str]:
    """Create the files of a `new_policy` in a folder and return their paths.

    Raises an OSError where they cannot be created, FileExistsError where one is there.
    """
    return create_files(folder, new_policy(name, title, day))


def _refuse_unusable(name: str) -> None:
    if not name:
        raise ValueError("a policy must have a name")
    if not _NAME.fullmatch(name):
        raise ValueError(f"`{short_text(name)}` is not a name without spaces, dots or backticks, such as `acme-cloud`")
    if "/" in name or "\\" in name:
        raise ValueError(f"`{short_text(name)}` names a folder too; a policy's file is called by its name alone")
    if len(name.encode()) > _BYTES:
        raise ValueError(f"name is longer than the limit of {_BYTES} bytes for the name of a file")


def _instants(first: date) -> dict[str, str]:
    """Return the instants that cases name: in the first whole week without a holiday, and around the first holiday."""
    monday = first + timedelta(days=(7 - first.weekday()) % 7)
    while any(_is_holiday(monday + timedelta(days=n)) for n in range(_WEEK)):
        monday += timedelta(days=7)
    holiday = next(day for day in _weekdays_from(first) if _is_holiday(day))
    next_day = next(day for day in _weekdays_from(holiday) if not _is_holiday(day))
    wednesday, thursday, friday, saturday, sunday = (monday + timedelta(days=n) for n in range(2, 7))
    instants = {
        "wednesday_afternoon": (wednesday, "16:30"),
        "an_hour_later": (wednesday, "17:30"),
        "thursday_noon": (thursday, "12:30"),
        "thursday_afternoon": (thursday, "16:30"),
        "after_the_weekend": (next(day for day in _weekdays_from(saturday) if not _is_holiday(day)), "16:30"),
        "saturday_night": (saturday, "23:30"),
        "sunday_night": (sunday, "00:30"),
        "thursday_evening": (thursday, "18:00"),
        "friday_close": (friday, "17:00"),
        "holiday_morning": (holiday, "10:00"),
        "after_the_holiday": (next_day, "13:00"),
    }
    times = {name: datetime.fromisoformat(f"{day}T{clock}") for name, (day, clock) in instants.items()}
    return {name: instant.replace(tzinfo=zone(_TIMEZONE)).isoformat() for name, instant in times.items()}


def _weekdays_from(first: date) -> Iterator[date]:
    days = (first + timedelta(days=n) for n in count())
    return (day for day in days if day.weekday() < _WEEK)


def _is_holiday(day: date) -> bool:
    return day.toordinal() in holidays_in(_HOLIDAYS, day.year)
