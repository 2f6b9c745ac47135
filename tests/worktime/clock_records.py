"""Clock cases of `clocks.jsonl`: what other projects' own tests state, and cases at boundaries that those leave out.

Of a record, `from` names the test that states it; `hours`, `calendars` and `promise` are as in a
policy, instants are in UTC, and `want` is what must come out.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holidays import country_holidays

from remit.engine.model import Hours

from .verbs import hours, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

Record = dict[str, Any]

RECORDS: tuple[Record, ...] = tuple(
    json.loads(line) for line in Path(__file__).with_name("clocks.jsonl").read_text().splitlines()
)
_WEEKS = {"24x7": {"mon-sun": "00:00-24:00"}, "24x5": {"mon-fri": "00:00-24:00"}}


def records(*kinds: str) -> list[Record]:
    """Return the records of some kinds."""
    return [record for record in RECORDS if record["kind"] in kinds]


def desk(record: Record) -> Hours:
    """Return the hours of a record, in which a holiday is a date on which nothing opens."""
    written = record["hours"]["desk"]
    week = written["week"]
    lines = (_WEEKS[week] if isinstance(week, str) else week).items()
    drawn = hours(*(f"{days} {openings}" for days, openings in lines), zone=written["timezone"], name="desk")
    calendar = record["calendars"][written["holidays"]] if "holidays" in written else {}
    year = int(record["received"][:4])
    closed: dict[str, tuple[()]] = dict.fromkeys(_holidays(calendar, year), ())
    dates = {day: opened(openings) for day, openings in written.get("dates", {}).items()}
    return Hours("desk", drawn.timezone, drawn.week, (), closed | _each_day(dates, year))


def _holidays(calendar: Mapping[str, Any], year: int) -> list[str]:
    country = calendar.get("country")
    known = _public(country, calendar.get("region"), year) if country else ()
    return [*(day for day in known if day not in calendar.get("except", ())), *calendar.get("dates", ())]


@cache
def _public(country: str, region: str | None, year: int) -> list[str]:
    years = range(year, year + 3)
    return sorted(day.isoformat() for day in country_holidays(country, subdiv=region, years=years))


def _each_day(dates: Mapping[str, Any], year: int) -> dict[str, Any]:
    """Return days of every year and ranges as the dates of the years at hand: those come before holidays."""
    single: dict[str, Any] = {}
    for written, openings in dates.items():
        first, _, last = written.partition("..")
        for prefix in (f"{y}-" for y in range(year, year + 3)) if len(first) < len("2000-01-01") else ("",):
            start, end = (date.fromisoformat(prefix + part) for part in (first, last or first))
            single |= {(start + timedelta(n)).isoformat(): openings for n in range((end - start).days + 1)}
    return single
