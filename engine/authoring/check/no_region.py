"""Hours close on the holidays of a country alone, whose regions have public holidays of their own.

Where a region has a holiday that its country does not have, or the other way round, the country's holidays are those
of hardly any office. The check counts the days on which the hours would open, and which are a holiday in a region or
in the country, and not in both: for two years from the day of the check, as far as the edition is in force. It looks
at hours in which something is counted. What `dates` and `except` say of a day counts as it stands, in whichever
region.

Found at the hours, or at the calendar that has a name. Name the region whose holidays count, or accept that those of
the whole country do.

Fails, at `office`:

```yaml
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}, holidays: {country: DE}}
```

Passes:

```yaml
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}, holidays: {country: DE, region: BE}}
```
"""

from datetime import date

from ...model import HolidayCalendar, parse_dates
from ...text import counted, quoted
from ...worktime import DateTable, WorktimeError, dated_openings, regions
from ...worktime.public_holidays import holidays_through
from .checked_calendars import CheckedCalendar, checked_calendars
from .definition import CheckContext, CheckFindings, check
from .unused_hours import used_hours

_LISTED = 4
"""Regions that a help names; those of some countries are more than a hundred."""


@check("no-region", "warning", __doc__)
def no_region(context: CheckContext) -> CheckFindings:
    """Yield a finding for a calendar without a region, of a country whose regions close on other days of the week."""
    first, last = context.days_ahead
    used = used_hours(context.policy)
    for entry in checked_calendars(context.policy):
        days = _differing_days(entry, used, first, last)
        if days and entry.calendar.public:
            country = entry.calendar.public.country
            codes = regions(country)
            more = ", …" if len(codes) > _LISTED else ""
            yield no_region.finding(
                at=entry.at,
                message=f"{entry.subject} {entry.verb('name')} no region of `{country}`, "
                f"and {counted(len(days), 'day')} until {last} differ between its regions, first {days[0]}",
                mark=entry.calendar.key_mark("country"),
                help=f"write the `region` whose holidays count ({quoted(codes[:_LISTED])}{more}), "
                "or accept that those of the whole country do",
            )


def _differing_days(entry: CheckedCalendar, used: set[object], first: date, last: date) -> list[date]:
    """Return the days, both ends included, on which hours would open and which not all regions have as holidays."""
    public = entry.calendar.public
    if public is None or public.region is not None:
        return []
    days = sorted(_days_that_differ(public.country, first.year, last.year))
    between = [day for day in days if first.toordinal() <= day <= last.toordinal()]
    own = DateTable((parse_dates(written), True) for written in (*entry.calendar.dates, *entry.calendar.without))
    by_hours = [(hours, DateTable(dated_openings(hours))) for hours in entry.hours if hours.name in used]
    return [
        date.fromordinal(day)
        for day in between
        if own.on(day) is None and any(hours.week[(day - 1) % 7] and dates.on(day) is None for hours, dates in by_hours)
    ]


def _days_that_differ(country: str, first: int, last: int) -> frozenset[int]:
    """Return the days of some years that are holidays in a country or a region of it, and not in both."""
    try:
        of_country = holidays_through(HolidayCalendar(country), first, last)
        of_regions = (holidays_through(HolidayCalendar(country, region), first, last) for region in regions(country))
        return frozenset[int]().union(*(of_country ^ days for days in of_regions))
    except WorktimeError:
        return frozenset()  # which is a finding of its own
