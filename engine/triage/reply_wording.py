"""How a reply writes instants and lists in a language."""

from collections.abc import Iterable
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format, get_timezone_name
from babel.lists import format_list

from ..worktime import zone

_NON_JOINER = "\u200c"
"""It parts what Persian also writes with a blank between."""


class Wording:
    """Writes instants and lists as a language does, and where it has several, as one country does."""

    def __init__(self, *languages: str) -> None:
        """Take the first language whose dates are known."""
        self._locale = next(locale for language in languages if (locale := _locale(language)))

    def moment(self, instant: int, timezone: str) -> str:
        """Return an instant on the wall clock of a zone, with its name."""
        clock = datetime.fromtimestamp(instant, zone(timezone))
        day = format_date(clock, "full", locale=self._locale)
        time = format_time(clock, "short", locale=self._locale)
        pattern = str(get_datetime_format("full", locale=self._locale)).replace("'", "")
        name = get_timezone_name(clock, "long", locale=self._locale)
        return _printable(f"{pattern.replace('{0}', time).replace('{1}', day)} ({name})")

    def both(self, words: Iterable[str]) -> str:
        """Return words of which all count."""
        return _printable(format_list(list(words), style="standard", locale=self._locale))

    def either(self, words: Iterable[str]) -> str:
        """Return words of which one counts."""
        return _printable(format_list(list(words), style="or", locale=self._locale))


def _printable(text: str) -> str:
    """Return a text without the marks of direction and the special blanks that some languages have in dates."""
    blanks = (" " if character.isspace() or character == _NON_JOINER else character for character in text)
    return "".join(character for character in blanks if character.isprintable())


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
