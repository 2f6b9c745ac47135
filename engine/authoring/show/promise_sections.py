"""The sections on what a customer buys and is owed: tiers, responses, hours; and what can come out at each level."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from ...language.time_notation import written_openings
from ...language.yaml_writer import written_span
from ...model import Hours, Policy, Promise, Span, parse_dates
from ...proof.situations import StateSpace
from ...render.document import (
    Block,
    Cell,
    Heading,
    Line,
    Paragraph,
    Piece,
    Row,
    Section,
    Table,
    Week,
    cell,
    joined,
    line_of,
    paragraph,
    table,
    tidy,
)
from ...rules.outcomes import Outcome, rule_of
from ...text import both, either
from ...worktime import day_length
from .calendar_blocks import calendar_blocks
from .citations import Citations
from .clock_wording import clock_sentences
from .hours_wording import week_of, worded_calendar, worded_days, worded_place
from .rule_tables import ordered_rules
from .show_wording import level_title, section_of_rows, spaced, titled, worded_entry

TierLevel = tuple[str, str | None]
"""A tier and a level; no level is consulting."""

HoursCounted = dict[tuple[str, TierLevel], list[str]] | None
"""By promise, tier and level, the hours in which it can count there; None where there are too many situations."""

_AHEAD = 365
"""Days after the first one of which holidays are shown: the same day a year later is the last, or the one before it."""
_KINDS = {"guarantee": "A guarantee", "goal": "A goal"}


def outcomes_by_level(everything: StateSpace, group: str) -> list[tuple[TierLevel, Outcome]] | None:
    """Return the outcomes of all requests that are taken, each with its level, None where that takes too many steps."""
    for space in (everything, StateSpace(everything.compiled, group)):
        if space.by_tier is not None:
            outcomes = (
                ((proof.tier, str(outcome.level) if outcome.scope == "support" else None), outcome)
                for proof in space.proofs()
                for outcome, bits in proof.parts.items()
                if bits & proof.valid
                and (outcome.scope == "consulting" or (outcome.scope == "support" and isinstance(outcome.level, str)))
            )
            return list(dict.fromkeys(outcomes))
    return None


def tiers(policy: Policy, citations: Citations) -> Section:
    """Return the plans, with how many contacts each has."""
    no_limit = "no limit" if any(tier.contacts is not None for tier in policy.tiers.values()) else ""
    rows = (
        citations.row(
            f"tier-{name}",
            tier.cite,
            cell(spaced(name)),
            cell(tier.title),
            cell(no_limit if tier.contacts is None else str(tier.contacts)),
            cell(tier.note),
        )
        for name, tier in policy.tiers.items()
    )
    optional = ("named contacts", "note")
    return section_of_rows("Tiers", "tiers", ("tier", "title", *optional), rows, optional)


def responses(space: StateSpace, citations: Citations) -> Section:
    """Return what each promise gives each tier and level, and the hours in which it can count there."""
    policy, counted = space.compiled.policy, _hours_counted(space)
    blocks: list[Block] = []
    for name, promise in policy.promises.items():
        blocks += [
            Heading(line_of(titled(name)), f"promise-{name}"),
            paragraph(" ".join([_worded_promise(promise), *clock_sentences(policy, promise)])),
            *([_promise_matrix(policy, promise, counted)] if promise.within else []),
            *citations.cells(promise),
            *_entries_citing(promise, citations),
            *_rules(policy, promise, citations),
            *([citations.paragraph(promise.measure.cite)] if promise.measure and promise.measure.cite else []),
        ]
    if blocks and counted is None:
        blocks.append(paragraph("There are too many situations to list the hours in which each can count."))
    return Section(title="Responses", anchor="responses", blocks=tuple(blocks))


def _entries_citing(promise: Promise, citations: Citations) -> Iterator[Block]:
    """Yield what entries of the table cite themselves, with their tiers and levels."""
    cells: dict[tuple[str, ...], list[str]] = {}
    for (tier, level), entry in promise.within.items():
        if entry and entry.cite:
            cells.setdefault(entry.cite, []).append(spaced(f"{tier} {level}" if level else tier))
    for cites, named in cells.items():
        yield Paragraph(((Piece(f"{either(named)} by "), *citations.by(cites)),))


def _rules(policy: Policy, promise: Promise, citations: Citations) -> Iterator[Block]:
    """Yield the rules of a promise as a table, with what counts where none holds."""
    if promise.rules:
        otherwise = "the table counts" if promise.within else "nothing is owed"
        yield paragraph(f"The first of these rules that holds counts; where none does, {otherwise}.")
        yield from ordered_rules(policy, promise.rules, citations, then="owes")


def _worded_promise(promise: Promise) -> str:
    again = ", repeated after each" if promise.repeats else ""
    hours = f", counted in {spaced(promise.hours)}" if promise.hours else ""
    measured = f", {promise.measure.text}" if promise.measure else ""
    return f"{_KINDS.get(promise.kind or '', 'A promise')} for {promise.scope} requests{again}{hours}{measured}."


def _hours_counted(space: StateSpace) -> HoursCounted:
    """Return the hours in which each promise can count at each tier and level."""
    outcomes = outcomes_by_level(space, "coverage")
    if outcomes is None:
        return None
    counted = defaultdict(set)
    for level, outcome in outcomes:
        for owed in outcome.owed:
            if rule_of(outcome, owed.promise) is None:
                counted[owed.promise, level].add(owed.hours)
    order = space.compiled.policy.hours
    return {key: [name for name in order if name in names] for key, names in counted.items()}


def _promise_matrix(policy: Policy, promise: Promise, counted: HoursCounted) -> Table:
    title, levels = ("level", list(policy.levels)) if promise.scope == "support" else ("scope", [None])
    return tier_matrix(policy, title, levels, lambda key: _owed(promise, key, counted))


def tier_matrix(
    policy: Policy, title: str, levels: Sequence[str | None], cell_at: Callable[[TierLevel], Cell]
) -> Table:
    """Return a table with a column for each tier and a row for each level; no level is consulting."""
    rows = [
        Row(
            cells=(
                cell("consulting") if level is None else (level_title(policy, level),),
                *(cell_at((tier, level)) for tier in policy.tiers),
            )
        )
        for level in levels
    ]
    titles = (tidy(tier.title) for tier in policy.tiers.values())
    return Table(columns=(title, *titles), rows=tuple(rows), is_matrix=True)


def _owed(promise: Promise, key: TierLevel, counted: HoursCounted) -> Cell:
    if key not in promise.within:
        return (line_of("—", hint="the policy has no entry", role="dim"),)
    owed = promise.within[key]
    if owed is None:
        return (line_of("none", role="dim"),)
    line = line_of(worded_entry(owed))
    if counted is None:
        return (line,)
    if (promise.name, key) not in counted:
        hint = "a rule counts in every situation" if promise.rules else "no situation has this tier and level"
        return (line, line_of("does not arise", hint=hint, role="dim"))
    hours = [line_of(spaced(name), to=f"#hours-{name}", role="dim") for name in counted[promise.name, key]]
    return (line, (Piece("in ", role="dim"), *_either(hours))) if hours else (line,)


def _either(lines: list[Line]) -> Line:
    return (*joined(lines[:-1]), Piece(" or ", role="dim"), *lines[-1]) if len(lines) > 1 else lines[0]


def hours(policy: Policy, citations: Citations, day: str) -> Section:
    """Return each opening pattern as a week, and the days that are not like it; holidays of the year from a day on."""
    first = date.fromisoformat(day)
    last = date.fromordinal(min(first.toordinal() + _AHEAD, date.max.toordinal()))
    blocks = [block for name, pattern in policy.hours.items() for block in _pattern(name, pattern, citations)]
    blocks += calendar_blocks(policy, citations, first, last)
    return Section(title="Hours", anchor="hours", blocks=tuple(blocks))


def _pattern(name: str, pattern: Hours, citations: Citations) -> Iterator[Block]:
    yield Heading(line_of(titled(name)), f"hours-{name}")
    yield paragraph(_worded_hours(pattern))
    if pattern.is_union:
        yield paragraph(f"Open whenever {either(spaced(part.name) for part in pattern.any_of)} is.")
    else:
        yield Week(week_of(pattern))
    if pattern.dates:
        written = sorted(pattern.dates.items(), key=lambda entry: (parse_dates(entry[0]).is_yearly, entry[0]))
        dates = ((worded_days(days), written_openings(openings)) for days, openings in written)
        yield table(("on this day", "open instead"), [Row(tuple(map(cell, texts))) for texts in dates])
    if pattern.cite:
        yield citations.paragraph(pattern.cite)


def _worded_hours(pattern: Hours) -> str:
    length, places = day_length(pattern), [*map(worded_place, pattern.holidays_of)]
    named = [spaced(calendar.name) for calendar in pattern.holidays if calendar.name]
    public = [worded_calendar(calendar) for calendar in pattern.holidays if not calendar.name]
    parts = (
        f"Times are those of the zone that {worded_place(pattern.zone_of)} gives"
        if pattern.zone_of
        else f"Times are {pattern.timezone}'s",
        f"a business day is {written_span(Span(length))}" if length else "",
        f"closed on the public holidays of {both(public)}" if public else "",
        f"closed on the days of {both(named)}" if named else "",
        f"closed on the public holidays of the country that {both(places)} gives" if places else "",
    )
    return f"{'; '.join(filter(None, parts))}."
