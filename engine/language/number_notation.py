"""Numbers as text: each is kept exactly as its author wrote it, or refused."""

import math
import re
from numbers import Real

from ..findings import HelpfulError

DIGITS = 40
"""Longer numbers are refused: no contract counts that far, and Python will not convert them all."""
HELP_FOR_LONG_NUMBERS = f"write at most {DIGITS} digits"
_HELP_FOR_INFINITE = "leave a limit out where there is none"
_WHOLE = re.compile(r"[-+]?[0-9]+")


class NotExact(HelpfulError):
    """A number that cannot be kept as it is; the message says why, `help` what would do."""


def parse_number(text: str) -> int | float:
    """Return the number that a text writes in YAML or JSON, or raise NotExact.

    A float is taken for the shortest number that reads as it, which is how programs write it.
    """
    if len(text) > DIGITS:
        raise NotExact(f"number of {len(text)} characters is longer than the limit of {DIGITS}", HELP_FOR_LONG_NUMBERS)
    if _WHOLE.fullmatch(text):
        return int(text)
    if text[:2] in ("0o", "0x"):
        return int(text, 0)
    number = math.inf if text.strip("+-.").lower() in ("inf", "nan") else float(text)
    if not math.isfinite(number):
        raise NotExact(f"number `{text}` is not finite", _HELP_FOR_INFINITE)
    from decimal import Decimal, InvalidOperation  # noqa: PLC0415 - start-up is felt, and few numbers have a fraction

    try:
        written = Decimal(text)
    except InvalidOperation:  # its exponent is beyond all limits
        raise _not_exact(text, number, "write") from None
    if written == Decimal(repr(number)):
        return number
    is_whole = written == written.to_integral_value()
    raise _not_exact(text, int(written) if is_whole and abs(number) < 10**DIGITS else number, "write")


def exact_float(value: Real) -> float:
    """Return a number of a program as a float, or raise NotExact."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise NotExact(f"number `{number}` is not finite", _HELP_FOR_INFINITE)
    if number != value:
        raise _not_exact(str(value), number, "pass")
    return number


def _not_exact(text: str, nearest: float, verb: str) -> NotExact:
    written = repr(nearest) if nearest % 1 else str(int(nearest))
    return NotExact(f"number `{text}` cannot be kept exactly", f"{verb} `{written}`, the nearest number that can")
