"""Records of a policy and requests as the language writes them, in YAML that reads back equal.

Records are in flow style, on one line; a request is in block style, to be pasted into a file.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from ..findings import Findings
from ..model import (
    ALWAYS,
    Age,
    All,
    Any,
    Calendar,
    Cell,
    Compares,
    Condition,
    DueDate,
    Entry,
    IsOneOf,
    Not,
    Offer,
    Rule,
    Span,
    SpanOf,
    wall_time_text,
)
from ..model.receipt_facts import RECEIVED, hours_received_within
from .nodes import Scalar
from .time_notation import parse_span
from .yaml_reader import read_yaml

WIDTH = 76
"""The longest line of a request's facts, in characters: four of indentation make it 80."""

# Whatever else YAML would take without quotes is quoted all the same: it is easier to read so.
_PLAIN = re.compile(r"\w([\w./+()-]|[ ](?=[\w(]))*")
# Written as people write them; the reader takes instants for strings.
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})")
_BMP = 0xFFFF
_OLD_COMMAND = "##["
"""With this, and with `::` at the start of a line, whoever writes steers the workflow that prints it."""


def written_condition(condition: Condition) -> str:
    """Return a condition as a mapping such as `{tier: poc, users: {at_least: 500}}`; `{}` is always."""
    return written_value(_plain_condition(condition))


def written_outcome(then: str | Offer | Cell) -> str:
    """Return what a rule concludes, such as `P1`, `{require: phone}` or `4 hours`."""
    return written_value(_plain_outcome(then))


def written_rule(rule: Rule) -> str:
    """Return a rule as `{id: x, when: {...}, then: P1, cite: [...]}`, without `when` where it always holds."""
    when = {} if rule.when == ALWAYS else {"when": _plain_condition(rule.when)}
    return written_value({"id": rule.id, **when, "then": _plain_outcome(rule.then), "cite": _one_or_list(rule.cite)})


def written_span(span: Span) -> str:
    """Return a span as its author wrote it, or in its largest units where nobody did."""
    if parse_span(span.text) == span:
        return " ".join(span.text.split())
    seconds = span.seconds
    amounts = {"day": span.days, "hour": seconds // 3600, "minute": seconds // 60 % 60, "second": seconds % 60}
    parts = [f"{amount} {unit}{'' if amount == 1 else 's'}" for unit, amount in amounts.items() if amount]
    return " ".join(parts) or "0 seconds"


def written_calendar(calendar: Calendar) -> str:
    """Return a calendar as hours name or write it, such as `company` or `{country: DE, region: BE}`."""
    public = calendar.public
    days = {"except": list(calendar.without), "dates": list(calendar.dates)}
    place = {"country": public.country, "region": public.region} if public else {}
    return written_value(calendar.name or {key: value for key, value in {**place, **days}.items() if value})


def written_value(value: object) -> str:
    """Return a plain value or a span in flow style: a text quoted where it must be, a number, `true`, `null`, `[a]`."""
    match value:
        case dict():
            return f"{{{', '.join(f'{written_text(key)}: {written_value(item)}' for key, item in value.items())}}}"
        case list():
            return f"[{', '.join(map(written_value, value))}]"
        case Span():
            return written_text(written_span(value))
        case date() | Age():
            return str(value)
        case str():
            return written_text(value)
    return json.dumps(value)


@lru_cache(maxsize=4096)
def written_text(text: str) -> str:
    """Return a string, quoted where it would otherwise be read as something else."""
    if _PLAIN.fullmatch(text):
        node = read_yaml(text, "", Findings())
        if node is not None and node.value == text and not node.written:
            return text
    quoted = json.dumps(text, ensure_ascii=False).replace(_OLD_COMMAND, "\\u0023#[")
    escapes = {c: f"\\u{ord(c):04x}" if ord(c) <= _BMP else f"\\U{ord(c):08x}" for c in quoted if not c.isprintable()}
    return "".join(escapes.get(c, c) for c in quoted)


def _plain_outcome(then: str | Offer | Cell) -> object:
    if isinstance(then, str):
        return then
    if then is None or isinstance(then, Entry):
        return _plain_entry(then)
    ways = (("require", then.require), ("prefer", then.prefer), ("allow", then.allow), ("follow_up", then.follow_up))
    return {word: _one_or_list(names) for word, names in ways if names}


def _plain_entry(entry: Cell) -> object:
    """Return an entry as `none`, a span, the fact that gives one, or a mapping with what goes with it."""
    if entry is None:
        return "none"
    within: object = entry.within
    if isinstance(entry.within, SpanOf):
        otherwise = {"else": entry.within.otherwise} if entry.within.otherwise else {}
        within = {"fact": entry.within.fact, **otherwise}
    more = {
        "cutoff": None if entry.cutoff is None else wall_time_text(entry.cutoff),
        "hours": entry.hours,
        "kind": entry.kind,
        "cite": _one_or_list(entry.cite) if entry.cite else None,
    }
    written = {key: value for key, value in more.items() if value is not None}
    if entry.by is not None:
        return {"by": _plain_due_date(entry.by), **written}
    return {"within": within, **written} if written else within


def _plain_due_date(date: DueDate) -> object:
    return {"business_days" if date.is_business else "days": date.number, "at": wall_time_text(date.at)}


def _plain_condition(condition: Condition) -> dict[str, object]:
    if condition == ALWAYS:
        return {}
    entries = [_entry(part) for part in condition.parts] if isinstance(condition, All) else []
    # One part alone would not read as all of it, and a mapping has a key once.
    is_mapping = len(entries) > 1 and len(dict(entries)) == len(entries)
    return dict(entries if is_mapping else [_entry(condition)])


def _entry(part: Condition) -> tuple[str, object]:
    """Return the key of a part, and what stands beside it."""
    hours = hours_received_within(part)
    return (RECEIVED, {"within": _one_or_list(hours)}) if hours else _entry_of_facts(part)


def _entry_of_facts(part: Condition) -> tuple[str, object]:
    match part:
        case IsOneOf():
            return part.fact, _one_or_list(part.values)
        case Compares():
            return part.fact, {part.comparison: part.bound}
        case Not():
            return "not", _plain_condition(part.part)
        case Any():
            return "any", [_plain_condition(inner) for inner in part.parts]
    bounds = [bound for bound in part.parts if isinstance(bound, Compares)]
    range_ = {bound.comparison: bound.bound for bound in bounds}
    # Different comparisons of one fact can stand beside one key; a single one would not read as all of it.
    if 1 < len(range_) == len(part.parts) and len({bound.fact for bound in bounds}) == 1:
        return bounds[0].fact, range_
    return "all", [_plain_condition(inner) for inner in part.parts]


def _one_or_list(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else list(values)


def request_as_yaml(request: Mapping[str, object], width: int = WIDTH) -> str:
    """Return a request, plain values in the request format, as a YAML mapping in block style.

    Facts stand on one line where they fit `width`. Reading the text gives equal values.
    """
    return "".join(_line(key, value, width) for key, value in request.items()) or "{}\n"


def _line(key: str, value: object, width: int) -> str:
    name = written_text(key)
    if isinstance(value, dict):
        entries = [f"{written_text(inner)}: {_scalar(item)}" for inner, item in value.items()]
        line = f"{name}: {{{', '.join(entries)}}}\n"
        if len(line) <= width + 1 or not entries:
            return line
        return f"{name}:\n" + "".join(f"  {entry}\n" for entry in entries)
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return f"{name}:\n" + "".join(f"  - {_scalar(item)}\n" for item in value)
    if isinstance(value, str) and _reads_as_lines(value):
        lines = value.removesuffix("\n").split("\n")
        body = "".join(f"  {line}\n" if line else "\n" for line in lines)
        return f"{name}: |{'' if value.endswith(chr(10)) else '-'}\n{body}"
    return f"{name}: {_scalar(value)}\n"


def _scalar(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{written_text(key)}: {_scalar(item)}' for key, item in value.items())}}}"
    if not isinstance(value, Scalar):
        raise TypeError(f"a request holds no {type(value).__name__}")
    return value if isinstance(value, str) and _INSTANT.fullmatch(value) else written_value(value)


def _reads_as_lines(text: str) -> bool:
    """Tell whether a text of several lines can stand as it is, in a literal block."""
    lines = text.removesuffix("\n").split("\n")
    is_printable = len(lines) > 1 and all(line.isprintable() for line in lines)
    if _OLD_COMMAND in text or any(line.lstrip().startswith("::") for line in lines):
        return False
    # A block that began with a space or an empty line would need its indentation said.
    return is_printable and lines[0][:1].strip() != "" and lines[-1] != ""
