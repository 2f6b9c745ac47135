"""Names, values, outcomes and what is owed, as a person says them."""

from collections.abc import Iterable, Iterator

from ...language.yaml_writer import written_span, written_value
from ...model import (
    Age,
    DueDate,
    Escalation,
    Expectation,
    Offer,
    OverduePromise,
    Policy,
    Span,
    SpanOf,
    Value,
    WallTime,
    by_text,
    cutoff_text,
)
from ...model import Cell as Owed
from ...render.document import Line, Row, Section, line_of, table, tidy
from ...text import either


def spaced(name: str) -> str:
    """Return a name as words, as `service loss` for `service_loss`."""
    return tidy(name.replace("_", " "))


def titled(name: str) -> str:
    """Return a name as the words of a title."""
    words = spaced(name)
    return words[:1].upper() + words[1:]


def level_title(policy: Policy, level: str) -> Line:
    """Return a level as `P1 Urgent`, without a title that says the same."""
    title = policy.levels[level]
    return line_of(title if title.lower() == level.lower() else f"{level} {title}")


def worded_level(policy: Policy, level: str) -> str:
    """Return what a level is called, with the other words by which it is claimed."""
    title, words = policy.levels[level], policy.level_words.get(level)
    return f"{title}, also {', '.join(words)}" if words else title


def worded_value(value: Value | Age) -> str:
    """Return a fact's value, or an age, as words."""
    if isinstance(value, Span):
        return written_span(value)
    return spaced(value) if isinstance(value, str) else written_value(value)


def worded_occasions(escalation: Escalation) -> Iterator[str]:
    """Yield the occasions on which one may turn to somebody, that a span has elapsed last."""
    for occasion in escalation.when_any:
        yield f"{spaced(occasion.promise)} overdue" if isinstance(occasion, OverduePromise) else spaced(occasion)
    if escalation.after:
        hours = f" of {spaced(escalation.hours)}" if escalation.hours else ""
        yield f"{written_span(escalation.after)}{hours} after receipt"


def worded_offer(offer: Offer) -> str:
    """Return what a channel rule adds, as `requires phone` or `prefers web, allows email`."""
    words = (
        ("requires", offer.require),
        ("prefers", offer.prefer),
        ("allows", offer.allow),
        ("asks to follow up by", offer.follow_up),
    )
    return ", ".join(f"{verb} {' and '.join(spaced(way) for way in ways)}" for verb, ways in words if ways)


def worded_amount(amount: Span | SpanOf | DueDate | None, cutoff: WallTime | None) -> str:
    """Return a span, which fact gives it and what is owed otherwise, or a date, with its cut-off, as words."""
    if isinstance(amount, SpanOf):
        otherwise = f", else {written_span(amount.otherwise)}" if amount.otherwise else ""
        return f"as {spaced(amount.fact)} says{otherwise}{cutoff_text(cutoff)}"
    words = written_span(amount) if isinstance(amount, Span) else amount.text if amount else ""
    return f"{words}{cutoff_text(cutoff)}"


def worded_entry(entry: Owed) -> str:
    """Return what is owed, and how binding it is where its promise does not say that."""
    if entry is None:
        return "none"
    amount = worded_amount(entry.within or entry.by, entry.cutoff)
    return f"{amount}, a {entry.kind}" if entry.kind else amount


def worded_expectation(expected: Expectation) -> str:
    """Return what an invariant expects, as `priority is P1` or `initial response within 2 days`."""
    value, about = expected.value, spaced(expected.promise or expected.key)
    if isinstance(value, Span):
        return f"{about} within {written_span(value)}"
    if isinstance(value, DueDate):
        return f"{about} {by_text(value.text)}"
    if value is None:
        return f"{about} is not owed"
    if isinstance(value, str):
        return f"{about} is {'the same' if value == 'same' else spaced(value)}"
    names = [spaced(name or "none") for name in value]
    verb = {"allows": "allows", "forbids": "forbids", "allowed": "allowed are", "follow_up": "to follow:"}.get(
        expected.key
    )
    if verb:
        return f"{verb} {' and '.join(names)}"
    return f"{about} is {either(names)}"


def section_of_rows(
    title: str, anchor: str, columns: tuple[str, ...], rows: Iterable[Row], optional: tuple[str, ...] = ()
) -> Section:
    """Return a section of one table, empty where that has no rows."""
    listed = list(rows)
    return Section(title=title, anchor=anchor, blocks=(table(columns, listed, optional),) if listed else ())
