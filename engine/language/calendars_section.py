"""The section `calendars`, and the days off that hours name: calendars, countries with their regions, and lists."""

import re

from ..findings import Mark
from ..model import Calendar, HolidayCalendar, PlaceOf
from .days_notation import read_days
from .nodes import Node
from .symbols import Symbols, check_repeats, short_text

NO_COUNTRY = "none"
_SEVERAL = "list them apart, as in `holidays: [{fact: country}, {dates: [12-24]}]`"
_COUNTRY_CODE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")


def parse_calendars(root: Node, symbols: Symbols) -> dict[str, Calendar]:
    """Return the calendars declared."""
    calendars = {}
    for name, node, mark in root.section("calendars").entries():
        calendars[name] = _calendar(node, mark, symbols, name)
    return calendars


def parse_place(node: Node, kind: str, name: str | None, symbols: Symbols) -> PlaceOf | None:
    """Return the zone or country that a fact of that name gives, None where no such fact is named."""
    written = node.get("else")
    otherwise = node.text("else") or None
    if otherwise and written and not (kind == "country" and otherwise == NO_COUNTRY):
        from .place_values import form_problem  # noqa: PLC0415 - start-up is felt

        problem = form_problem(kind, otherwise)
        if problem:
            message = f"`else` is `{short_text(otherwise)}`, which {problem[0]}"
            symbols.findings.error("wrong-value", message, written.mark, problem[1])
    if name is None:
        return None
    if symbols.facts[name].optional and written is None:
        help_ = "write `else: none`, or a country" if kind == "country" else "write it as in `else: Europe/Berlin`"
        symbols.findings.error(
            "missing-key", f"`{name}` can have no value, and `else` is not written", node.mark, help_
        )
    elif written is not None and not symbols.facts[name].optional:
        symbols.findings.error("wrong-shape", f"`{name}` always has a value", node.key_mark("else"), "drop `else`")
    return PlaceOf(fact=name, otherwise=None if otherwise == NO_COUNTRY else otherwise)


def parse_holidays_of(node: Node, symbols: Symbols) -> tuple[PlaceOf, ...]:
    """Return the facts that give countries whose holidays hours have off."""
    listed = holidays.one_or_list() if (holidays := node.get("holidays")) else []
    places = []
    for item in listed:
        if item.get("fact") is not None:
            for key in [key for key in item.keys if key not in ("fact", "else")]:
                symbols.findings.error(
                    "wrong-shape", f"`holidays` has both `fact` and `{key}`; keep one", item.key_mark(key), _SEVERAL
                )
            name = symbols.check_node(item.get("fact"), "country fact")
            places.append(parse_place(item, "country", name, symbols))
        elif item.get("else") is not None:
            symbols.findings.error(
                "wrong-shape", "`else` stands beside `fact` alone", item.key_mark("else"), "drop `else`"
            )
    return tuple(dict.fromkeys(place for place in places if place is not None))


def parse_holidays(node: Node, calendars: dict[str, Calendar], symbols: Symbols) -> tuple[Calendar, ...]:
    """Return the calendars whose days hours have off, those that they name and those that they write."""
    holidays = node.get("holidays")
    listed = [item for item in holidays.one_or_list() if item.get("fact") is None] if holidays else []
    names = [(item.value, item.mark) for item in listed if isinstance(item.value, str)]
    check_repeats("duplicate", "calendar ", names, symbols.findings, "is named twice")
    read = [_named_or_written(item, node.key_mark("holidays"), calendars, symbols) for item in listed]
    return tuple(dict.fromkeys(calendar for calendar in read if calendar is not None))


def _named_or_written(node: Node, mark: Mark, calendars: dict[str, Calendar], symbols: Symbols) -> Calendar | None:
    if isinstance(node.value, dict):
        return _calendar(node, mark if node.mark.line == mark.line else node.mark, symbols)
    if not isinstance(node.value, str) or not node.value:
        return None  # as the schema has said
    code = _COUNTRY_CODE.fullmatch(node.value)
    if code and node.value not in calendars:
        region = f", region: {code[2]}" if code[2] else ""
        symbols.findings.error(
            "unknown-calendar",
            f"calendar `{node.value}` is not declared",
            node.mark,
            f"write `holidays: {{country: {code[1]}{region}}}` for public holidays",
        )
        return None
    name = symbols.check(node.value, "calendar", node.mark)
    return calendars.get(name) if name is not None else None


def _calendar(node: Node, mark: Mark, symbols: Symbols, name: str = "") -> Calendar:
    """Return a calendar, of those that have a section under its name."""
    country, region = node.text("country"), node.text("region")
    needs_country = node.get("region") is not None or node.get("except") is not None
    lacks = "" if node.get("country") else "`country`" if needs_country or not name else "`country` or `dates`"
    if isinstance(node.value, dict) and lacks and (needs_country or node.get("dates") is None):
        subject = f"`{name or 'holidays'}`"
        help_ = (
            "write it as in `country: DE`"
            if lacks == "`country`"
            else "write it as in `country: DE` or `dates: [12-24]`"
        )
        if not node.is_partial:
            symbols.findings.error("missing-key", f"{subject} lacks the key {lacks}", mark, help_)
    return Calendar(
        name=name,
        public=HolidayCalendar(country, region or None) if country else None,
        without=_days(node, "except", symbols),
        dates=_days(node, "dates", symbols),
        cite=symbols.check_citations(node),
        mark=mark,
        marks=node.keys,
    )


def _days(node: Node, key: str, symbols: Symbols) -> tuple[str, ...]:
    """Return the days that are listed at a key and are days of the calendar; that some are listed twice is no harm."""
    written = [(str(item.value), item.mark) for item in node.texts(key)]
    return tuple(text for text, mark in written if read_days(text, mark, symbols.findings) is not None)
