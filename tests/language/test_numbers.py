"""Numbers are kept exactly as they are written, or refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.findings import Findings
from remit.engine.language.nodes import read_plain
from remit.engine.language.number_notation import NotExact, parse_number
from remit.engine.language.yaml_writer import written_value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.1", 0.1),
        ("0.30000000000000004", 0.1 + 0.2),
        ("2.50", 2.5),
        (".5", 0.5),
        ("-0.0", 0.0),
        ("1e22", 10**22),
        ("1e23", 1e23),
        ("9007199254740993", 2**53 + 1),
        ("0x1F", 31),
        ("0o17", 15),
        ("5e-324", 5e-324),
        ("1.7976931348623157e308", 1.7976931348623157e308),
    ],
)
def test_number_that_is_kept(text, number):
    assert number == parse_number(text)


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ("0.1000000000000000055", "cannot be kept exactly", "write `0.1`, the nearest number that can"),
        ("123456789012345678.5", "cannot be kept exactly", "write `123456789012345680`, the nearest number that can"),
        ("9007199254740993.0", "cannot be kept exactly", "write `9007199254740993`, the nearest number that can"),
        ("1e-400", "cannot be kept exactly", "write `0`, the nearest number that can"),
        ("1e-999999999999999999999", "cannot be kept exactly", "write `0`, the nearest number that can"),
        ("3e-324", "cannot be kept exactly", "write `5e-324`, the nearest number that can"),
        ("1e400", "is not finite", "leave a limit out where there is none"),
        (".inf", "is not finite", "leave a limit out where there is none"),
        (".NaN", "is not finite", "leave a limit out where there is none"),
    ],
)
def test_number_that_is_refused(text, message, help_):
    with pytest.raises(NotExact) as problem:
        parse_number(text)
    assert (f"number `{text}` {message}", help_) == (str(problem.value), problem.value.help)


@given(some.decimals(allow_nan=False, allow_infinity=False))
def test_number_is_the_one_written_or_refused(number):
    """The shortest text of what is kept has the value of the text read."""
    try:
        kept = parse_number(str(number))
    except NotExact:
        return
    assert number == Decimal(repr(kept))


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_written_so_that_it_is_kept(number):
    assert number == parse_number(written_value(number))


@pytest.mark.parametrize(
    ("value", "message", "help_"),
    [
        (
            Fraction(1, 3),
            "number `1/3` cannot be kept exactly",
            "pass `0.3333333333333333`, the nearest number that can",
        ),
        (Fraction(10**400), "number `inf` is not finite", "leave a limit out where there is none"),
        (10**40, "number is longer than the limit of 40 characters", "write at most 40 digits"),
        (
            Decimal(1),
            "there can be no value of type Decimal",
            "values are strings, numbers, booleans, None, dates, datetimes, mappings and lists",
        ),
    ],
)
def test_number_of_a_program_that_is_refused(value, message, help_):
    findings = Findings()
    read_plain(value, findings)
    assert [(message, help_)] == [(finding.message, finding.help) for finding in findings]


def test_fraction_of_a_program_that_is_kept():
    assert 0.5 == getattr(read_plain(Fraction(1, 2), Findings()), "value", None)
