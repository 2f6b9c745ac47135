"""How mutants went, for people at a terminal and as plain JSON values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ...language.time_notation import parse_span
from ...language.yaml_writer import request_as_yaml
from ...model import Policy, Span, SpanOf, cutoff_text
from ...render import render
from ...render.document import Block, Document, Entries, Entry, Paragraph, Section, cell, code
from ...rules.hit_policy import Gap, Ways
from ...rules.outcomes import Outcome, Owed, owed_of
from ...rules.places import placed_hours_of
from ...text import counted
from ...triage.clock import city, moment, wall_clock
from ...worktime import WorktimeError, count_of, deadline
from ..listed_days import parts_looked_at
from ..show.show_wording import worded_amount
from .mutation_records import MutationResult, Survivor

WIDTH = 80

WHAT_TO_DO = "add a case with `events` or `now` that would show it, or see `remit explain not-proved`"
"""What its author can do about a mutant of which it is not known whether a case could tell."""


def as_record(results: Iterable[MutationResult]) -> list[dict[str, Any]]:
    """Return, for each edition, how many mutants were made of it and how they went."""
    return [
        {
            "policy": result.policy.id,
            "edition": result.policy.edition,
            "made": result.made,
            "killed": result.killed,
            "same": result.equivalent,
            "survived": len(result.survivors),
            "not_proved": len(result.unproved),
            "unread": result.unread,
        }
        for result in results
    ]


def as_text(results: Iterable[MutationResult], width: int = WIDTH) -> str:
    """Return every survivor as a diff with the request that would kill it, and a line of counts for each policy.

    Words are wrapped at a width; positions, the lines before and after, and requests stand as they are.
    """
    section = Section(title="", anchor="", blocks=tuple(_blocks(list(results))))
    return render(Document(sections=(section,)), "text", width)


def _blocks(results: list[MutationResult]) -> Iterator[Block]:
    survivors = [_survivor(result.policy, survivor) for result in results for survivor in result.survivors]
    if survivors:
        yield Entries(tuple(survivors))
    names = Counter(result.policy.id for result in results)
    lines = [
        f"{mutant.mark}: not proved: {mutant.what}{mutant.may_show}: {WHAT_TO_DO}"
        for result in results
        for mutant in result.unproved
    ]
    for result in results:
        lines += [f"{result.policy.id}: {part} are changed" for part in parts_looked_at(result.policy)]
    lines += [_counts(result, is_alone=names[result.policy.id] == 1) for result in results]
    yield Paragraph(code(*lines))


def _survivor(policy: Policy, survivor: Survivor) -> Entry:
    mutant = survivor.mutant
    (name,) = code(f"{mutant.mark}: survived: {mutant.what}")
    lines = (
        *code(*(f"- {line.removeprefix('- ')}" for line in mutant.before)),
        *code(*(f"+ {line.removeprefix('- ')}" for line in mutant.after)),
        *cell(f"{in_words(policy, survivor)}, for a request such as"),
        *code(*(f"  {line}" for line in request_as_yaml(survivor.witness).rstrip("\n").split("\n"))),
        *(cell(survivor.help) if survivor.unread else ()),
    )
    return Entry(name=name, fields=(("", lines),))


def _counts(result: MutationResult, *, is_alone: bool) -> str:
    parts = [f"{result.killed} killed", f"{result.equivalent} equivalent"]
    if result.unproved:
        parts.append(f"{len(result.unproved)} not proved")
    parts.append(f"{len(result.survivors)} survived")
    if result.unread:
        do = "does" if result.unread == 1 else "do"
        parts[-1] += f" ({counted(result.unread, 'case')} that nobody has read {do} not count)"
    name = result.policy.id if is_alone else f"{result.policy.id}@{result.policy.edition}"
    return f"{name}: {result.made} mutants: {', '.join(parts)}"


def in_words(policy: Policy, survivor: Survivor) -> str:
    """Say what is decided otherwise, such as `scope support becomes consulting`.

    Where only hours differ, both instants are named at which something falls due.
    """
    if survivor.mutant.occasions_of is not None:
        return "whom one may turn to differs"
    if survivor.mutant.clock_of:
        return f"{survivor.mutant.clock_of} stands otherwise"
    if survivor.listed:
        return survivor.listed
    before, after = (_aspects(policy, outcome) for outcome in (survivor.before, survivor.after))
    changes = [
        f"{name} {_text(before[name])} becomes {_text(after[name])}" for name in before if before[name] != after[name]
    ]
    return ", ".join(changes or _moved(policy, survivor))


def _aspects(policy: Policy, outcome: Outcome) -> dict[str, object]:
    """Return what is decided, each part by its name."""
    ways = outcome.ways if isinstance(outcome.ways, Ways) else Ways(None, None, ())
    return {
        "scope": outcome.scope,
        "priority": outcome.level,
        "channel": outcome.ways if isinstance(outcome.ways, Gap) else None,
        "required": ways.required,
        "preferred": ways.preferred,
        "allowed": ", ".join(ways.allowed) or None,
        "follow-up": ", ".join(ways.follow_up) or None,
        **{name: _owed(outcome, name) for name in policy.promises},
    }


def _owed(outcome: Outcome, promise: str) -> str | None:
    owed = owed_of(outcome, promise)
    if owed is None:
        return None
    words = worded_amount(owed.span, owed.cutoff)
    if isinstance(owed.span, SpanOf):
        words = f"what `{owed.span.fact}` says{cutoff_text(owed.cutoff)}"
    return f"{words} in {_text(owed.hours)}"


def _text(value: object) -> str:
    return "none" if value is None else value.value if isinstance(value, Gap) else str(value)


def _moved(policy: Policy, survivor: Survivor) -> Iterator[str]:
    """Yield what falls due at another instant, on the clock of the policy's own hours."""
    for owed in survivor.after.owed:
        if not isinstance(owed.hours, Gap):
            timezone = placed_hours_of(policy, owed).timezone
            before, after = (_due(p, owed, survivor.witness, timezone) for p in (policy, survivor.mutant.policy))
            if before != after:
                yield f"{owed.promise} {before} becomes {after} {city(timezone)}"


def _due(policy: Policy, owed: Owed, request: Mapping[str, Any], timezone: str) -> str:
    """Return the instant at which something owed for a request falls due, less the city of its clock."""
    received = int(datetime.fromisoformat(request["received"]).timestamp())
    places = {place.fact: place.value if place.is_known else request["facts"].get(place.fact) for place in owed.places}
    hours = policy.hours[str(owed.hours)].placed(places)
    # A request that shows when something falls due states the span that a fact gives.
    amount = parse_span(request["facts"][owed.span.fact]) if isinstance(owed.span, SpanOf) else owed.span
    try:
        instant = deadline(count_of(hours, amount or Span(0), owed.cutoff), received)
    except WorktimeError:
        return "at no instant"
    return moment(instant, timezone, year=wall_clock(received, timezone).year).removesuffix(f" {city(timezone)}")
