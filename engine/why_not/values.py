"""Sets of a fact's codes as values for people and for programs: choices by name, numbers and dates by their bounds."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..language.yaml_writer import written_span
from ..model import Age, AgeUnit, Span, Value
from ..rules.codes import Codes, members, runs
from ..text import either

_MOST_NAMED = 6
"""Values that are named where few are not among them."""
_FEW = 3
JsonValue = str | bool | float
_BOUNDS = {"at_least": "at least", "more_than": "more than", "at_most": "at most", "less_than": "less than"}
_DATE_BOUNDS = {"at_least": "from", "more_than": "after", "at_most": "up to", "less_than": "before"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRange:
    """Numbers, dates or ages between two bounds, as conditions compare with them; None where there is no bound."""

    lower: tuple[str, JsonValue] | None
    upper: tuple[str, JsonValue] | None
    unit: AgeUnit | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the bounds by their comparison."""
        bounds: dict[str, object] = dict(bound for bound in (self.lower, self.upper) if bound)
        return {**bounds, "unit": self.unit} if self.unit else bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSet:
    """Values of a fact: those by name, ranges, `other` for any that is not named, `absent` for none.

    Where `is_in_part`, it is those of the others that have some hours open, or closed, at the receipt.
    Where they are nearly all, `excepted` are the few that are not among them.
    """

    values: tuple[Value, ...] = ()
    excepted: tuple[Value, ...] = ()
    ranges: tuple[ValueRange, ...] = ()
    other: bool = False
    absent: bool = False
    is_in_part: bool = False

    def to_dict(self) -> dict[str, object]:
        """Return what there is of it."""
        optional = {
            "values": [plain_value(value) for value in self.values],
            "ranges": [values.to_dict() for values in self.ranges],
            "other": self.other,
            "absent": self.absent,
        }
        return {key: value for key, value in optional.items() if value}

    @property
    def text(self) -> str:
        """The values in words."""
        if self.excepted:
            return f"any but {either(map(value_text, self.excepted))}"
        words = [*map(value_text, self.values), *map(_range_text, self.ranges)]
        words_of_other = "a place where other hours are open" if self.is_in_part else "any value that no rule names"
        words += [words_of_other] if self.other else []
        return either([*words, *(["absent"] if self.absent else [])])


def plain_value(value: Value) -> JsonValue:
    """Return a value as a request writes it."""
    if isinstance(value, Span):
        return written_span(value)
    return value.isoformat() if isinstance(value, date) else value


def value_text(value: Value) -> str:
    """Return a value in words."""
    plain = plain_value(value)
    return (str(plain).lower() if isinstance(plain, bool) else str(plain)).replace("_", " ")


def value_set(codes: Codes, bits: int) -> ValueSet:
    """Return the values that have some codes of a fact."""
    none = 1 << codes.none if codes.none is not None else 0
    other = (1 << codes.other if codes.other is not None else 0) | codes.unnamed
    named = bits & codes.live & ~none & ~other
    is_absent, is_other = bool(bits & none), bool(bits & other)
    if codes.boundaries:
        return ValueSet(ranges=tuple(_ranges(codes, named)), absent=is_absent)
    values = tuple(codes.values[code] for code in members(named))
    excepted = tuple(codes.values[code] for code in members(codes.live & ~none & ~other & ~named))
    is_in_part = is_other and bits & other != other
    is_nearly_all = len(values) > _MOST_NAMED and len(excepted) <= _FEW and is_other == bool(other) and not is_absent
    return ValueSet(
        values=values,
        excepted=excepted if is_nearly_all and not is_in_part else (),
        other=is_other,
        absent=is_absent,
        is_in_part=is_in_part,
    )


def _ranges(codes: Codes, bits: int) -> Iterator[ValueRange]:
    """Yield the runs of regions; a bound that is none of the fact's own is left out."""
    count = len(codes.boundaries) + 1
    regions = codes.live & (1 << count) - 1
    lowest, highest = (regions & -regions).bit_length() - 1, regions.bit_length() - 1
    for start, end in runs(bits | (1 << count) - 1 & ~regions):  # a region without numbers parts no run
        if not bits >> start & (1 << end - start) - 1:
            continue
        lower = codes.boundaries[start - 1] if start > lowest else None
        upper = codes.boundaries[end - 1] if end <= highest else None
        yield ValueRange(
            lower=lower and ("more_than" if lower[1] else "at_least", _bound(codes, lower[0])),
            upper=upper and ("at_most" if upper[1] else "less_than", _bound(codes, upper[0])),
            unit=codes.unit,
        )


def _bound(codes: Codes, number: float) -> JsonValue:
    if codes.is_date and codes.unit is None and math.isfinite(number):
        return date.fromordinal(int(number)).isoformat()
    return int(number) if number == int(number) else number


def _range_text(values: ValueRange) -> str:
    lower, upper = values.lower, values.upper
    if lower is None and upper is None:
        return "any"
    if lower and upper and lower == ("at_least", upper[1]) and upper[0] == "at_most":
        return str(upper[1])
    if values.unit:
        ages = {"more_than": "older than {}", "at_most": "at most {} old"}
        bounds = ((name, Age(int(count), values.unit)) for name, count in filter(None, (lower, upper)))
        return " and ".join(ages[name].format(age) for name, age in bounds)
    words = _DATE_BOUNDS if isinstance((lower or upper or ("", 0))[1], str) else _BOUNDS
    return " and ".join(f"{words[name]} {bound}" for name, bound in filter(None, (lower, upper)))
