"""What is presumed of a request, as text: the unsafe presumptions with what each would change, then the others."""

from collections.abc import Iterator
from datetime import date

from ..text import both, either
from .clock import moment
from .decision import AlternativeValue, Decision, Presumed
from .layout import Look, value_text

_VALUES = 9


def presumed_lines(decision: Decision, look: Look, timezone: str, year: int) -> Iterator[str]:
    """Yield what is presumed: the unsafe each with what it would change, then the others."""
    unsafe = [presumed for presumed in decision.presumed if presumed.unsafe]
    if unsafe:
        yield look.paint("confirm", "strong")
    for presumed in unsafe:
        yield from look.row(presumed.fact.replace("_", " "), f"presumed {value_text(presumed.value)}", "open")
        for change in _changes(presumed, timezone, year):
            yield from look.row("", change)
    harmless = {p.fact: p.value for p in decision.presumed if not p.unsafe and p.fact not in decision.confirmed}
    for label, facts in (("also presumed" if unsafe else "presumed", harmless), ("confirmed", decision.confirmed)):
        listed = "; ".join(f"{fact.replace('_', ' ')} {value_text(value)}" for fact, value in facts.items())
        yield from look.row(label, listed) if listed else ()


def _changes(presumed: Presumed, timezone: str, year: int) -> Iterator[str]:
    """Yield what other values of a presumed fact would change, those together that change the same."""
    changes: dict[str, list[str]] = {}
    for other in presumed.alternatives:
        # Of a number or a date, the alternative stands for a region.
        is_region = isinstance(other.value, int | float | date) and not isinstance(other.value, bool)
        value = f"such as {value_text(other.value)}" if is_region else value_text(other.value)
        changes.setdefault(_change(other, timezone, year), []).append(value)
    for change, values in changes.items():
        more = [f"{len(values) - _VALUES} more"] if len(values) > _VALUES else []
        yield f"if {either([*values[:_VALUES], *more])}: {change}"
    if not changes:
        yield "another value could give more"


def _change(other: AlternativeValue, timezone: str, year: int) -> str:
    """Return what another value would change, in words."""
    words = [either((outcome or "undecided").replace("_", " ") for outcome in other.scope or ())]
    words += [either(level or "undecided" for level in other.level or ())]
    is_followed = other.follow_up is not None
    words += [f"{either(way or 'no way' for way in other.required)} required"] if other.required else []
    words += [f"then {both(other.follow_up or ())}" if other.follow_up else "no follow-up"] if is_followed else []
    if not any(words):
        words += [
            f"{promise.replace('_', ' ')} {moment(due, timezone, year=year) if due else 'open'}"
            for promise, due in other.earliest.items()
        ]
    words += [f"asks {both(fact.replace('_', ' ') for fact in other.opens)}"] if other.opens else []
    return ", ".join(filter(None, words))
