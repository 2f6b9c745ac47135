"""Conditions, outcomes, openings and citations as a person says them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from ...language.policy_file import READINGS
from ...language.time_notation import written_openings
from ...language.yaml_writer import written_span, written_value
from ...model import (
    ALWAYS,
    MINUTES_A_DAY,
    WEEKDAYS,
    Age,
    All,
    Any,
    Calendar,
    Compares,
    Condition,
    DueDate,
    Escalation,
    Expectation,
    Fact,
    Hours,
    IsOneOf,
    Not,
    Offer,
    OverduePromise,
    PlaceOf,
    Policy,
    Promise,
    Span,
    SpanOf,
    Value,
    WallTime,
    by_text,
    cutoff_text,
    parse_dates,
)
from ...model import Cell as Owed
from ...model.policy import citing_records
from ...model.receipt_facts import hours_received_within
from ...render.document import Cell, Line, Paragraph, Piece, Row, Section, Weekday, joined, line_of, table, tidy
from ...text import both, either

_COMPARED = {
    "at_least": "at least {}",
    "more_than": "more than {}",
    "at_most": "at most {}",
    "less_than": "less than {}",
    "before": "before {}",
    "from": "{} or later",
    "older_than": "more than {} before receipt",
    "at_most_old": "at most {} before receipt",
}


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


def worded_condition(condition: Condition, facts: Mapping[str, Fact]) -> Cell:
    """Return a condition as lines that must all hold, each fact leading to what is asked for it."""
    if condition == ALWAYS:
        return (line_of("always", role="dim"),)
    parts = _split(condition)
    return tuple(
        (*([Piece("and ")] if n else []), *_clause(part, facts, is_inner=len(parts) > 1))
        for n, part in enumerate(parts)
    )


def _split(condition: Condition) -> Sequence[Condition]:
    return condition.parts if isinstance(condition, All) and not _bounds_one_fact(condition) else (condition,)


def _bounds_one_fact(condition: All) -> bool:
    bounds = [part for part in condition.parts if isinstance(part, Compares)]
    return len(bounds) == len(condition.parts) > 0 and len({bound.fact for bound in bounds}) == 1


def _clause(condition: Condition, facts: Mapping[str, Fact], *, is_inner: bool) -> Iterator[Piece]:
    if (hours := hours_received_within(condition)) or (negated := _hours_received_outside(condition)):
        yield from _received("within" if hours else "outside", hours or negated)
    elif isinstance(condition, IsOneOf | Compares):
        yield from _test(condition.fact, _state(condition), facts)
    elif isinstance(condition, Not):
        if isinstance(condition.part, IsOneOf | Compares):
            yield from _test(condition.part.fact, f"not {_state(condition.part)}", facts)
        else:
            yield from (Piece("not ("), *_clause(condition.part, facts, is_inner=False), Piece(")"))
    elif isinstance(condition, All) and _bounds_one_fact(condition):
        bounds = [part for part in condition.parts if isinstance(part, Compares)]
        yield from _test(bounds[0].fact, " and ".join(map(_state, bounds)), facts)
    else:
        word = " or " if isinstance(condition, Any) else " and "
        parts = joined([tuple(_clause(part, facts, is_inner=True)) for part in condition.parts], word)
        yield from (Piece("("), *parts, Piece(")")) if is_inner and len(condition.parts) > 1 else parts


def _hours_received_outside(condition: Condition) -> list[str]:
    """Return the hours of which a condition is that none is open at the receipt; none where it is another."""
    return hours_received_within(condition.part) if isinstance(condition, Not) else []


def _received(word: str, hours: Sequence[str]) -> Iterator[Piece]:
    yield Piece(f"received {word} ")
    yield from joined([line_of(spaced(name), to=f"#hours-{name}") for name in hours], " or ")


def _test(name: str, state: str, facts: Mapping[str, Fact]) -> Line:
    fact = facts.get(name)
    link = line_of(spaced(name), to=f"#fact-{name}" if fact else "", hint=fact.ask if fact else "")
    return (*link, Piece(f" is {tidy(state)}"))


def _state(condition: IsOneOf | Compares) -> str:
    if isinstance(condition, IsOneOf):
        return either(worded_value(value) for value in condition.values)
    return _COMPARED[condition.comparison].format(worded_value(condition.bound))


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


def worded_calendar(calendar: Calendar) -> str:
    """Return what a calendar of days off goes by: its name, or its country and region, as `DE-BE`."""
    if calendar.name:
        return spaced(calendar.name)
    code = calendar.public.code if calendar.public else ""
    without = f" without {both(map(worded_days, calendar.without))}" if calendar.without else ""
    return both(filter(None, (f"{code}{without}", *map(worded_days, calendar.dates))))


def worded_place(place: PlaceOf) -> str:
    """Return what a fact gives a zone or country by, as `the fact zone, else UTC`."""
    return f"the fact {spaced(place.fact)}" + (f", else {place.otherwise}" if place.otherwise else "")


def worded_days(written: str) -> str:
    """Return days that are written under `dates` in words, with the weekdays where the year is written."""
    days = parse_dates(written)
    if days.is_yearly:
        return f"every {' to '.join(written.split('..'))}"
    return " to ".join(_weekday_and_date(date(*end)) for end in dict.fromkeys((days.first, days.last)))


def _weekday_and_date(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()].title()} {day.isoformat()}"


def week_of(hours: Hours) -> tuple[Weekday, ...]:
    """Return the seven days of hours, each with what is open on it, last night's tail included."""
    days = []
    for n, (name, openings) in enumerate(zip(WEEKDAYS, hours.week, strict=True)):
        tails = [opening.end - MINUTES_A_DAY for opening in hours.week[n - 1] if opening.end > MINUTES_A_DAY]
        stretches = [(opening.start, min(opening.end, MINUTES_A_DAY)) for opening in openings]
        stretches += [(0, end) for end in tails]
        tail = ", ".join(f"till {end // 60:02}:{end % 60:02}" for end in tails)
        words = written_openings(openings) if openings or not tail else tail
        days.append(Weekday(name=name, openings=words, stretches=tuple(sorted(stretches))))
    return tuple(days)


def section_of_rows(
    title: str, anchor: str, columns: tuple[str, ...], rows: Iterable[Row], optional: tuple[str, ...] = ()
) -> Section:
    """Return a section of one table, empty where that has no rows."""
    listed = list(rows)
    return Section(title=title, anchor=anchor, blocks=(table(columns, listed, optional),) if listed else ())


class Citations:
    """The citations of a policy as links, from both ends."""

    def __init__(self, policy: Policy) -> None:
        """Collect every record that cites something."""
        self._policy = policy
        self._citing: dict[str, list[Line]] = {}
        grids = {rule.id: rule.cell.grid.id for group in policy.groups for rule in group.rules if rule.cell}
        entries = [entry for fact in policy.facts.values() for entry in fact.derive]
        grids |= {entry.id: entry.cell.grid.id for entry in entries if entry.cell}
        for kind, named, cites in citing_records(policy):
            name = grids.get(named, named) if kind == "rule" else named  # a grid is drawn, and not its cells
            words = name if kind == "rule" else spaced(name) if kind == "promise" else f"{kind} {spaced(name)}"
            line = line_of(words, to=f"#{kind}-{name}")
            for cite in cites:
                if line not in self._citing.setdefault(cite, []):
                    self._citing[cite].append(line)

    def by(self, cites: Iterable[str]) -> Line:
        """Return citations as links to what is cited."""
        return joined([self._link(cite) for cite in cites])

    def row(self, anchor: str, cites: Iterable[str], *cells: Cell) -> Row:
        """Return what is shown of a record as a row that links to what it cites."""
        return Row(cells=cells, cites=self.by(cites), anchor=anchor)

    def paragraph(self, cites: Iterable[str]) -> Paragraph:
        """Return citations as a paragraph."""
        return Paragraph(((Piece("by "), *self.by(cites)),))

    def cells(self, promise: Promise) -> Iterator[Paragraph]:
        """Yield what the cells of a promise cite, with the tiers and levels that citations in a row are limited to."""
        for limited_to, citations in groupby(promise.citations, key=attrgetter("tiers", "levels")):
            limits = [either(map(spaced, names)) for names in limited_to if names]
            limit = (Piece(f"{', '.join(limits)} "),) if limits else ()
            yield Paragraph(((*limit, Piece("by "), *self.by(cite for c in citations for cite in c.cites)),))

    def of(self, cite: str) -> Line:
        """Return links to what cites a clause or reading, or that nothing does, as of background."""
        if cite in self._citing:
            return joined(self._citing[cite])
        source, _, name = cite.partition(".")
        is_background = source != READINGS and self._policy.sources[source].clauses[name].background
        return line_of("background") if is_background else line_of("nothing", role="bad")

    def _link(self, cite: str) -> Line:
        source, _, name = cite.partition(".")
        if source == READINGS:
            return line_of(cite, to=f"#reading-{name}", hint=self._policy.readings[name].answer)
        clause = self._policy.sources[source].clauses[name]
        return line_of(cite, to=f"#clause-{cite}", hint=f"{clause.at}: {clause.says}")
