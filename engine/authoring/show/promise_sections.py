"""The sections on what a customer buys and is owed: tiers, responses, hours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...language.openings import written_openings
from ...language.yaml_writer import written_span
from ...model import Span
from ...render.document import Heading, Piece, Row, Section, Table, Week, cell, joined, line_of, paragraph, table, tidy
from ...text import both
from ...worktime import WorktimeError, day_length
from ...worktime.public_holidays import holiday_names
from .show_wording import level_title, spaced, titled, week_of, worded_calendar, worded_owed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...model import HolidayCalendar, Hours, Policy, Promise
    from ...render.document import Block, Cell, Line
    from .show_wording import Citations
    from .tier_outcomes import TierLevel, TierOutcomes

_AHEAD = 365
"""Days after the first one of which holidays are shown: the same day a year later is the last, or the one before it."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_KINDS = {"guarantee": "A guarantee", "goal": "A goal"}


def tiers(policy: Policy, citations: Citations) -> Section:
    """Return the plans, with how many contacts each has."""
    no_limit = "no limit" if any(tier.contacts is not None for tier in policy.tiers.values()) else ""
    rows = [
        Row(
            cells=(
                cell(spaced(name)),
                cell(tier.title),
                cell(no_limit if tier.contacts is None else str(tier.contacts)),
                cell(tier.note),
            ),
            cites=citations.by(tier.cite),
            anchor=f"tier-{name}",
        )
        for name, tier in policy.tiers.items()
    ]
    optional = ("named contacts", "note")
    return Section(title="Tiers", anchor="tiers", blocks=(table(("tier", "title", *optional), rows, optional),))


def responses(policy: Policy, citations: Citations, outcomes: TierOutcomes) -> Section:
    """Return what each promise gives each tier and level, and the hours in which it can count there."""
    blocks: list[Block] = []
    for name, promise in policy.promises.items():
        blocks += [
            Heading(line_of(titled(name)), f"promise-{name}"),
            paragraph(_worded_promise(promise)),
            _promise_matrix(policy, promise, outcomes),
            citations.paragraph(promise.cite),
        ]
    if blocks and outcomes.hours is None:
        blocks.append(paragraph("There are too many situations to list the hours in which each can count."))
    return Section(title="Responses", anchor="responses", blocks=tuple(blocks))


def _worded_promise(promise: Promise) -> str:
    again = ", repeated after each" if promise.repeats else ""
    hours = f", counted in {spaced(promise.hours)}" if promise.hours else ""
    return f"{_KINDS.get(promise.kind or '', 'A promise')} for {promise.scope} requests{again}{hours}."


def _promise_matrix(policy: Policy, promise: Promise, outcomes: TierOutcomes) -> Table:
    levels = list(policy.levels) if promise.scope == "support" else [None]
    title = "level" if promise.scope == "support" else "scope"
    return tier_matrix(policy, title, levels, lambda key: _owed(promise, key, outcomes))


def tier_matrix(
    policy: Policy, title: str, levels: Sequence[str | None], cell_at: Callable[[TierLevel], Cell]
) -> Table:
    """Return a table with a column for each tier and a row for each level; no level is consulting."""
    rows = [
        Row(
            cells=(
                cell("consulting") if level is None else (level_title(policy, level),),
                *(cell_at((tier, level)) for tier in policy.tiers),
            )
        )
        for level in levels
    ]
    titles = (tidy(tier.title) for tier in policy.tiers.values())
    return Table(columns=(title, *titles), rows=tuple(rows), is_matrix=True)


def _owed(promise: Promise, key: TierLevel, outcomes: TierOutcomes) -> Cell:
    if key not in promise.within:
        return (line_of("—", hint="the policy has no entry", role="dim"),)
    owed = promise.within[key]
    line = line_of(worded_owed(owed), role="dim" if owed is None else "")
    if owed is None or outcomes.hours is None:
        return (line,)
    if (promise.name, key) not in outcomes.hours:
        return (line, line_of("does not arise", hint="no situation has this tier and level", role="dim"))
    hours: list[Line] = [
        line_of(spaced(name), to=f"#hours-{name}", role="dim") for name in outcomes.hours[promise.name, key]
    ]
    return (line, (Piece("in ", role="dim"), *_either(hours))) if hours else (line,)


def _either(lines: list[Line]) -> Line:
    return (*joined(lines[:-1]), Piece(" or ", role="dim"), *lines[-1]) if len(lines) > 1 else lines[0]


def hours(policy: Policy, citations: Citations, day: str) -> Section:
    """Return each opening pattern as a week, and the days that are not like it; holidays of the year from a day on."""
    first = date.fromisoformat(day)
    last = date.fromordinal(min(first.toordinal() + _AHEAD, date.max.toordinal()))
    blocks = [block for name, pattern in policy.hours.items() for block in _pattern(name, pattern, citations)]
    for calendar in dict.fromkeys(pattern.holidays for pattern in policy.hours.values() if pattern.holidays):
        closed = [spaced(name) for name, pattern in policy.hours.items() if pattern.holidays == calendar]
        blocks.append(Heading(line_of(f"Public holidays of {worded_calendar(calendar)} from {first} to {last}")))
        blocks += _holidays(calendar, first, last, closed)
    return Section(title="Hours", anchor="hours", blocks=tuple(blocks))


def _pattern(name: str, pattern: Hours, citations: Citations) -> Iterator[Block]:
    yield Heading(line_of(titled(name)), f"hours-{name}")
    yield paragraph(_worded_hours(pattern))
    yield Week(week_of(pattern))
    if pattern.dates:
        dates = ((_day(day), written_openings(openings)) for day, openings in sorted(pattern.dates.items()))
        yield table(("on this day", "open instead"), [Row(tuple(map(cell, texts))) for texts in dates])
    if pattern.cite:
        yield citations.paragraph(pattern.cite)


def _worded_hours(pattern: Hours) -> str:
    length = day_length(pattern)
    parts = [f"Times are {pattern.timezone}'s"]
    parts += [f"a business day is {written_span(Span(length))}"] if length else []
    parts += [f"closed on the public holidays of {worded_calendar(pattern.holidays)}"] if pattern.holidays else []
    return f"{'; '.join(parts)}."


def _holidays(calendar: HolidayCalendar, first: date, last: date, closed: list[str]) -> Iterator[Block]:
    names: dict[str, str] = {}
    problem = None
    for year in range(first.year, last.year + 1):
        try:
            names |= holiday_names(calendar, year)
        except WorktimeError as error:
            problem = problem or error
    rows = [
        Row((cell(_day(day)), cell(name))) for day, name in names.items() if first <= date.fromisoformat(day) <= last
    ]
    if rows:
        yield paragraph(f"On these days no opening starts in {both(closed)}.")
        yield table(("day", "holiday"), rows)
    if problem:
        yield paragraph(f"Not known: {problem}.")


def _day(iso: str) -> str:
    return f"{_WEEKDAYS[date.fromisoformat(iso).weekday()]} {iso}"
