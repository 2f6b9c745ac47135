"""Public holidays of a country or one of its regions, by the holidays library.

The library takes 60 ms to import, so whoever needs no holidays never pays for it.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar, cast

from ..package_versions import package_version
from ..user_cache import remembered
from .zones import WorktimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holidays import HolidayBase

    from ..model import HolidayCalendar

_Value = TypeVar("_Value")


@cache
def countries() -> tuple[str, ...]:
    """Return the codes of the countries whose holidays are known."""
    return tuple(_remembered(_country_codes, "countries"))


def _country_codes() -> list[str]:
    _library()
    from holidays.registry import EntityLoader  # noqa: PLC0415 - see the module's docstring

    # list_supported_countries gives the same, but loads every country for it.
    return sorted(EntityLoader.get_country_codes(include_aliases=False))


@cache
def regions(country: str) -> tuple[str, ...]:
    """Return the codes of the regions of a country that have holidays of their own; none where it is not known."""
    if country not in countries():
        return ()
    return tuple(_remembered(lambda: list(_calendar(country).subdivisions), "regions", country))


@cache
def holiday_years(calendar: HolidayCalendar) -> range:
    """Return the years for which the holidays are known; raise WorktimeError where country or region is not."""
    start, stop = _remembered(lambda: _known_years(calendar), "holiday_years", calendar.country, calendar.region)
    return range(start, stop)


def _known_years(calendar: HolidayCalendar) -> tuple[int, int]:
    if calendar.country not in countries():
        raise WorktimeError(f"no holidays are known for country `{calendar.country}`")
    # The library also takes names such as `Berlin`; two spellings of one region would be two calendars.
    if calendar.region is not None and calendar.region not in regions(calendar.country):
        raise WorktimeError(f"no holidays are known for region `{calendar.region}` in country `{calendar.country}`")
    return _years_of_country(calendar.country)


@cache
def _years_of_country(country: str) -> tuple[int, int]:
    calendar = _calendar(country)
    return calendar.start_year, calendar.end_year + 1


@cache
def holidays_in(calendar: HolidayCalendar, year: int) -> frozenset[int]:
    """Return the public holidays of a year, observed ones included, counted as `date.toordinal` does.

    Raises WorktimeError where country or region is not known, or the year is outside its calendar.
    """
    return frozenset(date.fromisoformat(day).toordinal() for day in _days(calendar, year))


@cache
def holidays_through(calendar: HolidayCalendar, first: int, last: int) -> frozenset[int]:
    """Return what `holidays_in` does for each of some years in a row, as far as they are known, laid out at once.

    Raises WorktimeError where country or region is not known.
    """
    known = holiday_years(calendar)
    years = range(max(first, known.start), min(last + 1, known.stop))
    days = _calendar(calendar.country, calendar.region, years) if years else ()
    return frozenset(day.toordinal() for day in days)


@cache
def holiday_names(calendar: HolidayCalendar, year: int) -> Mapping[str, str]:
    """Return the public holidays of a year by ISO date, in order, with their English names.

    Raises WorktimeError where country or region is not known, or the year is outside its calendar.
    """
    return _days(calendar, year)


@cache
def estimated_in(calendar: HolidayCalendar, year: int) -> Mapping[int, str]:
    """Return the public holidays of a year that the library marks as estimated, in order, with their names.

    Days count as `date.toordinal` does. Raises WorktimeError as `holidays_in` does.
    """
    mark = _remembered_mark(calendar.country)
    names = _days(calendar, year) if mark else {}
    return {date.fromisoformat(day).toordinal(): name for day, name in names.items() if mark in name}


@cache
def may_be_estimated(calendar: HolidayCalendar) -> bool:
    """Tell whether the library marks holidays of the country as estimated, or does not know the country."""
    try:
        return bool(holiday_years(calendar) and _remembered_mark(calendar.country))
    except WorktimeError:
        return True


def _remembered_mark(country: str) -> str:
    return _remembered(lambda: _estimate_mark(country), "estimate_mark", country)


@cache
def _estimate_mark(country: str) -> str:
    """Return the word that stands in the English name of an estimated day, observed or not; empty if none does."""
    calendar = _calendar(country)
    label = getattr(calendar, "estimated_label", "")
    # The library itself recognises estimated days by this word of its label, where it moves them.
    return calendar.tr(label).strip("%s ()") if label else ""


@cache
def _days(calendar: HolidayCalendar, year: int) -> Mapping[str, str]:
    years = holiday_years(calendar)
    if year not in years:
        name = "-".join(filter(None, (calendar.country, calendar.region)))
        raise WorktimeError(f"year {year} is outside the holiday calendar of `{name}` ({years[0]} to {years[-1]})")

    def names() -> Mapping[str, str]:
        days = _calendar(calendar.country, calendar.region, year)
        return {day.isoformat(): name for day, name in sorted(days.items())}

    return _remembered(names, "holidays", calendar.country, calendar.region, year)


def _remembered(make: Callable[[], _Value], *key: str | int | None) -> _Value:
    return cast("_Value", remembered(make, *key, holidays_version()))


def holidays_version() -> str:
    """Return the version of the holidays library, without importing it."""
    return str(package_version("holidays"))


def _calendar(country: str, region: str | None = None, years: int | range | None = None) -> HolidayBase:
    _import_country(country)
    from holidays import country_holidays  # noqa: PLC0415 - see the module's docstring

    return country_holidays(
        country, subdiv=region, years=years, expand=False, observed=True, categories="public", language="en_US"
    )


@cache
def _library() -> ModuleType:
    """Import the library. For its version it would ask importlib.metadata, in another 15 ms; here that is known."""
    version = "holidays.version"
    is_new = "holidays" not in sys.modules
    if is_new:
        sys.modules[version] = ModuleType(version)
        sys.modules[version].__dict__["__version__"] = holidays_version()
    try:
        return import_module("holidays")
    finally:
        if is_new:
            del sys.modules[version]  # whoever asks for the module gets the library's own


@cache
def _import_country(country: str) -> None:
    """Import the module of one country alone: the package that it is part of imports those of all, in another 60 ms."""
    holidays = _library()
    from holidays.registry import IMPORT_LOCK, EntityLoader  # noqa: PLC0415 - see the module's docstring

    loader = getattr(holidays, country, None)
    if not isinstance(loader, EntityLoader):
        return  # the library knows where the country stands, and imports it in its own way
    package = loader.module_name.rpartition(".")[0]
    with IMPORT_LOCK:  # which the library's own loaders hold, too
        spec = None if package in sys.modules else find_spec(package)
        if spec is not None:
            # The package stands there without having run while the module is imported, and whoever needs it runs it.
            sys.modules[package] = module_from_spec(spec)
            try:
                loader.get_entity()
            except ImportError:
                pass  # the module needs the package after all, and the library imports both
            finally:
                del sys.modules[package]
