"""Records of a policy as the language writes them: YAML in flow style, on one line.

Reading what is written gives an equal record.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..findings import Findings
from ..model import ALWAYS, All, Any, Compares, Condition, IsOneOf, Not, Offer, Span, Value
from .spans import parse_span
from .yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model import Rule

# Whatever else YAML would take without quotes is quoted all the same: it is easier to read so.
_PLAIN = re.compile(r"\w([\w./+()-]|[ ](?=[\w(]))*")
_UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))
_BMP = 0xFFFF


def written_condition(condition: Condition) -> str:
    """Return a condition as a mapping such as `{tier: poc, users: {at_least: 500}}`; `{}` is always."""
    if isinstance(condition, All) and condition != ALWAYS:
        parts = condition.parts
        if _is_range(condition) or not _fits_a_mapping(parts):
            parts = (condition,)
    else:
        parts = () if condition == ALWAYS else (condition,)
    return _mapping((_key(part), _beside(part)) for part in parts)


def written_outcome(then: str | Offer) -> str:
    """Return what a rule concludes, such as `P1` or `{require: phone}`."""
    if isinstance(then, str):
        return written_text(then)
    ways = (("require", then.require), ("prefer", then.prefer), ("allow", then.allow))
    return _mapping((word, _one_or_list(names)) for word, names in ways if names)


def written_rule(rule: Rule) -> str:
    """Return a rule as `{id: x, when: {...}, then: P1, cite: [...]}`, without `when` where it always holds."""
    when = [] if rule.when == ALWAYS else [("when", written_condition(rule.when))]
    return _mapping(
        [
            ("id", written_text(rule.id)),
            *when,
            ("then", written_outcome(rule.then)),
            ("cite", _one_or_list(rule.cite)),
        ]
    )


def written_span(span: Span) -> str:
    """Return a span as its author wrote it, or in its largest units where nobody did."""
    if parse_span(span.text) == span:
        return " ".join(span.text.split())
    amounts = [(span.days, "day")]
    remaining = span.seconds
    for unit_seconds, unit in _UNITS:
        amounts.append((remaining // unit_seconds, unit))
        remaining %= unit_seconds
    parts = [f"{amount} {unit}{'' if amount == 1 else 's'}" for amount, unit in amounts if amount]
    return " ".join(parts) or "0 seconds"


def written_value(value: Value) -> str:
    """Return a fact's value: a text quoted where it must be, a span, a number, `true` or `false`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Span):
        return written_text(written_span(value))
    return written_text(value) if isinstance(value, str) else repr(value)


@lru_cache(maxsize=4096)
def written_text(text: str) -> str:
    """Return a string, quoted where it would otherwise be read as something else."""
    if _PLAIN.fullmatch(text):
        node = read_yaml(text, "", Findings())
        if node is not None and node.value == text:
            return text
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in quoted)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= _BMP else f"\\U{code:08x}"


def _is_range(condition: All) -> bool:
    """Tell whether all parts are different comparisons of one fact, which one key can hold."""
    bounds = [part for part in condition.parts if isinstance(part, Compares)]
    if len(bounds) != len(condition.parts) or len(bounds) < 2:  # noqa: PLR2004 - one bound is no range
        return False
    return len({bound.fact for bound in bounds}) == 1 and len({bound.comparison for bound in bounds}) == len(bounds)


def _fits_a_mapping(parts: Sequence[Condition]) -> bool:
    """Tell whether the parts are several with a key of their own each, for one alone would not read as all of it."""
    return len(parts) > 1 and len({_key(part) for part in parts}) == len(parts)


def _key(part: Condition) -> str:
    if isinstance(part, IsOneOf | Compares):
        return part.fact
    if isinstance(part, All):
        first = part.parts[0] if _is_range(part) else None
        return first.fact if isinstance(first, Compares) else "all"
    return "any" if isinstance(part, Any) else "not"


def _beside(part: Condition) -> str:
    """Return what stands beside the key of a part."""
    if isinstance(part, IsOneOf):
        return _one_or_list(part.values)
    if isinstance(part, Compares):
        return _bounds([part])
    if isinstance(part, Not):
        return written_condition(part.part)
    if isinstance(part, All) and _is_range(part):
        return _bounds(part.parts)
    return _list(written_condition(inner) for inner in part.parts)


def _bounds(parts: Iterable[Condition]) -> str:
    return _mapping((part.comparison, written_value(part.bound)) for part in parts if isinstance(part, Compares))


def _one_or_list(values: Sequence[Value]) -> str:
    return written_value(values[0]) if len(values) == 1 else _list(written_value(value) for value in values)


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _mapping(entries: Iterable[tuple[str, str]]) -> str:
    return f"{{{', '.join(f'{written_text(key)}: {value}' for key, value in entries)}}}"
