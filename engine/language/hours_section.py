"""The section `hours`: weekly openings, days off and single dates, and unions of hours that have those."""

import re
from datetime import date

from ..findings import Findings, Mark
from ..model import MINUTES_A_DAY, WEEKDAYS, Calendar, Hours, Opening, PlaceOf
from .calendars_section import parse_holidays, parse_holidays_of, parse_place
from .days_notation import check_days
from .nodes import Node
from .symbols import Symbols, check_repeats, short_text
from .time_notation import EXPECTED_SPAN, ROUND_THE_CLOCK, NotOpenings, parse_days, parse_openings, parse_span

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


_EXAMPLES = {"timezone": "Europe/Berlin", "week": '{mon-fri: "09:00-17:00"}'}
_OF_A_WEEK = ("week", "holidays", "dates")
"""Keys that a union does not have."""


def parse_hours(root: Node, symbols: Symbols, calendars: dict[str, Calendar]) -> dict[str, Hours]:
    """Return the hours declared."""
    entries, timezone = root.section("hours").entries(), root.text("timezone", "UTC")
    unions = {name for name, node, _ in entries if node.get("any_of") is not None}
    without_week = {name for name, node, _ in entries if name in unions and node.get("week") is None}
    hours = {
        name: _hours(name, node, mark, symbols, calendars, timezone)
        for name, node, mark in entries
        if name not in unions
    }
    for name, node, mark in entries:
        if name in unions:
            parts = _parts(name, node, without_week, symbols)
            united = tuple(hours[part] for part in parts if part in hours)
            hours[name] = _union(name, node, mark, symbols, united, timezone)
    for name, node, mark in entries:
        _check_keys(name, node, mark, symbols.findings)
    return {name: hours[name] for name, _, _ in entries}


def _check_keys(name: str, node: Node, mark: Mark, findings: Findings) -> None:
    """Add a finding for each key that hours lack, or that a union does not have."""
    if node.get("any_of") is not None:
        for key in _OF_A_WEEK:
            if node.get(key) is not None:
                findings.error(
                    "wrong-shape",
                    f"hours `{name}` have both `any_of` and `{key}`; keep one",
                    node.key_mark(key),
                    "the hours that `any_of` names have weeks, holidays and dates of their own",
                )
        return
    if not isinstance(node.value, dict) or node.is_partial:
        return
    for key, example in _EXAMPLES.items():
        if node.get(key) is None:
            findings.error("missing-key", f"`{name}` lacks the key `{key}`", mark, f"write it as in `{key}: {example}`")


def _parts(name: str, node: Node, without_week: set[str], symbols: Symbols) -> list[str]:
    """Return the hours that a union names, as far as they have a week."""
    written = [item for item in node.items("any_of") if isinstance(item.value, str) and item.value]
    repeats = [(str(item.value), item.mark) for item in written]
    check_repeats("duplicate", "hours ", repeats, symbols.findings, "are named twice")
    parts: dict[str, None] = {}
    for item in written:
        part = symbols.check_node(item, "hours")
        if part in without_week:
            symbols.findings.error(
                "wrong-shape",
                f"hours `{name}` name hours `{part}`, which have no `week` themselves",
                item.mark,
                "name the hours of which those consist",
            )
        elif part is not None:
            parts[part] = None
    return [*parts]


def _union(  # noqa: PLR0913 - what a union consists of
    name: str, node: Node, mark: Mark, symbols: Symbols, parts: tuple[Hours, ...], timezone: str
) -> Hours:
    return Hours(
        name=name,
        timezone=node.text("timezone", timezone),
        zone_of=_zone_of(node, symbols),
        day=_day(node, symbols.findings),
        cite=symbols.check_citations(node),
        any_of=parts,
        mark=mark,
        marks=node.keys,
    )


def _hours(  # noqa: PLR0913 - what hours consist of
    name: str, node: Node, mark: Mark, symbols: Symbols, calendars: dict[str, Calendar], timezone: str
) -> Hours:
    return Hours(
        name=name,
        timezone=node.text("timezone", timezone),
        week=_week(node, symbols.findings),
        zone_of=_zone_of(node, symbols),
        holidays=parse_holidays(node, calendars, symbols),
        holidays_of=parse_holidays_of(node, symbols),
        dates=_dates(node, symbols.findings),
        day=_day(node, symbols.findings),
        cite=symbols.check_citations(node),
        mark=mark,
        marks=node.keys,
    )


def _zone_of(node: Node, symbols: Symbols) -> PlaceOf | None:
    """Return the fact that gives the zone, if one does."""
    zone = node.get("timezone")
    if zone is None or not isinstance(zone.value, dict):
        return None
    return parse_place(zone, "timezone", symbols.check_node(zone.get("fact"), "timezone fact"), symbols)


def _week(node: Node, findings: Findings) -> tuple[tuple[Opening, ...], ...]:
    open_days = ROUND_THE_CLOCK.get(node.text("week"), 0)
    week: dict[int, tuple[Opening, ...]] = dict.fromkeys(range(open_days), (Opening(0, MINUTES_A_DAY),))
    written = []
    for key, value, mark in node.section("week").entries():
        try:
            days = parse_days(key)
        except NotOpenings as problem:
            findings.error("wrong-hours", str(problem), mark, problem.help)
            continue
        openings = _openings(value, findings)
        week = dict.fromkeys(days, openings) | week
        written += [(WEEKDAYS[day], mark) for day in days]
    check_repeats("duplicate-key", "", written, findings)
    return tuple(week.get(day, ()) for day in range(7))


def _openings(node: Node, findings: Findings) -> tuple[Opening, ...]:
    try:
        return parse_openings(node.value) if isinstance(node.value, str) else ()
    except NotOpenings as problem:
        findings.error("wrong-hours", str(problem), node.mark, problem.help)
    return ()


def _dates(node: Node, findings: Findings) -> dict[str, tuple[Opening, ...]]:
    entries = node.section("dates").entries()
    check_days([(key, mark) for key, _, mark in entries], findings)
    return {key: _openings(value, findings) for key, value, _ in entries}


def _day(node: Node, findings: Findings) -> int | None:
    length = node.get("day")
    if length is None or not isinstance(length.value, str):
        return None
    span = parse_span(length.value)
    if span and span.seconds and not span.days:
        return span.seconds
    from .span_suggestions import span_help  # noqa: PLC0415 - start-up is felt

    help_ = span_help(length.value)
    findings.error(
        "wrong-span",
        f"`day` is `{short_text(length.value)}`, not {EXPECTED_SPAN.replace(', `2 days`', '')}",
        length.mark,
        "a business day is so many hours and minutes" if span or "day" in help_ else help_,
    )
    return None


def check_date(text: str, mark: Mark, findings: Findings) -> bool:
    """Tell whether a text is a day of the calendar, with a finding where it only looks like one."""
    try:
        date.fromisoformat(text)
    except ValueError:
        if _DATE.fullmatch(text):  # otherwise the schema has said so
            from .instant_suggestions import date_help  # noqa: PLC0415 - start-up is felt

            findings.error("wrong-date", f"`{short_text(text)}` is not a day of the calendar", mark, date_help(text))
        return False
    return True


def parse_period(node: Node, subject: str, findings: Findings) -> tuple[str | None, str | None]:
    """Return the days at `from` and `to`, None for none, with a finding where they are in the wrong order."""
    first, last = (parse_date(node, key, findings) for key in ("from", "to"))
    if first and last and first > last:
        message = f"{subject} ends on {last}, before it starts on {first}"
        findings.error("wrong-date", message, node.key_mark("to"), f"write {first} or a later day")
    return first, last


def parse_date(node: Node, key: str, findings: Findings) -> str | None:
    """Return the day of the calendar at a key, None where there is none."""
    text = node.text(key)
    return text if text and check_date(text, node.key_mark(key), findings) else None
