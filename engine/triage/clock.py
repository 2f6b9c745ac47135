"""Instants as days and on wall clocks, and instants and durations as text for people."""

from datetime import date, datetime, timedelta
from datetime import timezone as fixed_offset
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..worktime import zone
from ..worktime.zones import DAY, MINUTE

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English whatever the locale, which `strftime` would follow."""
_EPOCH = date(1970, 1, 1)
_SECONDS_IN_UTC = tuple(f":{second:02}Z" for second in range(MINUTE))
_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def day_in(where: ZoneInfo, instant: int) -> date:
    """Return the day that an instant falls on in a zone."""
    return datetime.fromtimestamp(instant, where).date()


def midnight(day: date, where: ZoneInfo) -> int:
    """Return the instant at which a day begins in a zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=where).timestamp())


def in_utc(instant: int) -> str:
    """Return an instant as RFC 3339 in UTC, from parts that are remembered: a decision writes many."""
    day, second_of_day = divmod(instant, DAY)
    minute, second = divmod(second_of_day, MINUTE)
    return f"{_day_in_utc(day)}T{_minute_in_utc(minute)}{_SECONDS_IN_UTC[second]}"


@lru_cache(4_096)
def _day_in_utc(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).isoformat()


@lru_cache(1_440)
def _minute_in_utc(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def offset(instant: int, timezone: str) -> timedelta:
    """Return how far a zone's wall clock is ahead of UTC at an instant."""
    return datetime.fromtimestamp(instant, zone(timezone)).utcoffset() or timedelta()


def wall_clock(instant: int, timezone: str) -> datetime:
    """Return an instant on the wall clock of a zone, with its offset alone: zones of ours cannot be pickled."""
    return datetime.fromtimestamp(instant, fixed_offset(offset(instant, timezone)))


def wall_clock_text(instant: int, timezone: str) -> str:
    """Return an instant on the wall clock of a zone as RFC 3339, as the record of `wall_clock` would be written."""
    return datetime.fromtimestamp(instant, zone(timezone)).isoformat()


def moment(instant: int, timezone: str, *, year: int | None = None) -> str:
    """Return an instant as `Mon 9 Mar 13:30 New York`; the year is named where it is not `year`."""
    return f"{day_and_time(instant, timezone, year=year)} {city(timezone)}"


def day_and_time(instant: int, timezone: str, *, year: int | None = None) -> str:
    """Return an instant as `Mon 9 Mar 13:30`, where the zone is known; the year is named where it is not `year`."""
    return f"{_day(instant, timezone, year)} {time_text(instant, timezone)}"


def stretch(start: int, end: int, timezone: str, *, year: int | None = None) -> str:
    """Return a stretch of time as `Fri 6 Mar 16:30-17:00`, with the second day where it is another."""
    first, last = (wall_clock(instant, timezone) for instant in (start, end))
    day, opens, closes = _day(start, timezone, year), time_text(start, timezone), time_text(end, timezone)
    days = (last.date() - first.date()).days
    if days == 0:
        return f"{day} {opens}-{closes}"
    if days == 1 and last.hour == last.minute == last.second == 0:
        return f"{day} {opens}-24:00"
    return f"{day} {opens} - {_day(end, timezone, year)} {closes}"


def city(timezone: str) -> str:
    """Return what a person calls a zone: its city."""
    return timezone.rpartition("/")[2].replace("_", " ")


def duration(seconds: int) -> str:
    """Return a duration in its two largest units, such as `2 d 20 h`."""
    counts: list[tuple[int, str]] = []
    remaining = abs(seconds)
    for size, unit in _UNITS:
        count, remaining = divmod(remaining, size)
        if counts or count:
            counts.append((count, unit))
    text = " ".join(f"{count} {unit}" for count, unit in counts[:2] if count) or "0 s"
    return f"-{text}" if seconds < 0 else text


def open_duration(seconds: int) -> str:
    """Return a duration of open time in hours and minutes, as a day of it has no length of its own: `50 h 30 min`."""
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    return duration(seconds) if hours < 1 else f"{hours} h" + (f" {minutes} min" if minutes else "")


def hours_and_minutes(seconds: int) -> str:
    """Return a duration as `5:30`, hours and minutes, with seconds where there are any."""
    text = f"{seconds // 3600}:{seconds % 3600 // 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def day_text(day: date, year: int | None) -> str:
    """Return a day as `Mon 9 Mar`; the year is named where it is not `year`."""
    text = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return text if day.year == year else f"{text} {day.year}"


def _day(instant: int, timezone: str, year: int | None) -> str:
    return day_text(wall_clock(instant, timezone).date(), year)


def time_text(instant: int, timezone: str) -> str:
    """Return the time on the wall clock, with the zone's name for it where the clock shows that time twice."""
    clock = datetime.fromtimestamp(instant, zone(timezone))
    text = f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
    is_shown_twice = clock.replace(fold=0).utcoffset() != clock.replace(fold=1).utcoffset()
    return f"{text} {clock.tzname()}" if is_shown_twice else text
