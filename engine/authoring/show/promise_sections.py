"""The sections on what a customer buys and is owed: tiers, responses, hours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...language.openings import written_openings
from ...language.yaml_writer import written_span
from ...model import Span
from ...render.document import Heading, Paragraph, Piece, Row, Section, Table, Week, cell, joined, said, tidy
from ...text import both
from ...worktime import WorktimeError, day_length
from ...worktime.public_holidays import holiday_names
from .show_wording import spaced, titled, week_of, worded_calendar, worded_owed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import HolidayCalendar, Hours, Policy, Promise
    from ...render.document import Block, Cell, Line
    from .citing import Citations
    from .places import Place, Situations

_AHEAD = 365
"""Days after the first one of which holidays are shown: the same day a year later is the last, or the one before it."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def tiers(policy: Policy, citations: Citations) -> Section:
    """Return the plans, with how many contacts each has."""
    has_contacts = any(tier.contacts is not None for tier in policy.tiers.values())
    has_notes = any(tier.note for tier in policy.tiers.values())
    columns = ("tier", "title", *(["named contacts"] if has_contacts else []), *(["note"] if has_notes else []))
    rows = []
    for name, tier in policy.tiers.items():
        contacts = "no limit" if tier.contacts is None else str(tier.contacts)
        cells = [cell(spaced(name)), cell(tier.title)]
        cells += [cell(contacts)] if has_contacts else []
        cells += [cell(tier.note)] if has_notes else []
        rows.append(Row(tuple(cells), citations.by(tier.cite), f"tier-{name}"))
    return Section("Tiers", "tiers", (Table(columns, tuple(rows)),))


def responses(policy: Policy, citations: Citations, found: Situations) -> Section:
    """Return what each promise gives each tier and level, and the hours in which it can count there."""
    blocks: list[Block] = []
    for name, promise in policy.promises.items():
        blocks.append(Heading(said(titled(name)), f"promise-{name}"))
        blocks.append(Paragraph(said(_worded_promise(promise))))
        blocks.append(_matrix(policy, promise, found))
        blocks.append(Paragraph((Piece("by "), *citations.by(promise.cite))))
    if blocks and found.hours is None:
        blocks.append(Paragraph(said("There are too many situations to say in which hours each can count.")))
    return Section("Responses", "responses", tuple(blocks))


def _worded_promise(promise: Promise) -> str:
    what = "A guarantee" if promise.kind == "guarantee" else "A goal" if promise.kind == "goal" else "A promise"
    again = ", owed again after each" if promise.repeats else ""
    hours = f", counted in {spaced(promise.hours)}" if promise.hours else ""
    return f"{what} for {promise.scope} requests{again}{hours}."


def _matrix(policy: Policy, promise: Promise, found: Situations) -> Table:
    is_support = promise.scope == "support"
    levels: list[str | None] = list(policy.levels) if is_support else [None]
    rows = []
    for level in levels:
        name = cell("consulting") if level is None else (level_named(policy, level),)
        cells = [_owed(promise, (tier, level), found) for tier in policy.tiers]
        rows.append(Row((name, *cells)))
    titles = tuple(tidy(tier.title) for tier in policy.tiers.values())
    return Table(("level" if is_support else "scope", *titles), tuple(rows), is_matrix=True)


def level_named(policy: Policy, level: str) -> Line:
    """Return a level with its title, as `P1 Urgent`."""
    title = policy.levels[level]
    return said(title if title.lower() == level.lower() else f"{level} {title}")


def _owed(promise: Promise, place: Place, found: Situations) -> Cell:
    if place not in promise.within:
        return (said("—", hint="nothing is said of it", role="dim"),)
    owed = promise.within[place]
    line = said(worded_owed(owed), role="dim" if owed is None else "")
    if owed is None or found.hours is None:
        return (line,)
    if (promise.name, place) not in found.hours:
        return (line, said("does not arise", hint="no situation leads here", role="dim"))
    names = found.hours[promise.name, place]
    where: list[Line] = [said(spaced(name), to=f"#hours-{name}", role="dim") for name in names]
    return (line, (Piece("in ", role="dim"), *_either(where))) if where else (line,)


def _either(lines: list[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    return (*joined(lines[:-1]), Piece(" or ", role="dim"), *lines[-1])


def hours(policy: Policy, citations: Citations, day: str) -> Section:
    """Return each opening pattern as a week, and the days that are not like it; holidays of the year from a day on."""
    first = date.fromisoformat(day)
    last = date.fromordinal(min(first.toordinal() + _AHEAD, date.max.toordinal()))
    blocks: list[Block] = []
    for name, one in policy.hours.items():
        blocks.append(Heading(said(titled(name)), f"hours-{name}"))
        blocks.append(Paragraph(said(_worded_hours(one))))
        blocks.append(Week(week_of(one)))
        if one.dates:
            rows = [Row((cell(_day(day)), cell(written_openings(of)))) for day, of in sorted(one.dates.items())]
            blocks.append(Table(("on this day", "open instead"), tuple(rows)))
        if one.cite:
            blocks.append(Paragraph((Piece("by "), *citations.by(one.cite))))
    for calendar in dict.fromkeys(one.holidays for one in policy.hours.values() if one.holidays):
        closes = [spaced(name) for name, one in policy.hours.items() if one.holidays == calendar]
        blocks.append(Heading(said(f"Public holidays of {worded_calendar(calendar)} from {first} to {last}")))
        blocks += _holidays(calendar, first, last, closes)
    return Section("Hours", "hours", tuple(blocks))


def _worded_hours(one: Hours) -> str:
    length = day_length(one)
    parts = [f"Times are {one.timezone}'s"]
    parts += [f"a business day is {written_span(Span(length))}"] if length else []
    parts += [f"closed on the public holidays of {worded_calendar(one.holidays)}"] if one.holidays else []
    return f"{'; '.join(parts)}."


def _holidays(calendar: HolidayCalendar, first: date, last: date, closes: list[str]) -> Iterator[Block]:
    names: dict[str, str] = {}
    problem = None
    for year in range(first.year, last.year + 1):
        try:
            names |= holiday_names(calendar, year)
        except WorktimeError as said_of_it:
            problem = problem or said_of_it
    rows = [Row((cell(_day(day)), cell(name))) for day, name in names.items() if str(first) <= day <= str(last)]
    if rows:
        yield Paragraph(said(f"Nothing opens on them in {both(closes)}."))
        yield Table(("day", "holiday"), tuple(rows))
    if problem:
        yield Paragraph(said(f"Not known: {problem}."))


def _day(iso: str) -> str:
    return f"{_WEEKDAYS[date.fromisoformat(iso).weekday()]} {iso}"
